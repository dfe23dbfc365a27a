package fault

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/internal/suggest"
)

// Validate returns every fault of the script, as [Faults].
func (s Script) Validate() error {
	if faults := s.check(); len(faults) > 0 {
		return faults
	}
	return nil
}

func (s Script) check() Faults {
	_, faults := compile(&s)
	return faults
}

// compiler turns steps into what an engine can use, and finds what is wrong with them.
type compiler struct {
	script *Script
	byName map[string]*step
	names  []string
	faults Faults
	at     string // the key of the step at hand
}

func compile(s *Script) ([]*step, Faults) {
	c := &compiler{script: s, byName: map[string]*step{}}
	if len(s.Steps) > stepsMost {
		c.fault("", "%d steps: at most %d are allowed", len(s.Steps), stepsMost)
		return nil, c.faults
	}
	steps := make([]*step, len(s.Steps))
	for i := range s.Steps {
		c.at = "steps." + strconv.Itoa(i+1)
		steps[i] = &step{Step: &s.Steps[i], number: i + 1, chance: rand.New(rand.NewPCG(s.Seed, uint64(i)))}
		c.name(steps[i])
	}
	for i, st := range steps {
		c.at = "steps." + strconv.Itoa(i+1)
		c.when(st)
		c.which(st)
		c.what(st)
	}
	return steps, c.faults
}

func (c *compiler) fault(key, format string, args ...any) {
	c.faults = append(c.faults, Fault{Key: join(c.at, key), Problem: fmt.Sprintf(format, args...)})
}

func (c *compiler) name(st *step) {
	if st.Name == "" {
		return
	}
	if _, err := time.ParseDuration(st.Name); err == nil {
		c.fault("name", "%s reads as a duration: choose another name", st.Name)
	}
	if c.byName[st.Name] != nil {
		c.fault("name", "there is another step %s: every name once", st.Name)
	}
	c.byName[st.Name] = st
	c.names = append(c.names, st.Name)
}

// other finds another step.
func (c *compiler) other(key, name string) *step {
	found := c.byName[name]
	if found == nil {
		c.fault(key, "there is no step %s%s", name, suggest.Hint(name, c.names))
	}
	return found
}

// when checks the causes in time.
func (c *compiler) when(st *step) {
	if c.script.Clock == Wall && st.At.market() {
		c.fault("at", "the clock of this script is wall: want a duration from its start, such as 90s, or clock: market")
	}
	if st.After != "" {
		if st.At.Given {
			c.fault("at", "counts from the start of the script, after from another step: want one of them, or wait")
		}
		if cause := c.other("after", st.After); cause == st {
			c.fault("after", "a step cannot wait for itself: want every, or another step")
		} else if cause != nil {
			cause.followers = append(cause.followers, st)
			c.circle(st)
		}
	}
	if st.Until.Step != "" {
		if end := c.other("until", st.Until.Step); end != nil {
			end.ends = append(end.ends, st)
		}
	}
	if st.Chance < 0 || st.Chance > 1 || st.Chance != st.Chance {
		c.fault("chance", "%v: must lie above 0 and not above 1", st.Chance)
	}
	if st.Times < Always {
		c.fault("times", "%d: must be above 0, or always", st.Times)
	}
	if st.Every != 0 && (st.On != nil || st.Connection != 0) {
		c.fault("every", "is for steps that wait for a time; with on and connection write times: always")
	}
	if st.Every < 0 || st.Wait < 0 || st.Until.Time < 0 {
		c.fault("", "durations must not be below 0")
	}
	if st.Connection < 0 {
		c.fault("connection", "%d: connections count from 1", st.Connection)
	}
}

// circle refuses steps that would cause one another for ever at one moment.
func (c *compiler) circle(st *step) {
	at := st
	for range c.script.Steps {
		if at.After == "" || at.Wait > 0 || at.waits() {
			return
		}
		if at = c.byName[at.After]; at == nil {
			return
		}
		if at == st {
			c.fault("after", "%s causes itself without a pause: want wait in one of the steps between", st.label())
			return
		}
	}
}

// which checks the messages that are waited for.
func (c *compiler) which(st *step) {
	on := st.On
	if on == nil {
		return
	}
	name, key := on.Out, "on.out"
	if on.In != "" {
		name, key = on.In, "on.in"
	}
	if (on.In == "") == (on.Out == "") {
		c.fault("on", "want one of in, a request, and out, an answer")
		return
	}
	if on.Nth < 0 {
		c.fault("on.nth", "%d: messages count from 1", on.Nth)
	}
	if name == "any" {
		if len(on.Where) > 0 {
			c.fault("on.where", "needs a kind of message, not any")
		}
		return
	}
	if st.kind = c.kind(key, name, on.In != ""); st.kind == nil {
		return
	}
	st.where = c.fields("on.where", st.kind, on.Where)
	for i := range st.where {
		if w := &st.where[i]; w.value.Raw != nil || w.value.Same || !w.value.Add.IsZero() {
			c.fault("on.where", "wants plain values")
		}
	}
}

// kind finds the type of a message by its name.
func (c *compiler) kind(key, name string, fromClient bool) reflect.Type {
	if name == "Welcome" && !fromClient {
		return reflect.TypeFor[wire.Welcome]()
	}
	var known []string
	for _, k := range wire.Kinds() {
		if k.FromClient() != fromClient {
			continue
		}
		if k.String() == name {
			return reflect.TypeOf(k.New()).Elem()
		}
		known = append(known, k.String())
	}
	c.fault(key, "%s is no %s%s", name, map[bool]string{true: "request", false: "answer"}[fromClient], suggest.Hint(name, known))
	return nil
}

// fields checks fields and their values, and puts them into the order of the message.
func (c *compiler) fields(key string, kind reflect.Type, values map[string]Value) (list []change) {
	for name, v := range values {
		path, err := locate(kind, name)
		if err != nil {
			c.fault(key, "%v", err)
			continue
		}
		ch := change{name: name, path: path, value: v}
		field := reflect.New(kind).Elem().FieldByIndex(path)
		if err := ch.check(field); err != nil {
			c.fault(join(key, name), "%v", err)
			continue
		}
		ch.shown = show(field)
		list = append(list, ch)
	}
	sortChanges(list)
	return list
}

// what checks the actions.
func (c *compiler) what(st *step) {
	if len(st.Do) == 0 && st.Name == "" {
		c.fault("do", "nothing is to be done: want an action, such as do: [drop], or a name that other steps use")
	}
	st.changes, st.made = make([][]change, len(st.Do)), make([]reflect.Type, len(st.Do))
	in, out := st.On != nil && st.On.In != "", st.On != nil && st.On.Out != ""
	for i, a := range st.Do {
		key := "do." + strconv.Itoa(i+1)
		v := verbOf(a)
		if v == nil {
			c.fault(key, "%T is no action", a)
			continue
		}
		if v.scope == onOut && !out || v.scope == onIn && !in || v.scope == onBoth && !in && !out {
			c.fault(key, "%s stands only %v", v.name, v.scope)
			continue
		}
		if v.scope != anywhere && st.Wait > 0 {
			c.fault(key, "%s is about the message itself, which cannot wait: want delay or hold", v.name)
		}
		c.action(st, i, key)
	}
}
