package indicator

// highest is the largest of the last n inputs and how long ago it was; of equal ones the latest
// counts. It works like total, with the maximum in place of the sum.
type highest struct {
	slots []float64 // inputs below pos, maxima of the rest of the lap before from pos on
	at    []int     // from pos on: where in its lap that maximum was
	pos   int
	full  bool
	lap   float64 // maximum of slots[:pos]
	lapAt int
}

func newHighest(n int) highest {
	return highest{slots: make([]float64, size(n)), at: make([]int, size(n))}
}

// push adds x and returns the highest of the window, or of all inputs while it fills, and its age
// in inputs, 0 for x itself.
func (h *highest) push(x float64) (best float64, age int) {
	if h.pos == 0 || x >= h.lap {
		h.lap, h.lapAt = x, h.pos
	}
	h.slots[h.pos] = x
	h.pos++
	if h.pos == len(h.slots) {
		h.turn()
	}
	if h.pos > 0 && (!h.full || h.lap >= h.slots[h.pos]) {
		return h.lap, h.pos - 1 - h.lapAt
	}
	return h.slots[h.pos], h.pos - 1 + len(h.slots) - h.at[h.pos]
}

func (h *highest) turn() {
	last := len(h.slots) - 1
	best, at := h.slots[last], last
	for i := last; i >= 0; i-- {
		if h.slots[i] > best {
			best, at = h.slots[i], i
		}
		h.slots[i], h.at[i] = best, at
	}
	h.pos, h.full = 0, true
}

func (h *highest) state(c *codec) {
	c.numbers(h.slots)
	for i := range h.at {
		c.index(&h.at[i], len(h.at))
	}
	c.index(&h.pos, len(h.slots))
	c.flag(&h.full)
	c.number(&h.lap)
	c.index(&h.lapAt, len(h.slots))
}

// lowest is the mirror image of highest.
type lowest struct{ negated highest }

func newLowest(n int) lowest { return lowest{newHighest(n)} }

func (l *lowest) push(x float64) (best float64, age int) {
	best, age = l.negated.push(-x)
	return -best, age
}

func (l *lowest) state(c *codec) { l.negated.state(c) }

// span is the highest high and the lowest low of the last n bars.
type span struct {
	highs highest
	lows  lowest
}

func newSpan(n int) span { return span{newHighest(n), newLowest(n)} }

func (s *span) push(high, low float64) (top, bottom float64) {
	top, _ = s.highs.push(high)
	bottom, _ = s.lows.push(low)
	return top, bottom
}

// full reports that n bars have come.
func (s *span) full() bool { return s.highs.full }

func (s *span) state(c *codec) {
	s.highs.state(c)
	s.lows.state(c)
}
