package data

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/market"
)

// tree lists the files under a folder.
func tree(t testing.TB, root string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(root, path)
			files = append(files, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWriteSplitsByYearOfTheEnd(t *testing.T) {
	c := newCatalog(t)
	w := mustWrite(t, c, "X", barsAt(1, "2022-12-31 23:59", "2023-01-01 00:00", "2025-03-01 00:00"), Options{})
	want := []string{"bars/X/1m/2022.parquet", "bars/X/1m/2023.parquet", "bars/X/1m/2025.parquet"}
	if diff := cmp.Diff(want, w.Files); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(append([]string{"bars/X/1m/.lock"}, want...), tree(t, c.Root())); diff != "" {
		t.Error(diff)
	}
}

func TestWriteRefusesDisorder(t *testing.T) {
	for _, test := range []struct {
		name string
		bars *market.Bars
		row  int64
	}{
		{"backwards", barsAt(1, "2024-01-02 10:00", "2024-01-02 10:02", "2024-01-02 10:01"), 3},
		{"repeated", barsAt(1, "2024-01-02 10:00", "2024-01-02 10:00"), 2},
		{"backwards into another year", barsAt(1, "2024-01-02 10:00", "2023-01-02 10:00"), 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCatalog(t)
			// Batches of one row: the check must hold across batches.
			_, err := c.WriteBars(context.Background(), "X", minute, &pieces{bars: test.bars}, Options{})
			var disorder *OrderError
			if !errors.As(err, &disorder) || disorder.Row != test.row {
				t.Errorf("got %v, want an OrderError of row %d", err, test.row)
			}
			if files := tree(t, c.Root()); !slices.Equal(files, []string{"bars/X/1m/.lock"}) {
				t.Errorf("left behind: %v", files)
			}
		})
	}
}

// Bricks and tick bars may end together: one trade can complete several.
func TestWriteBarsThatEndTogether(t *testing.T) {
	c := newCatalog(t)
	bars := barsAt(1, "2024-01-02 10:00", "2024-01-02 10:00")
	if _, err := c.WriteBars(context.Background(), "X", market.Renko(2), FromBars(bars), Options{}); err != nil {
		t.Error(err)
	}
}

// pieces yields one row at a time, then fails or ends.
type pieces struct {
	bars *market.Bars
	pos  int
	err  error
}

func (s *pieces) Next(b *market.Bars) error {
	if s.pos == s.bars.Len() {
		*b = market.Bars{}
		if s.err != nil {
			return s.err
		}
		return io.EOF
	}
	*b = s.bars.Slice(s.pos, s.pos+1)
	s.pos++
	return nil
}

func (s *pieces) Close() error { return nil }

func TestWriteMerges(t *testing.T) {
	ends := func(bars *market.Bars) (texts []string) {
		for _, end := range bars.End {
			texts = append(texts, end.UTC().Format("2006-01-02 15:04"))
		}
		return texts
	}
	held := []string{"2021-05-01 10:00", "2022-05-01 10:00", "2022-05-01 10:02", "2023-05-01 10:00"}
	for _, test := range []struct {
		name    string
		added   []string
		want    []string // after Replace
		dropped int64
		refused string // the held row in the way, for Refuse
	}{
		{"before all", []string{"2021-04-01 10:00"}, append([]string{"2021-04-01 10:00"}, held...), 0, ""},
		{"after all", []string{"2023-05-01 10:01", "2024-01-01 10:00"}, append(slices.Clone(held), "2023-05-01 10:01", "2024-01-01 10:00"), 0, ""},
		{"into a gap", []string{"2022-05-01 10:01"}, []string{held[0], held[1], "2022-05-01 10:01", held[2], held[3]}, 0, ""},
		{"on a row", []string{"2022-05-01 10:02"}, held, 1, held[2]},
		{"around rows of a year", []string{"2022-05-01 09:59", "2022-05-01 10:03"}, []string{held[0], "2022-05-01 09:59", "2022-05-01 10:03", held[3]}, 2, held[1]},
		{"around a year", []string{"2021-06-01 10:00", "2023-04-01 10:00"}, []string{held[0], "2021-06-01 10:00", "2023-04-01 10:00", held[3]}, 2, held[1]},
		{"across years", []string{"2021-05-01 09:00", "2022-05-01 10:01"}, []string{"2021-05-01 09:00", "2022-05-01 10:01", held[2], held[3]}, 2, held[0]},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCatalog(t)
			mustWrite(t, c, "X", barsAt(100, held...), Options{})
			before := tree(t, c.Root())

			_, err := c.WriteBars(context.Background(), "X", minute, FromBars(barsAt(500, test.added...)), Options{})
			var overlap *OverlapError
			switch {
			case test.refused == "" && err != nil:
				t.Errorf("Refuse: %v", err)
			case test.refused != "" && (!errors.As(err, &overlap) || overlap.At != utc(test.refused)):
				t.Errorf("Refuse: %v, want an OverlapError at %s", err, test.refused)
			case test.refused != "":
				wantBars(t, mustRead(t, c, "X", Beginning, market.Never), barsAt(100, held...))
				if diff := cmp.Diff(before, tree(t, c.Root())); diff != "" {
					t.Error(diff)
				}
			}

			c = newCatalog(t)
			mustWrite(t, c, "X", barsAt(100, held...), Options{})
			w := mustWrite(t, c, "X", barsAt(500, test.added...), Options{Overlap: Replace})
			got := mustRead(t, c, "X", Beginning, market.Never)
			if diff := cmp.Diff(test.want, ends(got)); diff != "" {
				t.Errorf("Replace: %s", diff)
			}
			if w.Dropped != test.dropped {
				t.Errorf("dropped %d rows, want %d", w.Dropped, test.dropped)
			}
			if at := slices.Index(got.End, utc(test.added[0])); got.Open[at] != 500 {
				t.Errorf("the row written has the price of the row held")
			}
		})
	}
}

// The spread appears when a row group has been written without, and in a year of its own.
func TestWriteSpreadThatComesLate(t *testing.T) {
	c := newCatalog(t)
	bars := randomWalk(rowGroup + 200)
	late := bars.Slice(rowGroup+100, rowGroup+200)
	late.Spread = make([]float64, late.Len())
	for i := range late.Spread {
		late.Spread[i] = float64(i + 1)
	}
	early := bars.Slice(0, rowGroup+100)
	stream := &sequence{batches: []market.Bars{early, late}}
	if _, err := c.WriteBars(context.Background(), "X", minute, stream, Options{}); err != nil {
		t.Fatal(err)
	}
	got := mustRead(t, c, "X", Beginning, market.Never)
	if got.Len() != bars.Len() || !slices.Equal(got.Close, bars.Close) || !slices.Equal(got.End, bars.End) {
		t.Errorf("rows changed")
	}
	if got.Spread[rowGroup+99] != 0 || got.Spread[rowGroup+100] != 1 || got.Spread[rowGroup+199] != 100 {
		t.Errorf("spreads %v", got.Spread[rowGroup+98:rowGroup+103])
	}
}

type sequence struct{ batches []market.Bars }

func (s *sequence) Next(b *market.Bars) error {
	if len(s.batches) == 0 {
		*b = market.Bars{}
		return io.EOF
	}
	*b, s.batches = s.batches[0], s.batches[1:]
	return nil
}

func (s *sequence) Close() error { return nil }

// Whatever goes wrong, nothing half-written remains and what was held stays.
func TestWriteFailures(t *testing.T) {
	broken := errors.New("source broke")
	full := &os.PathError{Op: "write", Path: "2023.parquet.tmp", Err: syscall.ENOSPC}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, test := range []struct {
		name   string
		ctx    context.Context
		stream market.BarStream
		create func(path string) (sink, error)
		want   error
	}{
		{name: "the stream fails", stream: &pieces{bars: barsAt(9, "2022-07-01 10:00", "2023-07-01 10:00"), err: broken}, want: broken},
		{name: "the context is cancelled", ctx: cancelled, want: context.Canceled},
		{name: "the disk is full", create: failing{write: full}.create, want: ErrDiskFull},
		{name: "the disk is full at sync", create: failing{sync: full}.create, want: ErrDiskFull},
		{name: "a file cannot be made", create: func(string) (sink, error) { return nil, os.ErrPermission }, want: os.ErrPermission},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCatalog(t)
			held := barsAt(1, "2022-05-01 10:00", "2023-05-01 10:00")
			mustWrite(t, c, "X", held, Options{})
			before := tree(t, c.Root())
			if test.ctx == nil {
				test.ctx = context.Background()
			}
			if test.stream == nil {
				test.stream = FromBars(barsAt(9, "2022-07-01 10:00", "2023-07-01 10:00"))
			}
			if test.create != nil {
				c.create = test.create
			}
			if _, err := c.WriteBars(test.ctx, "X", minute, test.stream, Options{Overlap: Replace}); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if diff := cmp.Diff(before, tree(t, c.Root())); diff != "" {
				t.Errorf("files: %s", diff)
			}
			wantBars(t, mustRead(t, c, "X", Beginning, market.Never), held)
		})
	}
}

// failing is a sink whose disk is full.
type failing struct {
	sink
	write, sync error
}

func (f failing) create(path string) (sink, error) {
	var err error
	f.sink, err = createFile(path)
	return f, err
}

func (f failing) Write(p []byte) (int, error) {
	if f.write != nil {
		return 0, f.write
	}
	return f.sink.Write(p)
}

func (f failing) Sync() error {
	if f.sync != nil {
		return f.sync
	}
	return f.sink.Sync()
}

func TestWriteClearsAwayLeftovers(t *testing.T) {
	c := newCatalog(t)
	held := barsAt(1, "2024-05-01 10:00")
	mustWrite(t, c, "X", held, Options{})
	leftover := filepath.Join(c.Root(), "bars", "X", "1m", "2024.parquet.tmp")
	if err := os.WriteFile(leftover, []byte("half a file"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantBars(t, mustRead(t, c, "X", Beginning, market.Never), held)
	if infos, err := c.Series(); err != nil || len(infos) != 1 || infos[0].Rows != 1 {
		t.Errorf("Series: %v, %v", infos, err)
	}
	mustWrite(t, c, "X", barsAt(2, "2025-05-01 10:00"), Options{})
	if _, err := os.Stat(leftover); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
}

func TestWriteIsAlone(t *testing.T) {
	c := newCatalog(t)
	var inner error
	stream := &pieces{bars: barsAt(1, "2024-05-01 10:00", "2024-05-01 10:01")}
	_, err := c.WriteBars(context.Background(), "X", minute, stream, Options{Progress: func(rows int64) {
		if rows == 1 {
			_, inner = c.WriteBars(context.Background(), "X", minute, FromBars(barsAt(1, "2025-01-01 10:00")), Options{})
		}
	}})
	var busy *BusyError
	if err != nil || !errors.As(inner, &busy) || !strings.HasSuffix(busy.Path, lockName) {
		t.Errorf("outer %v, inner %v: want the inner one refused with a BusyError", err, inner)
	}
}

func TestWriteOfNothing(t *testing.T) {
	c := newCatalog(t)
	w, err := c.WriteBars(context.Background(), "X", minute, FromBars(&market.Bars{}), Options{})
	if err != nil || w.Rows != 0 || len(tree(t, c.Root())) != 0 {
		t.Errorf("%+v, %v, %v", w, err, tree(t, c.Root()))
	}
}

func TestWriteRefusesUnevenColumns(t *testing.T) {
	c := newCatalog(t)
	bars := barsAt(1, "2024-05-01 10:00", "2024-05-01 10:01")
	bars.Low = bars.Low[:1]
	if _, err := c.WriteBars(context.Background(), "X", minute, &sequence{batches: []market.Bars{*bars}}, Options{}); err == nil || !strings.Contains(err.Error(), "low") {
		t.Errorf("got %v, want an error that names the column", err)
	}
}

func TestWriteRefusesAnAmbiguousSpecification(t *testing.T) {
	c := newCatalog(t)
	spec := market.BarSpec{Kind: market.TimeBars, Span: 1500 * time.Millisecond} // its text is "1s"
	if _, err := c.WriteBars(context.Background(), "X", spec, FromBars(barsAt(1, "2024-05-01 10:00")), Options{}); err == nil {
		t.Error("no error")
	}
}
