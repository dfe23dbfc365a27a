package tape

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
)

// Journal takes the entries; *journal.Writer is one.
type Journal interface {
	Append(payload []byte) error
	Flush() error
}

// Header is what a run must have in common with the recorded one.
type Header struct {
	// Start is the engine's Options.Start.
	Start market.Time `json:"start"`
	// Config is the configuration of the run, for whoever plays it.
	Config json.RawMessage `json:"config,omitempty"`
	// Symbols are the instruments in their order.
	Symbols []string `json:"symbols"`
}

// Recorder writes what passes between an engine and the world. It belongs to the loop's goroutine. When the journal
// fails, the recording ends and the run goes on: see Err.
type Recorder struct {
	journal Journal
	buffer  []byte
	pending int
	err     error
}

// Record begins a recording.
func Record(j Journal, h Header) *Recorder {
	r := &Recorder{journal: j}
	r.json(beginning, h)
	return r
}

// Err is why the recording ended early, nil while it goes on.
func (r *Recorder) Err() error { return r.err }

// flushEvery bounds how many entries a crash may lose.
const flushEvery = 256

func (r *Recorder) write(k kind, payload string) {
	if r.err != nil {
		return
	}
	r.buffer = append(append(r.buffer[:0], byte(k)), payload...)
	r.append()
}

func number(n uint64) string { return string(binary.LittleEndian.AppendUint64(nil, n)) }

func (r *Recorder) append() {
	if r.err = r.journal.Append(r.buffer); r.err == nil {
		r.pending++
	}
}

func (r *Recorder) json(k kind, v any) {
	text, err := json.Marshal(v)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("record %s: %w", k, err)
	}
	r.write(k, string(text))
}

func (r *Recorder) flush() {
	if r.err == nil && r.pending > 0 {
		r.err, r.pending = r.journal.Flush(), 0
	}
}

// Source records what a source delivers.
func (r *Recorder) Source(s engine.LiveSource) engine.LiveSource { return &recordedSource{s, r, 0} }

type recordedSource struct {
	engine.LiveSource
	r     *Recorder
	ticks int
}

func (s *recordedSource) Next(limit market.Time, ev *market.Event) data.Status {
	r := s.r
	if r.pending > s.ticks || r.pending >= flushEvery { // more than ticks: somebody may want to know
		r.flush()
		s.ticks = 0
	}
	status := s.LiveSource.Next(limit, ev)
	switch status {
	case data.Delivered:
		if r.err == nil {
			r.buffer = appendEvent(append(r.buffer[:0], byte(marketEvent)), ev)
			r.append()
			s.ticks++
		}
	case data.AtLimit:
		r.write(clockReached, number(uint64(limit)))
	case data.Ended:
		r.write(sourceEnded, "")
		r.flush()
	}
	return status
}

func (s *recordedSource) Take() engine.Input {
	in := s.LiveSource.Take()
	if in.Notice != nil {
		in.Notice = bind(in.Notice, named)
	}
	text, err := seal(in)
	if err != nil && s.r.err == nil {
		s.r.err = fmt.Errorf("record an input: %w", err)
	}
	s.r.write(inputTaken, string(text))
	return in
}

// Venue records what a broker is told.
func (r *Recorder) Venue(v broker.Live) broker.Live { return &recordedVenue{v, r} }

type recordedVenue struct {
	broker.Live
	r *Recorder
}

// An order leaves before it is recorded: the recording takes as long as all the rest. What comes of it waits in the inbox.
func (v *recordedVenue) Submit(o *order.Order) {
	v.Live.Submit(o)
	v.r.json(submitted, o)
}

func (v *recordedVenue) Modify(id order.ID, c order.Change) {
	v.Live.Modify(id, c)
	v.r.json(modified, change{id, c})
}

func (v *recordedVenue) Cancel(id order.ID) {
	v.Live.Cancel(id)
	v.r.write(cancelled, string(id))
}

func (v *recordedVenue) CancelForeign(brokerID string) {
	v.Live.CancelForeign(brokerID)
	v.r.write(foreignCancel, brokerID)
}

func (v *recordedVenue) Ready(ready bool) {
	v.r.write(readiness, strconv.FormatBool(ready))
	v.Live.Ready(ready)
}

func (v *recordedVenue) Resume(o *order.Order) {
	v.r.json(resumed, o)
	v.Live.Resume(o)
}

func (v *recordedVenue) Inquire() uint64 {
	v.r.write(inquired, "")
	n := v.Live.Inquire()
	v.r.write(inquiryNumber, number(n))
	return n
}

type change struct {
	Order  order.ID     `json:"order"`
	Change order.Change `json:"change"`
}

// Store records what a store answers and what it is given.
func (r *Recorder) Store(s engine.StateStore) engine.StateStore { return &recordedStore{s, r} }

type recordedStore struct {
	engine.StateStore
	r *Recorder
}

type walked struct {
	Table store.Table `json:"table"`
	Key   []byte      `json:"key"`
	Value []byte      `json:"value"`
}

type loaded struct {
	Strategy string `json:"strategy"`
	Name     string `json:"name"`
	Value    []byte `json:"value"`
}

type reserved struct {
	First uint64 `json:"first"`
	Error string `json:"error,omitempty"`
}

func (s *recordedStore) Walk(t store.Table, fn func(string, []byte) error) error {
	err := s.StateStore.Walk(t, func(key string, value []byte) error {
		s.r.json(recordWalked, walked{t, []byte(key), value})
		return fn(key, value)
	})
	s.r.write(walkEnded, "")
	return err
}

func (s *recordedStore) LoadDurable(strategy, name string) ([]byte, error) {
	value, err := s.StateStore.LoadDurable(strategy, name)
	s.r.json(durableLoaded, loaded{strategy, name, value})
	return value, err
}

func (s *recordedStore) Reserve(series string, n uint64) (uint64, error) {
	first, err := s.StateStore.Reserve(series, n)
	answer := reserved{First: first}
	if err != nil {
		answer.Error = err.Error()
	}
	s.r.json(idsReserved, answer)
	return first, err
}

func (s *recordedStore) Commit(step store.Step) error {
	s.r.write(committed, checksum(step))
	err := s.StateStore.Commit(step)
	if err != nil {
		s.r.write(commitFailed, err.Error())
	}
	return err
}

func (s *recordedStore) Flush() error {
	err := s.StateStore.Flush()
	if err != nil {
		s.r.write(flushFailed, err.Error())
	}
	return err
}

func (s *recordedStore) Quarantine(t store.Table, key, reason string) error {
	s.r.write(quarantined, t.String()+"/"+key)
	return s.StateStore.Quarantine(t, key, reason)
}

// checksum is of everything that a step stores.
func checksum(step store.Step) string {
	h := fnv.New64a()
	encoder := json.NewEncoder(h)
	for _, p := range step.Puts {
		_, _ = fmt.Fprintf(h, "%d %q ", p.Table, p.Key) // a hash takes everything
		_ = encoder.Encode(p.Value)                     // what cannot be encoded fails in the store
	}
	for _, b := range step.Durable {
		_, _ = fmt.Fprintf(h, "%q %q %q\n", b.Strategy, b.Name, b.Value)
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// Latch records the press of a kill switch where the engine notices it.
func (r *Recorder) Latch(l engine.Latch) engine.Latch { return &recordedLatch{l, r, false} }

type recordedLatch struct {
	engine.Latch
	r    *Recorder
	told bool
}

func (l *recordedLatch) Pressed() bool {
	pressed := l.Latch.Pressed()
	if pressed && !l.told {
		l.told = true
		l.r.write(latchPressed, "")
	}
	return pressed
}

func (l *recordedLatch) Reset() {
	l.told = false
	l.r.write(latchReset, "")
	l.Latch.Reset()
}
