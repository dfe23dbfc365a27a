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

// combos is a random day of a combo and its legs, whose own orders compete with it. It keeps what each leg shows and what
// is left of it, by the plainest of means, and holds every execution to that.
type combos struct {
	t     *rapid.T
	b     *bench
	opts  sim.Options
	combo *market.Instrument
	parts []*market.Instrument
	// asks and bids are what each leg shows to buyers and sellers, the best first. A bar shows its open and its close.
	asks, bids [][]offered
	shown      []market.Quote
	limits     map[order.ID]order.Request
	seen       int
	orders     int
	wholes     int
}

// offered is a price and what is left of it, infinite where sizes do not count. The prices of a bar share its volume.
type offered struct {
	price float64
	left  *float64
}

func fresh(price, size float64) offered { return offered{price, &size} }

// TestComboProperties: in any stream of quotes, books and orders, the legs of an execution come with the whole and in
// proportion, at prices and sizes that the legs showed, add up to its price, and keep the limit; nobody takes anything twice.
func TestComboProperties(t *testing.T) {
	wholes := 0
	rapid.Check(t, func(t *rapid.T) {
		c := newCombos(t)
		books := c.opts.Slippage == nil && rapid.Bool().Draw(t, "books") // slipped from which level would be a guess
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				c.send()
			case 1:
				if c.orders > 0 {
					c.b.cancel(fmt.Sprint(rapid.IntRange(1, c.orders).Draw(t, "cancel")))
				}
			default:
				if k := rapid.IntRange(0, len(c.parts)-1).Draw(t, "leg"); books {
					c.depth(k)
				} else {
					c.quote(k)
				}
			}
			c.audit()
		}
		wholes += c.wholes
	})
	if wholes < 20 {
		t.Errorf("%d combos filled: the property has not been tried", wholes)
	}
}

// TestComboBarProperties: the same with bars, of which a leg may miss some: what trades is an open or a close of a period that
// all legs have.
func TestComboBarProperties(t *testing.T) {
	wholes := 0
	rapid.Check(t, func(t *rapid.T) {
		c := newCombos(t)
		for n := range rapid.IntRange(1, 20).Draw(t, "minutes") {
			for range rapid.IntRange(0, 2).Draw(t, "orders") {
				c.send()
			}
			c.minute(clock("09:30").Add(time.Duration(n+1) * time.Minute))
		}
		wholes += c.wholes
	})
	if wholes < 20 {
		t.Errorf("%d combos filled: the property has not been tried", wholes)
	}
}

// newCombos draws two or three legs of unlike multipliers and their ratios.
func newCombos(t *rapid.T) *combos {
	names := []string{"SPY", "CALL", "PUT"}[:rapid.IntRange(2, 3).Draw(t, "legs")]
	legs := make([]string, len(names))
	for i, name := range names {
		ratio := rapid.SampledFrom([]int{1, -1, 2, -3}).Draw(t, "ratio")
		if i == 0 {
			ratio = rapid.SampledFrom([]int{1, -1}).Draw(t, "first ratio") // so that there is no common divisor
		}
		legs[i] = fmt.Sprintf("%s:%d", name, ratio)
	}
	opts := sim.Options{Participation: rapid.SampledFrom([]float64{0, 1}).Draw(t, "participation")}
	if rapid.Bool().Draw(t, "slippage") {
		opts.Slippage = sim.Ticks(1)
	}
	if rapid.Bool().Draw(t, "halt") {
		opts.Halts = []sim.Halt{{Symbol: "CALL", From: clock("09:30:20"), To: clock("09:30:40")}, {Symbol: "CALL", From: clock("09:34:30"), To: clock("09:36")}}
	}
	list := make([]market.Instrument, 0, len(names)+1)
	for _, name := range names {
		list = append(list, instruments[name])
	}
	list = append(list, comboOf("COMBO", "100", legs))
	c := &combos{t: t, b: newBench(t, opts, list...), opts: opts, limits: map[order.ID]order.Request{}}
	c.parts, c.combo = c.b.market[:len(names)], c.b.market[len(names)]
	c.asks, c.bids = make([][]offered, len(names)), make([][]offered, len(names))
	c.shown = make([]market.Quote, len(names))
	c.b.advance(clock("09:30"))
	return c
}

// send draws an order of the combo, mostly, or of a leg.
func (c *combos) send() {
	c.orders++
	in := c.combo
	if k := rapid.IntRange(-3, len(c.parts)-1).Draw(c.t, "of"); k >= 0 {
		in = c.parts[k]
	}
	r := order.NewMarket(in.Symbol, order.Side(rapid.IntRange(0, 1).Draw(c.t, "side")), decimal.NewFromInt(int64(rapid.IntRange(1, 9).Draw(c.t, "quantity"))))
	if rapid.Bool().Draw(c.t, "limited") {
		r.Type = order.Limit
		r.LimitPrice = dollars(rapid.IntRange(1, 1500).Draw(c.t, "limit"))
		if in == c.combo {
			r.LimitPrice = c.near().Add(dollars(rapid.IntRange(-8, 8).Draw(c.t, "off")))
		}
	}
	r.TimeInForce = rapid.SampledFrom([]order.TimeInForce{order.Day, order.GTC, order.IOC, order.FOK}).Draw(c.t, "tif")
	id := fmt.Sprint(c.orders)
	c.limits[order.ID(id)] = r
	c.b.submit(id, r)
}

// near is the net of legs at ten dollars, in cents.
func (c *combos) near() decimal.Decimal {
	prices := make([]decimal.Decimal, len(c.parts))
	for k := range prices {
		prices[k] = decimal.NewFromInt(10)
	}
	return c.combo.Net(c.parts, prices).Round(2)
}

// later is a moment after everything so far.
func (c *combos) later() market.Time {
	return c.b.now.Add(time.Duration(rapid.IntRange(1, 8).Draw(c.t, "seconds")) * time.Second)
}

// side draws one side of a quote around ten dollars; 0 is none.
func (c *combos) side(lowest, highest int) (price, size float64) {
	if rapid.IntRange(0, 9).Draw(c.t, "missing") == 0 {
		return 0, 0
	}
	return float64(rapid.IntRange(lowest, highest).Draw(c.t, "price")) / 100, float64(rapid.IntRange(1, 12).Draw(c.t, "size"))
}

func (c *combos) quote(k int) {
	q := market.Quote{Instrument: c.parts[k].ID, Time: c.later()}
	q.Bid, q.BidSize = c.side(995, 1000)
	q.Ask, q.AskSize = c.side(1000, 1005)
	if q.Bid == 0 && q.Ask == 0 {
		return
	}
	was := c.shown[k]
	if q.Ask != was.Ask || q.AskSize != was.AskSize {
		c.asks[k] = c.levels(q.Ask, q.AskSize)
	}
	if q.Bid != was.Bid || q.BidSize != was.BidSize {
		c.bids[k] = c.levels(q.Bid, q.BidSize)
	}
	c.shown[k] = q
	c.b.show(market.Event{Kind: market.QuoteEvent, Instrument: q.Instrument, Time: q.Time, Quote: q})
}

func (c *combos) levels(price, size float64) []offered {
	switch {
	case price == 0:
		return nil
	case c.opts.Participation == 0:
		size = math.Inf(1)
	}
	return []offered{fresh(price, size)}
}

// depth shows a book of three levels on each side; every level is new, so that all of it can be taken.
func (c *combos) depth(k int) {
	d := market.Depth{Instrument: c.parts[k].ID, Time: c.later()}
	c.asks[k], c.bids[k] = nil, nil
	for i := range 3 {
		size := float64(rapid.IntRange(1, 6).Draw(c.t, "size")) + float64(c.b.now%97)/1e6 // unlike the one before
		d.Asks[i] = market.Level{Price: float64(1000+i) / 100, Size: size}
		d.Bids[i] = market.Level{Price: float64(999-i) / 100, Size: size}
		c.asks[k] = append(c.asks[k], fresh(d.Asks[i].Price, math.Floor(size)))
		c.bids[k] = append(c.bids[k], fresh(d.Bids[i].Price, math.Floor(size)))
	}
	c.b.show(market.Event{Kind: market.DepthEvent, Instrument: d.Instrument, Time: d.Time, Depth: &d})
}

// minute shows the bars of a minute, of which one in six is missing.
func (c *combos) minute(end market.Time) {
	complete := true
	bars := make([]*market.Bar, len(c.parts))
	for k := range c.parts {
		c.asks[k] = nil
		if rapid.IntRange(0, 5).Draw(c.t, "missing") == 0 {
			complete = false
			continue
		}
		open, high, low, last := drawBar(c.t, 1000)
		bars[k] = &market.Bar{
			Instrument: c.parts[k].ID, Start: end.Add(-time.Minute), End: end, Open: float64(open) / 100, High: float64(high) / 100,
			Low: float64(low) / 100, Close: float64(last) / 100, Volume: float64(rapid.IntRange(1, 30).Draw(c.t, "volume")),
		}
		volume := math.Inf(1)
		if c.opts.Participation > 0 {
			volume = bars[k].Volume
		}
		c.asks[k] = []offered{{bars[k].Open, &volume}, {bars[k].Close, &volume}}
	}
	copy(c.bids, c.asks) // of the same volume
	for _, bar := range bars {
		if bar != nil {
			c.b.bar(*bar)
		}
	}
	before := c.wholes
	c.audit()
	if c.wholes > before && !complete {
		c.t.Fatalf("a combo filled in a minute that a leg has no bar of")
	}
}

// audit looks at the executions since it last did.
func (c *combos) audit() {
	var legs []order.Fill
	for _, ev := range c.b.events[c.seen:] {
		filled, ok := ev.(order.WasFilled)
		switch {
		case !ok:
			if len(legs) > 0 {
				c.t.Fatalf("%T between the legs of order %s", ev, legs[0].Order)
			}
		case filled.Fill.Leg:
			c.take(filled.Fill)
			legs = append(legs, *filled.Fill)
		case filled.Fill.Instrument == c.combo:
			c.whole(filled.Fill, legs)
			legs = nil
		default:
			c.take(filled.Fill)
		}
	}
	if len(legs) > 0 {
		c.t.Fatalf("legs of order %s without the whole", legs[0].Order)
	}
	c.seen = len(c.b.events)
}

// take removes what a fill has had from what its instrument shows: of a leg from its price, of an order of the leg itself,
// which may have waited at a price of its own, from the best.
func (c *combos) take(f *order.Fill) {
	shown := c.asks[f.Instrument.ID]
	if f.Side == order.Sell {
		shown = c.bids[f.Instrument.ID]
	}
	for _, h := range c.opts.Halts {
		if f.Instrument.Symbol == h.Symbol && h.From < c.b.now && c.b.now <= h.To {
			c.t.Fatalf("%s traded at %s, in a halt", h.Symbol, c.b.now)
		}
	}
	rest := f.Quantity.InexactFloat64()
	for _, o := range shown {
		if f.Leg && !c.had(f, o.price) {
			continue
		}
		part := min(rest, *o.left)
		*o.left, rest = *o.left-part, rest-part
	}
	if rest > 0 {
		c.t.Fatalf("order %s: %s %s %s at %s, which was not left; it shows %v", f.Order, f.Side, f.Quantity, f.Instrument.Symbol, f.Price, shown)
	}
}

// had reports whether a leg can have had its price from one that was shown, with its slippage.
func (c *combos) had(f *order.Fill, shown float64) bool {
	worse := f.Price.InexactFloat64() - shown
	if f.Side == order.Sell {
		worse = -worse
	}
	slip := 0.0
	if c.opts.Slippage != nil {
		slip = 0.01
	}
	return worse > -1e-9 && worse < slip+1e-9
}

// whole holds the execution of a combo to its legs.
func (c *combos) whole(f *order.Fill, legs []order.Fill) {
	c.wholes++
	if len(legs) != len(c.parts) {
		c.t.Fatalf("order %s: %d legs of %d came with the whole", f.Order, len(legs), len(c.parts))
	}
	money, prices := decimal.Zero, make([]decimal.Decimal, len(legs))
	for k, leg := range legs {
		want := f.Signed().Mul(decimal.NewFromInt(int64(c.combo.Legs[k].Ratio)))
		if leg.Order != f.Order || leg.Instrument != c.parts[k] || !leg.Signed().Equal(want) || leg.Time != f.Time {
			c.t.Fatalf("order %s: leg %d is %s of %s, want %s of %s", f.Order, k, leg.Signed(), leg.Instrument.Symbol, want, c.parts[k].Symbol)
		}
		money, prices[k] = money.Add(leg.Instrument.Notional(leg.Price, leg.Signed())), leg.Price
	}
	if paid := c.combo.Notional(f.Price, f.Signed()); !paid.Equal(money) { // a multiplier of 100 divides every cent
		c.t.Fatalf("order %s: the legs cost %s, the whole %s", f.Order, money, paid)
	}
	r := c.limits[f.Order]
	if r.Type == order.Limit && (r.Side == order.Buy) == f.Price.GreaterThan(r.LimitPrice) && !f.Price.Equal(r.LimitPrice) {
		c.t.Fatalf("order %s: filled at %s through its limit %s", f.Order, f.Price, r.LimitPrice)
	}
	if o := c.b.orders[f.Order]; r.TimeInForce == order.FOK && o.State != order.Filled {
		c.t.Fatalf("order %s: %s of %s of a fill or kill", f.Order, o.Filled, r.Quantity)
	}
}
