package simtest

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/simtest/agree"
)

// compare checks every invariant of the package.
func (d *day) compare() {
	d.world.present().Hold(true) // or orders would fill between the looks at the two sides
	if d.pass(2 * time.Second); d.us == nil {
		return
	}
	status := d.us.engine.Status()
	if status.State != engine.Ready {
		d.Errorf("the day ends %s: %s; broken %+v", status.State, status.Cause, status.Broken)
	}
	d.ended = market.At(time.Now())
	truth := d.world.records.truth()
	agree.Orders(d, status, truth)
	if err := d.us.stop(engine.KeepAll); err != nil {
		d.Errorf("stop: %v", err)
	}
	d.past = append(d.past, d.us)
	d.us = nil
	last := d.past[len(d.past)-1]
	agree.Holdings(d, last.engine.Account(), last.universe.All(), truth)
	agree.Fills(d, d.path, truth)
	d.sentOnce(truth)
	for _, us := range d.past {
		for _, fault := range us.commands.faults {
			d.Errorf("life %d: %s", us.life, fault)
		}
		d.seenOnce(us)
		if err := us.replay(); err != nil {
			d.Errorf("life %d: the replay differs: %v", us.life, err)
		}
	}
}

// sentOnce checks that each order reached the broker as one order, and as often as it was meant to.
func (d *day) sentOnce(truth *desk.Change) {
	submits, changes := map[order.ID]int{}, map[order.ID]int{}
	for _, us := range d.past {
		for id, n := range us.commands.submits {
			if submits[id] += n; submits[id] > 1 {
				d.Errorf("order %s was submitted %d times", id, submits[id])
			}
		}
		for id, n := range us.commands.changes {
			changes[id] += n
		}
	}
	unruly := slices.ContainsFunc(d.world.script.Steps, func(s fault.Step) bool { return s.On.In == "PlaceOrder" })
	arrived, numbers, exits := map[order.ID]int{}, map[order.ID]map[int]bool{}, map[order.ID]bool{}
	for _, in := range d.world.sent() {
		m, ok := in.Message.(*wire.PlaceOrder)
		if !ok {
			continue
		}
		id := order.ID(m.Order.Ref)
		arrived[id]++
		if numbers[id] == nil {
			numbers[id] = map[int]bool{}
		}
		numbers[id][m.OrderID] = true
		exits[id] = exits[id] || m.Order.ParentID != 0
		again := 0
		if exits[id] || unruly { // refused because its entry was still on its way, or because a later order overtook it
			again = 1
		}
		if len(numbers[id]) > 1+again {
			d.Errorf("order %s was sent under %d order ids", id, len(numbers[id]))
		}
		if most := submits[id] + changes[id] + again; arrived[id] > most {
			d.Errorf("order %s arrived %d times, and was submitted %d and changed %d times", id, arrived[id], submits[id], changes[id])
		}
	}
	tickets := map[string]int{}
	for _, t := range truth.Tickets {
		if ref := t.Order.Ref; ref != "" {
			if tickets[ref]++; tickets[ref] > 1 {
				d.Errorf("the broker has %d orders with the id %s", tickets[ref], ref)
			}
		}
	}
}

// seenOnce checks that strategies saw each bar once, in order, without a hole, as the market was; and each fill once.
func (d *day) seenOnce(us *process) {
	for _, t := range us.seers {
		for id, n := range t.fills {
			if n > 1 && id != "" { // what is taken from a strategy because the account lost it has no execution
				d.Errorf("life %d: %s was told %d times of %s", us.life, t.name, n, id)
			}
		}
		for _, symbol := range symbols {
			d.seenBars(us, t, symbol)
		}
	}
}

func (d *day) seenBars(us *process, t *trader, symbol string) {
	bars := t.bars[symbol]
	span := d.plan.feeds[slices.Index(symbols, symbol)].Bars.Span
	for i, b := range bars {
		if i > 0 && b.Start != bars[i-1].End {
			d.Errorf("life %d: %s: %s bar of %s follows the one that ended %s", us.life, t.name, symbol, b.Start, bars[i-1].End)
			return
		}
		want := d.world.bar(symbol, b.Start, b.End, span)
		if b.Open != want.Open || b.High != want.High || b.Low != want.Low || b.Close != want.Close || b.Volume != want.Volume {
			d.Errorf("life %d: %s: %s bar of %s is %v %v %v %v %v, want %v %v %v %v %v", us.life, t.name, symbol, b.Start,
				b.Open, b.High, b.Low, b.Close, b.Volume, want.Open, want.High, want.Low, want.Close, want.Volume)
			return
		}
	}
	if us == d.past[len(d.past)-1] {
		patience := 10 * time.Second
		if d.keptUpToDate(symbol) { // what was not traded in is fetched from history, of less than a minute each 30 s
			patience = 45 * time.Second
		}
		if n := len(bars); n == 0 || d.ended.Sub(bars[n-1].End) > t.spec.Span+patience {
			d.Errorf("life %d: %s: the last of %d bars of %s does not reach the end of the day", us.life, t.name, n, symbol)
		}
	}
}

// keptUpToDate tells whether bars that are kept up to date have taken the place of real-time bars, which were refused.
func (d *day) keptUpToDate(symbol string) (is bool) {
	for _, in := range d.world.sent() {
		switch m := in.Message.(type) {
		case *wire.RequestRealTimeBars:
			is = is && m.Contract.Symbol != symbol
		case *wire.RequestHistoricalData:
			is = is || m.KeepUpToDate && m.Contract.Symbol == symbol
		}
	}
	return is
}
