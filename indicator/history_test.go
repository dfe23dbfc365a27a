package indicator_test

import (
	"math"
	"math/rand/v2"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

const (
	instruments   = 3  // take turns
	sessionLength = 30 // bars
	barLength     = market.Time(time.Minute)
)

// history is bars, and their columns for the plain formulas.
type history struct {
	bars                           []market.Bar
	open, high, low, close, volume []float64
}

// someHistory is the same every time.
func someHistory(n int) history { return randomWalk(n, 1, 0.01) }

// anyHistory draws walks of all roughness: with a coarse tick, highs, lows and closes often coincide.
func anyHistory(t *rapid.T) history {
	return randomWalk(
		rapid.IntRange(1, 160).Draw(t, "bars"),
		rapid.Uint64().Draw(t, "seed"),
		rapid.SampledFrom([]float64{0.01, 0.1, 0.5}).Draw(t, "tick"),
	)
}

// randomWalk makes bars around 100, each with a range and with volume.
func randomWalk(n int, seed uint64, tick float64) history {
	random := rand.New(rand.NewPCG(seed, 1))
	onTick := func(x float64) float64 { return math.Round(x/tick) * tick }
	var h history
	price := 100.0
	for i := range n {
		open := onTick(price + random.NormFloat64()/5)
		price = max(50, price+random.NormFloat64())
		closing := onTick(price)
		minute := market.Time(i / instruments)
		h.add(market.Bar{
			Instrument: market.ID(i % instruments),
			Session:    market.NewDate(2024, time.March, 1+i/sessionLength),
			Start:      minute * barLength, End: (minute + 1) * barLength,
			Open: open, Close: closing,
			High:   onTick(max(open, closing)+random.ExpFloat64()/2) + tick,
			Low:    onTick(min(open, closing) - random.ExpFloat64()/2),
			Volume: float64(1 + random.IntN(100_000)),
		})
	}
	return h
}

func (h *history) add(b market.Bar) {
	h.bars = append(h.bars, b)
	h.open, h.high = append(h.open, b.Open), append(h.high, b.High)
	h.low, h.close = append(h.low, b.Low), append(h.close, b.Close)
	h.volume = append(h.volume, b.Volume)
}

func (h history) typical() []float64 {
	return of(func(x ...float64) float64 { return (x[0] + x[1] + x[2]) / 3 }, h.high, h.low, h.close)
}

func (h history) median() []float64 {
	return of(func(x ...float64) float64 { return (x[0] + x[1]) / 2 }, h.high, h.low)
}

// trueRange has high − low for the first bar.
func (h history) trueRange() []float64 {
	tr := minus(h.high, h.low)
	for i := 1; i < len(tr); i++ {
		c := h.close[i-1]
		tr[i] = max(tr[i], math.Abs(h.high[i]-c), math.Abs(h.low[i]-c))
	}
	return tr
}

// onClose makes the plain formula of one output out of one on closes, single out of one on bars.
func onClose(f func(x []float64) []float64) func(history) [][]float64 {
	return func(h history) [][]float64 { return [][]float64{f(h.close)} }
}

func single(f func(h history) []float64) func(history) [][]float64 {
	return func(h history) [][]float64 { return [][]float64{f(h)} }
}
