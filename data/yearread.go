package data

import (
	"fmt"
	"io"
	"unsafe"

	"github.com/apache/arrow-go/v18/parquet/file"

	"github.com/tidemark/tidemark/market"
)

// read fills the columns, all of one length, with the next rows and returns their number. Row groups
// whose statistics show that they have nothing in (from, to] are skipped. At the end it returns io.EOF.
func (y *yearFile) read(dst *columns, from, to market.Time) (n int, err error) {
	err = y.guard(func() error {
		for y.left == 0 && y.group < y.pq.NumRowGroups() {
			if err := y.nextGroup(from, to); err != nil {
				return err
			}
		}
		n = int(min(int64(len(dst.times[0])), y.left))
		y.left -= int64(n)
		y.row += int64(n)
		if err := y.readColumns(dst, n); err != nil {
			return err
		}
		rows := dst.slice(0, n)
		if err := y.checkTimes(y.layout.order(&rows)); err != nil {
			return err
		}
		if i, err := y.layout.fault(&rows); err != nil {
			return fmt.Errorf("row %d: %w", y.row-int64(n-i)+1, err)
		}
		return nil
	})
	if err == nil && n == 0 {
		err = io.EOF
	}
	return n, err
}

// checkTimes checks the times of the rows read last: they must not go back, nor leave the file's year.
func (y *yearFile) checkTimes(times []market.Time) error {
	for i, t := range times {
		if t < y.previous || t < y.first || t > y.last {
			row := y.row - int64(len(times)-i) + 1
			if t < y.previous {
				return &OrderError{row, t, y.previous}
			}
			return fmt.Errorf("row %d at %s is not of the year that its name says: give it the name of its year", row, t)
		}
		y.previous = t
	}
	return nil
}

// nextGroup opens the columns of the next row group, or passes over it.
func (y *yearFile) nextGroup(from, to market.Time) error {
	if err := y.closeColumns(); err != nil {
		return err
	}
	group := y.pq.RowGroup(y.group)
	y.group++
	if group.NumRows() < 0 {
		return fmt.Errorf("row group %d promises %d rows", y.group, group.NumRows())
	}
	first, last, known, err := span(group.MetaData(), y.places[len(y.layout.times)-1])
	if err != nil {
		return err
	}
	if known && (last <= from || first > to) {
		y.row += group.NumRows()
		return nil
	}
	for i, place := range y.places {
		if place < 0 {
			continue
		}
		column, err := group.Column(place)
		if err != nil {
			return err
		}
		if i < len(y.layout.times) {
			y.times[i] = column.(*file.Int64ColumnChunkReader)
		} else {
			y.values[i-len(y.layout.times)] = column.(*file.Float64ColumnChunkReader)
		}
	}
	y.left = group.NumRows()
	return nil
}

func (y *yearFile) readColumns(dst *columns, n int) error {
	for i := range y.layout.times {
		if err := y.readTimes(i, dst.times[i][:n]); err != nil {
			return err
		}
	}
	for i := range y.layout.values {
		if dst.values[i] == nil {
			continue
		}
		if err := y.readValues(i, dst.values[i][:n]); err != nil {
			return err
		}
	}
	return nil
}

func (y *yearFile) readTimes(i int, dst []market.Time) error {
	// A market.Time is an int64 and nothing else.
	ints := unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(dst))), len(dst))
	for len(ints) > 0 {
		rows, n, err := y.times[i].ReadBatchInPage(int64(len(ints)), ints, y.levelsFor(len(ints)), nil)
		if err := y.progress(y.layout.times[i], rows, n, err); err != nil {
			return err
		}
		ints = ints[n:]
	}
	return nil
}

func (y *yearFile) readValues(i int, dst []float64) error {
	for len(dst) > 0 {
		rows, n, err := y.values[i].ReadBatchInPage(int64(len(dst)), dst, y.levelsFor(len(dst)), nil)
		if err := y.progress(y.layout.values[i], rows, n, err); err != nil {
			return err
		}
		dst = dst[n:]
	}
	return nil
}

// levelsFor is room for the definition levels of n rows, in a file that has any.
func (y *yearFile) levelsFor(n int) []int16 {
	if !y.nullable {
		return nil
	}
	if len(y.levels) < n {
		y.levels = make([]int16, n)
	}
	return y.levels
}

// progress judges what reading a column gave: an error, an early end, or rows without a value.
func (y *yearFile) progress(column string, rows int64, values int, err error) error {
	switch {
	case err != nil:
		return fmt.Errorf("column %q: %w", column, err)
	case rows > int64(values):
		return fmt.Errorf("column %q has empty values", column)
	case values == 0:
		return fmt.Errorf("column %q is shorter than the file says", column)
	}
	return nil
}
