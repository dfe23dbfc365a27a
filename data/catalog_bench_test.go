package data

import (
	"context"
	"io"
	"math"
	"math/rand/v2"
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
	spec := market.Minutes(1)
	b.Run("write", func(b *testing.B) {
		c, err := Create(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.WriteBars(context.Background(), "SPY", spec, FromBars(bars), Options{Overlap: Replace}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mbars/s")
		info, err := c.Info(BarSeries("SPY", spec))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Bytes)/rows, "B/bar")
	})
	b.Run("read", func(b *testing.B) {
		c, err := Create(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.WriteBars(context.Background(), "SPY", spec, FromBars(bars), Options{}); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			stream, err := c.Bars("SPY", spec, Beginning, market.Never)
			if err != nil {
				b.Fatal(err)
			}
			var batch market.Bars
			n := 0
			for {
				err := stream.Next(&batch)
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				n += batch.Len()
			}
			if err := stream.Close(); err != nil || n != rows {
				b.Fatal(n, err)
			}
		}
		b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds()/1e6, "Mbars/s")
	})
}
