package config

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong with a configuration.
type Fault struct {
	// Where is "file:line", "environment TRADER_..." or "flag --set"; empty for a default.
	Where string
	// Key is the path of the key, such as instruments.0.source.bars.
	Key string
	// Problem says what is wrong and what to write instead.
	Problem string
}

func (f Fault) String() string {
	text := f.Key + ": " + f.Problem
	if f.Key == "" {
		text = f.Problem
	}
	if f.Where != "" {
		text = f.Where + ": " + text
	}
	return text
}

// Faults is the error of a configuration: everything that is wrong with it.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	if len(f) == 1 {
		return lines[0]
	}
	return fmt.Sprintf("%d faults in the configuration:\n  %s", len(f), strings.Join(lines, "\n  "))
}
