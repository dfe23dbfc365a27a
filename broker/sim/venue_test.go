package sim_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

func TestNewRefuses(t *testing.T) {
	spy, qqq := market.NewEquity("SPY"), market.NewEquity("QQQ")
	lost := market.NewEquity("LOST")
	lost.Calendar = "NOWHERE"
	for _, c := range []struct {
		name        string
		instruments []*market.Instrument
		opts        sim.Options
		want        string
	}{
		{"ids that are no places", []*market.Instrument{&spy, &qqq}, sim.Options{}, "number instruments from 0"},
		{"nothing", []*market.Instrument{nil}, sim.Options{}, "instrument 0 is missing"},
		{"half an instrument", []*market.Instrument{{Symbol: "SPY"}}, sim.Options{}, "multiplier"},
		{"no calendar", []*market.Instrument{&lost}, sim.Options{}, "calendar of LOST"},
		{"timing", nil, sim.Options{Timing: 9}, "timing 9"},
		{"path", nil, sim.Options{Path: 9}, "path 9"},
		{"limit rule", nil, sim.Options{Limits: 9}, "limit rule 9"},
		{"ticks", nil, sim.Options{Slippage: sim.Ticks(-1)}, "-1 ticks"},
		{"spreads", nil, sim.Options{Slippage: sim.SpreadPart(-1)}, "-1 spreads"},
		{"impact", nil, sim.Options{Slippage: sim.SquareRoot(math.NaN())}, "square-root"},
		{"participation", nil, sim.Options{Participation: 1.5}, "participation 1.5"},
		{"rejects", nil, sim.Options{Rejects: -0.1}, "rejects -0.1"},
		{"latency", nil, sim.Options{Latency: sim.Latency{Cancel: sim.FixedDelay(-1)}}, "latency of cancel"},
		{"normal latency", nil, sim.Options{Latency: sim.Latency{Submit: sim.NormalDelay{Mean: -1}}}, "must not be negative"},
		{"no measured latency", nil, sim.Options{Latency: sim.Latency{Modify: sim.EmpiricalDelay{}}}, "at least one"},
		{"measured latency", nil, sim.Options{Latency: sim.Latency{Modify: sim.EmpiricalDelay{1, -1}}}, "measured delay"},
		{"halt", nil, sim.Options{Halts: []sim.Halt{{Symbol: "SPY", From: 2, To: 1}}}, "halt of"},
		{"bands", nil, sim.Options{Bands: &sim.Bands{Percent: 100}}, "bands of 100 %"},
		{"basis points", nil, sim.Options{Slippage: sim.BasisPoints(math.NaN())}, "basis points"},
	} {
		_, err := sim.New(c.instruments, calendarOf, c.opts)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	var unknown *calendar.UnknownError
	if _, err := sim.New([]*market.Instrument{&lost}, calendarOf, sim.Options{}); !errors.As(err, &unknown) {
		t.Errorf("the calendar's error is lost in %v", err)
	}
}

func TestOptionsAreText(t *testing.T) {
	var timing sim.Timing
	var path sim.Path
	var limits sim.LimitRule
	for text, into := range map[string]interface {
		UnmarshalText([]byte) error
		MarshalText() ([]byte, error)
	}{
		"this-close": &timing, "nearest-extreme": &path, "through": &limits,
	} {
		if err := into.UnmarshalText([]byte(strings.ToUpper(text))); err != nil {
			t.Error(err)
		}
		if back, _ := into.MarshalText(); string(back) != text {
			t.Errorf("%s became %s", text, back)
		}
		if err := into.UnmarshalText([]byte("sometimes")); err == nil || !strings.Contains(err.Error(), "want one of") {
			t.Errorf("%s: error %v", text, err)
		}
	}
	if plain := (sim.Options{}); plain.Path != sim.NearestExtreme {
		t.Errorf("the path is %s unless another is chosen", plain.Path)
	}
	if got := fmt.Sprint(sim.Timing(7), sim.NextOpen, sim.Pessimistic, sim.Touch); got != "unknown(7) next-open pessimistic touch" {
		t.Error(got)
	}
}

func TestStartAndClose(t *testing.T) {
	b := newBench(t, sim.Options{})
	if err := b.venue.Start(context.Background(), nil); err == nil {
		t.Error("started without a sink")
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.venue.Start(over, func(order.Event) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("started in a life that is over: %v", err)
	}
	b.advance(clock("09:30"))
	b.submit("a", order.NewMarket("SPY", order.Buy, decimal.NewFromInt(1)))
	told := len(b.events)
	if err := b.venue.Close(); err != nil {
		t.Error(err)
	}
	b.minute("09:31", 10, 10, 10, 10)
	if len(b.events) != told {
		t.Errorf("%T after Close", b.events[told])
	}
}

func TestUnknownInstrument(t *testing.T) {
	b := newBench(t, sim.Options{})
	b.advance(clock("09:30"))
	stranger := market.NewEquity("SPY") // same id, another instrument
	for id, in := range map[order.ID]*market.Instrument{"a": nil, "b": &stranger, "c": {ID: 7}} {
		o := &order.Order{ID: id, Request: order.NewMarket("SPY", order.Buy, decimal.NewFromInt(1)), Instrument: in}
		b.venue.Submit(o)
		rejected, ok := b.events[len(b.events)-1].(order.WasRejected)
		if !ok || rejected.Order != id || rejected.Reason.Code != order.UnknownInstrument {
			t.Errorf("order %s: %+v", id, b.events[len(b.events)-1])
		}
	}
	b.show(market.Event{Kind: market.BarEvent, Instrument: 7, Time: clock("09:31")})
	b.show(market.Event{Kind: market.BarEvent, Instrument: -1, Time: clock("09:31")})
	if b.venue.Ignored() != 2 {
		t.Errorf("ignored %d events, want 2", b.venue.Ignored())
	}
}

// TestObserveAllocatesNothing: data costs no memory while no order's standing changes.
func TestObserveAllocatesNothing(t *testing.T) {
	b := newBench(t, sim.Options{}, allDays(market.NewEquity("SPY")))
	b.advance(clock("09:30"))
	for i := range 50 {
		b.submit(fmt.Sprint(i), order.NewLimit("SPY", order.Buy, decimal.NewFromInt(1), dollars(900-i)).For(order.GTC))
	}
	ev := market.Event{Kind: market.BarEvent, Time: clock("09:30")}
	next := func() {
		ev.Bar = market.Bar{Start: ev.Time, End: ev.Time.Add(time.Second), Open: 10, High: 11, Low: 9.5, Close: 10.5}
		ev.Time = ev.Bar.End
		b.venue.Observe(&ev)
	}
	b.now = market.Never // the bench checks times of events; there must be none but the first notes
	b.venue.Start(context.Background(), func(order.Event) {})
	next()
	if allocs := testing.AllocsPerRun(100, next); allocs != 0 {
		t.Errorf("%v allocations per bar", allocs)
	}
}

// TestDepthAllocatesNothing: the same with books, of which some orders stand in a queue.
func TestDepthAllocatesNothing(t *testing.T) {
	b := newBench(t, sim.Options{Queue: sim.Probabilistic}, allDays(market.NewEquity("SPY")))
	b.advance(clock("09:30"))
	for i := range 50 {
		b.submit(fmt.Sprint(i), order.NewLimit("SPY", order.Buy, decimal.NewFromInt(1), dollars(1000-i)).For(order.GTC))
	}
	d := market.Depth{Time: clock("09:30")}
	next := func() {
		d.Time = d.Time.Add(time.Second)
		for i := range market.MaxLevels {
			size := float64(100 + (int(d.Time)/1e9+i)%50)
			d.Bids[i] = market.Level{Price: float64(1000-i) / 100, Size: size}
			d.Asks[i] = market.Level{Price: float64(1001+i) / 100, Size: size}
		}
		b.venue.Observe(&market.Event{Kind: market.DepthEvent, Time: d.Time, Depth: &d})
	}
	b.now = market.Never
	b.venue.Start(context.Background(), func(order.Event) {})
	next()
	if allocs := testing.AllocsPerRun(100, next); allocs != 0 {
		t.Errorf("%v allocations per book", allocs)
	}
}

// TestSameCallsSameEvents runs one busy script twice.
func TestSameCallsSameEvents(t *testing.T) {
	run := func() string {
		b := newBench(t, sim.Options{}, instruments["SPY"], instruments["QQQ"])
		b.advance(clock("09:30"))
		end := clock("09:30")
		for i := range 60 {
			for j, symbol := range []string{"SPY", "QQQ"} {
				req := order.NewLimit(symbol, order.Side((i+j)%2), decimal.NewFromInt(10), dollars(1000+(i*7+j*3)%40-20)).For(order.GTC)
				if i%5 == 0 {
					req.OCA = fmt.Sprint("g", i/10)
				}
				b.submit(fmt.Sprint(i, symbol), req)
			}
			end = end.Add(time.Minute)
			for id := range market.ID(2) {
				mid := float64(1000+(i*13)%31-15) / 100
				b.bar(market.Bar{Instrument: id, Start: end.Add(-time.Minute), End: end, Open: mid, High: mid + 0.1, Low: mid - 0.1, Close: mid})
			}
		}
		var text strings.Builder
		for _, ev := range b.events {
			fmt.Fprintf(&text, "%T %+v\n", ev, ev.About())
			if filled, ok := ev.(order.WasFilled); ok {
				fmt.Fprintln(&text, filled.Fill.ExecID, filled.Fill.Price, filled.Fill.Time, filled.Fill.Rule)
			}
		}
		return text.String()
	}
	if first := run(); first != run() {
		t.Error("two runs of the same calls differ")
	} else if !strings.Contains(first, "WasFilled") {
		t.Error("the script fills nothing")
	}
}

// TestOldOrdersRemember: a low of 9.00 long ago is still the nearest price of an order at 8.00, however many
// orders have come and gone since.
func TestOldOrdersRemember(t *testing.T) {
	b := newBench(t, sim.Options{}, allDays(market.NewEquity("SPY")))
	b.advance(clock("09:30"))
	end := clock("09:30")
	bar := func(low float64) {
		end = end.Add(time.Minute)
		b.bar(market.Bar{Start: end.Add(-time.Minute), End: end, Open: 10, High: 11, Low: low, Close: 10})
	}
	far := order.NewLimit("SPY", order.Buy, decimal.NewFromInt(1), dec("8.00")).For(order.GTC)
	b.submit("old", far)
	lows := slices.Repeat([]float64{9.1}, 100)
	lows[3] = 9
	bar(9.5)
	for i := range lows {
		b.submit(fmt.Sprint(i), far)
		bar(lows[i])
		b.cancel(fmt.Sprint(i))
	}
	b.submit("young", far)
	bar(9.3)
	b.cancel("old")
	b.cancel("young")
	nearest := map[order.ID]string{}
	for _, ev := range b.events {
		if noted, ok := ev.(order.Noted); ok {
			nearest[noted.Order] = noted.Reason.Value.String()
		}
	}
	if nearest["old"] != "9" || nearest["young"] != "9.3" {
		t.Errorf("nearest prices %s and %s, want 9 and 9.3", nearest["old"], nearest["young"])
	}
}
