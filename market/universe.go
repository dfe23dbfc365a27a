package market

import (
	"errors"
	"fmt"
	"strings"
)

// Universe is the instruments of one run, in the order of the configuration, which is also the order in
// which events of one instant are delivered. It does not change during a run.
type Universe struct {
	list     []*Instrument
	bySymbol map[string]*Instrument
}

// NewUniverse numbers the instruments and checks them. The error joins every fault found.
func NewUniverse(instruments ...Instrument) (*Universe, error) {
	u := &Universe{bySymbol: make(map[string]*Instrument, len(instruments))}
	var faults []error
	for i := range instruments {
		in := instruments[i]
		in.ID = ID(i)
		if err := in.Validate(); err != nil {
			faults = append(faults, err)
		}
		if _, twice := u.bySymbol[in.Symbol]; twice {
			faults = append(faults, fmt.Errorf("instrument %q is defined twice: symbols must be unique in a run", in.Symbol))
		}
		u.list = append(u.list, &in)
		u.bySymbol[in.Symbol] = &in
	}
	for _, in := range u.list {
		if in.Kind == Combo {
			_, err := in.Parts(u.Find)
			faults = append(faults, err)
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return u, nil
}

// Len is the number of instruments.
func (u *Universe) Len() int { return len(u.list) }

// All is every instrument, indexed by ID. The slice is shared: do not change it.
func (u *Universe) All() []*Instrument { return u.list }

// At is the instrument with a number that this universe gave.
func (u *Universe) At(id ID) *Instrument { return u.list[id] }

// Find is the instrument of a symbol, or an *UnknownInstrument error.
func (u *Universe) Find(symbol string) (*Instrument, error) {
	if in, ok := u.bySymbol[symbol]; ok {
		return in, nil
	}
	return nil, &UnknownInstrument{Symbol: symbol, Known: u.symbols()}
}

// Parts are the instruments of a combo's legs, in their order; nil for any other instrument.
func (u *Universe) Parts(in *Instrument) []*Instrument {
	if in.Kind != Combo {
		return nil
	}
	parts := make([]*Instrument, len(in.Legs))
	for i, leg := range in.Legs {
		parts[i] = u.bySymbol[leg.Symbol]
	}
	return parts
}

func (u *Universe) symbols() []string {
	names := make([]string, len(u.list))
	for i, in := range u.list {
		names[i] = in.Symbol
	}
	return names
}

// UnknownInstrument is the error for a symbol that the run does not have.
type UnknownInstrument struct {
	Symbol string
	Known  []string
}

func (e *UnknownInstrument) Error() string {
	const shown = 20
	known := e.Known
	more := ""
	if len(known) > shown {
		more = fmt.Sprintf(" and %d more", len(known)-shown)
		known = known[:shown]
	}
	return fmt.Sprintf("instrument %q is not in this run; add it under instruments. The run has: %s%s",
		e.Symbol, strings.Join(known, ", "), more)
}
