package data_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

func TestDownloadRecord(t *testing.T) {
	catalog, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := data.BarSeries("EUR/USD", market.Minutes(1).Of(market.Mid))
	if got, err := catalog.Download(s); err != nil || got.Terms != "" || got.Spans != nil {
		t.Errorf("before the first: %+v, %v", got, err)
	}
	want := data.Download{Terms: "IBKR MIDPOINT", Spans: []data.Span{{From: 10, To: 20}, {From: 20, To: 30, Empty: true}}}
	if err := catalog.PutDownload(s, want); err != nil {
		t.Fatal(err)
	}
	got, err := catalog.Download(s)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	// A record is no data: the series is not there until it has rows.
	if list, err := catalog.Series(); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	path := filepath.Join(catalog.Root(), "bars", "EUR%2FUSD", "1m-mid", "download.json")
	if err := os.WriteFile(path, []byte(`{"terms":"","spans":[{"from":"2024-01-02T00:00:00Z","to":"2024-01-01T00:00:00Z"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var faulty *data.FileError
	if _, err := catalog.Download(s); !errors.As(err, &faulty) || faulty.Path != path {
		t.Errorf("a span backwards: %v", err)
	}
}

func TestDownloadMissing(t *testing.T) {
	d := data.Download{Spans: []data.Span{{From: 10, To: 20}, {From: 30, To: 40, Empty: true}}}
	for _, c := range []struct {
		from, to market.Time
		want     []data.Span
	}{
		{0, 5, []data.Span{{From: 0, To: 5}}},
		{0, 10, []data.Span{{From: 0, To: 10}}},
		{10, 20, nil},
		{12, 18, nil},
		{15, 35, []data.Span{{From: 20, To: 30}}},
		{0, 50, []data.Span{{From: 0, To: 10}, {From: 20, To: 30}, {From: 40, To: 50}}},
		{40, 50, []data.Span{{From: 40, To: 50}}},
	} {
		if diff := cmp.Diff(c.want, d.Missing(c.from, c.to)); diff != "" {
			t.Errorf("(%d, %d]: %s", c.from, c.to, diff)
		}
	}
}

// A record of any spans agrees, instant by instant, with a table of what was said last.
func TestDownloadAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const end = 40
		var d data.Download
		var said [end + 1]int // 0 nothing, 1 rows, 2 empty
		for range rapid.IntRange(1, 12).Draw(t, "adds") {
			from := rapid.IntRange(0, end-1).Draw(t, "from")
			to := rapid.IntRange(from+1, end).Draw(t, "to")
			empty := rapid.Bool().Draw(t, "empty")
			d.Add(data.Span{From: market.Time(from), To: market.Time(to), Empty: empty})
			for i := from + 1; i <= to; i++ {
				if said[i] = 1; empty {
					said[i] = 2
				}
			}
		}
		var got [end + 1]int
		for i, s := range d.Spans {
			if i > 0 && (s.From < d.Spans[i-1].To || s.From == d.Spans[i-1].To && s.Empty == d.Spans[i-1].Empty) {
				t.Fatalf("%+v: spans overlap, or touch and are alike", d.Spans)
			}
			for at := s.From + 1; at <= s.To; at++ {
				if got[at] = 1; s.Empty {
					got[at] = 2
				}
			}
		}
		if got != said {
			t.Fatalf("spans %+v say %v, want %v", d.Spans, got, said)
		}
		for _, gap := range d.Missing(0, end) {
			for at := gap.From + 1; at <= gap.To; at++ {
				if said[at] != 0 {
					t.Fatalf("%d is known and missing", at)
				}
				said[at] = 1
			}
		}
		for at := 1; at <= end; at++ {
			if said[at] == 0 {
				t.Fatalf("%d is neither known nor missing", at)
			}
		}
	})
}
