package data

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/parquet/file"

	"github.com/tidemark/tidemark/market"
)

// yearFile is an open file of one year of a series. Every method that touches the Parquet library turns
// its panics, which damaged files can cause, into errors.
type yearFile struct {
	path   string
	layout *layout
	file   *os.File
	pq     *file.Reader
	// places are the file's columns, in the order of the layout: times, then values.
	places   []int
	nullable bool
	// first and last are the earliest and the latest time that the file's name allows.
	first, last market.Time

	// The row group being read: the next one's number, the rows left and a reader for each column.
	group int
	left  int64
	// row counts the rows read or skipped so far, and previous is the time of the last one read.
	row      int64
	previous market.Time

	times  [maxTimes]*file.Int64ColumnChunkReader
	values [maxValues]*file.Float64ColumnChunkReader
	levels []int16
}

// openYear opens a file and checks that it has the layout's columns. Errors are *FileError.
func openYear(path string, l *layout) (*yearFile, error) {
	y := &yearFile{path: path, layout: l, first: Beginning, last: market.Never, previous: Beginning}
	if year, ok := parseYear(filepath.Base(path)); ok {
		y.first, y.last = yearStart(year), yearStart(year+1)-1
	}
	err := y.guard(func() error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		y.file = f
		if err := checkMagic(f); err != nil {
			return err
		}
		if y.pq, err = file.NewParquetReader(f, file.WithReadProps(readerProperties())); err != nil {
			return err
		}
		schema := y.pq.MetaData().Schema
		if y.places, err = l.find(schema); err != nil {
			return err
		}
		for _, place := range y.places {
			y.nullable = y.nullable || place >= 0 && schema.Column(place).MaxDefinitionLevel() > 0
		}
		return nil
	})
	if err != nil {
		y.close()
		return nil, err
	}
	return y, nil
}

// checkMagic tells files that are no Parquet at all, and those whose end is missing, in plain words.
func checkMagic(f *os.File) error {
	const magic = "PAR1"
	var head, tail [len(magic)]byte
	if _, err := f.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return err
	}
	if string(head[:]) != magic {
		return errors.New("it is not a Parquet file")
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.ReadAt(tail[:], size-int64(len(tail))); err != nil {
		return err
	}
	if string(tail[:]) != magic {
		return errors.New("it has been cut short: its end is missing")
	}
	return nil
}

// guard runs a piece of work on the file and makes its error, or its panic, a *FileError.
func (y *yearFile) guard(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &FileError{y.path, fmt.Errorf("it is damaged: %v", p)}
		}
	}()
	if err := work(); err != nil {
		return &FileError{y.path, err}
	}
	return nil
}

// rows is the number of rows that the footer promises.
func (y *yearFile) rows() int64 { return y.pq.NumRows() }

// hasOptional reports whether the file has the layout's optional column.
func (y *yearFile) hasOptional() bool { return y.layout.optional && y.places[len(y.places)-1] >= 0 }

// span is the times of the first and last row, from the footer; without statistics, from the rows.
func (y *yearFile) span() (first, last market.Time, err error) {
	known := false
	err = y.guard(func() error {
		groups := y.pq.NumRowGroups()
		if groups == 0 || y.rows() == 0 {
			return errors.New("it has no rows")
		}
		order, meta := y.places[len(y.layout.times)-1], y.pq.MetaData()
		lo, _, firstKnown, err := span(meta.RowGroup(0), order)
		if err != nil {
			return err
		}
		_, hi, lastKnown, err := span(meta.RowGroup(groups-1), order)
		if err != nil {
			return err
		}
		first, last, known = lo, hi, firstKnown && lastKnown
		if known && (first < y.first || last > y.last) {
			return fmt.Errorf("it has rows from %s to %s, which are not all of the year that its name says: "+
				"give it the name of its year", first, last)
		}
		return nil
	})
	if err != nil || known {
		return first, last, err
	}
	return y.scan()
}

// scan finds the first and last time by reading every row.
func (y *yearFile) scan() (first, last market.Time, err error) {
	first, last = market.Never, Beginning
	batch := y.layout.makeColumns(batchRows, y.hasOptional())
	for {
		n, err := y.read(&batch, Beginning, market.Never)
		if err == io.EOF {
			return first, last, nil
		}
		if err != nil {
			return first, last, err
		}
		times := y.layout.order(&batch)
		first, last = min(first, times[0]), max(last, times[n-1])
	}
}

func (y *yearFile) closeColumns() error {
	var errs []error
	for i, column := range y.times {
		if column != nil {
			errs = append(errs, column.Close())
			y.times[i] = nil
		}
	}
	for i, column := range y.values {
		if column != nil {
			errs = append(errs, column.Close())
			y.values[i] = nil
		}
	}
	return errors.Join(errs...)
}

// close releases the file, which was only read.
func (y *yearFile) close() error {
	if y.file == nil {
		return nil
	}
	return y.guard(func() error { return errors.Join(y.closeColumns(), y.file.Close()) })
}
