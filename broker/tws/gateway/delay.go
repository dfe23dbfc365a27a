package gateway

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

// dataDelay is how old delayed data is. IB says 10 to 20 minutes (TWS API documentation, "Delayed Streaming Data").
const dataDelay = 15 * time.Minute

// delayStep is how finely the past is kept: of what happens in a step, the last state is shown.
const delayStep = market.Time(time.Second)

// A delay is a listing as it was dataDelay ago, for all who get delayed data of it. It belongs to the loop.
type delay struct {
	gateway *Gateway
	listing *floor.Listing
	spot    *delay // of an option's underlying, else nil
	users   int
	lines   []*quoteLine
	top     floor.Top
	kept    []pastTop // what is to be shown, oldest first
	timer   *task[market.Time]
}

// A pastTop is a book at the end of a step.
type pastTop struct {
	at  market.Time
	top floor.Top
}

// delayed is the delay of a listing, which leave gives back.
func (g *Gateway) delayed(l *floor.Listing) *delay {
	if d := g.delays[l.ID()]; d != nil {
		d.users++
		return d
	}
	d := &delay{gateway: g, listing: l, users: 1}
	g.delays[l.ID()] = d
	if l.Instrument.Kind == market.Option {
		d.spot = g.delayed(l.Underlying)
	}
	from, begun := g.now.Add(-dataDelay), false
	err := g.floor.Past(l, from, func(at market.Time, top *floor.Top) {
		if begun {
			d.keep(at, top)
		}
		if !begun {
			d.top, begun = *top, true
		}
	})
	if err != nil {
		g.log.Error().Err(err).Str("symbol", l.Instrument.Symbol).Msg("what delayed data was is not known")
	}
	d.arm()
	g.watch(l, d)
	return d
}

// leave gives a delay back; the last one ends it.
func (d *delay) leave() {
	if d.users--; d.users > 0 {
		return
	}
	d.timer.cancel()
	d.gateway.unwatch(d.listing, d)
	delete(d.gateway.delays, d.listing.ID())
	if d.spot != nil {
		d.spot.leave()
	}
}

func (d *delay) add(l *quoteLine) { d.lines = append(d.lines, l) }

func (d *delay) remove(l *quoteLine) {
	d.lines = slices.DeleteFunc(d.lines, func(other *quoteLine) bool { return other == l })
	d.leave()
}

func (d *delay) observe(ev *market.Event, top *floor.Top) {
	if d.keep(ev.Time, top); len(d.kept) == 1 {
		d.arm()
	}
}

func (d *delay) keep(at market.Time, top *floor.Top) {
	end := (at + delayStep - 1) / delayStep * delayStep
	if n := len(d.kept); n == 0 || d.kept[n-1].at != end {
		d.kept = append(d.kept, pastTop{at: end})
	}
	d.kept[len(d.kept)-1].top = *top
}

// arm wakes the delay when its next state is due.
func (d *delay) arm() {
	d.timer.cancel()
	if len(d.kept) > 0 {
		d.timer = d.gateway.at(d.kept[0].at.Add(dataDelay), d.show)
	}
}

// show goes on to the states that are due, and tells the lines of the last of them.
func (d *delay) show() {
	due := d.gateway.now.Add(-dataDelay)
	n := 0
	for n < len(d.kept) && d.kept[n].at <= due {
		d.top = d.kept[n].top
		n++
	}
	d.kept = d.kept[n:]
	d.arm()
	if !d.gateway.flows(d.listing.ID()) {
		return
	}
	for _, l := range d.lines {
		l.changed(&d.top)
	}
}
