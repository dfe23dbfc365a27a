package indicator

// ring remembers the last n inputs.
type ring struct {
	slots []float64
	next  int
	full  bool
}

func newRing(n int) ring { return ring{slots: make([]float64, size(n))} }

// push stores x in place of the input from n pushes ago, which it returns, 0 if there was none.
func (r *ring) push(x float64) (oldest float64) {
	oldest = r.slots[r.next]
	r.slots[r.next] = x
	r.next++
	if r.next == len(r.slots) {
		r.next, r.full = 0, true
	}
	return oldest
}

// parts is the content of a full ring: the older inputs and the newer ones, each oldest first.
func (r *ring) parts() (older, newer []float64) { return r.slots[r.next:], r.slots[:r.next] }

// held is the content in no particular order, of fewer than n inputs while the ring fills.
func (r *ring) held() []float64 {
	if r.full {
		return r.slots
	}
	return r.slots[:r.next]
}

func (r *ring) state(c *codec) {
	c.numbers(r.slots)
	c.index(&r.next, len(r.slots))
	c.flag(&r.full)
}
