package custody_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// BenchmarkInspect is what an account with margin costs each instant in which something is held.
func BenchmarkInspect(b *testing.B) {
	x := newBench(b, settings{}, market.NewEquity("A"))
	x.trade("A", 100)
	x.send("buy 100 A")
	x.trade("A", 100)
	b.ReportAllocs()
	for b.Loop() {
		x.custody.Inspect(x.now, nil)
	}
}

// BenchmarkReview is an order that is asked for beside others that rest.
func BenchmarkReview(b *testing.B) {
	for _, resting := range []int{0, 20, 200} {
		b.Run(fmt.Sprint(resting), func(b *testing.B) {
			x := newBench(b, settings{money: "100000000"}, market.NewEquity("A"))
			x.trade("A", 100)
			for range resting {
				x.send("buy 1 A 90")
			}
			b.ReportAllocs()
			for b.Loop() {
				id := x.send("buy 1 A 90")
				x.venue.Cancel(id)
				x.settle()
			}
		})
	}
}
