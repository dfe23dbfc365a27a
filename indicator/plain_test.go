package indicator_test

import (
	"math"
	"slices"
)

// The plain formulas work on whole columns, recomputing each window from its inputs. NaN stands for
// what does not exist.

var nan = math.NaN()

// of applies f to the rows of columns of equal length.
func of(f func(row ...float64) float64, columns ...[]float64) []float64 {
	out := make([]float64, len(columns[0]))
	row := make([]float64, len(columns))
	for i := range out {
		for k, c := range columns {
			row[k] = c[i]
		}
		out[i] = f(row...)
	}
	return out
}

func plus(x, y []float64) []float64 {
	return of(func(r ...float64) float64 { return r[0] + r[1] }, x, y)
}
func minus(x, y []float64) []float64 {
	return of(func(r ...float64) float64 { return r[0] - r[1] }, x, y)
}
func times(x, y []float64) []float64 {
	return of(func(r ...float64) float64 { return r[0] * r[1] }, x, y)
}
func over(x, y []float64) []float64 {
	return of(func(r ...float64) float64 { return r[0] / r[1] }, x, y)
}
func scaled(k float64, x []float64) []float64 {
	return of(func(r ...float64) float64 { return k * r[0] }, x)
}
func sizes(x []float64) []float64 {
	return of(func(r ...float64) float64 { return math.Abs(r[0]) }, x)
}

// from hides the rows before first.
func from(first int, x []float64) []float64 {
	out := slices.Clone(x)
	for i := range min(first, len(out)) {
		out[i] = nan
	}
	return out
}

// skipping computes f on what exists of x. Rows that do not exist keep the result before.
func skipping(x []float64, f func([]float64) []float64) []float64 {
	var numbers []float64
	for _, v := range x {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			numbers = append(numbers, v)
		}
	}
	results := f(numbers)
	out := make([]float64, len(x))
	last, k := nan, 0
	for i, v := range x {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			last = results[k]
			k++
		}
		out[i] = last
	}
	return out
}

// windows applies f to the n inputs that end with each row.
func windows(x []float64, n int, f func(window []float64) float64) []float64 {
	return skipping(x, func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			if out[i] = nan; i >= n-1 {
				out[i] = f(x[i-n+1 : i+1])
			}
		}
		return out
	})
}

func sum(w []float64) float64 {
	s := 0.0
	for _, v := range w {
		s += v
	}
	return s
}
func mean(w []float64) float64 { return sum(w) / float64(len(w)) }

func squares(w []float64) float64 {
	m, s := mean(w), 0.0
	for _, v := range w {
		s += (v - m) * (v - m)
	}
	return s
}
func deviation(w []float64) float64       { return math.Sqrt(squares(w) / float64(len(w))) }
func sampleVariance(w []float64) float64  { return squares(w) / float64(len(w)-1) }
func sampleDeviation(w []float64) float64 { return math.Sqrt(sampleVariance(w)) }
func weightedMean(w []float64) float64 {
	s, weights := 0.0, 0.0
	for i, v := range w {
		s += float64(i+1) * v
		weights += float64(i + 1)
	}
	return s / weights
}

func sumOf(x []float64, n int) []float64  { return windows(x, n, sum) }
func sma(x []float64, n int) []float64    { return windows(x, n, mean) }
func wma(x []float64, n int) []float64    { return windows(x, n, weightedMean) }
func top(x []float64, n int) []float64    { return windows(x, n, slices.Max[[]float64]) }
func bottom(x []float64, n int) []float64 { return windows(x, n, slices.Min[[]float64]) }

// smoothed is an exponential average that starts with the mean of n.
func smoothed(x []float64, n int, alpha float64) []float64 {
	return skipping(x, func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			switch {
			case i < n-1:
				out[i] = nan
			case i == n-1:
				out[i] = mean(x[:n])
			default:
				out[i] = alpha*x[i] + (1-alpha)*out[i-1]
			}
		}
		return out
	})
}
func ema(x []float64, n int) []float64    { return smoothed(x, n, 2/float64(n+1)) }
func wilder(x []float64, n int) []float64 { return smoothed(x, n, 1/float64(n)) }

// ago is the row n before.
func ago(x []float64, n int) []float64 {
	return skipping(x, func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			if out[i] = nan; i >= n {
				out[i] = x[i-n]
			}
		}
		return out
	})
}

func change(x []float64, n int) []float64 { return minus(x, ago(x, n)) }
func roc(x []float64, n int) []float64 {
	return of(func(r ...float64) float64 { return 100 * (r[0] - r[1]) / r[1] }, x, ago(x, n))
}

// ups and downs are the sizes of changes in one direction.
func ups(x []float64) []float64 {
	return of(func(r ...float64) float64 { return max(r[0], 0) }, x)
}
func downs(x []float64) []float64 { return ups(scaled(-1, x)) }

func share(x, y []float64) []float64 { return scaled(100, over(x, plus(x, y))) }

func rsi(x []float64, n int) []float64 {
	c := change(x, 1)
	return share(wilder(ups(c), n), wilder(downs(c), n))
}

// running is the sum of all rows so far.
func running(x []float64) []float64 {
	return skipping(x, func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			out[i] = sum(x[:i+1])
		}
		return out
	})
}

// place is where x lies in the range of n rows of high and low, in percent.
func place(x, high, low []float64, n int) []float64 {
	floor := bottom(low, n)
	return scaled(100, over(minus(x, floor), minus(top(high, n), floor)))
}

// line is the least-squares line through a window, from the normal equations.
func line(w []float64) (intercept, slope float64) {
	n := float64(len(w))
	var sx, sy, sxx, sxy float64
	for i, v := range w {
		x := float64(i)
		sx, sy, sxx, sxy = sx+x, sy+v, sxx+x*x, sxy+x*v
	}
	slope = (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return (sy - slope*sx) / n, slope
}
