package indicator

import "github.com/tidemark/tidemark/market"

// MassIndex is Dorsey's mass index (Stocks & Commodities 10:6, 1992):
//
//	Σ over n of EMA(high − low) / EMA(EMA(high − low))
//
// Bars whose double average is 0 are left out. Seed: each EMA starts with the mean of its first
// inputs. Warm-up: 2 average + n − 2.
type MassIndex struct {
	core
	once, twice *EMA
	window      *Sum
}

// NewMassIndex makes the index; Dorsey's periods are 9 and 25.
func NewMassIndex(average, period int) *MassIndex {
	m := &MassIndex{once: NewEMA(average), twice: NewEMA(average), window: NewSum(period)}
	m.start(m, 2*average+period-2, named("MassIndex").period("average", average).period("period", period))
	return m
}

// Update adds a bar and returns the new Value.
func (m *MassIndex) Update(b market.Bar) float64 {
	if !m.acceptBar(&b) {
		return m.Value()
	}
	once := m.once.Update(b.High - b.Low)
	return m.set(m.window.Update(once / m.twice.Update(once)))
}

func (m *MassIndex) state(c *codec) { c.visit(m.once, m.twice, m.window) }
