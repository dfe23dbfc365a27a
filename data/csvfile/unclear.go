package csvfile

import (
	"fmt"
	"strings"
)

// UnclearError tells what a sample leaves open. The mapping that comes with it holds everything that is
// clear; setting the named keys completes it.
type UnclearError struct{ Questions []Question }

// Question is one key of the mapping that the sample cannot decide.
type Question struct {
	// Key is the key to set, such as "bar_time" or "columns.close".
	Key string
	// Why says what is open.
	Why string
	// Choices are the values that fit; empty when they cannot be listed.
	Choices []string
}

// Error lists the questions.
func (e *UnclearError) Error() string {
	var s strings.Builder
	s.WriteString("the sample does not say everything:")
	for _, q := range e.Questions {
		fmt.Fprintf(&s, " set %s", q.Key)
		if len(q.Choices) > 0 {
			fmt.Fprintf(&s, " to %s", strings.Join(q.Choices, " or "))
		}
		fmt.Fprintf(&s, " (%s);", q.Why)
	}
	return strings.TrimSuffix(s.String(), ";")
}
