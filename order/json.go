package order

import "encoding/json"

// plain is an Order without methods.
type plain Order

// stored is the form of an order in JSON: its fields and its executions. The instrument is not part of it;
// Symbol names it.
type stored struct {
	*plain
	Executions []execution `json:"executions,omitempty"`
}

// MarshalJSON writes everything but the instrument.
func (o *Order) MarshalJSON() ([]byte, error) {
	return json.Marshal(stored{(*plain)(o), o.executions()})
}

// UnmarshalJSON reads what MarshalJSON writes. The instrument stays as it is.
func (o *Order) UnmarshalJSON(text []byte) error {
	s := stored{plain: (*plain)(o)}
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	o.execs, o.sole = s.Executions, nil
	return nil
}

// Clone is a copy that shares nothing that changes.
func (o *Order) Clone() *Order {
	c := *o
	c.execs, c.sole = append([]execution(nil), o.executions()...), nil
	return &c
}
