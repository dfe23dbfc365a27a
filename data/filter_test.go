package data

import (
	"slices"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func TestPeriod(t *testing.T) {
	times := []market.Time{10, 20, 30, 40}
	for _, test := range []struct {
		from, to market.Time
		want     []market.Time
	}{
		{Beginning, market.Never, times},
		{10, 30, []market.Time{20, 30}},
		{9, 10, []market.Time{10}},
		{40, market.Never, nil},
		{20, 29, nil},
		{Beginning, 5, nil},
	} {
		bars := barsOfPrices(1, times...).(*memoryBars).bars
		got := drain(t, Period(&short{bars: *bars, sizes: []int{2, 1}}, test.from, test.to))
		if !slices.Equal(got.End, test.want) {
			t.Errorf("(%d, %d] is %v, want %v", test.from, test.to, got.End, test.want)
		}
	}
}

// The hours of the New York Stock Exchange: 2023-11-24, the day after Thanksgiving, closed at 13:00, and
// New York was five hours behind UTC. A bar belongs to the session in which it ends.
func TestRegularHours(t *testing.T) {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	bars := barsAt(1,
		"2023-11-22 14:30", // ends at the open: the last of the pre-market
		"2023-11-22 14:31",
		"2023-11-22 21:00", // ends at the close
		"2023-11-22 21:01",
		"2023-11-23 15:00", // Thanksgiving
		"2023-11-24 14:29",
		"2023-11-24 14:31",
		"2023-11-24 17:59",
		"2023-11-24 18:00", // the early close
		"2023-11-24 18:01",
		"2023-11-25 15:00", // Saturday
	)
	want := []market.Time{utc("2023-11-22 14:31"), utc("2023-11-22 21:00"), utc("2023-11-24 14:31"), utc("2023-11-24 17:59"), utc("2023-11-24 18:00")}
	for _, sizes := range [][]int{{100}, {1}, {3, 0, 2}} {
		got := drain(t, RegularHours(&short{bars: *bars, sizes: sizes}, nyse))
		if !slices.Equal(got.End, want) {
			t.Errorf("in batches of %v: %v", sizes, got.End)
		}
	}
}
