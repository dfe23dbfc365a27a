package indicator_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

// bigSum is the exact sum of x.
func bigSum(x []float64) *big.Float {
	s := new(big.Float).SetPrec(2000)
	for _, v := range x {
		s.Add(s, big.NewFloat(v))
	}
	return s
}

// TestNoDrift feeds a million prices, outliers among them, and compares with exact sums.
func TestNoDrift(t *testing.T) {
	const n, updates = 200, 1_000_000
	random := rand.New(rand.NewPCG(7, 7))
	fast, average, weighted := NewSum(n), NewSMA(n), NewWMA(n)
	window := make([]float64, 0, updates)
	price := 100.0
	for i := range updates {
		price *= math.Exp(random.NormFloat64() / 1000)
		x := price
		if i%9973 == 0 {
			x *= 1e12 // a bad tick
		}
		window = append(window, x)
		sum, mean, tilted := fast.Update(x), average.Update(x), weighted.Update(x)
		if i%997 != 0 || i < n {
			continue
		}
		last := window[i-n+1:]
		exact, _ := bigSum(last).Float64()
		near(t, i, "sum", sum, exact)
		near(t, i, "mean", mean, exact/n)
		var weights []float64
		for k, v := range last {
			for b := k + 1; b > 0; b &= b - 1 { // the weight's powers of two keep every product exact
				weights = append(weights, v*float64(b&-b))
			}
		}
		exact, _ = bigSum(weights).Float64()
		near(t, i, "weighted", tilted, exact/(n*(n+1)/2))
	}
}

func near(t *testing.T, i int, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Fatalf("%s after %d updates: %v, exactly %v", what, i+1, got, want)
	}
}

// TestFarFromZero shows that deviations of prices around 10⁹ are as good as around 0.
func TestFarFromZero(t *testing.T) {
	const shift = 1 << 30 // exact for the multiples of 1/64 below
	random := rand.New(rand.NewPCG(3, 3))
	type set struct {
		variance    *Variance
		correlation *Correlation
		beta        *Beta
		line        *LinReg
	}
	make := func() set { return set{NewVariance(50), NewCorrelation(50), NewBeta(50), NewLinReg(50)} }
	here, far := make(), make()
	for i := range 5000 {
		x, y := math.Round(random.NormFloat64()*64)/64, math.Round(random.NormFloat64()*64)/64
		for s, by := range map[*set]float64{&here: 0, &far: shift} {
			s.variance.Update(x + by)
			s.correlation.Update(x+by, y+by)
			s.beta.Update(x+by, y+by)
			s.line.Update(x + by)
		}
		if i < 50 {
			continue
		}
		near(t, i, "variance", far.variance.Value(), here.variance.Value())
		if d := math.Abs(far.correlation.Value() - here.correlation.Value()); d > 1e-9 {
			t.Fatalf("correlation is off by %v", d)
		}
		if d := math.Abs(far.beta.Value() - here.beta.Value()); d > 1e-9 {
			t.Fatalf("beta is off by %v", d)
		}
		if d := math.Abs(far.line.Slope() - here.line.Slope()); d > 1e-6 {
			t.Fatalf("slope is off by %v", d)
		}
	}
}

// TestLongTotals adds many small volumes to a large total.
func TestLongTotals(t *testing.T) {
	c := NewCumulative()
	c.Update(1e16)
	for range 1_000_000 {
		c.Update(0.5) // by itself lost beside 1e16
	}
	if want := 1e16 + 500_000; c.Value() != want {
		t.Errorf("%v, want %v", c.Value(), want)
	}
}
