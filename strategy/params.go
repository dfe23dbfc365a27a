package strategy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/suggest"
	"github.com/tidemark/tidemark/market"
)

// Params binds the parameters of one strategy to its fields, like package flag binds flags: each has a
// name, a default, a line of documentation, and optionally bounds and a range for sweeps.
type Params struct {
	list   []*parameter
	checks []func() error
}

// Parameter describes one parameter for people and tools.
type Parameter struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Default string `json:"default"`
	Bounds  string `json:"bounds,omitempty"`
	// Range is what a sweep tries when told no better: from:to:step.
	Range string `json:"range,omitempty"`
	Doc   string `json:"doc"`
}

type parameter struct {
	Parameter
	// set parses one configured value into the bound field.
	set func(any) error
	// valid checks the field's present value against the bounds.
	valid func() error
}

// Int binds a whole number.
func (p *Params) Int(v *int, name string, value int, doc string) *Number[int] {
	return bindNumber(p, v, "int", name, value, doc, toInt)
}

// Float binds a number.
func (p *Params) Float(v *float64, name string, value float64, doc string) *Number[float64] {
	return bindNumber(p, v, "float", name, value, doc, toFloat)
}

// Duration binds a length of time such as 90s or 1h30m.
func (p *Params) Duration(v *time.Duration, name string, value time.Duration, doc string) *Number[time.Duration] {
	return bindNumber(p, v, "duration", name, value, doc, toDuration)
}

// Decimal binds an exact number, for money and quantities.
func (p *Params) Decimal(v *decimal.Decimal, name string, value decimal.Decimal, doc string) {
	bind(p, v, "decimal", name, value, doc, toDecimal)
}

// Bool binds true or false.
func (p *Params) Bool(v *bool, name string, value bool, doc string) {
	bind(p, v, "bool", name, value, doc, toBool)
}

// Text binds free text.
func (p *Params) Text(v *string, name, value, doc string) {
	bind(p, v, "text", name, value, doc, toText)
}

// Symbol binds the symbol of an instrument of the run.
func (p *Params) Symbol(v *string, name, value, doc string) {
	bind(p, v, "symbol", name, value, doc, toText)
}

// Symbols binds a list of symbols, in YAML a list, in text separated by commas.
func (p *Params) Symbols(v *[]string, name string, value []string, doc string) {
	q := bind(p, v, "symbols", name, value, doc, toList)
	q.Default = strings.Join(value, ",")
}

// Bars binds a bar specification such as 5m or 1d.
func (p *Params) Bars(v *market.BarSpec, name string, value market.BarSpec, doc string) {
	bind(p, v, "bars", name, value, doc, toBarSpec)
}

// Choice binds one of a few words.
func (p *Params) Choice(v *string, name, value, doc string, words ...string) {
	q := bind(p, v, "choice", name, value, doc, toText)
	q.Bounds = strings.Join(words, "|")
	q.valid = func() error {
		if slices.Contains(words, *v) {
			return nil
		}
		return fmt.Errorf("%q is not one of %s", *v, strings.Join(words, ", "))
	}
}

// Check adds a rule over several parameters; it runs after all values are in.
func (p *Params) Check(rule func() error) { p.checks = append(p.checks, rule) }

// Number is a bound number, to which bounds and a sweep range can be given.
type Number[T cmp.Ordered] struct {
	value *T
	q     *parameter
}

// Bounds sets the least and the greatest allowed value.
func (n *Number[T]) Bounds(least, greatest T) *Number[T] {
	n.q.Bounds = fmt.Sprintf("%v to %v", least, greatest)
	n.q.valid = func() error {
		if *n.value >= least && *n.value <= greatest { // also refuses NaN
			return nil
		}
		return fmt.Errorf("%v is out of bounds: want %v to %v", *n.value, least, greatest)
	}
	return n
}

// Range says which values a sweep tries.
func (n *Number[T]) Range(from, to, step T) *Number[T] {
	n.q.Range = fmt.Sprintf("%v:%v:%v", from, to, step)
	return n
}

func bindNumber[T cmp.Ordered](p *Params, v *T, kind, name string, value T, doc string, convert func(any) (T, error)) *Number[T] {
	return &Number[T]{value: v, q: bind(p, v, kind, name, value, doc, convert)}
}

func bind[T any](p *Params, v *T, kind, name string, value T, doc string, convert func(any) (T, error)) *parameter {
	*v = value
	q := &parameter{
		Parameter: Parameter{Name: name, Kind: kind, Default: fmt.Sprint(value), Doc: doc},
		set: func(raw any) error {
			parsed, err := convert(raw)
			if err == nil {
				*v = parsed
			}
			return err
		},
		valid: func() error { return nil },
	}
	p.list = append(p.list, q)
	return q
}

// Describe lists the parameters in the order they were bound.
func (p *Params) Describe() []Parameter {
	list := make([]Parameter, len(p.list))
	for i, q := range p.list {
		list[i] = q.Parameter
	}
	return list
}

// Fill sets the bound fields and returns every fault: unknown names, values that do not parse, values
// out of bounds (defaults included), and failed checks.
func (p *Params) Fill(values map[string]any) error {
	faults := p.unknown(values)
	for _, q := range p.list {
		if raw, given := values[q.Name]; given {
			if err := q.set(raw); err != nil {
				faults = append(faults, fmt.Errorf("parameter %s: %w", q.Name, err))
				continue
			}
		}
		if err := q.valid(); err != nil {
			faults = append(faults, fmt.Errorf("parameter %s: %w", q.Name, err))
		}
	}
	if len(faults) == 0 {
		for _, check := range p.checks {
			faults = append(faults, check())
		}
	}
	return errors.Join(faults...)
}

func (p *Params) unknown(values map[string]any) []error {
	names := make([]string, len(p.list))
	for i, q := range p.list {
		names[i] = q.Name
	}
	var faults []error
	for name := range values {
		if slices.Contains(names, name) {
			continue
		}
		faults = append(faults, fmt.Errorf("parameter %q does not exist%s; known: %s",
			name, suggest.Hint(name, names), strings.Join(names, ", ")))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}
