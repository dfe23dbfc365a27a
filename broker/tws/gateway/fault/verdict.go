package fault

import (
	"fmt"
	"time"
)

// A Verdict is what becomes of a message. The zero Verdict lets it go on as it is.
type Verdict struct {
	Gone   bool    // it is dropped or ignored
	Answer *Answer // a request is refused with this, and gone
	Twin   bool    // a change of an order is a second order

	Changed *Writing      // what goes on instead of it, nil for the message itself
	Delay   time.Duration // how much later, on the script's clock
	Hold    string        // the step that lets it go
	Behind  string        // the kind that must be sent before
	Copies  []Copy        // what is sent besides
}

// A Copy is a repetition of a message.
type Copy struct {
	Writing
	Later time.Duration
}

// Clock is the clock of the script's times.
func (e *Engine) Clock() Clock { return e.script.Clock }

// Out judges an answer before it is sent. The message is not kept.
func (e *Engine) Out(now Now, connection int, client *int, message any) (Verdict, []Deed) {
	return e.judge(now, connection, client, message, true)
}

// In judges a request before it is answered.
func (e *Engine) In(now Now, connection int, client *int, message any) (Verdict, []Deed) {
	return e.judge(now, connection, client, message, false)
}

func (e *Engine) judge(now Now, connection int, client *int, message any, out bool) (v Verdict, deeds []Deed) {
	about := e.memory.about(connection, client, message)
	for _, st := range e.steps {
		if !st.fits(about, out) || !st.lucky() {
			continue
		}
		for i, a := range st.Do {
			if verbOf(a).scope == anywhere {
				continue
			}
			if err := v.take(st, i, about); err != nil {
				e.err = fmt.Errorf("fault: step %s: %w", st.label(), err)
			}
		}
		copied := *about
		deeds = e.certain(deeds, st, now, &copied)
	}
	return v, deeds
}

// take adds what an action does to the message.
func (v *Verdict) take(st *step, i int, about *About) error {
	w := func() *Writing {
		if v.Changed == nil {
			v.Changed = &Writing{Message: clone(about.Message)}
		}
		return v.Changed
	}
	switch a := st.Do[i].(type) {
	case Drop, Ignore:
		v.Gone = true
	case Answer:
		v.Gone, v.Answer = true, &a
	case Twin:
		v.Twin = true
	case Delay:
		v.Delay += a.For
	case Hold:
		v.Hold = a.Until
	case Behind:
		v.Behind = a.Message
	case Replace:
		w().raws = append(w().raws, raws(st.changes[i])...)
		return alter(w().Message, st.changes[i], about.ID)
	case Bytes:
		w().Stream, _ = unhex(a.Hex) // was checked
	case Frame:
		w().Frame, _ = unhex(a.Hex)
	case Garbage:
		w().Stream = st.noise(a.Bytes)
	case Tail:
		w().Cut, w().Add = a.Cut, nil
		w().Add, _ = unhex(a.Add)
	case Form:
		w().Version = a.Version
	case Repeat:
		return v.repeat(st, i, a, about)
	}
	return nil
}

func (v *Verdict) repeat(st *step, i int, a Repeat, about *About) error {
	c := Copy{Later: a.Later}
	if v.Changed != nil {
		c.Writing = *v.Changed
		c.Message = clone(v.Changed.Message)
	} else {
		c.Message = clone(about.Message)
	}
	c.raws = append(c.raws[:len(c.raws):len(c.raws)], raws(st.changes[i])...)
	err := alter(c.Message, st.changes[i], about.ID)
	for range max(1, a.Times) {
		v.Copies = append(v.Copies, c)
	}
	return err
}

// noiseDefault is how long garbage is when nothing is said.
const noiseDefault = 16

func (s *step) noise(n int) []byte {
	if n == 0 {
		n = noiseDefault
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.chance.Uint32())
	}
	return b
}
