package aggregate

import (
	"testing"

	"github.com/tidemark/tidemark/market"
)

// minutesOf are all one-minute bars of a year of sessions.
func minutesOf(b *testing.B, first, last market.Date) []market.Bar {
	var bars []market.Bar
	for s := range cal(b, "XNYS").Sessions(first, last) {
		for end := s.Open + minuteSpan; end <= s.Close; end += minuteSpan {
			bars = append(bars, *minute(end, float64(end%977), 1))
		}
	}
	return bars
}

const minuteSpan = market.Time(60e9)

func benchmarkBars(b *testing.B, spec market.BarSpec) {
	bars := minutesOf(b, 20240102, 20241231)
	build := builder(b, spec, market.Minutes(1), "XNYS", Options{})
	i, n := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		n += len(build.Bar(&bars[i]))
		if i++; i == len(bars) {
			i = 0
			build = builder(b, spec, market.Minutes(1), "XNYS", Options{})
		}
	}
	if n == 0 && b.N > 10_000 {
		b.Fatal("no bars")
	}
}

func BenchmarkMinutesTo5Minutes(b *testing.B) { benchmarkBars(b, market.Minutes(5)) }
func BenchmarkMinutesToHours(b *testing.B)    { benchmarkBars(b, market.Hours(1)) }
func BenchmarkMinutesToDays(b *testing.B)     { benchmarkBars(b, market.Daily()) }
func BenchmarkMinutesToVolume(b *testing.B)   { benchmarkBars(b, market.Volume(10)) }
func BenchmarkMinutesToRenko(b *testing.B)    { benchmarkBars(b, market.Renko(50)) }

func BenchmarkTradesToSeconds(b *testing.B) {
	build := builder(b, market.Seconds(1), market.Ticks(1), "24/7", Options{})
	trade := market.Trade{Time: 1_700_000_000e9, Price: 100, Size: 1}
	b.ReportAllocs()
	for b.Loop() {
		trade.Time += 50e6
		build.Trade(&trade)
	}
}
