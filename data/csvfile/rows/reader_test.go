package rows

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// lines reads a text into lines of fields joined with "|"; bad lines are "!" and the problem.
func lines(t *testing.T, text io.Reader, delimiter byte, limits Limits) []string {
	t.Helper()
	reader := NewReader(text, Place{File: "text"}, delimiter, limits)
	var all []string
	for {
		err := reader.Next()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return all
		case errors.As(err, &bad):
			all = append(all, "!"+bad.Problem.String())
		case err != nil:
			t.Fatal(err)
		default:
			parts := make([]string, len(reader.Fields()))
			for i, f := range reader.Fields() {
				parts[i] = string(f)
			}
			all = append(all, strings.Join(parts, "|"))
		}
	}
}

func TestReader(t *testing.T) {
	for _, test := range []struct {
		name, text string
		delimiter  byte
		want       []string
	}{
		{"plain", "a,b\nc,d\n", ',', []string{"a|b", "c|d"}},
		{"no newline at the end", "a,b\nc,d", ',', []string{"a|b", "c|d"}},
		{"CRLF and blank lines", "a,b\r\n\r\n \nc,d\r\n", ',', []string{"a|b", "c|d"}},
		{"byte order mark", "\xef\xbb\xbfa,b\n", ',', []string{"a|b"}},
		{"empty fields", ",,\n", ',', []string{"||"}},
		{"spaces", " a , b c ,d\n", ',', []string{"a|b c|d"}},
		{"quotes", "\"a,b\",\"c\"\"d\",e\"f\n", ',', []string{`a,b|c""d|e"f`}},
		{"open quote", "\"a,b\nc,d\n", ',', []string{`"a,b`, "c|d"}},
		{"tabs", "a\t\tb c\n", '\t', []string{"a||b c"}},
		{"semicolons", "1,5;2,5\n", ';', []string{"1,5|2,5"}},
		{"nothing", "", ',', nil},
	} {
		want := strings.Join(test.want, "\n")
		if got := strings.Join(lines(t, strings.NewReader(test.text), test.delimiter, Limits{}), "\n"); got != want {
			t.Errorf("%s: read %q, want %q", test.name, got, want)
		}
		if got := strings.Join(lines(t, iotest.OneByteReader(strings.NewReader(test.text)), test.delimiter, Limits{}), "\n"); got != want {
			t.Errorf("%s, a byte at a time: read %q, want %q", test.name, got, want)
		}
	}
}

// A line beyond the limits is reported, and reading goes on with the next.
func TestReaderLimits(t *testing.T) {
	text := "a,b\n" + strings.Repeat("x", 100) + "\nc,d\n1,2,3,4\ne,f\n" + strings.Repeat("y", 50)
	got := strings.Join(lines(t, strings.NewReader(text), ',', Limits{Line: 32, Columns: 3}), " ")
	if want := "a|b !long-line c|d !field-count e|f !long-line"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestReaderFailure(t *testing.T) {
	broken := errors.New("disk on fire")
	reader := NewReader(io.MultiReader(strings.NewReader("a,b\nc"), iotest.ErrReader(broken)), Place{File: "text"}, ',', Limits{})
	if err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	if err := reader.Next(); !errors.Is(err, broken) || !strings.Contains(err.Error(), "text after line 2") {
		t.Errorf("error %v, want the reader's, with the place", err)
	}
}

func TestRowErrorText(t *testing.T) {
	reader := NewReader(strings.NewReader("2020-01-02,abc\n"), Place{File: "spy.zip", Entry: "spy.csv"}, ',', Limits{})
	if err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	for want, err := range map[string]error{
		`spy.zip!spy.csv:1: the close "abc" is not a number: correct or drop the row; in a CSV mapping, check columns and decimal`:                            reader.Bad("close", []byte("abc"), BadNumber),
		`spy.zip!spy.csv:1: the close "" is not a number: correct or drop the row; in a CSV mapping, check columns and decimal`:                               reader.Bad("close", nil, BadNumber),
		`spy.zip!spy.csv:1: the time is that of the row before: keep one of the two rows`:                                                                     reader.Bad("time", nil, Duplicate),
		`spy.zip!spy.csv:1: the row has another number of fields than the rows before it: look for a missing field, a thousands separator or a decimal comma`: reader.Bad("", nil, FieldCount),
	} {
		if err.Error() != want {
			t.Errorf("got  %s\nwant %s", err, want)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add("a,\"b,c\"\n\n d \r\n", byte(','))
	f.Fuzz(func(t *testing.T, text string, delimiter byte) {
		reader := NewReader(strings.NewReader(text), Place{}, delimiter, Limits{Line: 64, Columns: 4})
		for {
			err := reader.Next()
			var bad *RowError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				return
			}
			if n := len(reader.Fields()); n < 1 || n > 4 {
				t.Fatalf("line %d has %d fields", reader.Line(), n)
			}
		}
	})
}
