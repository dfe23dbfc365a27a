package gateway

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// A sampler delivers the quotes of one kind of instrument at fixed intervals, as TWS does (TWS API
// documentation, "Watchlist data"). It belongs to the loop.
type sampler struct {
	gateway  *Gateway
	interval time.Duration
	dirty    []*quoteLine
	next     market.Time // when dirty is delivered, if there is any
}

// How often quotes are delivered.
const (
	usualInterval    = 250 * time.Millisecond
	optionInterval   = 100 * time.Millisecond
	currencyInterval = 5 * time.Millisecond
)

func newSamplers(g *Gateway) []*sampler {
	return []*sampler{
		{gateway: g, interval: usualInterval}, {gateway: g, interval: optionInterval}, {gateway: g, interval: currencyInterval},
	}
}

// samplerOf is the sampler of a kind of instrument.
func (g *Gateway) samplerOf(kind market.Kind) *sampler {
	switch kind {
	case market.Option:
		return g.sampled[1]
	case market.Forex:
		return g.sampled[2]
	}
	return g.sampled[0]
}

// add delivers a line at the end of the running interval.
func (p *sampler) add(l *quoteLine) {
	if l.dirty {
		return
	}
	l.dirty = true
	p.dirty = append(p.dirty, l)
	if len(p.dirty) == 1 {
		step := market.Time(p.interval)
		p.next = (p.gateway.now/step + 1) * step
		p.gateway.at(p.next, p.deliver)
	}
}

// due is when quotes are delivered next.
func (p *sampler) due() market.Time {
	if len(p.dirty) == 0 {
		return market.Never
	}
	return p.next
}

func (p *sampler) deliver() {
	lines := p.dirty
	p.dirty = nil
	for _, l := range lines {
		if l.dirty = false; l.open {
			l.update()
		}
	}
	if p.dirty == nil {
		clear(lines)
		p.dirty = lines[:0]
	}
}
