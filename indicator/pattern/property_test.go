package pattern_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/indicator/pattern"
	"github.com/tidemark/tidemark/market"
	"pgregory.net/rapid"
)

// drawBars draws candles on a grid of 1/16 whose small steps make patterns likely. Without flat bodies
// every candle has a colour of its own.
func drawBars(t *rapid.T, name string, flatBodies bool) []market.Bar {
	body := rapid.IntRange(-8, 8)
	if !flatBodies {
		body = body.Filter(func(b int) bool { return b != 0 })
	}
	gap, shadow := rapid.IntRange(-6, 6), rapid.IntRange(0, 6)
	last := 1600
	candle := rapid.Custom(func(t *rapid.T) [4]int {
		return [4]int{gap.Draw(t, "gap"), body.Draw(t, "body"), shadow.Draw(t, "upper"), shadow.Draw(t, "lower")}
	})
	var bars []market.Bar
	for _, c := range rapid.SliceOfN(candle, 1, 60).Draw(t, name) {
		open := last + c[0]
		last = open + c[1]
		high, low := max(open, last)+c[2], min(open, last)-c[3]
		bars = append(bars, bar(float64(open)/16, float64(high)/16, float64(low)/16, float64(last)/16))
	}
	return bars
}

// change applies a function to every price.
func change(bars []market.Bar, f func(float64) float64) []market.Bar {
	changed := make([]market.Bar, len(bars))
	for i, b := range bars {
		changed[i] = bar(f(b.Open), f(b.High), f(b.Low), f(b.Close))
	}
	return changed
}

func newPattern(t rapid.TB, kind pattern.Kind) *pattern.Pattern {
	p, err := pattern.New(kind)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newScanner(t rapid.TB, kinds ...pattern.Kind) *pattern.Scanner {
	s, err := pattern.NewScanner(kinds...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func signals(t rapid.TB, kind pattern.Kind, bars []market.Bar) []pattern.Signal {
	p := newPattern(t, kind)
	found := make([]pattern.Signal, len(bars))
	for i, b := range bars {
		found[i] = p.Update(b)
	}
	return found
}

func TestScaleDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := drawBars(t, "bars", true)
		factor := math.Ldexp(1, rapid.IntRange(-30, 30).Draw(t, "exponent"))
		scaled := change(bars, func(price float64) float64 { return price * factor })
		for _, kind := range pattern.All() {
			requireSame(t, kind.String(), signals(t, kind, scaled), signals(t, kind, bars))
		}
	})
}

// mirrors pairs each symmetric kind with the one that its reflection shows; most are their own. Signals
// change sign, except for those that never have one.
var mirrors = map[pattern.Kind]pattern.Kind{
	pattern.ThreeInside: pattern.ThreeInside, pattern.ThreeLineStrike: pattern.ThreeLineStrike,
	pattern.ThreeOutside: pattern.ThreeOutside, pattern.AbandonedBaby: pattern.AbandonedBaby,
	pattern.BeltHold: pattern.BeltHold, pattern.Breakaway: pattern.Breakaway,
	pattern.ClosingMarubozu: pattern.ClosingMarubozu, pattern.Counterattack: pattern.Counterattack,
	pattern.DojiStar: pattern.DojiStar, pattern.Engulfing: pattern.Engulfing,
	pattern.Harami: pattern.Harami, pattern.HaramiCross: pattern.HaramiCross,
	pattern.HighWave: pattern.HighWave, pattern.Hikkake: pattern.Hikkake,
	pattern.ModifiedHikkake: pattern.ModifiedHikkake, pattern.Kicking: pattern.Kicking,
	pattern.KickingByLength: pattern.KickingByLength, pattern.LongLine: pattern.LongLine,
	pattern.Marubozu: pattern.Marubozu, pattern.SeparatingLines: pattern.SeparatingLines,
	pattern.RisingFallingThreeMethods: pattern.RisingFallingThreeMethods,
	pattern.ShortLine:                 pattern.ShortLine, pattern.SpinningTop: pattern.SpinningTop,
	pattern.TasukiGap: pattern.TasukiGap, pattern.GapThreeMethods: pattern.GapThreeMethods,
	pattern.Tristar:     pattern.Tristar,
	pattern.MorningStar: pattern.EveningStar, pattern.MorningDojiStar: pattern.EveningDojiStar,
}

var mirrorsWithoutSign = map[pattern.Kind]pattern.Kind{
	pattern.Doji: pattern.Doji, pattern.LongLeggedDoji: pattern.LongLeggedDoji,
	pattern.RickshawMan: pattern.RickshawMan, pattern.DragonflyDoji: pattern.GravestoneDoji,
}

func TestMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := drawBars(t, "bars", false) // a flat body is white both ways, which is not symmetric
		reflected := make([]market.Bar, len(bars))
		for i, b := range bars {
			reflected[i] = bar(-b.Open, -b.Low, -b.High, -b.Close)
		}
		for _, kind := range pattern.All() {
			if other, ok := mirrors[kind]; ok {
				want := signals(t, kind, bars)
				for i := range want {
					want[i] = -want[i]
				}
				requireSame(t, kind.String(), signals(t, other, reflected), want)
			}
			if other, ok := mirrorsWithoutSign[kind]; ok {
				requireSame(t, kind.String(), signals(t, other, reflected), signals(t, kind, bars))
			}
		}
	})
}

func TestScannerEqualsPatterns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := drawBars(t, "bars", true)
		kinds := rapid.SliceOfNDistinct(rapid.SampledFrom(pattern.All()), 1, -1, rapid.ID).Draw(t, "kinds")
		scanner := newScanner(t, kinds...)
		singles := make([]*pattern.Pattern, len(kinds))
		for i, kind := range kinds {
			singles[i] = newPattern(t, kind)
		}
		for _, b := range bars {
			scanner.Update(b)
			hits := make(map[pattern.Kind]pattern.Signal)
			for kind, signal := range scanner.Hits {
				hits[kind] = signal
			}
			allReady := true
			for _, p := range singles {
				want := p.Update(b)
				if got := scanner.Signal(p.Kind()); got != want || hits[p.Kind()] != want {
					t.Fatalf("%s: scanner %d, hit %d, alone %d", p.Kind(), got, hits[p.Kind()], want)
				}
				allReady = allReady && p.Ready()
			}
			if scanner.Ready() != allReady {
				t.Fatalf("scanner ready %v, all patterns ready %v", scanner.Ready(), allReady)
			}
		}
	})
}

// Only the last Warmup bars count, whatever came before them.
func TestOlderBarsDoNotMatter(t *testing.T) {
	extreme := rapid.Custom(func(t *rapid.T) market.Bar {
		price := rapid.SampledFrom([]float64{9e99, -9e99, math.SmallestNonzeroFloat64, 0, -1, 100})
		return bar(price.Draw(t, "open"), price.Draw(t, "high"), price.Draw(t, "low"), price.Draw(t, "close"))
	})
	rapid.Check(t, func(t *rapid.T) {
		before := append(drawBars(t, "before", true), rapid.SliceOf(extreme).Draw(t, "extreme")...)
		bars := drawBars(t, "bars", true)
		for _, kind := range pattern.All() {
			all := signals(t, kind, append(before[:len(before):len(before)], bars...))
			if warm := kind.Warmup() - 1; warm < len(bars) {
				requireSame(t, kind.String(), all[len(before)+warm:], signals(t, kind, bars)[warm:])
			}
		}
	})
}

// An unusable bar has no signal and leaves those of the others as they are.
func TestUnusableBarsAreSkipped(t *testing.T) {
	unusable := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e100, -math.MaxFloat64})
	rapid.Check(t, func(t *rapid.T) {
		bars := drawBars(t, "bars", true)
		at := rapid.IntRange(0, len(bars)-1).Draw(t, "at")
		bad := bars[at]
		field := []*float64{&bad.Open, &bad.High, &bad.Low, &bad.Close}[rapid.IntRange(0, 3).Draw(t, "field")]
		*field = unusable.Draw(t, "price")
		for _, kind := range pattern.All() {
			p, scanner := newPattern(t, kind), newScanner(t, kind)
			for i, want := range signals(t, kind, bars) {
				if i == at {
					scanner.Update(bad)
					if got := p.Update(bad); got != pattern.None || p.Signal() != pattern.None || scanner.Signal(kind) != pattern.None {
						t.Fatalf("%s: signal %d for %+v", kind, got, bad)
					}
					if p.Skipped() != 1 {
						t.Fatalf("%s: skipped %d, want 1", kind, p.Skipped())
					}
					if p = restore(t, p); p.Signal() != pattern.None {
						t.Fatalf("%s: restored with signal %d", kind, p.Signal())
					}
				}
				if got := p.Update(bars[i]); got != want {
					t.Fatalf("%s, bar %d: got %d, want %d", kind, i, got, want)
				}
				scanner.Update(bars[i])
			}
			if scanner.Skipped() != 1 {
				t.Fatalf("%s: skipped %d, want 1", kind, scanner.Skipped())
			}
		}
	})
}

// Where nothing moves, TA-Lib finds a doji in every bar and nothing else.
func TestZeroRange(t *testing.T) {
	flat := make([]market.Bar, 40)
	for i := range flat {
		flat[i] = bar(50, 50, 50, 50)
	}
	for _, kind := range pattern.All() {
		want := pattern.None
		if kind == pattern.Doji {
			want = pattern.Bullish
		}
		for i, signal := range signals(t, kind, flat)[kind.Warmup()-1:] {
			if signal != want {
				t.Fatalf("%s, bar %d: got %d, want %d", kind, i, signal, want)
			}
		}
	}
}

func requireSame(t rapid.TB, what string, got, want []pattern.Signal) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s, bar %d: got %d, want %d", what, i, got[i], want[i])
		}
	}
}
