package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Reader splits text into lines and lines into fields. Blank lines are passed over. A field may stand in
// double quotes, inside which the delimiter is text; quotes do not span lines. Spaces around a field are
// cut off.
type Reader struct {
	buffer    *bufio.Reader
	place     Place
	delimiter byte
	columns   int
	line      int
	fields    [][]byte
}

// NewReader reads fields separated by delimiter. Place names the text in errors.
func NewReader(text io.Reader, place Place, delimiter byte, limits Limits) *Reader {
	limits = limits.WithDefaults()
	return &Reader{
		buffer: bufio.NewReaderSize(text, limits.Line),
		place:  place, delimiter: delimiter, columns: limits.Columns,
		fields: make([][]byte, 0, 16),
	}
}

// Reset starts over with another text, keeping memory and limits.
func (r *Reader) Reset(text io.Reader, place Place) {
	r.buffer.Reset(text)
	r.place, r.line, r.fields = place, 0, r.fields[:0]
}

// Place is the text being read.
func (r *Reader) Place() Place { return r.place }

// Line is the number of the line read last, from 1.
func (r *Reader) Line() int { return r.line }

// Fields are the fields of the line read last. They are valid until the next call of Next.
func (r *Reader) Fields() [][]byte { return r.fields }

// Next reads the next line. It returns io.EOF at the end, a *RowError for a line beyond the limits,
// after which the next line can be read, and any other error for a text that cannot be read on.
func (r *Reader) Next() error {
	for {
		line, err := r.buffer.ReadSlice('\n')
		if len(line) > 0 {
			r.line++
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			return r.skipLongLine(line)
		}
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			if errors.Is(err, io.EOF) {
				return io.EOF
			}
			return fmt.Errorf("read %s after line %d: %w", r.place, r.line, err)
		}
		if r.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		line = trim(line)
		if len(line) == 0 {
			continue
		}
		if !r.split(line) {
			bad := r.Bad("", nil, FieldCount)
			bad.Fix = fmt.Sprintf("it has more than %d fields; set another delimiter or raise limits.columns", r.columns)
			return bad
		}
		return nil
	}
}

// skipLongLine reads on to the line's end and reports the line.
func (r *Reader) skipLongLine(start []byte) error {
	bad := r.Bad("line", start, LongLine)
	for {
		_, err := r.buffer.ReadSlice('\n')
		switch {
		case err == nil || errors.Is(err, io.EOF):
			return bad
		case !errors.Is(err, bufio.ErrBufferFull):
			return fmt.Errorf("read %s at line %d: %w", r.place, r.line, err)
		}
	}
}

func (r *Reader) split(line []byte) (ok bool) {
	r.fields = r.fields[:0]
	quoted := bytes.IndexByte(line, '"') >= 0
	for len(r.fields) < r.columns {
		end := bytes.IndexByte(line, r.delimiter)
		if quoted && len(line) > 0 && line[0] == '"' {
			end = afterQuotes(line, r.delimiter)
		}
		if end < 0 {
			r.fields = append(r.fields, unquote(trim(line)))
			return true
		}
		r.fields = append(r.fields, unquote(trim(line[:end])))
		line = line[end+1:]
	}
	return false
}

// afterQuotes is the index of the delimiter that ends a field in quotes, or -1.
func afterQuotes(line []byte, delimiter byte) int {
	inside := false
	for i, c := range line {
		switch {
		case c == '"':
			inside = !inside
		case c == delimiter && !inside:
			return i
		}
	}
	return -1
}

func unquote(field []byte) []byte {
	if n := len(field); n >= 2 && field[0] == '"' && field[n-1] == '"' {
		return field[1 : n-1]
	}
	return field
}

// trim cuts spaces, tabs are kept because they may delimit.
func trim(field []byte) []byte {
	for len(field) > 0 && (field[0] == ' ' || field[0] == '\r' || field[0] == '\n') {
		field = field[1:]
	}
	for n := len(field); n > 0 && (field[n-1] == ' ' || field[n-1] == '\r' || field[n-1] == '\n'); n-- {
		field = field[:n-1]
	}
	return field
}

// Bad is the error for a field of the line read last; column and value may be empty.
func (r *Reader) Bad(column string, value []byte, p Problem) *RowError {
	return &RowError{
		File: r.place.File, Entry: r.place.Entry, Line: r.line,
		Column: column, Value: cut(value), Problem: p, Fix: problemTexts[p].fix,
	}
}
