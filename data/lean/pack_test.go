package lean_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// packFile is what the pack's manifest says about a file; the manifest was made by other code.
type packFile struct {
	Path       string         `json:"path"`
	Rows       int64          `json:"rows"`
	First      string         `json:"first"`
	Last       string         `json:"last"`
	Resolution string         `json:"resolution"`
	TickType   string         `json:"tick_type"`
	TimeZone   string         `json:"time_zone"`
	Entries    int            `json:"entries"`
	Issues     map[string]int `json:"issues"`
}

var readManifest = sync.OnceValues(func() ([]packFile, error) {
	text, err := os.ReadFile(manifestPath)
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Files []packFile `json:"files"`
	}
	return manifest.Files, json.Unmarshal(text, &manifest)
})

var manifestPath string

// manifest is the pack's list of LEAN data files that hold bars, quotes or trades.
func manifest(t testing.TB) []packFile {
	t.Helper()
	return slices.DeleteFunc(dataFiles(t), func(f packFile) bool { return f.TickType == "openinterest" })
}

// dataFiles is the pack's list of LEAN data files, open interest among them.
func dataFiles(t testing.TB) []packFile {
	t.Helper()
	manifestPath = datapack.Path(t, "manifest.json")
	files, err := readManifest()
	if err != nil {
		t.Fatal(err)
	}
	var kept []packFile
	for _, f := range files {
		if strings.HasPrefix(f.Path, "lean/") && f.Resolution != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

func openTree(t testing.TB) *lean.Tree {
	t.Helper()
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// selection is what reads one file of the manifest and nothing else.
func (f *packFile) selection(t testing.TB) lean.Selection {
	t.Helper()
	parts := strings.Split(f.Path, "/")
	s := lean.Selection{Market: parts[2], AsNamed: true, BadRows: rows.Keep}
	if err := s.Type.UnmarshalText([]byte(parts[1])); err != nil {
		t.Fatal(err)
	}
	if err := s.Resolution.UnmarshalText([]byte(parts[3])); err != nil {
		t.Fatal(err)
	}
	if f.TickType == "quote" {
		s.Price = market.Mid
	}
	name := strings.TrimSuffix(parts[len(parts)-1], ".zip")
	if s.Resolution >= lean.Minute {
		s.Symbol = parts[4]
		day, err := market.ParseDate(name[:8])
		if err != nil {
			t.Fatal(err)
		}
		s.From, s.To = day, day
		return s
	}
	s.Symbol, _, _ = strings.Cut(name, "_")
	if year := strings.Split(name, "_"); len(year) > 2 {
		y, err := market.ParseDate(year[1] + "0101")
		if err != nil {
			t.Fatal(err)
		}
		s.From, s.To = y, market.NewDate(y.Year(), time.December, 31)
	}
	return s
}

// reading is what was read of a selection, with the times as LEAN stamps them.
type reading struct {
	first, last market.Time
	zero        int // bars without volume
	crossed     int
	summary     rows.Summary
}

func (r *reading) see(at market.Time) {
	if r.first == 0 || at < r.first {
		r.first = at
	}
	r.last = max(r.last, at)
}

func readBars(t testing.TB, tree *lean.Tree, s lean.Selection) reading {
	t.Helper()
	stream, err := tree.Bars(s)
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	var batch market.Bars
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i := range batch.Len() {
			r.see(batch.Start[i])
			if batch.Volume[i] == 0 {
				r.zero++
			}
			if batch.Spread != nil && batch.Spread[i] < 0 {
				r.crossed++
			}
		}
	})
	r.summary = stream.Summary()
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func readQuotes(t testing.TB, tree *lean.Tree, s lean.Selection) reading {
	t.Helper()
	stream, err := tree.Quotes(s)
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	var batch market.Quotes
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i := range batch.Len() {
			r.see(batch.Time[i])
		}
	})
	r.summary = stream.Summary()
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func readTrades(t testing.TB, tree *lean.Tree, s lean.Selection) reading {
	t.Helper()
	stream, err := tree.Trades(s)
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	var batch market.Trades
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i := range batch.Len() {
			r.see(batch.Time[i])
		}
	})
	r.summary = stream.Summary()
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func drain(t testing.TB, next func() error, visit func()) {
	t.Helper()
	for {
		err := next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		visit()
	}
}
