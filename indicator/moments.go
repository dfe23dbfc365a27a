package indicator

// moment is the count, the mean and the sum of squared deviations from the mean of some inputs.
type moment struct{ n, mean, squares float64 }

// variance divides by n: the deviation of the inputs themselves, not an estimate for a population
// they are a sample of.
func (m moment) variance() float64 { return m.squares / m.n }

// sampleVariance divides by n − 1.
func (m moment) sampleVariance() float64 { return m.squares / (m.n - 1) }

// moments is the moment of the last n inputs. It works like total, with sums of the inputs' distances
// from an origin and of their squares. The origin is always an input of the window; what is lost when
// the squared sum is taken from the sum of squares is then at most n times the rounding of the result,
// however far from zero the prices are, and nothing when they are equal.
type moments struct {
	slots  []squareSums // inputs in sum below pos, sums of the lap before from pos on
	pos    int
	full   bool
	lap    squareSums
	origin float64
}

type squareSums struct{ sum, squares float64 }

func newMoments(n int) moments { return moments{slots: make([]squareSums, size(n))} }

// push adds x and returns the moment of the window, of fewer than n inputs while it fills.
func (w *moments) push(x float64) moment {
	if w.pos == 0 && !w.full {
		w.origin = x
	}
	w.slots[w.pos].sum = x
	w.pos++
	w.lap.add(x - w.origin)
	n := float64(w.pos)
	if w.pos == len(w.slots) {
		w.turn()
	}
	sum, squares := w.lap.sum, w.lap.squares
	if w.full {
		n = float64(len(w.slots))
		sum, squares = sum+w.slots[w.pos].sum, squares+w.slots[w.pos].squares
	}
	mean := sum / n
	return moment{n, w.origin + mean, max(0, squares-sum*mean)}
}

func (w *moments) turn() {
	last := len(w.slots) - 1
	w.origin = w.slots[last].sum
	var sums squareSums
	for i := last; i >= 0; i-- {
		sums.add(w.slots[i].sum - w.origin)
		w.slots[i] = sums
	}
	w.pos, w.full, w.lap = 0, true, squareSums{}
}

func (s *squareSums) add(d float64) {
	s.sum += d
	s.squares += d * d
}

func (w *moments) state(c *codec) {
	for i := range w.slots {
		w.slots[i].state(c)
	}
	c.index(&w.pos, len(w.slots))
	c.flag(&w.full)
	w.lap.state(c)
	c.number(&w.origin)
}

func (s *squareSums) state(c *codec) {
	c.number(&s.sum)
	c.number(&s.squares)
}
