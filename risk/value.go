package risk

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// price is what a unit of the order is valued at: see the package comment.
func (s *Snapshot) price(o *order.Order) (exact.Number, *order.Reason) {
	x := &s.shared
	if x.order != o {
		return s.priceOf(o)
	}
	if !x.priced {
		x.price, x.unpriced = s.priceOf(o)
		x.priced = true
	}
	return x.price, x.unpriced
}

func (s *Snapshot) priceOf(o *order.Order) (exact.Number, *order.Reason) {
	limit, limited := o.Worst()
	worst := exact.Of(limit)
	if o.Side == order.Buy && limited && worst.IsPositive() {
		return worst, nil
	}
	price, known := s.Account.Price(o.Instrument.ID)
	consider := func(named exact.Number) {
		if !known || named.Abs().Above(price.Abs()) {
			price, known = named, true
		}
	}
	if limited {
		consider(worst)
	}
	if o.Type.HasStop() || o.Type.Trails() && !o.StopPrice.IsZero() {
		consider(exact.Of(o.StopPrice))
	}
	if !known {
		return price, unpriced(o.Instrument)
	}
	return price, nil
}

// inBase converts money of an instrument's currency to the base currency.
func (s *Snapshot) inBase(in *market.Instrument, amount exact.Number) (exact.Number, *order.Reason) {
	if in.Currency == s.Account.Base() {
		return amount, nil
	}
	rate, err := s.Account.BaseRate(in.Currency)
	if err != nil {
		return amount, &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	return amount.Mul(rate), nil
}

// worth is the value of a quantity of the order in the base currency.
func (s *Snapshot) worth(o *order.Order, quantity exact.Number, unit unitValue) (exact.Number, *order.Reason) {
	price, reason := s.price(o)
	if reason != nil {
		return price, reason
	}
	return s.inBase(o.Instrument, quantity.Mul(unit(o.Instrument, price)))
}

func unpriced(in *market.Instrument) *order.Reason {
	return &order.Reason{Code: order.NoPrice, Detail: in.Symbol + " has no last price yet"}
}
