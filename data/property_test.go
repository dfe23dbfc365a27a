package data

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

// Whatever is written in two parts, in batches of any size, comes back for any period as if the rows had
// been kept in a slice.
func TestCatalogEqualsASlice(t *testing.T) {
	c, checks := newCatalog(t), 0
	rapid.Check(t, func(t *rapid.T) {
		checks++
		symbol := fmt.Sprint("X", checks)
		var all market.Bars
		at := market.At(time.Date(2023, time.December, 31, 23, 0, 0, 0, time.UTC))
		rows := rapid.IntRange(2, 600).Draw(t, "rows")
		withSpread := rapid.Bool().Draw(t, "spread")
		// One step of nanoseconds to hours for the whole, so that the rows may or may not reach into 2024.
		step := time.Duration(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "step"))
		for i := range rows {
			b := market.Bar{Start: at, End: at.Add(step), Open: 1 + float64(i%7), High: float64(i), Low: -float64(i) / 3, Close: 1e-9 * float64(i), Volume: float64(i % 3)}
			if withSpread {
				b.Spread = float64(1 + i%2)
			}
			all.Append(b)
			at = b.End
		}
		half := rapid.IntRange(1, rows-1).Draw(t, "half")
		sizes := []int{rapid.IntRange(1, 400).Draw(t, "batch"), 0, 1}
		for _, part := range []market.Bars{all.Slice(half, rows), all.Slice(0, half)} {
			if _, err := c.WriteBars(context.Background(), symbol, minute, &short{bars: part, sizes: sizes}, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		from := rapid.IntRange(0, rows-1).Draw(t, "from")
		to := rapid.IntRange(from+1, rows).Draw(t, "to")
		stream, err := c.Bars(symbol, minute, all.End[from]-1, all.End[to-1])
		if err != nil {
			t.Fatal(err)
		}
		want := all.Slice(from, to)
		if !sameBars(drain(t, stream), &want) {
			t.Fatal("the rows differ")
		}
	})
}
