package synth_test

import (
	"io"
	"testing"

	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// TestDepth: the top of each book is the quote of its instant, its levels are in order on the price grid, and a second
// reading is the same.
func TestDepth(t *testing.T) {
	in := market.NewEquity("SPY")
	cal, err := calendar.Get(in.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	o := synth.Defaults(&in)
	o.Seed, o.First, o.Last = 7, market.NewDate(2024, 3, 4), market.NewDate(2024, 3, 4)
	tape, err := synth.New(&in, cal, o)
	if err != nil {
		t.Fatal(err)
	}
	quotes, books, again := tape.Quotes(), tape.Depth(), tape.Depth()
	var batch market.Quotes
	var d, twin market.Depth
	count := 0
	for quotes.Next(&batch) == nil {
		for i := range batch.Len() {
			if err := books.Next(&d); err != nil {
				t.Fatal(err)
			}
			if err := again.Next(&twin); err != nil || twin != d {
				t.Fatal("the second reading differs", err)
			}
			var q market.Quote
			batch.Row(i, &q)
			if d.Quote() != q {
				t.Fatalf("top %+v, quote %+v", d.Quote(), q)
			}
			for level := 1; level < market.MaxLevels; level++ {
				bid, ask := d.Bids[level], d.Asks[level]
				if bid.Price >= d.Bids[level-1].Price || ask.Price <= d.Asks[level-1].Price || bid.Size < 1 || ask.Size < 1 {
					t.Fatalf("level %d of %+v", level, d)
				}
				if !in.OnGrid(in.PriceOf(bid.Price, market.Nearest)) || in.PriceOf(ask.Price, market.Nearest).InexactFloat64() != ask.Price {
					t.Fatalf("level %d of %+v is off the grid", level, d)
				}
			}
			count++
		}
	}
	if err := books.Next(&d); err != io.EOF || count == 0 {
		t.Errorf("%d quotes; after them a book, %v", count, err)
	}
}
