package lean

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// feed reads the files of a selection as one sequence of rows.
type feed struct {
	rows.Parser
	selection Selection
	files     []dataFile // those not opened yet
	file      dataFile   // the one being read
	reader    *rows.Reader
	closers   []io.Closer
	clock     rows.WallClock
}

// newFeed finds the files. MinFields is the number of fields that the rows must have at least.
func (t *Tree) newFeed(s Selection, content Content, minFields int) (*feed, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	s.Market = strings.ToLower(s.Market)
	zone, err := t.zone(&s)
	if err != nil {
		return nil, err
	}
	files, err := t.files(&s, content)
	if err != nil {
		return nil, err
	}
	f := &feed{
		Parser:    rows.NewParser(securityTypes[s.Type].kind, s.BadRows),
		selection: s, files: files, clock: rows.NewWallClock(zone),
	}
	f.PriceShift, f.MinFields = securityTypes[s.Type].priceShift, minFields
	// The first file is opened now, so that a wrong selection fails here and not at the first row.
	return f, f.advance()
}

// next is the next row of the selected dates, with the date and the time of day that LEAN stamped it
// with. It is blamed on the row when the stamp cannot be read.
func (f *feed) next() (fields [][]byte, date market.Date, timeOfDay time.Duration, err error) {
	for {
		if fields, err = f.nextOfAny(); err != nil {
			return nil, 0, 0, err
		}
		date, timeOfDay, ok := f.stamp(fields[0])
		if !ok {
			f.Blame("time", fields[0], rows.BadTime)
			return fields, 0, 0, nil
		}
		if date >= f.file.from && date <= f.file.to {
			return fields, date, timeOfDay, nil
		}
		f.Skip(rows.OutsideDates)
	}
}

// nextOfAny is the next row, of the next file when this one ends.
func (f *feed) nextOfAny() ([][]byte, error) {
	for {
		if len(f.closers) > 0 {
			fields, err := f.Next()
			if !errors.Is(err, io.EOF) {
				return fields, err
			}
			if err := f.Close(); err != nil {
				return nil, err
			}
		}
		if len(f.files) == 0 {
			return nil, f.end()
		}
		if err := f.advance(); err != nil {
			return nil, err
		}
	}
}

// end is io.EOF, unless no file held the selection.
func (f *feed) end() error {
	if f.reader == nil {
		return fmt.Errorf("%s: no file holds this contract: see what there is with Contracts", &f.selection)
	}
	return io.EOF
}

// advance opens the next file.
func (f *feed) advance() error {
	f.file, f.files = f.files[0], f.files[1:]
	return f.open()
}

// open opens the current file. A contract that it does not hold did not trade then, so it is left closed.
func (f *feed) open() error {
	archive, err := rows.OpenArchive(f.file.path, f.selection.Limits)
	if err != nil {
		return err
	}
	f.closers = append(f.closers, archive)
	entry, found, err := f.entry(archive)
	if err != nil || !found {
		return errors.Join(err, f.Close())
	}
	text, err := archive.Open(entry)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	f.closers = append(f.closers, text)
	if f.reader == nil {
		f.reader = rows.NewReader(text, text.Place(), ',', f.selection.Limits)
	} else {
		f.reader.Reset(text, text.Place())
	}
	f.Begin(f.reader)
	return nil
}

// entry is the name of the file inside the zip that holds the selection.
func (f *feed) entry(archive *rows.Archive) (name string, found bool, err error) {
	entries := archive.Entries()
	if f.selection.Contract == "" {
		if len(entries) != 1 {
			return "", false, fmt.Errorf("%s: set the contract, see Contracts: %w", &f.selection,
				&rows.EntryError{File: f.file.path, Entries: entries})
		}
		return entries[0], true, nil
	}
	for _, entry := range entries {
		contract, err := parseContract(entry)
		if err != nil {
			return "", false, fmt.Errorf("%s: %w", f.file.path, err)
		}
		if strings.EqualFold(contract.Name, f.selection.Contract) {
			return entry, true, nil
		}
	}
	return "", false, nil
}

// stamp reads the first field: milliseconds since midnight, which may have decimals, in day files, else
// yyyymmdd hh:mm.
func (f *feed) stamp(field []byte) (market.Date, time.Duration, bool) {
	if f.selection.Resolution.perDay() {
		nanoseconds, ok := rows.Int(field, 6)
		return f.file.day, time.Duration(nanoseconds), ok && nanoseconds >= 0 && nanoseconds < int64(24*time.Hour)
	}
	return parseMinuteStamp(field)
}

// parseMinuteStamp reads yyyymmdd hh:mm.
func parseMinuteStamp(field []byte) (market.Date, time.Duration, bool) {
	if len(field) != len("20131007 09:30") || field[8] != ' ' || field[11] != ':' {
		return 0, 0, false
	}
	year, month, day := number(field[:4]), number(field[4:6]), number(field[6:8])
	hour, minute := number(field[9:11]), number(field[12:14])
	if year < 1700 || year > 2200 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, 0, false
	}
	date := market.Date(year*10000 + month*100 + day)
	if day > 28 && market.NewDate(year, time.Month(month), day) != date {
		return 0, 0, false
	}
	return date, time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, true
}

// number reads digits; it is negative for anything else.
func number(digits []byte) int {
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Close closes the file being read.
func (f *feed) Close() error {
	var faults []error
	for _, c := range slices.Backward(f.closers) {
		faults = append(faults, c.Close())
	}
	f.closers = f.closers[:0]
	return errors.Join(faults...)
}
