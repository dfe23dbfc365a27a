package indicator

import "github.com/tidemark/tidemark/market"

// MarketFacilitation is Williams' market facilitation index (Trading Chaos, 1995):
// (high − low) / volume. It is undefined for a bar without volume. Warm-up: 1.
type MarketFacilitation struct{ core }

// NewMarketFacilitation makes the index.
func NewMarketFacilitation() *MarketFacilitation {
	m := &MarketFacilitation{}
	m.start(m, 1, named("MarketFacilitation"))
	return m
}

// Update adds a bar and returns the new Value.
func (m *MarketFacilitation) Update(b market.Bar) float64 {
	if !m.acceptBar(&b) {
		return m.Value()
	}
	return m.set((b.High - b.Low) / b.Volume)
}

func (m *MarketFacilitation) state(*codec) {}
