package data

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/tidemark/tidemark/market"
)

// writing is one write on its way: years are taken in order, each is merged with the file there is into
// a temporary one, and all are renamed at the end.
type writing struct {
	catalog *Catalog
	series  Series
	layout  *layout
	dir     string
	options Options
	lock    *os.File
	result  Written

	// year is the year being written, by out; held are its rows so far, nil if there are none.
	year int
	out  *yearWriter
	held *held
	// group is the years' memory for a row group.
	group columns
	// staged are the finished years, emptied those whose rows are all to go.
	staged  []*yearWriter
	emptied []string
}

// add writes rows of one year, not before the last.
func (w *writing) add(year int, rows *columns) error {
	if w.out == nil || w.year != year {
		if err := w.turnTo(year, w.layout.hasOptional(rows)); err != nil {
			return err
		}
	}
	times := w.layout.order(rows)
	if err := w.dropHeld(times[len(times)-1]); err != nil {
		return err
	}
	return w.out.append(rows)
}

// turnTo ends the year being written and begins another with the rows that it holds before the write.
func (w *writing) turnTo(year int, optional bool) error {
	if w.out != nil {
		// The write goes on beyond this year, so nothing held in the rest of it is outside.
		if err := w.dropHeld(market.Never); err != nil {
			return err
		}
		if err := w.endYear(); err != nil {
			return err
		}
		if err := w.passOver(w.year, year); err != nil {
			return err
		}
	}
	w.year = year
	path := filepath.Join(w.dir, yearName(year))
	if _, err := os.Stat(path); err == nil {
		if w.held, err = openHeld(path, w.layout); err != nil {
			return err
		}
		optional = optional || w.held.file.hasOptional()
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var err error
	if w.out, err = w.catalog.createYear(w.dir, year, w.layout, optional, &w.group); err != nil {
		return err
	}
	if w.held == nil {
		return nil
	}
	return w.held.copyBefore(w.result.First, w.out)
}

// dropHeld passes over the held rows up to a time, which the write replaces or must not touch.
func (w *writing) dropHeld(upTo market.Time) error {
	if w.held == nil {
		return nil
	}
	if at, ok := w.held.head(); ok && at <= upTo && w.options.Overlap == Refuse {
		return &OverlapError{Series: w.series, At: at}
	}
	n, err := w.held.drop(upTo)
	w.result.Dropped += n
	return err
}

// endYear copies what is held after the write and finishes the year's temporary file.
func (w *writing) endYear() error {
	if w.held != nil {
		if err := w.held.copyBefore(market.Never, w.out); err != nil {
			return err
		}
		if err := w.held.file.close(); err != nil {
			return err
		}
		w.held = nil
	}
	if err := w.out.finish(); err != nil {
		return err
	}
	w.staged = append(w.staged, w.out)
	w.out = nil
	return nil
}

// passOver deals with the years between two that are written: all their rows lie inside the write.
func (w *writing) passOver(from, to int) error {
	held, err := years(w.dir)
	if err != nil {
		return err
	}
	for _, year := range held {
		if year <= from || year >= to {
			continue
		}
		path := filepath.Join(w.dir, yearName(year))
		info := Info{Series: w.series, First: market.Never, Last: Beginning}
		if err := info.add(path); err != nil {
			return err
		}
		if w.options.Overlap == Refuse {
			return &OverlapError{Series: w.series, At: info.First}
		}
		w.result.Dropped += info.Rows
		w.emptied = append(w.emptied, path)
	}
	return nil
}

// commit gives the temporary files their names and makes that durable.
func (w *writing) commit() error {
	if w.out == nil {
		return nil
	}
	if err := w.endYear(); err != nil {
		return err
	}
	folder, err := w.series.folder()
	if err != nil {
		return err
	}
	for _, year := range w.staged {
		if err := os.Rename(year.path, year.final); err != nil {
			return fmt.Errorf("put a finished file in place (years before it are already new; write again): %w", err)
		}
		w.result.Files = append(w.result.Files, path.Join(folder, filepath.Base(year.final)))
	}
	if err := removeAll(w.emptied); err != nil {
		return err
	}
	return syncFolders(w.dir, w.catalog.root)
}

// release closes what is open and, after a failure, deletes what was written.
func (w *writing) release(failed bool) error {
	if w.held != nil {
		w.held.file.close()
	}
	if w.out != nil {
		w.out.abandon()
	}
	if w.lock == nil {
		return nil
	}
	var err error
	if failed {
		err = removeLeftovers(w.dir)
	}
	return errors.Join(err, w.lock.Close())
}
