package rows

import (
	"fmt"
	"strconv"
	"strings"
)

// RowError names one bad row and what to do about it.
type RowError struct {
	// File is the path that was read; Entry the file inside it when it is a zip archive.
	File  string `json:"file"`
	Entry string `json:"entry,omitempty"`
	// Line counts from 1, the header included.
	Line int `json:"line"`
	// Column is the role of the field, such as "close"; empty when the whole row is meant.
	Column string `json:"column,omitempty"`
	// Value is the field as written, cut after 80 bytes.
	Value   string  `json:"value,omitempty"`
	Problem Problem `json:"problem"`
	Fix     string  `json:"fix"`
}

// Error is one line: place, column, value, problem and fix.
func (e *RowError) Error() string {
	var s strings.Builder
	s.WriteString(Place{e.File, e.Entry}.String())
	fmt.Fprintf(&s, ":%d: ", e.Line)
	switch {
	case e.Column == "":
		s.WriteString("the row ")
	case e.Value == "" && e.Problem.Readable():
		s.WriteString("the " + e.Column + " ")
	default:
		s.WriteString("the " + e.Column + " " + strconv.Quote(e.Value) + " ")
	}
	s.WriteString(problemTexts[e.Problem%Problem(problems)].says)
	if e.Fix != "" {
		s.WriteString(": " + e.Fix)
	}
	return s.String()
}

// Place is where rows come from: a file, and the entry inside it if it is an archive.
type Place struct{ File, Entry string }

// String is "file" or "file!entry".
func (p Place) String() string {
	if p.Entry == "" {
		return p.File
	}
	return p.File + "!" + p.Entry
}

// cut is the field as an error may carry it.
func cut(value []byte) string {
	const most = 80
	if len(value) > most {
		return string(value[:most]) + "…"
	}
	return string(value)
}
