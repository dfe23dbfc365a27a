package data

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// yearPath is a year file of X's minutes; its folder exists afterwards.
func yearPath(t testing.TB, c *Catalog, name string) string {
	t.Helper()
	dir := filepath.Join(c.Root(), "bars", "X", "1m")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// readAll reads X's minutes to the end, or to the first error.
func readAll(c *Catalog) (rows int, err error) {
	stream, err := c.Bars("X", minute, Beginning, market.Never)
	if err != nil {
		return 0, err
	}
	defer stream.Close()
	var batch market.Bars
	for {
		if err := stream.Next(&batch); err != nil {
			if err == io.EOF {
				return rows, nil
			}
			return rows, err
		}
		rows += batch.Len()
	}
}

// A mangled file is an error, never a panic, a hang or rows out of order.
func FuzzReadYear(f *testing.F) {
	c := newCatalog(f)
	bars := randomWalk(300)
	mustWrite(f, c, "X", bars, Options{})
	whole, err := os.ReadFile(yearPath(f, c, yearName(2024)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PAR1PAR1"))
	f.Add([]byte{})
	for _, at := range []int{4, 30, len(whole) / 3, len(whole) / 2, len(whole) - 200, len(whole) - 8} {
		mangled := append([]byte(nil), whole...)
		mangled[at] ^= 0xFF
		f.Add(mangled)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		c := newCatalog(t)
		if err := os.WriteFile(yearPath(t, c, yearName(2024)), content, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := readAll(c)
		var file *FileError
		var empty *EmptyPeriodError
		if err != nil && !errors.As(err, &file) && !errors.As(err, &empty) {
			t.Errorf("got %v (%T), want a FileError", err, err)
		}
		if _, err := c.Series(); err != nil && !errors.As(err, &file) {
			t.Errorf("Series: %v (%T), want a FileError", err, err)
		}
	})
}

// Files that other programs wrote are read if they have the right columns, whatever else they have.
func TestReadFilesOfOthers(t *testing.T) {
	// The rows that the files were made of.
	want := &market.Bars{
		Start: []market.Time{utc("2024-01-02 14:30"), utc("2024-01-02 14:31"), utc("2024-01-02 14:32")},
		End:   []market.Time{utc("2024-01-02 14:31"), utc("2024-01-02 14:32"), utc("2024-01-02 14:33")},
		Open:  []float64{470.49, 470.2, 470.4}, High: []float64{470.6, 470.5, 470.9},
		Low: []float64{470.1, 470.0, 470.3}, Close: []float64{470.2, 470.4, 470.85}, Volume: []float64{1000, 2500, 1200},
	}
	for _, name := range []string{"pandas.parquet", "polars.parquet"} {
		t.Run(name, func(t *testing.T) {
			c := newCatalog(t)
			install(t, c, name)
			wantBars(t, mustRead(t, c, "X", Beginning, market.Never), want)
			info, err := c.Info(BarSeries("X", minute))
			if err != nil || info.Rows != 3 || info.First != want.End[0] || info.Last != want.End[2] {
				t.Errorf("Info: %+v, %v", info, err)
			}
		})
	}
}

func install(t *testing.T, c *Catalog, name string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(yearPath(t, c, yearName(2024)), content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadFaultyFiles(t *testing.T) {
	whole := func(t *testing.T, c *Catalog) []byte {
		mustWrite(t, c, "X", randomWalk(5000), Options{})
		content, err := os.ReadFile(yearPath(t, c, yearName(2024)))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	for _, test := range []struct {
		name string
		make func(t *testing.T, c *Catalog) []byte
		want string
	}{
		{"cut short", func(t *testing.T, c *Catalog) []byte { b := whole(t, c); return b[:len(b)-100] }, "cut short"},
		{"empty", func(*testing.T, *Catalog) []byte { return nil }, "not a Parquet file"},
		{"something else", func(*testing.T, *Catalog) []byte { return []byte("Date,Open,High,Low,Close\n2024-01-02,1,2,3,4\n") }, "not a Parquet file"},
		{"a flipped byte in a page", func(t *testing.T, c *Catalog) []byte { b := whole(t, c); b[len(b)/2] ^= 1; return b }, "column"},
		{"bars under quotes' name", func(t *testing.T, c *Catalog) []byte {
			var quotes market.Quotes
			quotes.Append(market.Quote{Time: utc("2024-01-02 10:00"), Bid: 1, Ask: 2})
			if _, err := c.WriteQuotes(t.Context(), "X", FromQuotes(&quotes), Options{}); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(filepath.Join(c.Root(), "quotes", "X", yearName(2024)))
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, `column "start" is missing; its columns are time, bid, ask, bid_size, ask_size`},
		{"rows out of order", func(t *testing.T, c *Catalog) []byte {
			bars := barColumns(barsAt(1, "2024-01-02 10:00", "2024-01-02 10:02", "2024-01-02 10:01"))
			w, err := c.createYear(filepath.Dir(yearPath(t, c, "")), 2024, &layouts[Bars], false, &columns{})
			if err = errors.Join(err, w.append(&bars), w.finish()); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(w.path)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, "row 3 at 2024-01-02T10:01:00Z is earlier"},
		{"microseconds", nil, "want timestamp[ns, UTC]"},
		{"a value that is empty", nil, `column "low" has empty values`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCatalog(t)
			switch test.name {
			case "microseconds":
				install(t, c, "duckdb.parquet")
			case "a value that is empty":
				install(t, c, "pandas-empty-value.parquet")
			default:
				if err := os.WriteFile(yearPath(t, c, yearName(2024)), test.make(t, c), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			_, err := readAll(c)
			var faulty *FileError
			if !errors.As(err, &faulty) || filepath.Base(faulty.Path) != yearName(2024) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want a FileError about %q", err, test.want)
			}
		})
	}
}
