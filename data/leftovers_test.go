package data

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// A folder's name may have characters that mean something in a pattern.
func TestWriteBelowAFolderWithBrackets(t *testing.T) {
	for _, name := range []string{"a b ü", "x[1]", "open[", "st*r?"} {
		c, err := Create(filepath.Join(t.TempDir(), name))
		if errors.Is(err, fs.ErrInvalid) {
			continue // Windows has no such names
		}
		if err != nil {
			t.Fatal(err)
		}
		leftover := yearPath(t, c, "2024.parquet.tmp")
		if err := os.WriteFile(leftover, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		mustWrite(t, c, "X", barsAt(1, "2025-05-01 10:00"), Options{})
		if _, err := os.Stat(leftover); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: the leftover is still there: %v", name, err)
		}
	}
}

// What a writer of a document left is deleted once it is too old to be a write on its way.
func TestDocumentClearsAwayLeftovers(t *testing.T) {
	root := newCatalog(t).Root()
	dir := filepath.Join(root, instrumentsFolder)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	left, fresh := filepath.Join(dir, "OLD.json-1.tmp"), filepath.Join(dir, "NEW.json-2.tmp")
	for _, path := range []string{left, fresh} {
		if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(left)
	if err != nil {
		t.Fatal(err)
	}
	hour := info.ModTime().Add(-time.Hour)
	if err := os.Chtimes(left, hour, hour); err != nil {
		t.Fatal(err)
	}
	c, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.PutInstrument(market.NewEquity("SPY")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old leftover is still there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the file of a write on its way: %v", err)
	}
}

// The hash of a file is kept with the results of a run, so equal rows must make equal bytes, also where
// a column has more different values than a dictionary takes.
func TestEqualRowsMakeEqualFiles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var trades market.Trades
	for i := range 2 * dictionaryValues {
		at := utc("2024-05-01 10:00").Add(time.Duration(i) * time.Second)
		trades.Append(market.Trade{Time: at, Price: random.Float64(), Size: float64(i % dictionaryValues)})
	}
	var first []byte
	for i := range 40 {
		c := newCatalog(t)
		if _, err := c.WriteTrades(t.Context(), "X", FromTrades(&trades), Options{}); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(c.Root(), "trades", "X", yearName(2024)))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = content
		} else if !bytes.Equal(first, content) {
			t.Fatalf("file %d differs from the first", i+1)
		}
	}
}

func TestTooManyForDictionary(t *testing.T) {
	values := make([]float64, rowGroup)
	for i := range values {
		values[i] = float64(i % (dictionaryValues - 1))
	}
	if tooManyForDictionary(values) {
		t.Error("one value fewer than the limit is too many")
	}
	values[rowGroup-1] = -1
	if !tooManyForDictionary(values) {
		t.Error("as many values as the limit are not too many")
	}
}
