package custody

import (
	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/order"
)

// A combo is carried as its legs are: in a margin account by what all of them ask for together, in a cash account each by
// its own, what is bought first, so that the shares of a buy-write cover its call.

// apart puts the legs of combos in their place.
func apart(prospects []sim.Prospect) []sim.Prospect {
	list := prospects[:0:0]
	for i := range prospects {
		if legs := prospects[i].Legs; legs != nil {
			list = append(list, legs...)
		} else {
			list = append(list, prospects[i])
		}
	}
	return list
}

// hasCombos reports whether one of the orders is a combo's.
func hasCombos(prospects []sim.Prospect) bool {
	for i := range prospects {
		if prospects[i].Legs != nil {
			return true
		}
	}
	return false
}

// reviewCombo is why the account cannot carry the legs of a combo beside others, of which single has the combos' legs apart.
func (a *Account) reviewCombo(p *sim.Prospect, others, single []sim.Prospect) *order.Reason {
	legs := make([]sim.Prospect, len(p.Legs))
	for i := range p.Legs {
		priced, reason := a.priced(&p.Legs[i])
		if reason != nil {
			return reason
		}
		legs[i] = *priced
	}
	if a.opts.Cash {
		return a.reviewCashCombo(legs, single)
	}
	for i := range legs {
		if reason := a.reviewDays(&legs[i], append(single[:len(single):len(single)], legs[:i]...)); reason != nil {
			return reason
		}
	}
	whole := *p
	whole.Legs = legs
	return a.reviewMargin(&whole, others)
}

// reviewCashCombo looks at what is bought, one leg beside the other, then at what is sold as if that were held already.
func (a *Account) reviewCashCombo(legs, others []sim.Prospect) *order.Reason {
	before := len(a.pending)
	defer func() { a.pending = a.pending[:before] }()
	all := others[:len(others):len(others)]
	var bought []order.Fill
	for i := range legs {
		if leg := &legs[i]; leg.Side == order.Buy {
			if reason := a.reviewCash(leg, all); reason != nil {
				return reason
			}
			all = append(all, *leg)
			bought = append(bought, order.Fill{
				Instrument: leg.Instrument, Side: leg.Side, Quantity: leg.Open, Price: leg.Price,
				Fee: a.commission(leg.Instrument, leg.Signed(), leg.Price), FeeCurrency: leg.Instrument.Currency,
			})
		}
	}
	a.pending = append(a.pending, bought...)
	all = others[:len(others):len(others)]
	for i := range legs {
		if leg := &legs[i]; leg.Side == order.Sell {
			if reason := a.reviewCash(leg, all); reason != nil {
				return reason
			}
			all = append(all, *leg)
		}
	}
	return nil
}
