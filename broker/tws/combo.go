package tws

import (
	"slices"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// bag is the contract of a combo: its legs by their contract ids, each with an action and a ratio above 0. It has no id of
// its own; IB reports all combos with one and the same. (TWS API, "Spreads".)
//
// Its exchange is the one that it was given, or that all of its legs are sent to, if they can be sent there, else SMART. Legs
// of a combo that is sent to an exchange are sent there too; those of a SMART one go where they go by themselves.
func bag(in *market.Instrument, legs []*listing) (wire.Contract, error) {
	k := wire.Contract{SecType: wire.Combo, Currency: string(in.Currency), Exchange: destination(in, legs)}
	for i, l := range legs {
		leg := wire.ComboLeg{ConID: l.contract.ConID, Ratio: in.Legs[i].Ratio, Action: wire.Buy, Exchange: k.Exchange, ExemptCode: -1}
		if leg.Ratio < 0 {
			leg.Ratio, leg.Action = -leg.Ratio, wire.Sell
		}
		if k.Exchange == smart {
			leg.Exchange = l.contract.Exchange
		}
		switch {
		case leg.Ratio == 0:
			return k, lacks(in, "leg %s has the ratio 0", l.instrument.Symbol)
		case l.contract.Currency != k.Currency:
			return k, lacks(in, "leg %s is in %s: IB combines contracts of one currency only", l.instrument.Symbol, l.contract.Currency)
		}
		k.ComboLegs = append(k.ComboLegs, leg)
	}
	k.Symbol = or(in.Underlying, bagSymbol(legs, k.Exchange))
	return k, nil
}

// destination is where a combo is sent. Shares have a primary exchange for theirs, and IB sends combos with them nowhere but
// to SMART (its error 315); of futures none leaves its exchange.
func destination(in *market.Instrument, legs []*listing) string {
	exchange := or(in.Exchange, legs[0].contract.Exchange)
	for _, l := range legs {
		share := l.contract.SecType == wire.Stock || l.contract.SecType == wire.ContractDifference
		if elsewhere := l.contract.Exchange != exchange && l.contract.Exchange != smart; share || elsewhere {
			return smart
		}
	}
	return exchange
}

// bagSymbol is the symbol that all legs have, the two of a pair of shares by the alphabet ("AMD,IBKR"), those of futures at
// one exchange in the order of the legs ("CL.BZ"), else that of the first.
func bagSymbol(legs []*listing, exchange string) string {
	var symbols []string
	shares, futures := true, exchange != smart
	for _, l := range legs {
		if !slices.Contains(symbols, l.contract.Symbol) {
			symbols = append(symbols, l.contract.Symbol)
		}
		shares = shares && l.contract.SecType == wire.Stock
		futures = futures && l.contract.SecType == wire.Future
	}
	switch {
	case len(symbols) != 2:
		return symbols[0]
	case shares:
		slices.Sort(symbols)
		return symbols[0] + "," + symbols[1]
	case futures:
		return symbols[0] + "." + symbols[1]
	}
	return symbols[0]
}

// guaranteed tells whether all legs of a combo fill, in their ratio, or none. An exchange guarantees what it takes; of what
// is routed by SMART IB guarantees options, against one another or against a share (IBKR, "Non-Guaranteed Combination
// Orders").
func guaranteed(k *wire.Contract, legs []*listing) bool {
	if k.Exchange != smart {
		return true
	}
	shares, options := 0, 0
	for _, l := range legs {
		switch l.contract.SecType {
		case wire.Stock:
			shares++
		case wire.Option:
			options++
		default:
			return false
		}
	}
	return options > 0 && shares <= 1
}

// combo lists a combo of legs that are listed.
func (l *listings) combo(in *market.Instrument) (*listing, error) {
	var legs []*listing
	for _, leg := range in.Legs {
		i := slices.IndexFunc(l.instruments, func(other *market.Instrument) bool { return other.Symbol == leg.Symbol })
		if i < 0 {
			return nil, lacks(in, "leg %s is no instrument of the run", leg.Symbol)
		}
		found := l.of(market.ID(i))
		if found == nil {
			return nil, lacks(in, "leg %s has no contract yet", leg.Symbol)
		}
		legs = append(legs, found)
	}
	k, err := bag(in, legs)
	if err != nil {
		return nil, err
	}
	apart := slices.Contains(l.apart, in.Symbol)
	if apart && k.Exchange != smart {
		return nil, lacks(in, "it may fill leg by leg, and is sent to %s, which fills it whole: IB takes no such order", k.Exchange)
	}
	return &listing{instrument: in, contract: k, listed: *in, whole: guaranteed(&k, legs), apart: apart}, nil
}

// ofLegs finds the combo of the run that has these legs, in whatever order.
func (l *listings) ofLegs(legs []wire.ComboLeg) *listing {
	for _, found := range l.found {
		if found != nil && found.contract.SecType == wire.Combo && sameLegs(found.contract.ComboLegs, legs) {
			return found
		}
	}
	return nil
}

func sameLegs(a, b []wire.ComboLeg) bool {
	if len(a) != len(b) {
		return false
	}
	for _, leg := range a {
		if !slices.ContainsFunc(b, func(o wire.ComboLeg) bool {
			return o.ConID == leg.ConID && o.Ratio == leg.Ratio && o.Action == leg.Action
		}) {
			return false
		}
	}
	return true
}

// routing are the instructions of a combo that SMART routes. None is IB's default, which is whole or not at all.
func routing(l *listing) []wire.TagValue {
	if !l.apart {
		return nil
	}
	return []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}}
}

// comboRefusal refuses what IB does not do with combos. The numbers are those of its errors.
func comboRefusal(l *listing, r *order.Request) *order.Reason {
	no := func(detail string) *order.Reason { return &order.Reason{Code: order.Unsupported, Detail: detail} }
	routed := l.contract.Exchange == smart
	switch {
	case !l.whole && !l.apart:
		return no("IB does not guarantee that the legs of " + l.instrument.Symbol + " fill together (10043): name it among " +
			"broker.non_guaranteed to let them fill apart")
	case r.Type != order.Market && r.Type != order.Limit:
		return no("IB has market and limit orders for combos, not " + r.Type.String() + " orders")
	case r.TimeInForce == order.OPG || r.TimeInForce == order.AUC:
		return no("combos have no opening auction")
	case r.GoodAfter > 0:
		return no("IB takes no good-after time for combos (349)")
	case !r.MinQuantity.IsZero():
		return no("IB takes no minimum quantity for combos (350)")
	case r.Hidden || r.AllOrNone || !r.DisplaySize.IsZero() || !r.Discretion.IsZero():
		return no("IB shows combos as they are: hidden, all-or-none, display size and discretionary amount are not for them")
	case r.OCA != "" && routed:
		return no("IB takes no combo that SMART routes into an OCA group (356)")
	case r.OCA != "" && r.OCAType != order.ReduceWithoutBlock:
		return no("IB takes combos into OCA groups that reduce without block only (359)")
	case r.Parent != "" && routed:
		return no("IB takes no combo that SMART routes as a child (358)")
	}
	return nil
}
