package indicator

import "github.com/tidemark/tidemark/market"

// BalanceOfPower is Livshin's (Stocks & Commodities 19:8, 2001), from −1 to 1:
// (close − open) / (high − low). It is undefined for a bar without a range. Warm-up: 1.
type BalanceOfPower struct{ core }

// NewBalanceOfPower makes the indicator.
func NewBalanceOfPower() *BalanceOfPower {
	p := &BalanceOfPower{}
	p.start(p, 1, named("BalanceOfPower"))
	return p
}

// Update adds a bar and returns the new Value.
func (p *BalanceOfPower) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	return p.set((b.Close - b.Open) / (b.High - b.Low))
}

func (p *BalanceOfPower) state(*codec) {}
