package floor

import (
	"cmp"
	"math"

	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
)

// smile is the implied volatility of an underlying's options:
//
//	σ(K, T) = σ₀ · √(S₀/S) · (1 − 0.12·m + 0.04·m²),  m = ln(K/F) / (σ₀·√max(T, 1/52)),
//
// where S₀ is the price at the floor's start and σ₀ the volatility of the definition, S the price now, F the
// forward until expiry, T in years; m is held between −3 and 3, so that the factor stays between 0.91 and 1.72.
// Volatility rises when the price falls, and towards low strikes, as it does in markets of shares.
type smile struct {
	level, start float64
}

func newSmile(s *Spec, in *market.Instrument) smile {
	return smile{level: cmp.Or(s.Volatility, synth.Defaults(in).Volatility), start: s.Price}
}

const (
	skew    = -0.12
	bend    = 0.04
	mostOut = 3
)

// atTheMoney is the volatility of a strike at the forward, with the underlying at a price.
func (s smile) atTheMoney(spot float64) float64 {
	if s.start <= 0 || spot <= 0 {
		return s.level
	}
	return s.level * math.Sqrt(s.start/spot)
}

// at is the volatility of a strike.
func (s smile) at(spot, forward, strike, years float64) float64 {
	m := math.Log(strike/forward) / (s.level * math.Sqrt(max(years, 1.0/52)))
	m = min(max(m, -mostOut), mostOut)
	return s.atTheMoney(spot) * (1 + skew*m + bend*m*m)
}
