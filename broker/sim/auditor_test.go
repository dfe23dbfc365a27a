package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// The auditor is a second, simpler venue. It knows nothing of shelves, meetings or legs: it walks each
// bar cent by cent along the stated path and asks every order at every cent. Prices are cents.
type auditor struct {
	path   sim.Path
	orders []*audited
	age    int
	fills  []string
	// last is the latest price, 0 before the first.
	last int
}

type audited struct {
	id  string
	req order.Request
	// stop is 0 for a trailing stop that has seen no price.
	limit, stop int
	age         int
	triggered   bool
	filled      bool
	ended       bool
}

func (a *auditor) submit(id string, req order.Request) {
	a.age++
	worst, _ := req.Worst()
	o := &audited{id: id, req: req, limit: cents(worst), stop: cents(req.StopPrice), age: a.age}
	a.orders = append(a.orders, o)
	if a.last != 0 && req.Parent == "" || req.Parent != "" && a.find(req.Parent).filled {
		o.follow(a.last)
	}
}

// follow moves a trailing stop.
func (o *audited) follow(price int) {
	if !o.req.Type.Trails() || o.triggered {
		return
	}
	level := price + int(o.req.Side.Sign())*cents(o.req.TrailAmount)
	if o.stop == 0 || o.req.Side == order.Sell && level > o.stop || o.req.Side == order.Buy && level < o.stop {
		o.stop = level
	}
}

// adjust makes of a stop what its adjustment says when the market has gone its way.
func (o *audited) adjust(price int) {
	a := o.req.Adjust
	if a == nil || o.triggered || o.req.Side == order.Sell && price < cents(a.At) || o.req.Side == order.Buy && price > cents(a.At) {
		return
	}
	o.req.Type, o.req.TrailAmount, o.req.Adjust = a.To, a.TrailAmount, nil
	o.stop = cents(a.StopPrice)
}

func (a *auditor) find(id order.ID) *audited {
	for _, o := range a.orders {
		if o.id == string(id) {
			return o
		}
	}
	return nil
}

// works reports whether an order is alive and its parent, if any, has filled.
func (a *auditor) works(o *audited) bool {
	return !o.ended && !o.filled && (o.req.Parent == "" || a.find(o.req.Parent).filled)
}

func (a *auditor) bar(open, high, low, close int) {
	a.tick(open, true)
	at := open
	first, second := low, high
	if a.path == sim.OpenHighLowClose || a.path == sim.NearestExtreme && high-open < open-low {
		first, second = high, low
	}
	for _, to := range []int{first, second, close} {
		for at != to {
			if at < to {
				at++
			} else {
				at--
			}
			a.tick(at, false)
		}
	}
}

// tick offers a price to all orders until none of them wants it.
func (a *auditor) tick(price int, open bool) {
	for {
		var next *audited
		for _, o := range a.orders {
			if !a.works(o) || !o.wants(price) {
				continue
			}
			if next == nil || o.before(next) {
				next = o
			}
		}
		if next == nil {
			break
		}
		a.execute(next, price)
	}
	for _, o := range a.orders {
		if a.works(o) {
			o.adjust(price)
			o.follow(price)
		}
	}
	a.last = price
}

func (o *audited) before(other *audited) bool {
	switch {
	case o.isStop() != other.isStop():
		return o.isStop()
	case o.req.Hidden != other.req.Hidden:
		return other.req.Hidden
	}
	return o.age < other.age
}

func (o *audited) waits() bool { return o.req.Type.Waits() && !o.triggered }

func (o *audited) isStop() bool { return o.waits() && !o.req.Type.Touches() }

func (o *audited) wants(price int) bool {
	buy := o.req.Side == order.Buy
	switch {
	case o.isStop():
		return o.stop != 0 && (buy && price >= o.stop || !buy && price <= o.stop)
	case o.waits():
		return buy && price <= o.stop || !buy && price >= o.stop
	case o.req.Type.HasLimit() || o.req.Type == order.TrailingStopLimit:
		return buy && price <= o.limit || !buy && price >= o.limit
	}
	return true
}

func (a *auditor) execute(o *audited, price int) {
	if o.waits() {
		o.triggered = true
		a.age++
		o.age = a.age
		switch o.req.Type {
		case order.TrailingStopLimit:
			o.limit = o.stop + int(o.req.Side.Sign())*cents(o.req.Offset)
			return
		case order.StopLimit, order.LimitIfTouched:
			return
		}
	}
	o.filled = true
	a.fills = append(a.fills, fmt.Sprintf("%s %d", o.id, price))
	for _, other := range a.orders {
		if other != o && o.req.OCA != "" && other.req.OCA == o.req.OCA && !other.filled {
			a.end(other)
		}
	}
	for _, child := range a.orders {
		if string(child.req.Parent) == o.id && !child.ended {
			a.age++
			child.age = a.age
		}
	}
}

// end ends an order and the children that wait for it.
func (a *auditor) end(o *audited) {
	if o.ended {
		return
	}
	o.ended = true
	for _, child := range a.orders {
		if string(child.req.Parent) == o.id && !child.filled {
			a.end(child)
		}
	}
}

func cents(d decimal.Decimal) int { return int(d.Shift(2).IntPart()) }

func dollars(cents int) decimal.Decimal { return decimal.New(int64(cents), -2) }

// TestAuditor compares the venue with the auditor on random orders and bars: with parents, groups and all types
// that bars can fill, along the stated paths.
func TestAuditor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SampledFrom([]sim.Path{sim.NearestExtreme, sim.OpenHighLowClose, sim.OpenLowHighClose}).Draw(t, "path")
		a := &auditor{path: path}
		b := newBench(t, sim.Options{Path: path})
		b.advance(clock("09:30"))
		var ids []string
		last, end := 1000, clock("09:30")
		for bar := range rapid.IntRange(1, 12).Draw(t, "bars") {
			for i := range rapid.IntRange(0, 4).Draw(t, "orders") {
				id := fmt.Sprintf("%d.%d", bar, i)
				req := drawSpecial(t, last, ids)
				b.submit(id, req)
				if o := b.orders[order.ID(id)]; !o.State.Done() {
					a.submit(id, req)
					ids = append(ids, id)
				}
			}
			open, high, low, close := drawBar(t, last)
			last, end = close, end.Add(time.Minute)
			b.minuteCents(end, open, high, low, close)
			a.bar(open, high, low, close)
		}
		var got []string
		for _, f := range b.fills() {
			got = append(got, fmt.Sprintf("%s %d", f.Order, cents(f.Price)))
		}
		if !slices.Equal(got, a.fills) {
			t.Fatalf("fills differ\nvenue:   %s\nauditor: %s", strings.Join(got, ", "), strings.Join(a.fills, ", "))
		}
	})
}

func (b *bench) minuteCents(end market.Time, open, high, low, close int) {
	price := func(c int) float64 { return dollars(c).InexactFloat64() }
	b.bar(market.Bar{
		Start: end.Add(-time.Minute), End: end, Volume: 100,
		Open: price(open), High: price(high), Low: price(low), Close: price(close),
	})
}

// drawBar is a bar near the last close, in cents.
func drawBar(t *rapid.T, last int) (open, high, low, close int) {
	near := rapid.IntRange(-20, 20)
	open, close = last+near.Draw(t, "open"), last+near.Draw(t, "close")
	high = max(open, close) + rapid.IntRange(0, 15).Draw(t, "above")
	low = min(open, close) - rapid.IntRange(0, 15).Draw(t, "below")
	return max(open, 101), max(high, 101), max(low, 101), max(close, 101)
}

// drawOrder is an order near a price, sometimes a child of an earlier one or one of a group.
func drawOrder(t *rapid.T, last int, ids []string) order.Request {
	near := rapid.IntRange(-25, 25)
	req := order.Request{
		Symbol:      "SPY",
		Side:        order.Side(rapid.IntRange(0, 1).Draw(t, "side")),
		Type:        order.Type(rapid.IntRange(0, 3).Draw(t, "type")),
		Quantity:    decimal.NewFromInt(10),
		TimeInForce: order.GTC,
	}
	if req.Type.HasLimit() {
		req.LimitPrice = dollars(max(last+near.Draw(t, "limit"), 101))
	}
	if req.Type.HasStop() {
		req.StopPrice = dollars(max(last+near.Draw(t, "stop"), 101))
	}
	if len(ids) > 0 && rapid.IntRange(0, 2).Draw(t, "child") == 0 {
		req.Parent = order.ID(rapid.SampledFrom(ids).Draw(t, "parent"))
	}
	if rapid.IntRange(0, 2).Draw(t, "grouped") == 0 {
		req.OCA = rapid.SampledFrom([]string{"g", "h"}).Draw(t, "group")
	}
	return req
}

// drawSpecial is an order of drawOrder, made one of the rarer kinds.
func drawSpecial(t *rapid.T, last int, ids []string) order.Request {
	req := drawOrder(t, last, ids)
	sign := int(req.Side.Sign())
	some := rapid.IntRange(1, 15)
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		req.Type, req.TrailAmount = order.TrailingStop, dollars(some.Draw(t, "trail"))
		req.StopPrice = decimal.Zero
		if rapid.Bool().Draw(t, "from") {
			req.StopPrice = dollars(max(last+sign*some.Draw(t, "from"), 101))
		}
	case 1:
		req.Type, req.TrailAmount, req.StopPrice = order.TrailingStopLimit, dollars(some.Draw(t, "trail")), decimal.Zero
		req.LimitPrice, req.Offset = decimal.Zero, dollars(rapid.IntRange(0, 10).Draw(t, "offset"))
	case 2:
		req.Type, req.StopPrice = order.MarketIfTouched, dollars(max(last-sign*some.Draw(t, "touch"), 101))
	case 3:
		req.Type, req.StopPrice = order.LimitIfTouched, dollars(max(last-sign*some.Draw(t, "touch"), 101))
		req.LimitPrice = dollars(max(last-sign*rapid.IntRange(-10, 20).Draw(t, "limit"), 101))
	case 4:
		if req.Type == order.Limit {
			req.Discretion = dollars(some.Draw(t, "discretion"))
		}
	case 5:
		if req.Type == order.Stop {
			req.Adjust = drawAdjustment(t, cents(req.StopPrice), sign)
		}
	}
	req.Hidden = rapid.IntRange(0, 3).Draw(t, "hidden") == 0
	return req
}

// drawAdjustment is one on the market's side of a stop, to a stop on the way there.
func drawAdjustment(t *rapid.T, stop, sign int) *order.Adjustment {
	at := stop - sign*rapid.IntRange(4, 20).Draw(t, "adjust at")
	a := &order.Adjustment{At: dollars(at), To: order.Stop, StopPrice: dollars(at + sign*rapid.IntRange(1, 10).Draw(t, "to"))}
	if rapid.Bool().Draw(t, "to trailing") {
		a.To, a.TrailAmount = order.TrailingStop, dollars(rapid.IntRange(1, 10).Draw(t, "trail"))
	}
	return a
}
