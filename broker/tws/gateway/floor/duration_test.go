package floor

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"60 S", "86400 S", "1 D", "2 W", "6 M", "1 Y", "3 days", "1 week", "100 Y", "1", "-1 D", "1 X", "", "9223372036854775807 Y", "1  D"} {
		f.Add(text)
	}
	c, err := calendar.Get("XNYS")
	if err != nil {
		f.Fatal(err)
	}
	end := market.At(time.Date(2025, 6, 3, 15, 0, 0, 0, time.UTC))
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := parseDuration(text)
		if !ok {
			return
		}
		if d.n < 1 || d.long() <= 0 {
			t.Fatalf("%q is %+v, %v long", text, d, d.long())
		}
		for _, rth := range []bool{true, false} {
			if from := d.before(end, c, rth); from >= end {
				t.Fatalf("%q before %v is %v", text, end, from)
			}
		}
	})
}
