package data

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// ErrDiskFull is wrapped by the error of a write that ran out of space. The catalog is as it was before.
var ErrDiskFull = errors.New("the disk is full: free some space and repeat; what was there before is unchanged")

// NoCatalogError is a catalog folder that does not exist.
type NoCatalogError struct{ Root string }

func (e *NoCatalogError) Error() string {
	return fmt.Sprintf("data catalog %s does not exist: import data with 'trader data import', or correct the path", e.Root)
}

// NotFoundError is a series that the catalog does not hold.
type NotFoundError struct {
	Series Series
	Root   string
	// Available lists what there is, sorted: the series of the same symbol, or all if there are none.
	Available []Series
}

func (e *NotFoundError) Error() string {
	names := make([]string, len(e.Available))
	for i, s := range e.Available {
		names[i] = s.String()
	}
	return fmt.Sprintf("no %s in the data catalog %s: import them with 'trader data import'; the catalog has %s",
		e.Series, e.Root, enumerate(names))
}

// UnknownInstrumentError is a symbol without a definition in the catalog.
type UnknownInstrumentError struct {
	Symbol, Root string
	Available    []string
}

func (e *UnknownInstrumentError) Error() string {
	return fmt.Sprintf("no definition of instrument %q in the data catalog %s: it comes with 'trader data import'; the catalog has %s",
		e.Symbol, e.Root, enumerate(e.Available))
}

// EmptyPeriodError is a period in which a series that exists has no rows.
type EmptyPeriodError struct {
	Series Series
	// The period asked for is (From, To].
	From, To market.Time
	// First and Last are the times of the first and last row that the catalog holds.
	First, Last market.Time
}

func (e *EmptyPeriodError) Error() string {
	return fmt.Sprintf("no %s after %s up to %s: the catalog holds them from %s to %s; choose a period within, or import more",
		e.Series, instant(e.From), instant(e.To), e.First, e.Last)
}

// FileError is a file of the catalog that cannot be used: damaged, cut short, or of another make.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string {
	return fmt.Sprintf("catalog file %s: %v; if it is damaged or was not written by 'trader data import', move it away and import its period again",
		e.Path, e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }

// OrderError is a row that is earlier than the one before it, or a bar that ends with the one before it.
type OrderError struct {
	// Row is counted from 1 within its stream.
	Row            int64
	Time, Previous market.Time
}

func (e *OrderError) Error() string {
	if e.Time == e.Previous {
		return fmt.Sprintf("row %d repeats the time of the row before it, %s: remove one of them", e.Row, e.Time)
	}
	return fmt.Sprintf("row %d at %s is earlier than the row before it at %s: sort the rows by time", e.Row, e.Time, e.Previous)
}

// ReplayError is a stream that failed during a replay, or went back in time (Err is an *OrderError).
type ReplayError struct {
	Instrument market.ID
	Kind       market.EventKind
	Err        error
}

func (e *ReplayError) Error() string {
	return fmt.Sprintf("replay of the %ss of instrument %d: %v", e.Kind, e.Instrument, e.Err)
}

func (e *ReplayError) Unwrap() error { return e.Err }

// OverlapError refuses to write over rows that are already held.
type OverlapError struct {
	Series Series
	// At is the time of the first row in the way.
	At market.Time
}

func (e *OverlapError) Error() string {
	return fmt.Sprintf("the catalog already holds %s at %s, inside the period to be written: leave that period out, or replace what is there",
		e.Series, e.At)
}

// BusyError is a folder of the catalog that another writer is working in.
type BusyError struct {
	// Path is the lock file.
	Path string
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("another process is writing there (it holds %s): wait until it has finished, or stop it", e.Path)
}

// enumerate joins names, cutting long lists.
func enumerate(names []string) string {
	const shown = 20
	switch {
	case len(names) == 0:
		return "none"
	case len(names) > shown:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
	}
	return strings.Join(names, ", ")
}

func instant(t market.Time) string {
	if t == Beginning {
		return "the beginning"
	}
	return t.String()
}
