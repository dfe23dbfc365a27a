package data

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// walk is n one-minute bars; the offset shifts all times.
func walk(n int, offset time.Duration) *market.Bars {
	bars := &market.Bars{}
	at := market.At(time.Date(2024, 1, 2, 14, 30, 0, 0, time.UTC)).Add(offset)
	for i := range n {
		price := 100 + float64(i%17)
		end := at.Add(time.Minute)
		bars.Append(market.Bar{Start: at, End: end, Open: price, High: price + 1, Low: price - 1, Close: price, Volume: 100})
		at = end
	}
	return bars
}

func BenchmarkReplay(b *testing.B) {
	for _, c := range []struct {
		name    string
		streams int
		ragged  bool
	}{{"1", 1, false}, {"10", 10, false}, {"1000-aligned", 1000, false}, {"1000-ragged", 1000, true}} {
		b.Run(c.name, func(b *testing.B) {
			rows := 1_000_000 / c.streams
			columns := make([]*market.Bars, c.streams)
			for i := range columns {
				var offset time.Duration
				if c.ragged {
					offset = time.Duration(i*37%1000) * 59 * time.Millisecond
				}
				columns[i] = walk(rows, offset)
			}
			open := func() *Replay {
				inputs := make([]Input, c.streams)
				for i := range inputs {
					inputs[i] = Input{Instrument: market.ID(i), Bars: FromBars(columns[i])}
				}
				return NewReplay(inputs...)
			}
			var ev market.Event
			replay := open()
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				if n++; replay.Next(market.Never, &ev) == Ended {
					b.StopTimer()
					replay = open()
					b.StartTimer()
				}
			}
		})
	}
}
