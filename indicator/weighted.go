package indicator

// weighted is the plain and the linearly weighted sum of the last n inputs: weight 1 for the oldest,
// n for the newest. It works like total; the weighted sums of the lap before count their own oldest
// input once, so they too are built by addition alone.
type weighted struct {
	sums, weightedSums []float64
	pos                int
	lap, weightedLap   float64 // of this lap, weights from 1
}

func newWeighted(n int) weighted {
	return weighted{sums: make([]float64, size(n)), weightedSums: make([]float64, size(n))}
}

// push adds x. The weighted sum is meaningful once the window is full.
func (w *weighted) push(x float64) (sum, weightedSum float64) {
	n := len(w.sums)
	w.sums[w.pos] = x
	w.pos++
	w.lap += x
	w.weightedLap += float64(w.pos) * x
	if w.pos == n {
		w.turn()
	}
	// The inputs of this lap come after n-pos older ones.
	ahead := float64(n - w.pos)
	return w.lap + w.sums[w.pos], w.weightedLap + ahead*w.lap + w.weightedSums[w.pos]
}

func (w *weighted) turn() {
	sum, weightedSum := 0.0, 0.0
	for i := len(w.sums) - 1; i >= 0; i-- {
		sum += w.sums[i]
		weightedSum += sum
		w.sums[i], w.weightedSums[i] = sum, weightedSum
	}
	w.pos, w.lap, w.weightedLap = 0, 0, 0
}

func (w *weighted) state(c *codec) {
	c.numbers(w.sums)
	c.numbers(w.weightedSums)
	c.index(&w.pos, len(w.sums))
	c.number(&w.lap)
	c.number(&w.weightedLap)
}
