package indicator

// Coppock is Coppock's curve (Barron's, 1962), for monthly data:
//
//	WMA of ROC(short) + ROC(long)
//
// Warm-up: the longer of short and long, plus smooth.
type Coppock struct {
	core
	short, long *ROC
	smooth      *WMA
}

// NewCoppock makes the curve; Coppock's periods are 11, 14 and 10.
func NewCoppock(short, long, smooth int) *Coppock {
	k := &Coppock{short: NewROC(short), long: NewROC(long), smooth: NewWMA(smooth)}
	k.start(k, max(short, long)+smooth, named("Coppock").
		period("short", short).period("long", long).period("smooth", smooth))
	return k
}

// Update adds an input and returns the new Value.
func (k *Coppock) Update(x float64) float64 {
	if !k.accept(x) {
		return k.Value()
	}
	short, long := k.short.Update(x), k.long.Update(x)
	return k.set(k.smooth.Update(short + long))
}

func (k *Coppock) state(c *codec) { c.visit(k.short, k.long, k.smooth) }
