package fault

import (
	"container/heap"
	"fmt"
	"reflect"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/internal/suggest"
	"github.com/tidemark/tidemark/market"
)

// An Engine plays a script. Its calls must come in the order of time.
type Engine struct {
	script *Script
	start  Now
	steps  []*step
	byName map[string]*step
	tasks  [clocks]tasks
	count  uint64
	opened int // connections
	memory memory
	err    error
}

// A Deed is an action that is due.
type Deed struct {
	Step   string // its name, or number
	Action Action
	About  About
	Make   wire.Message // what an Emit sends
	Raws   *Writing     // how it is written
}

// New starts a script at a moment.
func New(s Script, now Now) (*Engine, error) {
	steps, faults := compile(&s)
	if len(faults) > 0 {
		return nil, faults
	}
	if s.Zone == nil {
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			return nil, fmt.Errorf("fault: zone of the script: %w", err)
		}
		s.Zone = zone
	}
	e := &Engine{script: &s, start: now, steps: steps, byName: map[string]*step{}, memory: newMemory()}
	for _, st := range steps {
		if st.Name != "" {
			e.byName[st.Name] = st
		}
		if st.After == "" {
			e.begin(st, now)
		}
	}
	return e, nil
}

// begin arms a step that waits for no other.
func (e *Engine) begin(st *step, now Now) {
	switch {
	case st.At.Given:
		e.add(st.At.on(e.script.Clock, e.start, e.script.Zone), st, nil, arming)
	case st.waits():
		e.arm(st, now)
	case st.Every > 0:
		e.arm(st, now)
		e.add(now.of(e.script.Clock)+int64(st.Every), st, nil, again)
	case st.Wait > 0:
		e.arm(st, now)
		e.certain(nil, st, now, nothing())
	}
}

// arm lets a step happen from now on, as often as it may.
func (e *Engine) arm(st *step, now Now) {
	st.armed, st.lap, st.seen, st.happened = true, st.lap+1, 0, 0
	if st.Until.Time > 0 {
		t := e.add(now.of(e.script.Clock)+int64(st.Until.Time), st, nil, ending)
		t.lap = st.lap
	}
}

// What a task does to its step.
type purpose uint8

const (
	arming purpose = iota // it is armed, and happens at once unless it waits for messages
	due                   // it happens, after its wait
	again                 // it happens once more
	ending                // it ends
)

// task is something for later.
type task struct {
	at    int64
	entry uint64
	step  *step
	about *About
	what  purpose
	lap   int
}

// tasksMost bounds what may wait at once; what is beyond does not happen, which [Engine.Err] tells.
const tasksMost = 1 << 16

func (e *Engine) add(at int64, st *step, about *About, what purpose) *task {
	e.count++
	t := &task{at: at, entry: e.count, step: st, about: about, what: what}
	queue := &e.tasks[e.script.Clock]
	if len(*queue) >= tasksMost {
		e.err = fmt.Errorf("fault: more than %d things wait: step %s happens too often", tasksMost, st.label())
		return t
	}
	heap.Push(queue, t)
	return t
}

// Due is when [Engine.Advance] is needed on each clock, at the latest.
func (e *Engine) Due() Now {
	next := Now{Market: market.Never, Wall: time.Duration(never)}
	if q := e.tasks[Market]; len(q) > 0 {
		next.Market = market.Time(q[0].at)
	}
	if q := e.tasks[Wall]; len(q) > 0 {
		next.Wall = time.Duration(q[0].at)
	}
	return next
}

// Advance moves both clocks and returns what is to be done, in its order.
func (e *Engine) Advance(now Now) (deeds []Deed) {
	for clock := range clocks {
		queue := &e.tasks[clock]
		for len(*queue) > 0 && (*queue)[0].at <= now.of(clock) {
			t := heap.Pop(queue).(*task)
			switch st := t.step; {
			case t.what == ending:
				st.armed = st.armed && t.lap != st.lap
			case t.what == arming:
				e.arm(st, now)
				if !st.waits() {
					deeds = e.cause(deeds, st, now, nothing())
				}
			case t.what == due:
				deeds = e.happen(deeds, st, now, t.about)
			case st.armed && st.lucky():
				st.happened++
				deeds = e.happen(deeds, st, now, t.about)
			case st.armed:
				e.repeat(st, now, t.about)
			}
		}
	}
	return deeds
}

// nothing is what a step is about that only time has caused.
func nothing() *About { return &About{ID: -1} }

// cause lets a step happen if chance wants it.
func (e *Engine) cause(deeds []Deed, st *step, now Now, about *About) []Deed {
	if !st.lucky() {
		e.repeat(st, now, about)
		return deeds
	}
	return e.certain(deeds, st, now, about)
}

// certain lets a step happen, now or after its wait.
func (e *Engine) certain(deeds []Deed, st *step, now Now, about *About) []Deed {
	if st.done() {
		return deeds
	}
	st.happened++
	if st.Wait == 0 {
		return e.happen(deeds, st, now, about)
	}
	later := *about
	if later.Message != nil {
		later.Message = clone(later.Message)
	}
	e.add(now.of(e.script.Clock)+int64(st.Wait), st, &later, due)
	return deeds
}

// repeat lets a step happen again after its interval.
func (e *Engine) repeat(st *step, now Now, about *About) {
	if st.Every > 0 && st.armed && !st.done() {
		e.add(now.of(e.script.Clock)+int64(st.Every), st, about, again)
	}
}

// happen is a step happening: what it does, and what follows from it.
func (e *Engine) happen(deeds []Deed, st *step, now Now, about *About) []Deed {
	if about == nil {
		about = nothing()
	}
	for i, a := range st.Do {
		if verbOf(a).scope == anywhere {
			deeds = append(deeds, e.deed(st, i, about))
		}
	}
	if st.releases {
		deeds = append(deeds, Deed{Step: st.label(), Action: Release{st.Name}, About: *about})
	}
	e.repeat(st, now, about)
	for _, end := range st.ends {
		end.armed = false
	}
	for _, next := range st.followers {
		e.arm(next, now)
		if !next.waits() {
			deeds = e.cause(deeds, next, now, about)
		}
	}
	return deeds
}

// deed prepares an action.
func (e *Engine) deed(st *step, i int, about *About) Deed {
	d := Deed{Step: st.label(), Action: st.Do[i], About: *about}
	emit, ok := d.Action.(Emit)
	if !ok {
		return d
	}
	made := reflect.New(st.made[i]).Interface()
	if emit.Copy && about.Message != nil {
		borrow(made, about.Message)
	}
	if err := alter(made, st.changes[i], about.ID); err != nil {
		e.err = fmt.Errorf("fault: step %s: %w", st.label(), err)
	}
	d.Make = made.(wire.Message)
	d.Raws = &Writing{Message: made, raws: raws(st.changes[i])}
	return d
}

// Prepare is an action that no script has. It must be valid.
func Prepare(a Action) Deed {
	d := Deed{Step: "now", Action: a, About: *nothing()}
	if emit, ok := a.(Emit); ok {
		steps, _ := compile(&Script{Steps: []Step{{Do: []Action{emit}}}}) // valid
		e := &Engine{}
		return e.deed(steps[0], 0, nothing())
	}
	return d
}

// Opened tells of a new connection. Its number counts from 1 since the engine was started.
func (e *Engine) Opened(now Now) (number int, deeds []Deed) {
	e.opened++
	about := &About{Connection: e.opened, ID: -1}
	for _, st := range e.steps {
		if st.On == nil && st.armed && st.Connection == e.opened {
			deeds = e.cause(deeds, st, now, about)
		}
	}
	return e.opened, deeds
}

// Fire makes a step happen, whatever it waits for. The error says that there is none of the name.
func (e *Engine) Fire(now Now, name string) ([]Deed, error) {
	st := e.byName[name]
	if st == nil {
		var known []string
		for _, st := range e.steps {
			known = append(known, st.label())
		}
		return nil, fmt.Errorf("fault: there is no step %s%s", name, suggest.Hint(name, known))
	}
	st.happened++
	return e.happen(nil, st, now, nil), nil
}

// Err is what went wrong in the script itself since the last call; nil for nothing.
func (e *Engine) Err() error {
	err := e.err
	e.err = nil
	return err
}

// label is a step's name, or its number.
func (s *step) label() string {
	if s.Name != "" {
		return s.Name
	}
	return fmt.Sprint(s.number)
}

type tasks []*task

func (h tasks) Len() int      { return len(h) }
func (h tasks) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h tasks) Less(i, j int) bool {
	if h[i].at != h[j].at {
		return h[i].at < h[j].at
	}
	return h[i].entry < h[j].entry
}
func (h *tasks) Push(x any) { *h = append(*h, x.(*task)) }
func (h *tasks) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return t
}
