package indicator

import "github.com/tidemark/tidemark/market"

// NVI is the negative volume index of Dysart and Fosback (Stock Market Logic, 1976): it moves by the
// close's rate of change on bars with less volume than the bar before. It starts at 1000. Warm-up: 1.
type NVI struct {
	core
	index volumeIndex
}

// NewNVI makes the index.
func NewNVI() *NVI {
	n := &NVI{index: volumeIndex{side: -1}}
	n.start(n, 1, named("NVI"))
	return n
}

// Update adds a bar and returns the new Value.
func (n *NVI) Update(b market.Bar) float64 {
	if !n.acceptBar(&b) {
		return n.Value()
	}
	return n.set(n.index.push(&b, n.taken == 1))
}

func (n *NVI) state(c *codec) { n.index.state(c) }

// PVI is the positive volume index of Dysart and Fosback: it moves by the close's rate of change on
// bars with more volume than the bar before. It starts at 1000. Warm-up: 1.
type PVI struct {
	core
	index volumeIndex
}

// NewPVI makes the index.
func NewPVI() *PVI {
	p := &PVI{index: volumeIndex{side: 1}}
	p.start(p, 1, named("PVI"))
	return p
}

// Update adds a bar and returns the new Value.
func (p *PVI) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	return p.set(p.index.push(&b, p.taken == 1))
}

func (p *PVI) state(c *codec) { p.index.state(c) }

// volumeIndex moves with the close on bars whose volume changed in one direction.
type volumeIndex struct {
	side                 float64 // 1 for more volume, −1 for less
	index, close, volume float64
}

func (v *volumeIndex) push(b *market.Bar, first bool) float64 {
	switch {
	case first:
		v.index = 1000
	case v.close != 0 && v.side*(b.Volume-v.volume) > 0:
		v.index += v.index * (b.Close - v.close) / v.close
	}
	v.close, v.volume = b.Close, b.Volume
	return v.index
}

func (v *volumeIndex) state(c *codec) {
	c.number(&v.index)
	c.number(&v.close)
	c.number(&v.volume)
}
