package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// calculatorRequests ask what an option's price or volatility implies.
var calculatorRequests = []handler{
	on((*session).impliedVolatility), on((*session).optionPrice),
	on((*session).cancelImpliedVolatility), on((*session).cancelOptionPrice),
}

// customComputation is the tick type of the calculators' answers.
const customComputation wire.TickType = 53

func (s *session) impliedVolatility(m *wire.CalculateImpliedVolatility) {
	s.calculate(m.RequestID, &m.Contract, func(l *floor.Listing) (floor.Greeks, bool) {
		return s.gateway.floor.AtPrice(l, m.OptionPrice, m.UnderlyingPrice)
	})
}

func (s *session) optionPrice(m *wire.CalculateOptionPrice) {
	s.calculate(m.RequestID, &m.Contract, func(l *floor.Listing) (floor.Greeks, bool) {
		return s.gateway.floor.AtVolatility(l, m.Volatility, m.UnderlyingPrice)
	})
}

func (s *session) calculate(id int, k *wire.Contract, by func(*floor.Listing) (floor.Greeks, bool)) {
	listing := s.resolve(id, k)
	if listing == nil {
		return
	}
	if listing.Instrument.Kind != market.Option {
		s.fail(id, 321, "Error validating request.-'bD' : cause - %s is no option", listing.Contract.Symbol)
		return
	}
	greeks, ok := by(listing)
	if !ok {
		s.fail(id, 10090, "No volatility gives this price")
		return
	}
	s.send(computation(id, customComputation, greeks))
}

// computation tells the values of an option.
func computation(id int, kind wire.TickType, g floor.Greeks) *wire.TickOptionComputation {
	return &wire.TickOptionComputation{
		RequestID: id, Type: kind, PriceBased: true,
		ImpliedVolatility: wire.Some(g.Volatility), Delta: wire.Some(g.Delta), OptionPrice: wire.Some(g.Price),
		PVDividend: wire.Some(g.Dividends), Gamma: wire.Some(g.Gamma), Vega: wire.Some(g.Vega), Theta: wire.Some(g.Theta),
		UnderlyingPrice: wire.Some(g.Underlying),
	}
}

// The cancels come too late: the answers have been given.
func (s *session) cancelImpliedVolatility(*wire.CancelCalculateImpliedVolatility) {}
func (s *session) cancelOptionPrice(*wire.CancelCalculateOptionPrice)             {}
