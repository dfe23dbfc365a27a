package calendar

import (
	"slices"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// The closed weekdays that the exchanges published for 2024 and 2025.
func TestClosedDaysAbroad(t *testing.T) {
	for name, want := range map[string][]market.Date{
		"XETR": {
			20240101, 20240329, 20240401, 20240501, 20241224, 20241225, 20241226, 20241231,
			20250101, 20250418, 20250421, 20250501, 20251224, 20251225, 20251226, 20251231,
		},
		"XLON": {
			20240101, 20240329, 20240401, 20240506, 20240527, 20240826, 20241225, 20241226,
			20250101, 20250418, 20250421, 20250505, 20250526, 20250825, 20251225, 20251226,
		},
		"XTSE": {
			20240101, 20240219, 20240329, 20240520, 20240701, 20240805, 20240902, 20241014, 20241225, 20241226,
			20250101, 20250217, 20250418, 20250519, 20250701, 20250804, 20250901, 20251013, 20251225, 20251226,
		},
	} {
		c := get(t, name)
		var closed []market.Date
		for d := market.Date(20240101); d <= 20251231; d = d.AddDays(1) {
			if _, ok := c.Session(d); !ok && !weekend(d) {
				closed = append(closed, d)
			}
		}
		if !slices.Equal(closed, want) {
			t.Errorf("%s is closed on\n     %v\nwant %v", name, closed, want)
		}
	}
}

func TestHoursAbroad(t *testing.T) {
	for _, c := range []struct {
		name        string
		date        market.Date
		open, close string
		early       bool
	}{
		{"XETR", 20250603, "2025-06-03T07:00:00Z", "2025-06-03T15:30:00Z", false}, // summer time, UTC+2
		{"XLON", 20250603, "2025-06-03T07:00:00Z", "2025-06-03T15:30:00Z", false}, // UTC+1
		{"XTSE", 20250603, "2025-06-03T13:30:00Z", "2025-06-03T20:00:00Z", false}, // UTC-4
		{"XLON", 20241224, "2024-12-24T08:00:00Z", "2024-12-24T12:30:00Z", true},
		{"XTSE", 20241224, "2024-12-24T14:30:00Z", "2024-12-24T18:00:00Z", true},
	} {
		s, ok := get(t, c.name).Session(c.date)
		if !ok || s.Open.String() != c.open || s.Close.String() != c.close || s.Early != c.early {
			t.Errorf("%s on %v: %v to %v early %v, want %s to %s early %v", c.name, c.date, s.Open, s.Close, s.Early, c.open, c.close, c.early)
		}
	}
}
