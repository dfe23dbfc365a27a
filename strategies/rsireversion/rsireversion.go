// Package rsireversion buys weakness and sells strength by Wilder's relative strength index, each entry
// with a profit target and a stop. It shows brackets, order events and a closing time.
package rsireversion

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("rsi-reversion", "buys when the RSI is low, with a target and a stop, flat at the close", New)
}

// Reversion trades one instrument, one bracket at a time.
type Reversion struct {
	Symbol   string
	Bars     market.BarSpec
	Period   int
	Low      float64
	Quantity int
	Target   float64
	Stop     float64

	session *strategy.Session
	rsi     *indicator.RSI
	plot    *strategy.Plot
	// over is true from the closing of the position to the next session.
	over bool
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	r := &Reversion{}
	p.Symbol(&r.Symbol, "symbol", "SPY", "what to trade")
	p.Bars(&r.Bars, "bars", market.Minutes(5), "which bars to look at")
	p.Int(&r.Period, "period", 14, "bars in the index").Bounds(2, 500).Range(7, 28, 7)
	p.Float(&r.Low, "low", 25, "buy below this index").Bounds(1, 99).Range(15, 35, 5)
	p.Int(&r.Quantity, "quantity", 100, "units to buy").Bounds(1, 1_000_000)
	p.Float(&r.Target, "target", 0.4, "profit target, percent of the price").Bounds(0.01, 50)
	p.Float(&r.Stop, "stop", 0.3, "stop distance, percent of the price").Bounds(0.01, 50)
	return r
}

// Start subscribes; the position is closed five minutes before the session ends.
func (r *Reversion) Start(s *strategy.Session) error {
	r.session = s
	r.rsi = indicator.NewRSI(r.Period)
	r.plot = s.Plot("RSI", strategy.InPane("RSI"))
	s.Bars(r.Symbol, r.Bars, r.onBar, strategy.Warmup(4*r.Period))
	s.OnOpen(r.Symbol, func(calendar.Session) { r.over = false })
	s.At(calendar.BeforeClose(5*time.Minute), r.flatten)
	return nil
}

func (r *Reversion) onBar(b market.Bar) {
	r.rsi.Update(b.Close)
	if !r.rsi.Ready() || r.session.Warming() {
		return
	}
	r.plot.Add(r.rsi.Value())
	if r.rsi.Value() < r.Low && !r.over && r.idle() {
		r.enter(b.Close)
	}
}

// idle is true when there is neither a position nor an order that could make one.
func (r *Reversion) idle() bool {
	return r.session.Position(r.Symbol).Quantity.IsZero() && len(r.session.OpenOrders(r.Symbol)) == 0
}

func (r *Reversion) enter(price float64) {
	target, err := r.session.PriceOf(r.Symbol, price*(1+r.Target/100), market.Nearest)
	if err != nil {
		return
	}
	stop, err := r.session.PriceOf(r.Symbol, price*(1-r.Stop/100), market.Nearest)
	if err != nil {
		return
	}
	entry := order.NewMarket(r.Symbol, order.Buy, decimal.NewFromInt(int64(r.Quantity)))
	entry.Tag = "rsi low"
	if _, err := r.session.Bracket(entry, target, stop); err != nil {
		r.session.Log().Warn().Err(err).Msg("bracket not sent")
	}
}

func (r *Reversion) flatten() {
	r.over = true
	if _, err := r.session.ClosePosition(r.Symbol); err != nil {
		r.session.Log().Warn().Err(err).Msg("position not closed")
	}
}
