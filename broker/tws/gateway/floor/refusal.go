package floor

import "fmt"

// A Refusal is a question that IB answers with an error message instead of data.
type Refusal struct {
	// Code is IB's number of the error and Text its wording.
	Code int
	Text string
}

func (r *Refusal) Error() string { return fmt.Sprintf("error %d: %s", r.Code, r.Text) }

func refuse(code int, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// noDefinition is the answer to a contract that nothing matches.
func noDefinition() *Refusal {
	return refuse(200, "No security definition has been found for the request")
}
