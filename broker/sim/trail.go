package sim

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Trailing stops, by IB's "Trailing Stop Orders" and "Trailing Stop Limit Orders": the stop follows the market at a
// fixed distance while the market moves away from it and stays while it comes back. It lies on the price grid, on
// the far side. Without a stop price of its own it starts from the latest price that the venue knows. The limit
// of a trailing stop-limit moves with the stop, at its offset, and is fixed when the stop is reached.

// follow moves the stop of a trailing order to a price it has seen.
func (w *working) follow(price float64) {
	if !w.request.Type.Trails() || !w.waits() || price != price {
		return
	}
	if w.watch == nil {
		w.watch = &watch{}
	}
	falls := w.request.Side == order.Sell // what is waited for
	if peak := w.watch.peak; w.watch.followed && (falls == (price < peak) || price == peak) {
		return
	}
	w.watch.peak, w.watch.followed = price, true
	level := w.level(written(price))
	if w.stop != w.stop || falls == level.GreaterThan(w.trip) && !level.Equal(w.trip) {
		w.stopAt(level)
	}
}

// level is the stop that belongs to a best price.
func (w *working) level(peak decimal.Decimal) decimal.Decimal {
	distance := w.request.TrailAmount
	if distance.IsZero() {
		distance = peak.Abs().Mul(w.request.TrailPercent).Shift(-2)
	}
	grid := w.book.in.Grid
	if w.request.Side == order.Sell {
		return grid.Round(peak.Sub(distance), market.Down)
	}
	return grid.Round(peak.Add(distance), market.Up)
}

// trailingLimit is the limit that belongs to the stop of a trailing stop-limit order.
func (w *working) trailingLimit() decimal.Decimal {
	if w.request.Side == order.Sell {
		return w.trip.Sub(w.request.Offset)
	}
	return w.trip.Add(w.request.Offset)
}

// start measures the stop of a trailing order from the latest price.
func (w *working) start() {
	last := &w.book.last
	if last.at == 0 {
		return
	}
	if w.request.Side == order.Buy {
		w.follow(last.ask)
	} else {
		w.follow(last.bid)
	}
}

// stopTrailing fixes the prices of a trailing order whose stop was reached, and tells them.
func (v *Venue) stopTrailing(w *working, m *meeting) {
	if m.threshold && m.at != w.stop {
		w.stopAt(written(m.at))
	}
	var change order.Change
	if w.request.Type == order.TrailingStopLimit {
		limit := w.trailingLimit()
		w.bind(limit)
		change.LimitPrice = &limit
	}
	stop := w.trip
	change.StopPrice = &stop
	w.request = change.Apply(w.request)
	v.sink(order.WasModified{Header: v.header(w), Change: change})
}
