// Package breakout trades the opening range: the high and the low of the first minutes of a session become
// stop orders of which one cancels the other, and everything is closed at the end of the session. It shows
// resting stop orders, one-cancels-all groups and session handlers.
package breakout

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("opening-range", "trades the break of the session's opening range, flat at the close", New)
}

// Range trades one instrument, at most one entry a session.
type Range struct {
	Symbol   string
	Opening  time.Duration
	Quantity int

	session   *strategy.Session
	high, low float64
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	r := &Range{}
	p.Symbol(&r.Symbol, "symbol", "SPY", "what to trade")
	p.Duration(&r.Opening, "opening", 30*time.Minute, "length of the opening range").
		Bounds(time.Minute, 6*time.Hour).Range(15*time.Minute, time.Hour, 15*time.Minute)
	p.Int(&r.Quantity, "quantity", 100, "units to trade").Bounds(1, 1_000_000)
	return r
}

// Start subscribes to minutes and to three moments of the session.
func (r *Range) Start(s *strategy.Session) error {
	r.session = s
	s.OnOpen(r.Symbol, func(calendar.Session) { r.high, r.low = math.Inf(-1), math.Inf(1) })
	s.Bars(r.Symbol, market.Minutes(1), r.onMinute)
	s.At(calendar.AfterOpen(r.Opening), r.place)
	s.At(calendar.BeforeClose(2*time.Minute), r.flatten)
	return nil
}

func (r *Range) onMinute(b market.Bar) {
	r.high, r.low = max(r.high, b.High), min(r.low, b.Low)
}

// place sends a buy stop at the high and a sell stop at the low.
func (r *Range) place() {
	if r.low >= r.high || math.IsInf(r.high, 0) {
		return // no bars yet, or no range
	}
	high, err := r.session.PriceOf(r.Symbol, r.high, market.Up)
	if err != nil {
		return
	}
	low, err := r.session.PriceOf(r.Symbol, r.low, market.Down)
	if err != nil {
		return
	}
	quantity := decimal.NewFromInt(int64(r.Quantity))
	_, err = r.session.OCA(
		order.NewStop(r.Symbol, order.Buy, quantity, high),
		order.NewStop(r.Symbol, order.Sell, quantity, low),
	)
	if err != nil {
		r.session.Log().Warn().Err(err).Msg("stops not sent")
	}
}

func (r *Range) flatten() {
	if _, err := r.session.ClosePosition(r.Symbol); err != nil {
		r.session.Log().Warn().Err(err).Msg("position not closed")
	}
}
