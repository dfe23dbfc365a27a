package strategy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/internal/suggest"
)

// Strategy is the one interface to implement.
type Strategy interface {
	// Start subscribes handlers and sets up indicators. It runs once, before the first event, and may not
	// send orders. An error stops the run before it begins.
	Start(*Session) error
}

// Constructor makes a strategy with its parameters bound to p. It touches nothing else: no clock, no
// network, no goroutine. Values are filled in after it returns, so it must not read them.
type Constructor func(p *Params) Strategy

// Definition is a registered strategy.
type Definition struct {
	Name    string
	Summary string
	New     Constructor
}

// Parameters lists the parameters in the order the constructor bound them, with their defaults.
func (d Definition) Parameters() []Parameter {
	p := &Params{}
	d.New(p)
	return p.Describe()
}

// Build makes a strategy and fills its parameters strictly from values: an unknown name, a value of the
// wrong kind or out of bounds is an error. Absent parameters keep their defaults.
func (d Definition) Build(values map[string]any) (Strategy, error) {
	p := &Params{}
	s := d.New(p)
	if err := p.Fill(values); err != nil {
		return nil, fmt.Errorf("strategy %s: %w", d.Name, err)
	}
	return s, nil
}

var registry = struct {
	byName map[string]Definition
	faults []error
}{byName: map[string]Definition{}}

// Register adds a strategy under a name; call it from init. A second strategy of the same name is kept
// out and makes Check fail, so that the program refuses to start.
func Register(name, summary string, constructor Constructor) {
	if _, taken := registry.byName[name]; taken {
		registry.faults = append(registry.faults, fmt.Errorf("two strategies are registered as %q: rename one", name))
		return
	}
	if name == "" || constructor == nil {
		registry.faults = append(registry.faults, fmt.Errorf("strategy %q is registered without a name or a constructor", name))
		return
	}
	registry.byName[name] = Definition{Name: name, Summary: summary, New: constructor}
}

// Check returns every fault of the registrations so far.
func Check() error { return errors.Join(registry.faults...) }

// Definitions lists the registered strategies by name.
func Definitions() []Definition {
	names := slices.Sorted(maps.Keys(registry.byName))
	list := make([]Definition, len(names))
	for i, name := range names {
		list[i] = registry.byName[name]
	}
	return list
}

// Find is the strategy registered under a name, or an *UnknownStrategy error.
func Find(name string) (Definition, error) {
	if d, ok := registry.byName[name]; ok {
		return d, nil
	}
	return Definition{}, &UnknownStrategy{Name: name, Known: slices.Sorted(maps.Keys(registry.byName))}
}

// UnknownStrategy is the error for a name that nothing registered.
type UnknownStrategy struct {
	Name  string
	Known []string
}

func (e *UnknownStrategy) Error() string {
	return fmt.Sprintf("strategy %q is not registered%s; known: %s. "+
		"Your own strategy must be built in with `trader build --with` or listed under plugins",
		e.Name, suggest.Hint(e.Name, e.Known), strings.Join(e.Known, ", "))
}
