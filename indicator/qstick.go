package indicator

import "github.com/tidemark/tidemark/market"

// QStick is Chande's qstick (The New Technical Trader, 1994): the simple average of close − open over
// n bars. Warm-up: n.
type QStick struct {
	core
	mean *SMA
}

// NewQStick makes the average over period bars.
func NewQStick(period int) *QStick {
	q := &QStick{mean: NewSMA(period)}
	q.start(q, period, named("QStick").period("period", period))
	return q
}

// Update adds a bar and returns the new Value.
func (q *QStick) Update(b market.Bar) float64 {
	if !q.acceptBar(&b) {
		return q.Value()
	}
	return q.set(q.mean.Update(b.Close - b.Open))
}

func (q *QStick) state(c *codec) { c.visit(q.mean) }
