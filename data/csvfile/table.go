package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// table reads the rows of a text by a mapping whose columns have become numbers.
type table struct {
	rows.Parser
	file    io.Closer
	place   rows.Place
	mapping Mapping
	layout  Layout
	clock   rows.WallClock
	// columns are the indices of the values in a row, -1 for a value that it does not have.
	columns [values]int
	names   int // how many names the header has; 0 when columns go by number
	started bool
	scratch []byte
}

func newTable(text io.Reader, file io.Closer, place rows.Place, m Mapping, o Options) (*table, error) {
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("read %s: %w", place, err)
	}
	t := &table{Parser: rows.NewParser(o.Instrument, o.BadRows), file: file, place: place, mapping: m}
	if m.Decimal == "," {
		t.Point = ','
	}
	var err error
	if t.PriceShift, err = priceShift(m.PriceScale); err != nil {
		return nil, err
	}
	if t.layout, err = ParseLayout(m.Time); err != nil {
		return nil, err
	}
	zone := "UTC"
	if m.Zone != "" {
		zone = m.Zone
	}
	location, err := rows.Zone(zone)
	if err != nil {
		return nil, err
	}
	t.clock = rows.NewWallClock(location)
	reader := rows.NewReader(text, place, delimiters[m.Delimiter], o.Limits)
	if err := t.resolve(reader); err != nil {
		return nil, err
	}
	t.Begin(reader)
	return t, nil
}

// resolve reads the header, if there is one, and finds the columns.
func (t *table) resolve(reader *rows.Reader) error {
	var names [][]byte
	byName := t.mapping.byName()
	if byName || t.mapping.Header == HasHeader {
		switch err := reader.Next(); {
		case errors.Is(err, io.EOF):
			return &HeaderError{Place: t.place, Problem: "the file is empty, not even a header is there"}
		case err != nil:
			return fmt.Errorf("header: %w", err)
		}
		names = reader.Fields()
	}
	for i := range t.columns {
		t.columns[i] = -1
	}
	for _, r := range t.mapping.roles() {
		if *r.column == "" {
			continue
		}
		index, err := findColumn(names, *r.column)
		if err != nil {
			return &HeaderError{Place: t.place, Problem: fmt.Sprintf("columns.%s: %v", r.key, err)}
		}
		t.columns[r.value] = index
	}
	if byName {
		t.names = len(names)
	}
	return nil
}

func findColumn(names [][]byte, c Column) (int, error) {
	if n, ok := c.Number(); ok {
		return n - 1, nil
	}
	found := -1
	for i, name := range names {
		if !bytes.EqualFold(name, []byte(c)) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("the header has %q twice, as columns %d and %d: give the number", c, found+1, i+1)
		}
		found = i
	}
	if found < 0 {
		return 0, fmt.Errorf("the header has no %q; it has %s", c, quoted(names))
	}
	return found, nil
}

func quoted(names [][]byte) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(string(name))
	}
	return strings.Join(list, ", ")
}

// next is the fields of the next row.
func (t *table) next() ([][]byte, error) {
	fields, err := t.Next()
	if err == nil && !t.started {
		err = t.start(fields)
	}
	return fields, err
}

// start takes the number of fields from the first row.
func (t *table) start(fields [][]byte) error {
	if t.names > 0 && t.names != len(fields) {
		return &HeaderError{Place: t.place, Problem: fmt.Sprintf(
			"the header has %d names, but the first row has %d fields, so the names cannot tell which is which: "+
				"give the columns by number (the first row is %s) and set header to yes", t.names, len(fields), quoted(fields))}
	}
	for _, r := range t.mapping.roles() {
		if i := t.columns[r.value]; i >= len(fields) {
			return &HeaderError{Place: t.place, Problem: fmt.Sprintf(
				"columns.%s is column %d, but the first row has %d fields: check the number and the delimiter", r.key, i+1, len(fields))}
		}
	}
	t.MinFields, t.MaxFields, t.started = len(fields), len(fields), true
	return nil
}

// time is the row's time as the file writes it. A fault is blamed on the row.
func (t *table) time(fields [][]byte) (s stamp, ok bool) {
	text := t.timeText(fields)
	if s, ok = t.layout.parse(text); !ok {
		t.Blame("time", text, rows.BadTime)
	}
	return s, ok
}

func (t *table) timeText(fields [][]byte) []byte {
	date, time := t.columns[dateValue], t.columns[timeValue]
	switch {
	case date < 0:
		return fields[time]
	case time < 0:
		return fields[date]
	}
	t.scratch = append(append(append(t.scratch[:0], fields[date]...), ' '), fields[time]...)
	return t.scratch
}

// instant is the row's time as a point in time. A fault is blamed on the row.
func (t *table) instant(fields [][]byte) market.Time {
	s, ok := t.time(fields)
	switch {
	case !ok:
		return 0
	case s.zoned:
		return s.instant
	}
	return t.clock.Time(s.date, s.timeOfDay)
}

// field is a value's text; nil when the row has no such column.
func (t *table) field(fields [][]byte, v value) []byte {
	if i := t.columns[v]; i >= 0 {
		return fields[i]
	}
	return nil
}

// size reads an optional volume or size; it is 0 without a column or without text.
func (t *table) size(fields [][]byte, v value, column string) float64 {
	if text := t.field(fields, v); len(text) > 0 && !t.null(text) {
		return t.Size(column, text)
	}
	return 0
}

// null reports whether the text stands for no value.
func (t *table) null(text []byte) bool {
	return t.mapping.Null != "" && string(text) == t.mapping.Null
}

// Close closes the file.
func (t *table) Close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// HeaderError tells that a file's header, its rows and the mapping do not fit together.
type HeaderError struct {
	Place   rows.Place
	Problem string
}

// Error is the place and the problem, with what to do.
func (e *HeaderError) Error() string { return e.Place.String() + ": " + e.Problem }
