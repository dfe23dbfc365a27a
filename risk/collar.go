package risk

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// collar bounds how far the limit of an order may lie on the side where it trades at once: above the last
// price for buys, below it for sells. A limit order that waits for a price is measured from that price, because the
// market will be there. Passive limits may lie anywhere. Where there is no last price, what would need it is refused: limit
// and market orders.
type collar struct {
	coded
	percent *decimal.Decimal
	ticks   *int
}

func (r collar) Bound() string {
	text := ""
	if r.percent != nil {
		text = r.percent.String() + " % "
	}
	if r.ticks != nil {
		if text != "" {
			text += "and "
		}
		text += strconv.Itoa(*r.ticks) + " ticks "
	}
	return text + "beyond the last price"
}

func (r collar) Check(s *Snapshot, o *order.Order) *order.Reason {
	from, known := s.Account.Price(o.Instrument.ID)
	switch o.Type {
	case order.Stop, order.MarketIfTouched, order.TrailingStop, order.TrailingStopLimit:
		return nil
	case order.StopLimit, order.LimitIfTouched:
		from, known = exact.Of(o.StopPrice), true
	}
	if !known {
		return unpriced(o.Instrument)
	}
	if !o.Type.HasLimit() {
		return nil
	}
	if r.percent != nil {
		if reason := r.within(o, from, from.Abs().Mul(exact.Of(*r.percent)).Mul(hundredth)); reason != nil {
			return reason
		}
	}
	if r.ticks != nil {
		increment := o.Instrument.Grid.Increment(from.Decimal())
		return r.within(o, from, exact.Of(increment).Mul(exact.Int(int64(*r.ticks))))
	}
	return nil
}

func (r collar) within(o *order.Order, from, distance exact.Number) *order.Reason {
	bound := from.Add(distance)
	limit, _ := o.Worst()
	worst := exact.Of(limit)
	beyond := worst.Above(bound)
	if o.Side == order.Sell {
		bound = from.Sub(distance)
		beyond = worst.Below(bound)
	}
	if beyond {
		return r.refuse(limit, bound.Decimal(), o.Side.String()+" limit of "+o.Instrument.Symbol+" measured from "+from.String())
	}
	return nil
}

var hundredth = exact.Of(decimal.New(1, -2))
