package fault

import (
	"math/rand/v2"
	"reflect"
)

// A step is a [Step] at work.
type step struct {
	*Step
	number int
	chance *rand.Rand

	kind    reflect.Type // of the messages it waits for, nil for any
	where   []change
	changes [][]change     // of each action
	made    []reflect.Type // of the messages that actions make up

	followers []*step // those that it arms
	ends      []*step // those that it ends
	releases  bool    // something may be held until it happens

	armed    bool
	lap      int // counts armings, so that the end of one does not end the next
	seen     int // messages that fit
	happened int
}

// limit is how often the step happens.
func (s *step) limit() int {
	switch {
	case s.Times == Always || s.Times == 0 && s.Every > 0:
		return -1
	case s.Times == 0:
		return 1
	}
	return int(s.Times)
}

// done tells that the step has happened as often as it may since it was armed.
func (s *step) done() bool { return s.limit() >= 0 && s.happened >= s.limit() }

// lucky throws the dice.
func (s *step) lucky() bool { return s.Chance == 0 || s.Chance == 1 || s.chance.Float64() < s.Chance }

// waits tells that a step waits for messages or connections.
func (s *Step) waits() bool { return s.On != nil || s.Connection > 0 }

// fits tells whether a message is of those that the step waits for.
func (s *step) fits(a *About, out bool) bool {
	on := s.On
	if on == nil || !s.armed || s.done() || (on.Out != "") != out {
		return false
	}
	if s.Connection > 0 && s.Connection != a.Connection {
		return false
	}
	message := reflect.ValueOf(a.Message).Elem()
	switch {
	case s.kind != nil && s.kind != message.Type(),
		on.Client != nil && (a.Client == nil || *a.Client != *on.Client),
		on.Order != 0 && on.Order != a.Order,
		on.Ref != "" && on.Ref != a.ref,
		on.ID != nil && (!a.hasID || *on.ID != a.ID):
		return false
	}
	for i := range s.where {
		if !s.where[i].holds(message) {
			return false
		}
	}
	s.seen++
	return s.seen >= on.Nth
}
