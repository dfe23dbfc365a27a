package config

import (
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/market"
)

// Leg is one leg of a combo.
type Leg struct {
	Symbol string `koanf:"symbol" doc:"symbol of an instrument of the run"`
	Ratio  int    `koanf:"ratio" doc:"units of it in one combo; negative is sold by who buys the combo"`
}

// combos checks the combos among the instruments. What depends on their legs' definitions, the universe checks.
func (c *checker) combos(r *Run) {
	for i := range r.Instruments {
		in := &r.Instruments[i]
		path := join("instruments", strconv.Itoa(i))
		if (in.Kind == market.Combo) != (len(in.Legs) > 0) {
			c.fault(join(path, "legs"), "kind: combo has legs, two or more, and nothing else has: kind is %s, with %d legs", in.Kind, len(in.Legs))
			continue
		}
		if in.Kind != market.Combo {
			continue
		}
		if s := in.Source; s.From != "" || s.Quotes || s.Trades || s.Depth || s.Bars != (market.BarSpec{}) {
			c.fault(join(path, "source"), "a combo has no data of its own: remove it, and give its legs theirs")
		}
		if in.Risk != nil {
			c.fault(join(path, "risk"), "a combo is measured by its legs: give them the limits, or the strategy")
		}
		if n := len(in.Legs); n < 2 || n > market.MaxLegs {
			c.fault(join(path, "legs"), "names %d: a combo has two to %d legs", n, market.MaxLegs)
		}
		for k := range in.Legs {
			c.leg(r, in, k, join(path, join("legs", strconv.Itoa(k))))
		}
	}
}

func (c *checker) leg(r *Run, combo *Instrument, k int, path string) {
	leg := combo.Legs[k]
	same := func(other Leg) bool { return other.Symbol == leg.Symbol }
	at := slices.IndexFunc(r.Instruments, func(in Instrument) bool { return in.Symbol == leg.Symbol })
	switch {
	case at < 0:
		c.fault(join(path, "symbol"), "%q is not in this run; add it under instruments", leg.Symbol)
	case r.Instruments[at].Kind == market.Combo || !r.Instruments[at].Kind.Tradable():
		c.fault(join(path, "symbol"), "%q is of kind %s: want what can be traded by itself", leg.Symbol, r.Instruments[at].Kind)
	case slices.IndexFunc(combo.Legs, same) < k:
		c.fault(join(path, "symbol"), "%q is a leg already: give it one ratio", leg.Symbol)
	}
	if leg.Ratio == 0 {
		c.fault(join(path, "ratio"), "must not be 0; a negative ratio is sold by who buys the combo")
	}
}
