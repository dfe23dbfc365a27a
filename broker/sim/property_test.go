package sim_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// walk is a random day of bars, quotes, orders, changes and cancellations in two instruments, with the
// promises of the venue checked at every event.
type walk struct {
	t    *rapid.T
	b    *bench
	opts sim.Options
	ids  []string
	// spare is what can still be taken of the bar shown last, its instrument's volume being known.
	spare [2]float64
	known [2]bool
	since map[order.ID]market.Time
	asked map[order.ID]decimal.Decimal
	// changed are the orders whose quantity the walk has changed.
	changed map[string]bool
	last    [2]int
	until   [2]market.Time
	// shown is the latest observation of each instrument.
	shown  [2]shown
	quoted [2]bool
	traded [2]float64
	// served is the time of the latest trade beside quotes, at which a queue may have moved; book the displayed levels
	// that can be taken, less what was.
	served [2]market.Time
	book   [2]map[float64]float64
	seen   int
}

type shown struct {
	start, end       market.Time
	low, high, close float64
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWalk(t)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			w.step()
		}
		w.finish()
	})
}

func newWalk(t *rapid.T) *walk {
	opts := sim.Options{
		Timing: sim.Timing(rapid.IntRange(0, 1).Draw(t, "timing")),
		Path:   sim.Path(rapid.IntRange(0, 5).Draw(t, "path")),
		Limits: sim.LimitRule(rapid.IntRange(0, 1).Draw(t, "limits")),
		Queue:  sim.Queue(rapid.IntRange(0, 2).Draw(t, "queue")),
		Seed:   1,
	}
	frictions(t, &opts)
	w := &walk{t: t, b: newBench(t, opts, instruments["SPY"], instruments["QQQ"]), since: map[order.ID]market.Time{}, asked: map[order.ID]decimal.Decimal{}, changed: map[string]bool{}, last: [2]int{1000, 1000}}
	w.opts, w.spare = opts, [2]float64{math.Inf(1), math.Inf(1)}
	w.b.advance(clock("09:30"))
	w.until = [2]market.Time{w.b.now, w.b.now}
	return w
}

// frictions draws what makes a market worse, for half of the walks.
func frictions(t *rapid.T, opts *sim.Options) {
	if rapid.Bool().Draw(t, "frictionless") {
		return
	}
	delay := sim.NormalDelay{Mean: 3 * time.Second, Deviation: 4 * time.Second}
	opts.Participation = rapid.SampledFrom([]float64{0, 0.1, 1}).Draw(t, "participation")
	opts.Latency = sim.Latency{Submit: delay, Modify: delay, Cancel: sim.EmpiricalDelay{0, 5 * time.Second}}
	opts.Rejects = rapid.SampledFrom([]float64{0, 0.2}).Draw(t, "rejects")
	if rapid.Bool().Draw(t, "halt") {
		opts.Halts = []sim.Halt{{Symbol: "SPY", From: clock("09:32"), To: clock("09:34:30")}}
	}
}

func (w *walk) step() {
	switch rapid.IntRange(0, 11).Draw(w.t, "step") {
	case 0, 1, 2:
		w.submit()
	case 3:
		w.change()
	case 4:
		if len(w.ids) > 0 {
			w.b.cancel(rapid.SampledFrom(w.ids).Draw(w.t, "cancel"))
		}
	case 5:
		w.quote()
	case 6:
		w.trade()
	case 7:
		w.depth()
	case 8:
		w.b.advance(w.b.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(w.t, "seconds")) * time.Second))
	default:
		w.bar()
	}
	w.check()
}

func (w *walk) submit() {
	id := fmt.Sprint(len(w.ids))
	req := drawSpecial(w.t, 1000, w.ids)
	req.Symbol = rapid.SampledFrom([]string{"SPY", "QQQ"}).Draw(w.t, "symbol")
	req.TimeInForce = order.TimeInForce(rapid.IntRange(0, 6).Draw(w.t, "tif"))
	if req.TimeInForce == order.GTD {
		req.GoodTill = w.b.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(w.t, "good till")) * time.Second)
	}
	req.Quantity = decimal.NewFromInt(int64(rapid.IntRange(1, 3).Draw(w.t, "quantity") * 10))
	req.OutsideRTH = rapid.Bool().Draw(w.t, "outside")
	w.instruct(&req)
	w.since[order.ID(id)], w.asked[order.ID(id)] = w.b.now, req.Quantity
	w.ids = append(w.ids, id)
	w.b.submit(id, req)
}

// instruct adds what only quotes, the close or other orders give a meaning.
func (w *walk) instruct(req *order.Request) {
	switch rapid.IntRange(0, 9).Draw(w.t, "instruction") {
	case 0:
		req.Type, req.Offset = order.Relative, dollars(rapid.IntRange(0, 3).Draw(w.t, "peg offset"))
	case 1:
		req.Type, req.Offset = order.PeggedToMid, dollars(rapid.IntRange(0, 3).Draw(w.t, "peg offset"))
	case 2:
		req.Type, req.TimeInForce = order.MarketOnClose, order.Day
	case 3:
		req.Type, req.TimeInForce = order.LimitOnClose, order.Day
		req.LimitPrice = dollars(1000 + rapid.IntRange(-25, 25).Draw(w.t, "close limit"))
	case 4:
		req.Type = order.MarketToLimit
	case 5:
		req.GoodAfter = w.b.now.Add(time.Duration(rapid.IntRange(0, 300).Draw(w.t, "good after")) * time.Second)
	case 6:
		req.AllOrNone = true
	case 7:
		req.MinQuantity, req.DisplaySize = decimal.NewFromInt(10), decimal.NewFromInt(10)
	case 8:
		if req.Type.Waits() {
			req.Trigger = order.Trigger(rapid.IntRange(0, 6).Draw(w.t, "trigger"))
		}
	}
	req.OCAType = order.OCAType(rapid.IntRange(0, 2).Draw(w.t, "oca type"))
}

func (w *walk) change() {
	if len(w.ids) == 0 {
		return
	}
	id := rapid.SampledFrom(w.ids).Draw(w.t, "modify")
	w.changed[id] = true
	quantity := decimal.NewFromInt(int64(rapid.IntRange(0, 30).Draw(w.t, "new quantity")))
	change := order.Change{Quantity: &quantity}
	if o := w.b.orders[order.ID(id)]; o.Type.HasLimit() {
		limit := dollars(1000 + rapid.IntRange(-25, 25).Draw(w.t, "new limit"))
		change.LimitPrice = &limit
	}
	w.b.modify(id, change)
}

func (w *walk) bar() {
	i := rapid.IntRange(0, 1).Draw(w.t, "instrument")
	open, high, low, close := drawBar(w.t, w.last[i])
	w.last[i] = (close + 1000) / 2
	minutes := time.Duration(rapid.IntRange(1, 3).Draw(w.t, "minutes")) * time.Minute
	end := max(w.until[i], w.b.now-market.Time(time.Minute)).Add(minutes)
	end = max(end, w.b.now)
	bar := market.Bar{
		Instrument: market.ID(i), Start: end.Add(-minutes), End: end, Volume: float64(rapid.IntRange(0, 300).Draw(w.t, "volume")),
		Open: float64(open) / 100, High: float64(high) / 100, Low: float64(low) / 100, Close: float64(close) / 100,
	}
	w.wait(end)
	w.until[i] = end
	w.shown[i] = shown{bar.Start, bar.End, bar.Low, bar.High, bar.Close}
	w.known[i] = w.known[i] || bar.Volume > 0
	if w.spare[i] = math.Inf(1); w.known[i] && w.opts.Participation > 0 {
		w.spare[i] = math.Floor(w.opts.Participation * bar.Volume)
	}
	w.b.bar(bar)
}

func (w *walk) quote() {
	i := rapid.IntRange(0, 1).Draw(w.t, "instrument")
	bid := float64(w.last[i]+rapid.IntRange(-20, 20).Draw(w.t, "bid")) / 100
	ask := bid + float64(rapid.IntRange(-1, 3).Draw(w.t, "spread"))/100
	q := market.Quote{
		BidSize: float64(rapid.IntRange(0, 40).Draw(w.t, "bid size")), AskSize: float64(rapid.IntRange(0, 40).Draw(w.t, "ask size")),
		Instrument: market.ID(i), Time: max(w.b.now, w.until[i]), Bid: bid, Ask: math.Round(ask*100) / 100,
	}
	if rapid.IntRange(0, 4).Draw(w.t, "one-sided") == 0 {
		q.Ask = 0
	}
	w.wait(q.Time)
	w.until[i] = q.Time
	w.b.show(market.Event{Kind: market.QuoteEvent, Instrument: q.Instrument, Time: q.Time, Quote: q})
	if w.book[i] != nil {
		return // the book says more
	}
	if q.Ask == 0 || q.Ask >= q.Bid { // else it is crossed and must be ignored
		w.shown[i] = shown{q.Time, q.Time, bid, q.Ask, q.Ask}
		w.quoted[i] = true
	}
}

// depth shows a book of up to three levels a side.
func (w *walk) depth() {
	i := rapid.IntRange(0, 1).Draw(w.t, "instrument")
	d := market.Depth{Instrument: market.ID(i), Time: max(w.b.now, w.until[i])}
	bid := w.last[i] + rapid.IntRange(-20, 20).Draw(w.t, "best bid")
	ask := bid + rapid.IntRange(1, 3).Draw(w.t, "spread of the book")
	for level := range rapid.IntRange(1, 3).Draw(w.t, "levels") {
		d.Bids[level] = market.Level{Price: float64(bid-level) / 100, Size: float64(rapid.IntRange(1, 40).Draw(w.t, "bids"))}
		d.Asks[level] = market.Level{Price: float64(ask+level) / 100, Size: float64(rapid.IntRange(1, 40).Draw(w.t, "asks"))}
	}
	w.wait(d.Time)
	left := map[float64]float64{}
	for _, side := range [][market.MaxLevels]market.Level{d.Bids, d.Asks} {
		for _, level := range side {
			left[level.Price] = level.Size
		}
	}
	w.until[i], w.quoted[i], w.book[i] = d.Time, true, left
	w.shown[i] = shown{d.Time, d.Time, float64(bid-2) / 100, float64(ask+2) / 100, d.Asks[0].Price}
	w.b.show(market.Event{Kind: market.DepthEvent, Instrument: d.Instrument, Time: d.Time, Depth: &d})
}

// wait lets everything happen that is due before a moment.
func (w *walk) wait(until market.Time) {
	for due := w.b.venue.Due(); due < until; due = w.b.venue.Due() {
		w.b.advance(due)
	}
	w.check()
}

func (w *walk) trade() {
	i := rapid.IntRange(0, 1).Draw(w.t, "instrument")
	tr := market.Trade{
		Instrument: market.ID(i), Time: max(w.b.now, w.until[i]), Size: float64(rapid.IntRange(0, 100).Draw(w.t, "size")),
		Price: float64(w.last[i]+rapid.IntRange(-20, 20).Draw(w.t, "trade")) / 100,
	}
	w.wait(tr.Time)
	w.until[i] = tr.Time
	if w.quoted[i] {
		w.served[i] = tr.Time
	} else {
		w.shown[i] = shown{tr.Time, tr.Time, tr.Price, tr.Price, tr.Price}
	}
	w.traded[i], w.spare[i] = tr.Price, math.Inf(1)
	w.b.show(market.Event{Kind: market.TradeEvent, Instrument: tr.Instrument, Time: tr.Time, Trade: tr})
}

// check looks at the events since the last step.
func (w *walk) check() {
	var touched []*order.Order
	for _, ev := range w.b.events[w.seen:] {
		switch e := ev.(type) {
		case order.WasModified, order.WasTriggered:
			w.since[ev.About().Order] = w.b.now
		case order.WasFilled:
			w.checkFill(e.Fill)
			touched = append(touched, w.b.orders[e.Fill.Order])
		}
	}
	for _, o := range touched { // a book may fill one order at several prices, at one moment
		if o.AllOrNone && o.Filled.LessThan(o.Quantity) || o.State == order.PartiallyFilled && o.Filled.LessThan(o.MinQuantity) {
			w.t.Fatalf("order %s filled %s of %s", o.ID, o.Filled, o.Quantity)
		}
	}
	w.seen = len(w.b.events)
}

func (w *walk) checkFill(f *order.Fill) {
	o := w.b.orders[f.Order]
	if o.Filled.GreaterThan(o.Quantity) {
		w.t.Fatalf("order %s filled %s of %s", o.ID, o.Filled, o.Quantity)
	}
	if f.Time > w.b.now {
		w.t.Fatalf("fill of %s at %s, in the future of %s", o.ID, f.Time, w.b.now)
	}
	if worst, ok := o.Worst(); ok && (f.Side == order.Buy && f.Price.GreaterThan(worst) || f.Side == order.Sell && f.Price.LessThan(worst)) {
		w.t.Fatalf("order %s filled at %s through its limit %s", o.ID, f.Price, worst)
	}
	if f.Time < o.GoodAfter {
		w.t.Fatalf("order %s filled at %s, before its time %s", o.ID, f.Time, o.GoodAfter)
	}
	if parent := w.b.orders[o.Parent]; o.Parent != "" && o.Filled.GreaterThan(parent.Filled) {
		w.t.Fatalf("child %s filled %s, its parent only %s", o.ID, o.Filled, parent.Filled)
	}
	if o.Created > f.Time {
		w.t.Fatalf("order %s of %s filled at %s, before it was sent", o.ID, o.Created, f.Time)
	}
	w.checkFrictions(f)
	price, s := f.Price.InexactFloat64(), &w.shown[f.Instrument.ID]
	queued := w.opts.Queue != sim.NoQueue && f.Time == w.served[f.Instrument.ID]
	resting := (f.Rule == sim.RuleLimit || f.Rule == sim.RuleDiscretion || f.Rule == sim.RulePeg) && (s.start == s.end || queued)
	if f.Rule == sim.RuleClosing && price == w.traded[f.Instrument.ID] {
		return
	}
	if !resting && (price < s.low && s.low > 0 || price > s.high && s.high > 0) {
		w.t.Fatalf("order %s filled at %v, outside the market of %v to %v", o.ID, price, s.low, s.high)
	}
	if resting {
		return
	}
	if created := o.Created; created > s.start && price != s.close && s.start != s.end {
		w.t.Fatalf("order %s of %s filled at %v on a bar that began at %s", o.ID, created, price, s.start)
	}
}

func (w *walk) checkFrictions(f *order.Fill) {
	i := f.Instrument.ID
	if f.Rule == sim.RuleAsk || f.Rule == sim.RuleBid {
		w.checkDepth(i, f)
	}
	if w.shown[i].start != w.shown[i].end && f.Rule != sim.RuleClosing {
		if w.spare[i] -= f.Quantity.InexactFloat64(); w.spare[i] < 0 {
			w.t.Fatalf("order %s took %s, more than its share of the bar", f.Order, f.Quantity)
		}
	}
	for _, h := range w.opts.Halts {
		if h.Symbol == f.Instrument.Symbol && h.From < w.b.now && w.b.now <= h.To {
			w.t.Fatalf("order %s filled at %s, in the halt", f.Order, w.b.now)
		}
	}
}

// checkDepth: no level gives more than it shows.
func (w *walk) checkDepth(i market.ID, f *order.Fill) {
	if w.book[i] == nil {
		return
	}
	price := f.Price.InexactFloat64()
	if w.book[i][price] -= f.Quantity.InexactFloat64(); w.book[i][price] < 0 {
		w.t.Fatalf("order %s took %s at %v, more than is displayed there", f.Order, f.Quantity, price)
	}
}

// finish lets all time run out and looks at what is left.
func (w *walk) finish() {
	for due := w.b.venue.Due(); due != market.Never; due = w.b.venue.Due() {
		w.b.advance(due)
	}
	w.check()
	final := map[order.ID]int{}
	for _, ev := range w.b.events {
		switch ev.(type) {
		case order.WasCancelled, order.HasExpired, order.WasRejected:
			final[ev.About().Order]++
		}
	}
	groups := map[string]float64{}
	for _, id := range w.ids {
		o := w.b.orders[order.ID(id)]
		if o.State == order.Filled {
			final[o.ID]++
		}
		if want := btoi(o.State.Done()); final[o.ID] != want {
			w.t.Fatalf("order %s is %s and has %d endings", id, o.State, final[o.ID])
		}
		parentEnded := o.Parent != "" && w.b.orders[o.Parent].State.Done() && w.b.orders[o.Parent].Filled.IsZero()
		if !o.State.Done() && (o.TimeInForce != order.GTC || parentEnded) {
			w.t.Fatalf("order %s, %s, outlives its time", id, o.TimeInForce)
		}
		if o.OCA != "" && o.Filled.IsPositive() {
			groups[o.OCA] += o.Filled.Div(w.asked[o.ID]).InexactFloat64()
		}
		if w.changed[id] {
			groups[o.OCA] = math.Inf(-1) // shares of what was asked first mean nothing then
		}
	}
	for name, filled := range groups {
		if filled > 1+1e-9 {
			w.t.Fatalf("group %s filled %v times", name, filled)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
