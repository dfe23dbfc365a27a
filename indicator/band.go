package indicator

// band is three lines that share a warm-up.
type band struct{ upper, middle, lower float64 }

// Upper is the upper line.
func (b *band) Upper() float64 { return b.upper }

// Middle is the middle line.
func (b *band) Middle() float64 { return b.middle }

// Lower is the lower line.
func (b *band) Lower() float64 { return b.lower }

func (b *band) around(middle, distance float64) {
	b.upper, b.middle, b.lower = middle+distance, middle, middle-distance
}

func (b *band) state(c *codec) {
	c.output(&b.upper)
	c.output(&b.middle)
	c.output(&b.lower)
}
