package backtest

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// The NYSE trades 6.5 hours a day, 3.5 on the Friday after Thanksgiving, and not on the Thursday.
func TestOpenTime(t *testing.T) {
	cal, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) market.Time {
		return market.At(market.NewDate(2024, 11, day).Clock(hour, minute, cal.Zone()))
	}
	for _, c := range []struct {
		name     string
		from, to market.Time
		want     time.Duration
	}{
		{"a day", at(26, 0, 0), at(27, 0, 0), 390 * time.Minute},
		{"holiday and half day", at(27, 16, 0), at(29, 20, 0), 210 * time.Minute},
		{"from noon to ten past the next open", at(26, 12, 0), at(27, 9, 40), 250 * time.Minute},
		{"a night", at(26, 16, 0), at(27, 9, 30), 0},
		{"nothing", at(26, 12, 0), at(26, 12, 0), 0},
	} {
		if got := openTime(cal, c.from, c.to); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
