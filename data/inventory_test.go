package data

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/market"
)

func TestSeriesList(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "SPY", barsAt(1, "2023-06-01 12:00", "2024-06-01 12:00"), Options{})
	mustWrite(t, c, "BRK.B", barsAt(1, "2024-06-01 12:00"), Options{})
	var trades market.Trades
	trades.Append(market.Trade{Time: utc("2024-06-01 12:00"), Price: 1, Size: 1})
	if _, err := c.WriteTrades(t.Context(), "SPY", FromTrades(&trades), Options{}); err != nil {
		t.Fatal(err)
	}
	// What is not the catalog's own is passed over.
	for _, foreign := range []string{"bars/SPY/notes", "bars/SPY/60s", "bars/.git", "quotes/SPY", "cache"} {
		if err := os.MkdirAll(filepath.Join(c.Root(), filepath.FromSlash(foreign)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := c.Series()
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		if got[i].Bytes <= 0 {
			t.Errorf("%s has %d bytes", got[i].Series, got[i].Bytes)
		}
		got[i].Bytes = 0
	}
	june23, june24 := utc("2023-06-01 12:00"), utc("2024-06-01 12:00")
	want := []Info{
		{Series: BarSeries("BRK.B", minute), Rows: 1, First: june24, Last: june24, Files: 1},
		{Series: BarSeries("SPY", minute), Rows: 2, First: june23, Last: june24, Files: 2},
		{Series: TradeSeries("SPY"), Rows: 1, First: june24, Last: june24, Files: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSeriesListsTheRestWhenOneIsDamaged(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "SPY", barsAt(1, "2024-06-01 12:00"), Options{})
	if err := os.WriteFile(yearPath(t, c, yearName(2024)), []byte("rubbish"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := c.Series()
	var faulty *FileError
	if !errors.As(err, &faulty) || len(got) != 1 || got[0].Symbol != "SPY" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFiles(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "EUR/USD", barsAt(1, "2022-06-01 12:00", "2023-06-01 12:00", "2024-06-01 12:00"), Options{})
	got, err := c.Files(BarSeries("EUR/USD", minute), utc("2023-01-01 00:00"), utc("2024-03-01 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	var want []FileInfo
	for _, path := range []string{"bars/EUR%2FUSD/1m/2023.parquet", "bars/EUR%2FUSD/1m/2024.parquet"} {
		content, err := os.ReadFile(filepath.Join(c.Root(), filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, FileInfo{Path: path, Bytes: int64(len(content)), SHA256: fmt.Sprintf("%x", sha256.Sum256(content))})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The same rows make the same bytes, so that a manifest means something.
func TestFilesAreReproducible(t *testing.T) {
	var hashes [2]string
	for i := range hashes {
		c := newCatalog(t)
		mustWrite(t, c, "X", randomWalk(2000), Options{})
		files, err := c.Files(BarSeries("X", minute), Beginning, market.Never)
		if err != nil {
			t.Fatal(err)
		}
		hashes[i] = files[0].SHA256
	}
	if hashes[0] != hashes[1] {
		t.Errorf("hashes %v differ", hashes)
	}
}

// The drawing in the package comment names the folders and columns that a real catalog has.
func TestDrawing(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	drawing := string(source)
	for kind := range Kind(len(kindNames)) {
		for _, name := range append(append([]string{kind.String() + "/<symbol>"}, layouts[kind].times...), layouts[kind].values...) {
			if kind == Depth && name != "time" && !strings.Contains(name, "/") && !strings.HasSuffix(name, "_1") && !strings.HasSuffix(name, "_10") {
				continue // the levels in between are "and so on"
			}
			if !strings.Contains(drawing, name) {
				t.Errorf("the package comment does not mention %q of %s", name, kind)
			}
		}
	}
	for _, folder := range []string{instrumentsFolder, actionsFolder} {
		if !strings.Contains(drawing, folder+"/<symbol>"+documentSuffix) {
			t.Errorf("the package comment does not draw %s", folder)
		}
	}
}
