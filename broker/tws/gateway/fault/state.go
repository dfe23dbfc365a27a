package fault

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A StepState is how a step stands.
type StepState struct {
	Name     string   `json:"name"` // or its number
	Armed    bool     `json:"armed"`
	Happened int      `json:"happened"` // since it was armed
	Do       []string `json:"do"`       // the names of its actions
}

// State tells how the steps stand, in their order.
func (e *Engine) State() []StepState {
	list := make([]StepState, len(e.steps))
	for i, st := range e.steps {
		list[i] = StepState{Name: st.label(), Armed: st.armed && !st.done(), Happened: st.happened}
		for _, a := range st.Do {
			list[i].Do = append(list[i].Do, Verb(a))
		}
	}
	return list
}

// Title is the script's.
func (e *Engine) Title() string { return e.script.Title }

// ReadActions reads a list of actions, as in the do of a step, and checks them.
func ReadActions(r io.Reader, name string) ([]Action, error) {
	var doc yaml.Node
	if err := yaml.NewDecoder(io.LimitReader(r, sizeLimit)).Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, Faults{{Where: name, Problem: strings.TrimPrefix(err.Error(), "yaml: ")}}
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("fault: %s: want actions, such as [link: lost]", name)
	}
	p := parser{file: name}
	var actions []Action
	p.value(doc.Content[0], reflect.ValueOf(&actions).Elem(), "do")
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	return actions, Script{Steps: []Step{{Do: actions}}}.Validate()
}
