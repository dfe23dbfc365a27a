package ibtime

import "strings"

// scanner takes a text apart from its front. Once something is missing it has failed and takes nothing more.
type scanner struct {
	rest   string
	failed bool
}

// digits takes exactly n digits as a number.
func (s *scanner) digits(n int) int {
	if s.failed || len(s.rest) < n {
		s.failed = true
		return 0
	}
	value, ok := number(s.rest[:n], n)
	s.rest, s.failed = s.rest[n:], !ok
	return value
}

// take takes a text if it is what follows.
func (s *scanner) take(text string) bool {
	rest, ok := strings.CutPrefix(s.rest, text)
	if s.failed || !ok {
		return false
	}
	s.rest = rest
	return true
}

// want takes a text that has to follow.
func (s *scanner) want(text string) {
	if !s.take(text) {
		s.failed = true
	}
}

// blanks takes one blank or two.
func (s *scanner) blanks() {
	s.want(" ")
	s.take(" ")
}

// date takes YYYYMMDD, with sep between its parts.
func (s *scanner) date(w *wall, sep string) {
	w.year = s.digits(4)
	s.want(sep)
	w.month = s.digits(2)
	s.want(sep)
	w.day = s.digits(2)
}

// clock takes HH:MM or HH:MM:SS.
func (s *scanner) clock(w *wall) {
	w.hour = s.digits(2)
	s.want(":")
	w.minute = s.digits(2)
	if s.take(":") {
		w.second = s.digits(2)
	}
}

// fraction takes the decimals of a second, nine at most, if there are any.
func (s *scanner) fraction(w *wall) {
	if !s.take(".") {
		return
	}
	unit := 100_000_000
	n := len(s.rest) - len(strings.TrimLeft(s.rest, "0123456789"))
	if n == 0 || n > 9 {
		s.failed = true
		return
	}
	for range n {
		w.nanos += s.digits(1) * unit
		unit /= 10
	}
}

// done tells whether everything was as it has to be and nothing is left.
func (s *scanner) done() bool { return !s.failed && s.rest == "" }
