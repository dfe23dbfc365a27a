package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ink is an ANSI colour code; empty is the terminal's own.
type ink string

const (
	bold   ink = "1"
	faint  ink = "2"
	red    ink = "1;31"
	yellow ink = "33"
	green  ink = "32"
	loss   ink = "31"
)

// paint is the ink of a sign.
func paint(sign int) ink {
	switch {
	case sign > 0:
		return green
	case sign < 0:
		return loss
	}
	return ""
}

// screen lays text out for a terminal.
type screen struct {
	text   strings.Builder
	width  int
	colour bool
}

// block is a titled list of names and values.
type block struct {
	title string
	rows  []row
}

type row struct {
	name, value string
	ink         ink
}

func (s *screen) line(text string) { s.text.WriteString(strings.TrimRight(text, " ") + "\n") }

func (s *screen) title(text string) {
	s.line("")
	s.line(s.ink(strings.ToUpper(text), bold))
}

func (s *screen) ink(text string, i ink) string {
	if !s.colour || i == "" {
		return text
	}
	return "\x1b[" + string(i) + "m" + text + "\x1b[0m"
}

// wrap breaks text at spaces; the lines after the first are indented.
func (s *screen) wrap(text, indent string, i ink) {
	text = clean(text)
	lead := text[:len(text)-len(strings.TrimLeft(text, " "))]
	current, empty := lead, true
	for _, word := range strings.Fields(text) {
		if !empty && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > s.width {
			s.line(s.ink(current, i))
			current, empty = indent, true
		}
		if !empty {
			current += " "
		}
		current, empty = current+word, false
	}
	s.line(s.ink(current, i))
}

// blocks sets blocks side by side where there is room, each below the shorter column.
func (s *screen) blocks(all []block) {
	if s.width < twoColumns {
		for _, line := range s.column(all, s.width) {
			s.line(line)
		}
		return
	}
	const between = 4
	width := (s.width - between) / 2
	var left, right []block
	leftRows, rightRows := 0, 0
	for _, b := range all {
		if leftRows <= rightRows {
			left, leftRows = append(left, b), leftRows+len(b.rows)+2
		} else {
			right, rightRows = append(right, b), rightRows+len(b.rows)+2
		}
	}
	a, b := s.column(left, width), s.column(right, width)
	for i := range max(len(a), len(b)) {
		l, r := strings.Repeat(" ", width), ""
		if i < len(a) && a[i] != "" {
			l = a[i]
		}
		if i < len(b) {
			r = b[i]
		}
		s.line(l + strings.Repeat(" ", between) + r)
	}
}

// column are the lines of blocks, each padded to the width before colour is added.
func (s *screen) column(blocks []block, width int) []string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, "", s.ink(fit(strings.ToUpper(b.title), width), bold))
		for _, r := range b.rows {
			room := width - 2 - utf8.RuneCountInString(r.value) - 1
			lines = append(lines, "  "+fit(r.name, room)+" "+s.ink(r.value, r.ink))
		}
	}
	return lines
}

// fit pads or cuts text to a width.
func fit(text string, width int) string {
	n := utf8.RuneCountInString(text)
	if n <= width {
		return text + strings.Repeat(" ", width-n)
	}
	return string([]rune(text)[:max(0, width-1)]) + "…"
}

// clean takes out what would steer the terminal.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}
