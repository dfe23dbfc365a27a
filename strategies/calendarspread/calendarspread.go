// Package calendarspread trades a combo when its net price leaves the band around its mean, and gives it back at the mean. It
// shows combos: one order buys and sells all legs, the price is their net, and the positions are those of the legs.
package calendarspread

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("calendar-spread", "trades a combo back to the mean of its net price, by limit orders", New)
}

// Spread trades one combo, one order at a time.
type Spread struct {
	Symbol   string
	Bars     market.BarSpec
	Period   int
	Width    float64
	Quantity int

	session *strategy.Session
	combo   *market.Instrument
	band    *indicator.Bollinger
	plot    *strategy.Plot
	// shown counts the legs that have closed their bars of the moment at.
	shown int
	at    market.Time
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	s := &Spread{}
	p.Symbol(&s.Symbol, "symbol", "ES-CAL", "the combo")
	p.Bars(&s.Bars, "bars", market.Minutes(30), "which bars of the legs to look at")
	p.Int(&s.Period, "period", 40, "bars in the mean").Bounds(2, 500).Range(20, 80, 20)
	p.Float(&s.Width, "width", 2, "standard deviations from the mean to the band").Bounds(0.1, 10).Range(1, 3, 0.5)
	p.Int(&s.Quantity, "quantity", 1, "combos to trade").Bounds(1, 1_000_000)
	return s
}

// Start subscribes to the legs, because a combo has no data of its own.
func (s *Spread) Start(session *strategy.Session) error {
	combo, err := session.Instrument(s.Symbol)
	if err != nil {
		return err
	}
	if combo.Kind != market.Combo {
		return fmt.Errorf("symbol %s is of kind %s: want a combo", s.Symbol, combo.Kind)
	}
	s.session, s.combo = session, combo
	s.band = indicator.NewBollinger(s.Period, s.Width)
	s.plot = session.Plot(s.Symbol, strategy.InPane("net"))
	for _, leg := range combo.Legs {
		session.Bars(leg.Symbol, s.Bars, s.onBar, strategy.Warmup(s.Period))
	}
	return nil
}

// onBar waits until all legs have closed their bars of one moment: only then is their net a price.
func (s *Spread) onBar(b market.Bar) {
	if b.End != s.at {
		s.at, s.shown = b.End, 0
	}
	if s.shown++; s.shown < len(s.combo.Legs) {
		return
	}
	net, known := s.session.Price(s.Symbol)
	if !known {
		return
	}
	s.band.Update(net)
	if s.session.Warming() || !s.band.Ready() {
		return
	}
	s.plot.Add(net)
	s.decide(net)
}

func (s *Spread) decide(net float64) {
	if err := s.session.CancelAll(s.Symbol); err != nil {
		s.session.Log().Warn().Err(err).Msg("order not cancelled")
		return
	}
	quantity := decimal.NewFromInt(int64(s.Quantity))
	switch held := s.held(); {
	case held.IsZero() && net > s.band.Upper():
		s.send(order.Sell, quantity, net, "above the band")
	case held.IsZero() && net < s.band.Lower():
		s.send(order.Buy, quantity, net, "below the band")
	case held.IsPositive() && net >= s.band.Middle():
		s.send(order.Sell, held, net, "at the mean")
	case held.IsNegative() && net <= s.band.Middle():
		s.send(order.Buy, held.Neg(), net, "at the mean")
	}
}

// held is how many combos the first leg's position stands for.
func (s *Spread) held() decimal.Decimal {
	leg := s.combo.Legs[0]
	return s.session.Position(leg.Symbol).Quantity.Div(decimal.NewFromInt(int64(leg.Ratio)))
}

// send asks for the net that was seen last, or better. The next bar cancels what has not filled.
func (s *Spread) send(side order.Side, quantity decimal.Decimal, net float64, tag string) {
	limit, err := s.session.PriceOf(s.Symbol, net, market.Nearest)
	if err != nil {
		return
	}
	request := order.NewLimit(s.Symbol, side, quantity, limit)
	request.Tag = tag
	if _, err := s.session.Submit(request); err != nil {
		s.session.Log().Warn().Err(err).Msg("order not sent")
	}
}
