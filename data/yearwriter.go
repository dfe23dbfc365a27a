package data

import (
	"fmt"
	"io"
	"path/filepath"
	"unsafe"

	"github.com/apache/arrow-go/v18/parquet/file"

	"github.com/tidemark/tidemark/market"
)

// yearWriter writes one year's file under a temporary name.
type yearWriter struct {
	catalog *Catalog
	layout  *layout
	// path is the temporary file, final the name it is to have.
	path, final string
	optional    bool

	out *durable
	pq  *file.Writer
	// group collects the rows of a row group; it is lent by the write, for all its years.
	group *columns
}

func (c *Catalog) createYear(dir string, year int, l *layout, optional bool, group *columns) (*yearWriter, error) {
	w := &yearWriter{catalog: c, layout: l, final: filepath.Join(dir, yearName(year)), group: group}
	w.path = w.final + temporarySuffix
	if err := w.begin(optional); err != nil {
		return nil, err
	}
	return w, nil
}

// begin creates the temporary file.
func (w *yearWriter) begin(optional bool) error {
	node, err := w.layout.node(optional)
	if err != nil {
		return err
	}
	out, err := w.catalog.create(w.path)
	if err != nil {
		return err
	}
	w.out, w.optional = newDurable(out), optional
	w.pq = file.NewParquetWriter(w.out, node, file.WithWriterProps(w.layout.properties()))
	return nil
}

// append adds rows.
func (w *yearWriter) append(rows *columns) error {
	if w.layout.hasOptional(rows) && !w.optional {
		if err := w.widen(); err != nil {
			return err
		}
	}
	total := len(rows.times[0])
	for from := 0; from < total; {
		to := min(total, from+rowGroup-len(w.group.times[0]))
		part := rows.slice(from, to)
		w.layout.append(w.group, &part, w.optional)
		from = to
		if len(w.group.times[0]) == rowGroup {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush writes the collected rows as a row group.
func (w *yearWriter) flush() error {
	if len(w.group.times[0]) == 0 {
		return nil
	}
	defer w.group.reset()
	return w.guard(func() error {
		group, err := w.pq.AppendRowGroupChecked()
		if err != nil {
			return err
		}
		for i := range w.layout.times {
			if err := w.writeTimes(group, w.group.times[i]); err != nil {
				return err
			}
		}
		for i := range w.layout.values {
			if w.layout.isOptional(i) && !w.optional {
				continue
			}
			if err := w.writeValues(group, w.group.values[i]); err != nil {
				return err
			}
		}
		return group.Close()
	})
}

func (w *yearWriter) writeTimes(group file.SerialRowGroupWriter, times []market.Time) error {
	column, err := group.NextColumn()
	if err != nil {
		return err
	}
	// A market.Time is an int64 and nothing else.
	ints := unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(times))), len(times))
	if _, err := column.(*file.Int64ColumnChunkWriter).WriteBatch(ints, nil, nil); err != nil {
		return err
	}
	return column.Close()
}

func (w *yearWriter) writeValues(group file.SerialRowGroupWriter, values []float64) error {
	column, err := group.NextColumn()
	if err != nil {
		return err
	}
	out := column.(*file.Float64ColumnChunkWriter)
	if tooManyForDictionary(values) {
		out.FallbackToPlain()
	}
	if _, err := out.WriteBatch(values, nil, nil); err != nil {
		return err
	}
	return column.Close()
}

// finish writes what is left and the footer, and makes the temporary file durable.
func (w *yearWriter) finish() error {
	if err := w.flush(); err != nil {
		return err
	}
	return w.guard(w.pq.Close)
}

// guard runs a piece of the library's work; a panic of its becomes an error, and an error of the disk goes
// before whatever the library makes of it.
func (w *yearWriter) guard(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write %s: %v", w.path, p)
		}
		if w.out.err != nil {
			err = w.out.err
		}
	}()
	return work()
}

// widen starts the file anew with the optional column, which has appeared only now, and copies what has
// been written.
func (w *yearWriter) widen() error {
	if err := w.finish(); err != nil {
		return err
	}
	narrow, err := openYear(w.path, w.layout)
	if err != nil {
		return err
	}
	defer narrow.close()
	w.path = w.final + ".wide" + temporarySuffix
	if err := w.begin(true); err != nil {
		return err
	}
	batch := w.layout.makeColumns(batchRows, false)
	for {
		n, err := narrow.read(&batch, Beginning, market.Never)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		part := batch.slice(0, n)
		if err := w.append(&part); err != nil {
			return err
		}
	}
}

// abandon gives the file up; it is the caller's to delete.
func (w *yearWriter) abandon() { w.out.abandon() }
