package client

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestSmallBarRules: IB's rules for small bars, one by one, with times in seconds. Half a second is ours.
func TestSmallBarRules(t *testing.T) {
	start := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
	type ask struct {
		now             float64
		identity, place string
		cost            int
		want            float64
	}
	repeat := func(n int, a ask) []ask {
		var rows []ask
		for i := range n {
			a.identity = fmt.Sprint(i)
			rows = append(rows, a)
		}
		return rows
	}
	anywhere := func(n int) []ask {
		rows := repeat(n, ask{cost: 1})
		for i := range rows {
			rows[i].place = fmt.Sprint(i)
		}
		return rows
	}
	for name, asks := range map[string][]ask{
		"the same after 15 s": {{0, "a", "x", 1, 0}, {1, "b", "x", 1, 1}, {2, "a", "x", 1, 15.5}, {20, "a", "x", 1, 31}},
		"five in 2 s": append(repeat(5, ask{now: 1, place: "x", cost: 1, want: 1}),
			ask{1.5, "", "y", 1, 1.5}, ask{1.5, "q", "x", 1, 3.5}),
		"60 in ten minutes":          append(anywhere(60), ask{6, "q", "q", 1, 600.5}, ask{700, "r", "r", 1, 700}),
		"bids and asks count double": append(anywhere(59), ask{6, "q", "q", 2, 600.5}),
	} {
		p := newPace(smallBarRules)
		for i, a := range asks {
			d := departure{identity: a.identity, place: a.place, cost: a.cost}
			at := p.next(start.Add(time.Duration(a.now*float64(time.Second))), d)
			if got := at.Sub(start).Seconds(); got != a.want {
				t.Errorf("%s: request %d leaves at %v, want %v", name, i, got, a.want)
			}
			p.book(at, d)
		}
	}
}

// TestPaceHolds: whatever wants to leave whenever, no window holds more than the rules allow, and nothing that says
// nothing more is remembered.
func TestPaceHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPace(smallBarRules)
		now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
		var all []departure
		for range rapid.IntRange(1, 200).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
			d := departure{
				identity: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "identity")),
				place:    fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "place")),
				cost:     rapid.IntRange(1, 2).Draw(t, "cost"),
			}
			d.at = p.next(now, d)
			if d.at.Before(now) {
				t.Fatalf("leaves at %v, before it was asked at %v", d.at, now)
			}
			now = d.at
			p.book(now, d)
			all = append(all, d)
		}
		for i, last := range all {
			places, cost := 0, 0
			for _, d := range all[:i+1] {
				age := last.at.Sub(d.at)
				if age <= 2*time.Second && d.place == last.place {
					places++
				}
				if age <= 10*time.Minute {
					cost += d.cost
				}
			}
			if places > 5 || cost > 60 {
				t.Fatalf("%d requests for one place within 2 s, cost %d within 10 minutes", places, cost)
			}
			for _, d := range all[:i] {
				if d.identity == last.identity && last.at.Sub(d.at) <= 15*time.Second {
					t.Fatalf("the same request again after %v", last.at.Sub(d.at))
				}
			}
		}
		p.book(now.Add(time.Hour), departure{})
		if len(p.past) != 1 {
			t.Errorf("%d departures are remembered", len(p.past))
		}
	})
}

func TestSmallBars(t *testing.T) {
	for size, want := range map[string]bool{
		"1 secs": true, "5 secs": true, "30 secs": true, "1 min": false, "1 day": false, "1 hour": false, "": true,
	} {
		if got := smallBars(size); got != want {
			t.Errorf("%q: %v", size, got)
		}
	}
}
