package indicator

// total is the sum of the last n inputs, without ever subtracting: no error builds up, and none
// remains of an outlier that has left the window.
//
// The inputs come in laps of n. Of the lap before, slots from pos on hold the sums of what is still
// in the window (slot i: the sum of its inputs i to n-1); of this lap, the slots below pos hold the
// inputs themselves. The window is therefore the sum of this lap plus one slot. When a lap ends, its
// inputs are turned into such sums, which costs n additions once every n inputs. The other sliding
// windows of the package work the same way.
type total struct {
	slots []float64
	pos   int
	lap   float64 // sum of slots[:pos]
}

func newTotal(n int) total { return total{slots: make([]float64, size(n))} }

// push adds x and returns the sum of the window, which counts inputs that never came as 0.
func (t *total) push(x float64) float64 {
	t.slots[t.pos] = x
	t.lap += x
	t.pos++
	if t.pos == len(t.slots) {
		t.turn()
	}
	return t.lap + t.slots[t.pos]
}

func (t *total) turn() {
	sum := 0.0
	for i := len(t.slots) - 1; i >= 0; i-- {
		sum += t.slots[i]
		t.slots[i] = sum
	}
	t.pos, t.lap = 0, 0
}

func (t *total) state(c *codec) {
	c.numbers(t.slots)
	c.index(&t.pos, len(t.slots))
	c.number(&t.lap)
}
