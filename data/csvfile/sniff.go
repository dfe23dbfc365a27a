package csvfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile/rows"
)

// SampleBytes is how much of a file SniffFile looks at.
const SampleBytes = 64 << 10

// Sniff finds the mapping of the text that sample is the beginning of. It never guesses: what the sample
// leaves open (the day and the month of 02/03/2010, whether a bar's time is its start or its end, the time
// zone) comes back as an *UnclearError that names the keys to set, together with the rest of the mapping.
// A header that does not fit the rows is a *HeaderError.
func Sniff(sample []byte) (Mapping, error) { return Mapping{}.Complete(sample) }

// SniffFile is Sniff for the beginning of a file, plain, gzip or zip.
func SniffFile(path string) (Mapping, error) { return Mapping{}.CompleteFile(path) }

// CompleteFile is Complete for the beginning of a file.
func (m Mapping) CompleteFile(path string) (Mapping, error) {
	file, err := rows.Open(path, m.Entry, rows.Limits{})
	if err != nil {
		return m, err
	}
	sample, err := io.ReadAll(io.LimitReader(file, SampleBytes))
	if err := errors.Join(err, file.Close()); err != nil {
		return m, fmt.Errorf("sniff %s: %w", path, err)
	}
	if m, err = m.Complete(sample); err != nil {
		return m, fmt.Errorf("sniff %s: %w", path, err)
	}
	return m, nil
}

// Complete keeps what the mapping says and finds the rest as Sniff does. When columns are given, Kind is
// taken as given too.
func (m Mapping) Complete(sample []byte) (Mapping, error) {
	s := sniffer{Mapping: m, sample: sample}
	for _, step := range []func() error{
		s.splitLines, s.findDelimiter, s.findHeader, s.findColumns, s.findTime, s.findNumbers,
	} {
		if err := step(); err != nil {
			return s.Mapping, err
		}
	}
	if s.Kind == data.Bars {
		s.findPeriod()
	}
	s.findZone()
	if len(s.questions) > 0 {
		return s.Mapping, &UnclearError{Questions: s.questions}
	}
	return s.Mapping, s.Validate()
}

// sniffer is a mapping on its way, with the lines of the sample.
type sniffer struct {
	Mapping
	sample []byte
	lines  [][]byte
	names  [][]byte
	rows   [][][]byte
	// times are the sample's, once for each layout that fits.
	times     []timesOf
	questions []Question
}

func (s *sniffer) ask(key, why string, choices ...string) {
	s.questions = append(s.questions, Question{Key: key, Why: why, Choices: choices})
}

// mostLines is how many lines of a sample are looked at.
const mostLines = 500

func (s *sniffer) splitLines() error {
	sample := bytes.TrimPrefix(s.sample, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(sample, 0) >= 0 {
		return errors.New("the sample is not text: it holds bytes of zero")
	}
	whole := bytes.HasSuffix(sample, []byte("\n"))
	for line := range bytes.Lines(sample) {
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) > 0 && len(s.lines) < mostLines {
			s.lines = append(s.lines, line)
		}
	}
	// The sample may end in the middle of a line.
	if !whole && len(s.lines) > 2 {
		s.lines = s.lines[:len(s.lines)-1]
	}
	if len(s.lines) == 0 {
		return errors.New("the sample is empty")
	}
	return nil
}

// findDelimiter takes the first delimiter that cuts all lines but the first, which may be a header, into
// the same number of fields, at least two. Commas come last, because they may be decimal signs.
func (s *sniffer) findDelimiter() error {
	if s.Delimiter != "" {
		s.rows = split(s.lines, delimiters[s.Delimiter])
		return nil
	}
	for _, name := range []string{"tab", ";", "|", ","} {
		cut := split(s.lines, delimiters[name])
		body := cut[min(1, len(cut)-1):]
		even := len(body[0]) > 1
		for _, fields := range body {
			even = even && len(fields) == len(body[0])
		}
		if even {
			s.Delimiter, s.rows = name, cut
			return nil
		}
	}
	s.ask("delimiter", "no delimiter cuts all rows into the same number of fields", ",", ";", "|", "tab")
	return &UnclearError{Questions: s.questions}
}

func split(lines [][]byte, delimiter byte) [][][]byte {
	var all [][][]byte
	for _, line := range lines {
		reader := rows.NewReader(bytes.NewReader(line), rows.Place{}, delimiter, rows.Limits{Line: len(line) + 16, Columns: 4096})
		if err := reader.Next(); err != nil {
			continue
		}
		fields := make([][]byte, len(reader.Fields()))
		for j, f := range reader.Fields() {
			fields[j] = bytes.Clone(f)
		}
		all = append(all, fields)
	}
	return all
}

// findHeader looks whether the first line is one: a header has no field that begins with a digit.
func (s *sniffer) findHeader() error {
	if s.Header == 0 {
		s.Header = HasHeader
		for _, field := range s.rows[0] {
			if startsNumber(field) {
				s.Header = NoHeader
			}
		}
	}
	if s.Header == HasHeader {
		s.names, s.rows = s.rows[0], s.rows[1:]
	}
	if len(s.rows) == 0 {
		return errors.New("the sample has a header but no rows")
	}
	return nil
}

func startsNumber(field []byte) bool {
	field = bytes.TrimLeft(field, "+-.")
	return len(field) > 0 && field[0] >= '0' && field[0] <= '9'
}

// findNumbers finds the decimal sign and the word for no value.
func (s *sniffer) findNumbers() error {
	var texts [][]byte
	for _, r := range s.roles()[2:] {
		n, ok := s.indexOf(*r.column)
		for i := 0; ok && i < len(s.rows); i++ {
			if n < len(s.rows[i]) {
				texts = append(texts, s.rows[i][n])
			}
		}
	}
	comma, point := false, false
	for _, text := range texts {
		comma = comma || bytes.IndexByte(text, ',') >= 0
		point = point || bytes.IndexByte(text, '.') >= 0
		if s.Null == "" && (bytes.EqualFold(text, []byte("null")) || bytes.EqualFold(text, []byte("n/a"))) {
			s.Null = string(text)
		}
	}
	switch {
	case s.Decimal != "" || !comma:
	case point:
		s.ask("decimal", "numbers hold both a comma and a point, one of them between thousands; remove those first", ".", ",")
	default:
		s.Decimal = ","
	}
	return nil
}

// indexOf is the index of a column among the fields.
func (s *sniffer) indexOf(c Column) (int, bool) {
	if c == "" {
		return 0, false
	}
	i, err := findColumn(s.names, c)
	return i, err == nil
}
