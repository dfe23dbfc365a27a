package strategy

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

// Option is what an option of the run depends on now: its strike and right, the last price of its underlying, and the
// years until the close of its last session. Rate, Yield, Volatility and Dividends are for the caller to fill in:
//
//	terms, err := s.Option("SPY C500")
//	terms.Rate = 0.05
//	terms.Volatility, err = option.Implied(option.BlackScholes{}, terms, price)
//	values, err := option.BlackScholes{}.Value(terms)
//
// For an option on a future, Yield is Rate. The error says what is missing.
func (s *Session) Option(symbol string) (option.Terms, error) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return option.Terms{}, err
	}
	if in.Kind != market.Option {
		return option.Terms{}, fmt.Errorf("%s is no option but %s", symbol, in.Kind)
	}
	spot, ok := s.Price(in.Underlying)
	if !ok {
		return option.Terms{}, fmt.Errorf("option %s: no price of its underlying %s has been seen: give the run the instrument and data of it", symbol, in.Underlying)
	}
	last, ok := s.host.Calendar(in.ID).Latest(in.Expiry)
	if !ok {
		return option.Terms{}, fmt.Errorf("option %s: the calendar %s does not reach its expiry on %s", symbol, in.Calendar, in.Expiry)
	}
	return option.Terms{
		Right: in.Right, Strike: in.Strike.InexactFloat64(), Spot: spot, Years: option.Years(s.Now(), last.Close),
	}, nil
}
