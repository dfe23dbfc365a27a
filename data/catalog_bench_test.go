package data

import (
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// randomWalk is n one-minute bars on a grid of cents, as shares have them.
func randomWalk(n int) *market.Bars {
	r := rand.New(rand.NewPCG(1, 2))
	cents := func(x float64) float64 { return math.Round(x*100) / 100 }
	bars := &market.Bars{}
	at := market.At(time.Date(2024, 1, 2, 14, 30, 0, 0, time.UTC))
	price := 200.0
	for i := range n {
		bar := market.Bar{Start: at, End: at.Add(time.Minute), Open: cents(price), High: cents(price), Low: cents(price)}
		for range 4 {
			price += r.NormFloat64() * 0.03
			bar.High, bar.Low = max(bar.High, cents(price)), min(bar.Low, cents(price))
		}
		bar.Close, bar.Volume = cents(price), 100*math.Round(math.Exp(r.NormFloat64()+5))
		bars.Append(bar)
		if at = bar.End; i%390 == 389 {
			at = at.Add(17*time.Hour + 30*time.Minute)
		}
	}
	return bars
}

func BenchmarkCatalog(b *testing.B) {
	const rows = 1_000_000
	bars := randomWalk(rows)
	b.Run("write", func(b *testing.B) {
		c := newCatalog(b)
		b.ReportAllocs()
		for b.Loop() {
			mustWrite(b, c, "SPY", bars, Options{Overlap: Replace})
		}
		b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mbars/s")
		info, err := c.Info(BarSeries("SPY", minute))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Bytes)/rows, "B/bar")
	})
	b.Run("read", func(b *testing.B) {
		c := newCatalog(b)
		mustWrite(b, c, "SPY", bars, Options{})
		b.ReportAllocs()
		for b.Loop() {
			stream := openBars(b, c, "SPY")
			if n := count(b, stream); n != rows {
				b.Fatalf("%d rows", n)
			}
			if err := stream.Close(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mbars/s")
	})
	// What an open stream costs in memory, when a thousand are open at once.
	b.Run("open", func(b *testing.B) {
		c := newCatalog(b)
		some := bars.Slice(0, 200_000)
		mustWrite(b, c, "SPY", &some, Options{})
		const streams = 200
		var kept [streams]market.BarStream
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for b.Loop() {
			for i := range kept {
				kept[i] = openBars(b, c, "SPY")
			}
			b.StopTimer()
			runtime.GC()
			runtime.ReadMemStats(&after)
			for _, stream := range kept {
				if err := stream.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.StartTimer()
		}
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/streams/1024, "kB/stream")
	})
}

func openBars(b *testing.B, c *Catalog, symbol string) market.BarStream {
	stream, err := c.Bars(symbol, minute, Beginning, market.Never)
	if err != nil {
		b.Fatal(err)
	}
	return stream
}

func count(b *testing.B, stream market.BarStream) (rows int) {
	var batch market.Bars
	for {
		err := stream.Next(&batch)
		if err == io.EOF {
			return rows
		}
		if err != nil {
			b.Fatal(err)
		}
		rows += batch.Len()
	}
}
