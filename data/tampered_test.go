package data

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"github.com/tidemark/tidemark/market"
)

// wantFileError wants a *FileError about a year file of X, and that it says what to say.
func wantFileError(t *testing.T, what string, err error, name, say string) {
	t.Helper()
	var faulty *FileError
	if !errors.As(err, &faulty) || filepath.Base(faulty.Path) != name || strings.Count(err.Error(), "catalog file") != 1 ||
		!strings.Contains(err.Error(), say) {
		t.Errorf("%s: got %v, want one FileError of %s that says %q", what, err, name, say)
	}
}

// Rows under the name of another year would be passed over by every stream that asks for their period.
func TestYearThatWasRenamed(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "X", barsAt(1, "2024-05-01 10:00", "2024-05-01 10:01"), Options{})
	if err := os.Rename(yearPath(t, c, yearName(2024)), yearPath(t, c, yearName(2022))); err != nil {
		t.Fatal(err)
	}
	_, err := readAll(c)
	wantFileError(t, "read all", err, "2022.parquet", "row 1 at 2024-05-01T10:00:00Z is not of the year")
	_, err = c.Series()
	wantFileError(t, "list", err, "2022.parquet", "not all of the year")
	_, err = c.Bars("X", minute, utc("2024-01-01 00:00"), market.Never)
	wantFileError(t, "read 2024", err, "2022.parquet", "not all of the year")
	_, err = c.WriteBars(context.Background(), "X", minute, FromBars(barsAt(1, "2022-05-01 10:00")), Options{Overlap: Replace})
	wantFileError(t, "write 2022", err, "2022.parquet", "not of the year")
}

// A write merges with the rows that are held only if they are in order; otherwise it would put its own
// in the wrong place.
func TestWriteIntoDisorder(t *testing.T) {
	c := newCatalog(t)
	path := yearPath(t, c, yearName(2024))
	bars := barColumns(barsAt(1, "2024-01-02 10:00", "2024-01-02 10:02", "2024-01-02 10:01"))
	w, err := c.createYear(filepath.Dir(path), 2024, &layouts[Bars], false, &columns{})
	if err = errors.Join(err, w.append(&bars), w.finish(), os.Rename(w.path, path)); err != nil {
		t.Fatal(err)
	}
	before := tree(t, c.Root())
	_, err = c.WriteBars(context.Background(), "X", minute, FromBars(barsAt(2, "2024-03-01 10:00")), Options{Overlap: Replace})
	wantFileError(t, "write", err, "2024.parquet", "row 3 at 2024-01-02T10:01:00Z is earlier")
	if after := tree(t, c.Root()); len(after) != len(before)+1 { // the lock
		t.Errorf("files %v became %v", before, after)
	}
}

// Neither a write nor a file of another program brings rows into a replay that are no observations. The
// second row, of 10:02, is the one spoilt.
func TestRowsThatAreNoObservations(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*market.Bars)
		want  string
	}{
		{"NaN", func(b *market.Bars) { b.Close[1] = math.NaN() }, "row 2: its close is NaN"},
		{"infinite", func(b *market.Bars) { b.Volume[1] = math.Inf(-1) }, "row 2: its volume is -Inf"},
		{"the first of two", func(b *market.Bars) { b.Open[2], b.Volume[1] = math.NaN(), math.Inf(1) }, "row 2: its volume is +Inf"},
		{"backwards", func(b *market.Bars) { b.Start[1] = b.End[1] + 1 }, "row 2: it starts at 2024-05-01T10:02:00.000000001Z, after its end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCatalog(t)
			bars := barsAt(1, "2024-05-01 10:01", "2024-05-01 10:02", "2024-05-01 10:03")
			test.spoil(bars)
			_, err := c.WriteBars(t.Context(), "X", minute, FromBars(bars), Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("write: got %v, want %q", err, test.want)
			}
			if years, err := years(filepath.Dir(yearPath(t, c, ""))); err != nil || len(years) > 0 {
				t.Errorf("the refused write left %v, %v", years, err)
			}
			path, spoilt := yearPath(t, c, yearName(2024)), barColumns(bars)
			w, err := c.createYear(filepath.Dir(path), 2024, &layouts[Bars], false, &columns{})
			if err = errors.Join(err, w.append(&spoilt), w.finish(), os.Rename(w.path, path)); err != nil {
				t.Fatal(err)
			}
			_, err = readAll(c)
			wantFileError(t, "read", err, "2024.parquet", test.want)
		})
	}
}

func TestColumnThatIsThereTwice(t *testing.T) {
	l := &layouts[Trades]
	node, err := l.node(false)
	if err != nil {
		t.Fatal(err)
	}
	fields := schema.FieldList{node.Field(0), node.Field(1), node.Field(2), schema.NewFloat64Node("price", parquet.Repetitions.Required, -1)}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.find(schema.NewSchema(root)); err == nil || !strings.Contains(err.Error(), `"price" is there twice`) {
		t.Errorf("got %v, want an error about the price", err)
	}
}

// A symbol whose folder lies on another disk is listed as well as read.
func TestSymbolBehindALink(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "X", barsAt(1, "2024-05-01 10:00"), Options{})
	folder, elsewhere := filepath.Join(c.Root(), "bars", "X"), filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(folder, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, folder); err != nil {
		t.Skip("this system makes no links:", err)
	}
	if err := os.Symlink("nowhere", filepath.Join(c.Root(), "bars", "BROKEN")); err != nil {
		t.Fatal(err)
	}
	infos, err := c.Series()
	if err != nil || len(infos) != 1 || infos[0].Symbol != "X" || infos[0].Rows != 1 {
		t.Errorf("Series: %v, %v; want X with 1 row", infos, err)
	}
}

// No way to end with an error keeps a file open.
func TestErrorsLeaveNoFileOpen(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not list open files:", err)
		}
		return len(entries)
	}
	c := newCatalog(t)
	mustWrite(t, c, "X", randomWalk(5000), Options{})
	path := yearPath(t, c, yearName(2024))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), whole...)
	flipped[len(whole)/2] ^= 1
	contents := [][]byte{nil, whole[:len(whole)/2], flipped, append([]byte("PAR1"), whole[len(whole)-64:]...)}
	before := open()
	for range 20 {
		for i, content := range contents {
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := readAll(c); err == nil {
				t.Fatalf("content %d: no error", i)
			}
			if _, err := c.WriteBars(t.Context(), "X", minute, FromBars(randomWalk(10)), Options{Overlap: Replace}); err == nil {
				t.Fatalf("content %d: no error from the write", i)
			}
		}
		if err := os.WriteFile(path, whole, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Bars("X", minute, utc("2030-01-01 00:00"), market.Never); err == nil {
			t.Fatal("no error for an empty period")
		}
		if _, err := c.WriteBars(t.Context(), "X", minute, FromBars(randomWalk(10)), Options{}); err == nil {
			t.Fatal("no error for an overlap")
		}
	}
	if after := open(); after > before {
		t.Errorf("%d files were open before, %d after", before, after)
	}
	if _, err := os.Stat(path + temporarySuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a temporary file is left: %v", err)
	}
}
