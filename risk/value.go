package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// price is what a unit of the order is valued at: see the package comment.
func (s *Snapshot) price(o *order.Order) (decimal.Decimal, *order.Reason) {
	worst, limited := o.Worst()
	if o.Side == order.Buy && limited && worst.IsPositive() {
		return worst, nil
	}
	price, known := s.Account.Last(o.Instrument.ID)
	consider := func(named decimal.Decimal) {
		if !known || named.Abs().GreaterThan(price.Abs()) {
			price, known = named, true
		}
	}
	if limited {
		consider(worst)
	}
	if o.Type.HasStop() || o.Type.Trails() && !o.StopPrice.IsZero() {
		consider(o.StopPrice)
	}
	if !known {
		return price, unpriced(o.Instrument)
	}
	return price, nil
}

// inBase converts money of an instrument's currency to the base currency.
func (s *Snapshot) inBase(in *market.Instrument, amount decimal.Decimal) (decimal.Decimal, *order.Reason) {
	if in.Currency == s.Account.Base() {
		return amount, nil
	}
	rate, err := s.Account.Rate(in.Currency)
	if err != nil {
		return amount, &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	return amount.Mul(rate), nil
}

// worth is the value of a quantity of the order in the base currency.
func (s *Snapshot) worth(o *order.Order, quantity decimal.Decimal, unit unitValue) (decimal.Decimal, *order.Reason) {
	price, reason := s.price(o)
	if reason != nil {
		return price, reason
	}
	return s.inBase(o.Instrument, quantity.Mul(unit(o.Instrument, price)))
}

func unpriced(in *market.Instrument) *order.Reason {
	return &order.Reason{Code: order.NoPrice, Detail: in.Symbol + " has no last price yet"}
}
