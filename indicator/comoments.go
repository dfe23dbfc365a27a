package indicator

// comoment is what moment is, of pairs: xx and yy are the sums of squared deviations from the means,
// xy is the sum of their products.
type comoment struct{ n, xx, yy, xy float64 }

// comoments is the comoment of the last n pairs. It works like moments.
type comoments struct {
	slots            []productSums // pairs in x and y below pos, sums of the lap before from pos on
	pos              int
	full             bool
	lap              productSums
	originX, originY float64
}

type productSums struct{ x, y, xx, yy, xy float64 }

func newComoments(n int) comoments { return comoments{slots: make([]productSums, size(n))} }

// push adds a pair and returns the comoment of the window, of fewer than n pairs while it fills.
func (w *comoments) push(x, y float64) comoment {
	if w.pos == 0 && !w.full {
		w.originX, w.originY = x, y
	}
	w.slots[w.pos].x, w.slots[w.pos].y = x, y
	w.pos++
	w.lap.add(x-w.originX, y-w.originY)
	n := float64(w.pos)
	if w.pos == len(w.slots) {
		w.turn()
	}
	s := w.lap
	if w.full {
		n = float64(len(w.slots))
		s.join(&w.slots[w.pos])
	}
	meanX, meanY := s.x/n, s.y/n
	return comoment{n, max(0, s.xx-s.x*meanX), max(0, s.yy-s.y*meanY), s.xy - s.x*meanY}
}

func (w *comoments) turn() {
	last := len(w.slots) - 1
	w.originX, w.originY = w.slots[last].x, w.slots[last].y
	var sums productSums
	for i := last; i >= 0; i-- {
		sums.add(w.slots[i].x-w.originX, w.slots[i].y-w.originY)
		w.slots[i] = sums
	}
	w.pos, w.full, w.lap = 0, true, productSums{}
}

func (s *productSums) add(dx, dy float64) {
	s.x += dx
	s.y += dy
	s.xx += dx * dx
	s.yy += dy * dy
	s.xy += dx * dy
}

func (s *productSums) join(o *productSums) {
	s.x += o.x
	s.y += o.y
	s.xx += o.xx
	s.yy += o.yy
	s.xy += o.xy
}

func (w *comoments) state(c *codec) {
	for i := range w.slots {
		w.slots[i].state(c)
	}
	c.index(&w.pos, len(w.slots))
	c.flag(&w.full)
	w.lap.state(c)
	c.number(&w.originX)
	c.number(&w.originY)
}

func (s *productSums) state(c *codec) {
	c.number(&s.x)
	c.number(&s.y)
	c.number(&s.xx)
	c.number(&s.yy)
	c.number(&s.xy)
}
