package indicator

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxPeriod bounds every period, and with it the memory of an indicator.
const MaxPeriod = 1 << 20

// ParameterError is a constructor's parameter outside its bounds; both bounds are allowed values.
type ParameterError struct {
	Indicator, Parameter string
	Value, Min, Max      float64
}

func (e *ParameterError) Error() string {
	return fmt.Sprintf("indicator %s: %s is %s, want %s to %s",
		e.Indicator, e.Parameter, plain(e.Value), plain(e.Min), plain(e.Max))
}

// parameters checks what a constructor was given and spells the indicator's label from it.
type parameters struct {
	name   string
	values []string
	err    error
}

func named(name string) *parameters { return &parameters{name: name} }

// period adds a number of inputs, at least 1.
func (p *parameters) period(name string, n int) *parameters { return p.atLeast(1, name, n) }

func (p *parameters) atLeast(least int, name string, n int) *parameters {
	return p.number(name, float64(n), float64(least), MaxPeriod)
}

func (p *parameters) number(name string, x, least, most float64) *parameters {
	p.values = append(p.values, plain(x))
	if !(x >= least && x <= most) {
		p.err = errors.Join(p.err, &ParameterError{p.name, name, x, least, most})
	}
	return p
}

// even adds a number of inputs that must be divisible by 2.
func (p *parameters) even(name string, n int) *parameters {
	p.atLeast(2, name, n)
	if n%2 != 0 {
		p.err = errors.Join(p.err, fmt.Errorf("indicator %s: %s is %d, want an even number", p.name, name, n))
	}
	return p
}

// part makes the errors of an indicator this one is built from its own.
func (p *parameters) part(i Indicator) *parameters {
	p.err = errors.Join(p.err, i.Err())
	return p
}

func (p *parameters) label() string {
	if len(p.values) == 0 {
		return p.name
	}
	return p.name + "(" + strings.Join(p.values, ", ") + ")"
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// size is the length of a buffer for n inputs. A period out of bounds, which its parameters report,
// gets the smallest one.
func size(n int) int {
	if n < 1 || n > MaxPeriod {
		return 1
	}
	return n
}
