package lean_test

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
)

// write makes a tree with one zip that holds one file.
func write(t *testing.T, path, entry, text string) *lean.Tree {
	t.Helper()
	root := t.TempDir()
	full := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(full)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	content, err := archive.Create(entry)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := content.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(archive.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	tree, err := lean.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

const dailyPath = "equity/usa/daily/xyz.zip"

var daily = lean.Selection{Market: "usa", Symbol: "XYZ"}

func TestBadRows(t *testing.T) {
	good := "20200102 00:00,100000,110000,90000,105000,1000\n"
	for _, test := range []struct {
		name, row, column string
		problem           rows.Problem
	}{
		{"word for a number", "20200103 00:00,abc,110000,90000,105000,1000", "open", rows.BadNumber},
		{"empty number", "20200103 00:00,100000,110000,90000,,1000", "close", rows.BadNumber},
		{"NaN", "20200103 00:00,100000,110000,NaN,105000,1000", "low", rows.NotFinite},
		{"no such day", "20200231 00:00,100000,110000,90000,105000,1000", "time", rows.BadTime},
		{"milliseconds in a daily file", "34200000,100000,110000,90000,105000,1000", "time", rows.BadTime},
		{"zero price", "20200103 00:00,100000,110000,0,105000,1000", "low", rows.NotPositive},
		{"too large", "20200103 00:00,100000,99999999999999999999,90000,105000,1000", "high", rows.TooLarge},
		{"high below low", "20200103 00:00,100000,90000,110000,105000,1000", "low", rows.HighBelowLow},
		{"open above high", "20200103 00:00,120000,110000,90000,105000,1000", "open", rows.OutsideRange},
		{"close below low", "20200103 00:00,100000,110000,90000,80000,1000", "close", rows.OutsideRange},
		{"negative volume", "20200103 00:00,100000,110000,90000,105000,-1", "volume", rows.NegativeVolume},
		{"day before", "20200101 00:00,100000,110000,90000,105000,1000", "time", rows.OutOfOrder},
		{"same day", "20200102 00:00,100000,110000,90000,105000,1000", "time", rows.Duplicate},
		{"too few fields", "20200103 00:00,100000", "", rows.FieldCount},
		{"long line", strings.Repeat("9", 70_000), "line", rows.LongLine},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree := write(t, dailyPath, "xyz.csv", good+test.row+"\n")
			stream, err := tree.Bars(daily)
			if err != nil {
				t.Fatal(err)
			}
			defer stream.Close()
			var batch market.Bars
			if err := stream.Next(&batch); err != nil || batch.Len() != 1 {
				t.Fatalf("%d rows before the bad one, error %v", batch.Len(), err)
			}
			var bad *rows.RowError
			if err := stream.Next(&batch); !errors.As(err, &bad) {
				t.Fatalf("error %v, want a *RowError", err)
			}
			if bad.Problem != test.problem || bad.Column != test.column || bad.Line != 2 || bad.Entry != "xyz.csv" || bad.Fix == "" {
				t.Errorf("got %+v, want %v in column %q of line 2", bad, test.problem, test.column)
			}
			dropped := daily
			dropped.BadRows = rows.Drop
			if r := readBars(t, tree, dropped); r.summary.Yielded != 1 || r.summary.Dropped != 1 || r.summary.BadRows() != 1 {
				t.Errorf("with drop: %+v", r.summary)
			}
		})
	}
}

// A future may trade at zero and below, as oil did on 20 April 2020 (low −40.32, settlement −37.63).
func TestNegativeOil(t *testing.T) {
	tree := write(t, "future/nymex/daily/cl_trade.zip", "cl_trade_202005.csv", "20200420 00:00,17.73,17.85,-40.32,-37.63,247947\n")
	bars := allBars(t, tree, lean.Selection{Type: lean.Future, Market: "nymex", Symbol: "CL", Contract: "202005"})
	if bars.Len() != 1 || bars.Low[0] != -40.32 || bars.Close[0] != -37.63 {
		t.Errorf("bars %+v", bars)
	}
}

// A contract that no file holds is a mistake, not an empty stream.
func TestUnknownContract(t *testing.T) {
	tree := write(t, "future/nymex/daily/cl_trade.zip", "cl_trade_202005.csv", "20200420 00:00,17.73,17.85,-40.32,-37.63,247947\n")
	stream, err := tree.Bars(lean.Selection{Type: lean.Future, Market: "nymex", Symbol: "CL", Contract: "202006"})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if err := stream.Next(new(market.Bars)); err == nil || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "Contracts") {
		t.Errorf("error %v, want one that says where to look", err)
	}
}

// With bad rows kept, a bar without one side is left out even if the other side has a fault.
func TestFaultyOneSidedBar(t *testing.T) {
	tree := write(t, "forex/oanda/hour/eurusd.zip", "eurusd.csv", strings.Join([]string{
		"20140501 00:00,1.1,1.2,1.0,1.1,0,1.2,1.3,1.1,1.2,0",
		"20140501 01:00,1.1,1.0,1.2,1.1,0,,,,,0",
	}, "\n"))
	s := lean.Selection{Type: lean.Forex, Market: "oanda", Symbol: "EURUSD", Resolution: lean.Hour, Price: market.Mid, BadRows: rows.Keep}
	if r := readBars(t, tree, s); r.summary.Yielded != 1 || skipped(&r.summary, rows.OneSided) != 1 {
		t.Errorf("summary %+v", r.summary)
	}
}

func TestDamagedZip(t *testing.T) {
	tree := write(t, dailyPath, "xyz.csv", strings.Repeat("20200102 00:00,100000,110000,90000,105000,1000\n", 1000))
	path := filepath.Join(tree.Root(), filepath.FromSlash(dailyPath))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = tree.Bars(daily)
	if err == nil || !strings.Contains(err.Error(), "cut off") || !strings.Contains(err.Error(), "fetch it again") {
		t.Errorf("a zip cut in half: error %v", err)
	}
}

func TestZipBomb(t *testing.T) {
	tree := write(t, dailyPath, "xyz.csv", strings.Repeat("\n", 1<<20))
	s := daily
	s.Limits.Bytes = 1 << 16
	if _, err := tree.Bars(s); err == nil || !strings.Contains(err.Error(), "limits.bytes") {
		t.Errorf("a file of a megabyte with a limit of 64 KiB: error %v", err)
	}
}

// One side of a quote, twice in one instant: only rows of different sides are one quote.
func TestQuotesOfOneInstant(t *testing.T) {
	tree := write(t, "equity/usa/tick/xyz/20200102_quote.zip", "20200102_xyz_quote_tick.csv", strings.Join([]string{
		"34200000,100000,100,0,0,N,1,0",
		"34200000,0,0,100200,200,N,1,0", // the other side: one quote with the row before
		"34200000,0,0,100300,300,N,1,0", // the same side again: another quote
		"34200005,100100,50,0,0,N,1,1",  // suspicious
		"34200007,100100,70,0,0,N,1,0",  // the ask stays
	}, "\n"))
	quotes, summary := allQuotes(t, tree, lean.Selection{Market: "usa", Symbol: "XYZ", Resolution: lean.Tick, DropSuspicious: true})
	want := []market.Quote{
		{Bid: 10, BidSize: 100, Ask: 10.02, AskSize: 200},
		{Bid: 10, BidSize: 100, Ask: 10.03, AskSize: 300},
		{Bid: 10.01, BidSize: 70, Ask: 10.03, AskSize: 300},
	}
	if quotes.Len() != len(want) {
		t.Fatalf("%d quotes, want %d: %+v", quotes.Len(), len(want), summary)
	}
	for i := range want {
		var got market.Quote
		quotes.Row(i, &got)
		if got.Time = 0; got != want[i] {
			t.Errorf("quote %d: %+v, want %+v", i, got, want[i])
		}
	}
}
