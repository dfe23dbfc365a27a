package indicator

// Cross tells when one line crosses another. Lines that touch and part again on the same side have
// not crossed; a crossing is reported once, when the first value lies on the other side.
//
// Its value is 1 when x has just crossed over y, −1 when it has just crossed under, else 0.
// Warm-up: 1.
type Cross struct {
	core
	side float64 // of x when they last differed: 1 above, −1 below, 0 never
}

// NewCross makes a crossing detector. For a fixed level, give the level as y.
func NewCross() *Cross {
	k := &Cross{}
	k.start(k, 1, named("Cross"))
	return k
}

// Update adds the current values of both lines and returns the new Value. It skips them while one is
// NaN, which makes the detector wait for indicators that are not ready.
func (k *Cross) Update(x, y float64) float64 {
	if !k.acceptPair(x, y) {
		return k.skip()
	}
	before := k.side
	switch {
	case x > y:
		k.side = 1
	case x < y:
		k.side = -1
	}
	if before == 0 || before == k.side {
		return k.set(0)
	}
	return k.set(k.side)
}

// skip ends a crossing, which is news for one update only.
func (k *Cross) skip() float64 {
	k.value = 0
	return k.Value()
}

// Over reports that the latest update crossed over.
func (k *Cross) Over() bool { return k.Value() == 1 }

// Under reports that the latest update crossed under.
func (k *Cross) Under() bool { return k.Value() == -1 }

func (k *Cross) state(c *codec) { c.number(&k.side) }
