package quality

import "slices"

// longWindow and shortWindow are how many moves the two medians of a priceWatch look back.
const (
	longWindow  = 255
	shortWindow = 15
)

// runningMedian is the exact median of the last values, at the cost of moving a few of them.
type runningMedian struct {
	window int                 // at most longWindow
	ring   [longWindow]float64 // in order of arrival
	sorted [longWindow]float64
	next   int
	n      int
}

// add takes a value in and, once the window is full, the oldest one out. Values must not be NaN.
func (m *runningMedian) add(v float64) {
	values := m.sorted[:m.n]
	if m.n == m.window {
		oldest, _ := slices.BinarySearch(values, m.ring[m.next])
		copy(values[oldest:], values[oldest+1:])
		values = values[:m.n-1]
	} else {
		m.n++
	}
	at, _ := slices.BinarySearch(values, v)
	all := m.sorted[:m.n]
	copy(all[at+1:], all[at:m.n-1])
	all[at] = v
	m.ring[m.next] = v
	m.next = (m.next + 1) % m.window
}

// value is the median of the values in the window, the upper one of two, and 0 without any.
func (m *runningMedian) value() float64 {
	if m.n == 0 {
		return 0
	}
	return m.sorted[m.n/2]
}
