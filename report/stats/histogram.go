package stats

import "math"

// Histogram counts values in bins of equal width.
type Histogram struct {
	// From is the lower edge of the first bin; an edge lies at zero when the bins reach it.
	From  float64
	Width float64
	// Counts[i] is the number of values in [From + i·Width, From + (i+1)·Width).
	Counts []int
}

// HistogramOf chooses the width by Freedman and Diaconis (1981), 2·IQR / ∛n, widened until no more than
// limit bins are needed. It is empty for fewer than two values or values that are all equal.
func HistogramOf(values []float64, limit int) Histogram {
	if len(values) < 2 {
		return Histogram{}
	}
	ascending := sorted(values)
	low, high := ascending[0], ascending[len(ascending)-1]
	width := 2 * (quantile(ascending, 0.75) - quantile(ascending, 0.25)) / math.Cbrt(float64(len(values)))
	width = math.Max(width, (high-low)/float64(limit-2)) // the two bins that edges at multiples may add
	if !(width > 0) {
		return Histogram{}
	}
	first := math.Floor(low / width)
	h := Histogram{From: first * width, Width: width, Counts: make([]int, int(math.Floor(high/width)-first)+1)}
	for _, v := range values {
		h.Counts[int(math.Floor(v/width)-first)]++
	}
	return h
}
