package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Adjustment is what a stop becomes when the market goes its way: up to At for a sell order, down to it for a buy
// order (IB: adjusted order, with At as its trigger price).
type Adjustment struct {
	At decimal.Decimal `json:"at"`
	// To is Stop, StopLimit, TrailingStop or TrailingStopLimit, with the prices that its type needs.
	To           Type            `json:"to"`
	StopPrice    decimal.Decimal `json:"stop_price,omitzero"`
	LimitPrice   decimal.Decimal `json:"limit_price,omitzero"`
	TrailAmount  decimal.Decimal `json:"trail_amount,omitzero"`
	TrailPercent decimal.Decimal `json:"trail_percent,omitzero"`
	Offset       decimal.Decimal `json:"offset,omitzero"`
}

// Change is the adjustment as a change of the order.
func (a *Adjustment) Change() Change {
	c := Change{Type: &a.To, StopPrice: &a.StopPrice}
	switch {
	case a.To == StopLimit:
		c.LimitPrice = &a.LimitPrice
	case a.To.Trails():
		c.TrailAmount, c.TrailPercent, c.Offset = &a.TrailAmount, &a.TrailPercent, &a.Offset
	}
	return c
}

// check is what makes the adjustment of a request impossible, or nil.
func (a *Adjustment) check(r *Request, in *market.Instrument) *Reason {
	switch {
	case r.Type != Stop && r.Type != StopLimit:
		return &Reason{Code: Unsupported, Detail: "only a stop or a stop-limit order can be adjusted"}
	case a.To != Stop && a.To != StopLimit && !a.To.Trails():
		return &Reason{Code: Unsupported, Detail: "a stop cannot be adjusted to a " + a.To.String() + " order"}
	case missing(in, a.At):
		return &Reason{Code: NoPrice, Value: a.At, Detail: "the price at which a stop is adjusted must be above 0"}
	case (r.Side == Sell) != a.At.GreaterThan(r.StopPrice):
		return &Reason{Code: Unsupported, Limit: r.StopPrice, Value: a.At, Detail: "the price at which a stop is adjusted must lie on the market's side of it"}
	}
	change := a.Change()
	adjusted := change.Apply(*r)
	return adjusted.checkPrices(in)
}
