package indicator

// ConnorsRSI is Connors' composite (2012), from 0 to 100, the mean of three parts:
//
//	RSI(n) of the input, RSI(s) of the length of its streak, and the percent rank of its ROC(1) among
//	the r before
//
// The streak counts changes in one direction, negative downwards, and is 0 without a change.
// Warm-up: the longest of n + 1, s + 1 and r + 2.
type ConnorsRSI struct {
	core
	price, streaks *RSI
	rate           *ROC
	rank           *PercentRank
	streak         float64
	previous       float64
}

// NewConnorsRSI makes the composite; Connors' periods are 3, 2 and 100.
func NewConnorsRSI(period, streak, rank int) *ConnorsRSI {
	r := &ConnorsRSI{
		price: NewRSI(period), streaks: NewRSI(streak), rate: NewROC(1), rank: NewPercentRank(rank),
	}
	r.start(r, max(period+1, streak+1, rank+2), named("ConnorsRSI").
		period("period", period).period("streak", streak).period("rank", rank))
	return r
}

// Update adds an input and returns the new Value.
func (r *ConnorsRSI) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	if r.taken > 1 {
		r.streak = nextStreak(r.streak, x-r.previous)
	}
	r.previous = x
	price, streak := r.price.Update(x), r.streaks.Update(r.streak)
	return r.set((price + streak + r.rank.Update(r.rate.Update(x))) / 3)
}

func nextStreak(streak, change float64) float64 {
	switch {
	case change > 0:
		return max(streak, 0) + 1
	case change < 0:
		return min(streak, 0) - 1
	}
	return 0
}

func (r *ConnorsRSI) state(c *codec) {
	c.visit(r.price, r.streaks, r.rate, r.rank)
	c.number(&r.streak)
	c.number(&r.previous)
}
