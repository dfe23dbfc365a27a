package indicator

// KST is Pring's "know sure thing" (Stocks & Commodities 10:9, 1992), a weighted sum of four smoothed
// rates of change:
//
//	KST = SMA(ROC₁) + 2 SMA(ROC₂) + 3 SMA(ROC₃) + 4 SMA(ROC₄),  signal = SMA of KST
//
// Warm-up: the longest of ROC period + SMA period, plus signal − 1; Line is there signal − 1 updates
// earlier.
type KST struct {
	core
	rates  [4]*ROC
	smooth [4]*SMA
	signal *SMA
	line   float64
}

// NewKST makes the indicator. Pring's daily one has rates over 10, 15, 20, 30, averages over 10, 10,
// 10, 15 and signal 9.
func NewKST(rates, averages [4]int, signal int) *KST {
	k := &KST{signal: NewSMA(signal)}
	p := named("KST")
	longest := 0
	for i := range rates {
		k.rates[i], k.smooth[i] = NewROC(rates[i]), NewSMA(averages[i])
		p.period("rate", rates[i]).period("average", averages[i])
		longest = max(longest, rates[i]+averages[i])
	}
	k.start(k, longest+signal-1, p.period("signal", signal))
	return k
}

// Update adds an input and returns the new Value, the line.
func (k *KST) Update(x float64) float64 {
	if !k.accept(x) {
		return k.Value()
	}
	k.line = 0
	for i, rate := range k.rates {
		k.line += float64(i+1) * k.smooth[i].Update(rate.Update(x))
	}
	k.signal.Update(k.line)
	return k.set(k.line)
}

// Line is the sum itself.
func (k *KST) Line() float64 { return k.line }

// Signal is the average of the sum.
func (k *KST) Signal() float64 { return k.signal.Value() }

func (k *KST) state(c *codec) {
	for i := range k.rates {
		c.visit(k.rates[i], k.smooth[i])
	}
	c.visit(k.signal)
	c.output(&k.line)
}
