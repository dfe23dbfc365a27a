package tape

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
)

// Entries yields what was recorded; *journal.Reader is one. Next ends with io.EOF.
type Entries interface {
	Next() ([]byte, error)
}

// Difference is the first thing that a replay did differently.
type Difference struct {
	// Entry counts the entries of the tape from 1, and At is the time of the run.
	Entry int
	At    market.Time
	// Recorded is what the tape has there, Replayed what the engine did or asked.
	Recorded, Replayed string
}

// Error is the place and both sides.
func (d *Difference) Error() string {
	return fmt.Sprintf("the replay differs at entry %d, %s:\nrecorded: %s\nreplayed: %s", d.Entry, d.At, d.Recorded, d.Replayed)
}

// Player stands for the source, the broker, the store and the kill switch of a recorded run. It belongs to the loop's
// goroutine.
type Player struct {
	entries  Entries
	universe *market.Universe
	header   Header

	next    []byte // the entry that comes, nil at the end
	count   int
	now     market.Time
	err     error
	pressed bool
}

// Play begins a replay. The universe must have the recorded instruments in their order.
func Play(entries Entries, find func(Header) (*market.Universe, error)) (*Player, error) {
	p := &Player{entries: entries}
	p.advance()
	if p.err != nil {
		return nil, p.err
	}
	header, err := readHeader(p.next)
	if err != nil {
		return nil, fmt.Errorf("play a tape: %w", err)
	}
	p.header = header
	u, err := find(p.header)
	if err != nil {
		return nil, err
	}
	for i, symbol := range p.header.Symbols {
		if i >= u.Len() || u.At(market.ID(i)).Symbol != symbol {
			return nil, fmt.Errorf("play a tape: instrument %d was %s: use the configuration that the run had", i, symbol)
		}
	}
	p.universe, p.now = u, p.header.Start
	p.advance()
	return p, p.err
}

// Header is how the recorded run began.
func (p *Player) Header() Header { return p.header }

// Err is the *Difference that ended the replay, or why the tape could not be read; nil when everything was the same.
func (p *Player) Err() error { return p.err }

// Entries is how many entries have been played.
func (p *Player) Entries() int { return p.count - 1 }

// advance reads the next entry.
func (p *Player) advance() {
	entry, err := p.entries.Next()
	p.count++
	switch {
	case errors.Is(err, io.EOF):
		p.next = nil
	case err != nil:
		p.next, p.err = nil, err
	case len(entry) == 0:
		p.next, p.err = nil, fmt.Errorf("entry %d of the tape is empty", p.count)
	default:
		p.next = bytes.Clone(entry)
	}
}

func (p *Player) is(k kind) bool { return p.err == nil && len(p.next) > 0 && kind(p.next[0]) == k }

// differ ends the replay; only the first difference counts.
func (p *Player) differ(replayed string) {
	if p.err == nil {
		p.err = &Difference{Entry: p.count, At: p.now, Recorded: p.describe(), Replayed: replayed}
	}
	p.next = nil
}

func (p *Player) describe() string {
	if p.next == nil {
		return "the tape ends"
	}
	k := kind(p.next[0])
	switch k {
	case marketEvent, clockReached, inquiryNumber:
		return k.String()
	}
	return k.String() + " " + string(p.next[1:])
}

// take consumes an input of a kind; when the tape has another entry there, the engine asked for what it had not asked
// for. A tape that ended, because its process did, has no answer to what it was asked last.
func (p *Player) take(k kind) ([]byte, bool) {
	if p.err != nil || p.next == nil {
		return nil, false
	}
	if !p.is(k) {
		p.differ("asks for " + k.String())
		return nil, false
	}
	payload := p.next[1:]
	p.advance()
	return payload, true
}

// expect consumes an output and compares it. A tape that ended, because its process did, has nothing to compare with.
func (p *Player) expect(k kind, payload string) {
	if p.err != nil || p.next == nil {
		return
	}
	if !p.is(k) || string(p.next[1:]) != payload {
		p.differ(k.String() + " " + payload)
		return
	}
	p.advance()
}

func (p *Player) expectJSON(k kind, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		p.differ(fmt.Sprintf("%s that cannot be written: %v", k, err))
		return
	}
	p.expect(k, string(text))
}

// Source plays the recorded inputs.
func (p *Player) Source() engine.LiveSource { return source{p} }

type source struct{ p *Player }

func (s source) Next(limit market.Time, ev *market.Event) data.Status {
	p := s.p
	if p.err != nil || p.next == nil {
		return data.Ended
	}
	switch kind(p.next[0]) {
	case marketEvent:
		if err := readEvent(p.next[1:], ev, p.universe.Len()); err != nil {
			p.err = fmt.Errorf("entry %d of the tape: %w", p.count, err)
			return data.Ended
		}
		if ev.Time > limit {
			p.differ("is due at " + limit.String() + ", before the event of " + ev.Time.String())
			return data.Ended
		}
		p.now = ev.Time
		p.advance()
		return data.Delivered
	case clockReached:
		if len(p.next) != 9 || market.Time(binary.LittleEndian.Uint64(p.next[1:])) != limit {
			p.differ("waits for " + limit.String())
			return data.Ended
		}
		p.now = limit
		p.advance()
		return data.AtLimit
	case inputTaken:
		return data.Interrupted
	case sourceEnded:
		p.advance()
		return data.Ended
	}
	p.differ("does nothing more and waits for the next event")
	return data.Ended
}

func (s source) Take() engine.Input {
	p := s.p
	payload, ok := p.take(inputTaken)
	if !ok {
		return engine.Input{}
	}
	in, err := open(payload, p.universe)
	if err != nil {
		p.err = fmt.Errorf("entry %d of the tape: %w", p.count-1, err)
	}
	p.now = max(p.now, in.Time)
	return in
}

func (s source) Err() error { return s.p.err }
func (source) Close() error { return nil }

// Venue compares what the broker is told.
func (p *Player) Venue() broker.Live { return venue{p} }

type venue struct{ p *Player }

func (venue) Start(context.Context, func(order.Event)) error { return nil }
func (venue) Observe(*market.Event)                          {}
func (venue) Advance(market.Time)                            {}
func (venue) Due() market.Time                               { return market.Never }
func (venue) Close() error                                   { return nil }

func (v venue) Submit(o *order.Order)              { v.p.expectJSON(submitted, o) }
func (v venue) Modify(id order.ID, c order.Change) { v.p.expectJSON(modified, change{id, c}) }
func (v venue) Cancel(id order.ID)                 { v.p.expect(cancelled, string(id)) }
func (v venue) CancelForeign(brokerID string)      { v.p.expect(foreignCancel, brokerID) }
func (v venue) Ready(ready bool)                   { v.p.expect(readiness, strconv.FormatBool(ready)) }
func (v venue) Resume(o *order.Order)              { v.p.expectJSON(resumed, o) }

func (v venue) Inquire() uint64 {
	v.p.expect(inquired, "")
	payload, ok := v.p.take(inquiryNumber)
	if !ok || len(payload) != 8 {
		return 0
	}
	return binary.LittleEndian.Uint64(payload)
}

// Store answers as the recorded store did and compares what it is given.
func (p *Player) Store() engine.StateStore { return playedStore{p} }

type playedStore struct{ p *Player }

func (s playedStore) Walk(t store.Table, fn func(string, []byte) error) error {
	for s.p.is(recordWalked) {
		payload, _ := s.p.take(recordWalked)
		var w walked
		if err := json.Unmarshal(payload, &w); err != nil {
			return err
		}
		if w.Table != t {
			s.p.differ("reads " + t.String())
			return nil
		}
		if err := fn(string(w.Key), w.Value); err != nil {
			return err
		}
	}
	s.p.take(walkEnded)
	return nil
}

func (s playedStore) LoadDurable(strategy, name string) ([]byte, error) {
	payload, ok := s.p.take(durableLoaded)
	if !ok {
		return nil, nil
	}
	var l loaded
	err := json.Unmarshal(payload, &l)
	if l.Strategy != strategy || l.Name != name {
		s.p.differ(fmt.Sprintf("loads %q of %s", name, strategy))
	}
	return l.Value, err
}

func (playedStore) SaveDurable([]store.Blob) error { return nil }

func (s playedStore) Reserve(string, uint64) (uint64, error) {
	payload, ok := s.p.take(idsReserved)
	if !ok {
		return 0, errors.New("the replay has ended")
	}
	var r reserved
	if err := json.Unmarshal(payload, &r); err != nil {
		return 0, err
	}
	if r.Error != "" {
		return 0, errors.New(r.Error)
	}
	return r.First, nil
}

func (s playedStore) Commit(step store.Step) error {
	s.p.expect(committed, checksum(step))
	if s.p.is(commitFailed) {
		text, _ := s.p.take(commitFailed)
		return errors.New(string(text))
	}
	return nil
}

func (s playedStore) Flush() error {
	if s.p.is(flushFailed) {
		text, _ := s.p.take(flushFailed)
		return errors.New(string(text))
	}
	return nil
}

func (s playedStore) Quarantine(t store.Table, key, _ string) error {
	s.p.expect(quarantined, t.String()+"/"+key)
	return nil
}

// Latch is pressed where the recorded one was.
func (p *Player) Latch() engine.Latch { return playedLatch{p} }

type playedLatch struct{ p *Player }

func (l playedLatch) Pressed() bool {
	if !l.p.pressed && l.p.is(latchPressed) {
		l.p.advance()
		l.p.pressed = true
	}
	return l.p.pressed
}

func (l playedLatch) Reset() {
	l.p.pressed = false
	l.p.expect(latchReset, "")
}
