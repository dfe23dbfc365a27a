package indicator

// CutlerRSI is the relative strength index with plain sums of the last n changes, so that it does not
// depend on where the data begin:
//
//	100 U / (U + D)
//
// Without any change it is undefined. Warm-up: n + 1.
type CutlerRSI struct {
	core
	changes upDownSums
}

// NewCutlerRSI makes the index over the last period changes.
func NewCutlerRSI(period int) *CutlerRSI {
	r := &CutlerRSI{changes: newUpDownSums(period)}
	r.start(r, period+1, named("CutlerRSI").period("period", period))
	return r
}

// Update adds an input and returns the new Value.
func (r *CutlerRSI) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	up, down := r.changes.push(x)
	return r.set(strength(up, down))
}

func (r *CutlerRSI) state(c *codec) { r.changes.state(c) }
