package client

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// flights let equal questions share one answer while it is under way.
type flights[R any] struct {
	merged atomic.Uint64 // questions that were not asked because an equal one was

	mu   sync.Mutex // guards open and the waiting in it
	open map[string]*flight[R]
}

// A flight is a question that one of those who want the answer asks for all.
type flight[R any] struct {
	waiting int           // those who do not ask
	baton   chan struct{} // has an element when the one who asked gave up: who takes it asks
	done    chan struct{} // closed when the answer is there
	rows    []R
	err     error
}

// ask returns the answer of an equal question that is under way, or calls fly.
func (f *flights[R]) ask(ctx context.Context, kind wire.Kind, question string, fly func() ([]R, error)) ([]R, error) {
	shared, first := f.join(question)
	if !first {
		f.merged.Add(1)
		select {
		case <-shared.done:
			return slices.Clone(shared.rows), shared.err
		case <-ctx.Done():
			f.leave(question, shared)
			return nil, &CallError{kind, ctx.Err()}
		case <-shared.baton:
			f.leave(question, shared)
		}
	}
	rows, err := fly()
	f.land(question, shared, rows, err, err != nil && ctx.Err() != nil)
	return slices.Clone(rows), err // others may still copy theirs
}

// join returns the open flight of a question, or a new one that the caller must fly.
func (f *flights[R]) join(question string) (_ *flight[R], first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if shared := f.open[question]; shared != nil {
		shared.waiting++
		return shared, false
	}
	if f.open == nil {
		f.open = map[string]*flight[R]{}
	}
	shared := &flight[R]{baton: make(chan struct{}, 1), done: make(chan struct{})}
	f.open[question] = shared
	return shared, true
}

// leave ends the waiting of one. A flight that nobody asks or waits for any more is closed.
func (f *flights[R]) leave(question string, shared *flight[R]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if shared.waiting--; shared.waiting > 0 {
		return
	}
	select {
	case <-shared.baton:
		delete(f.open, question)
	default: // somebody asks
	}
}

// land gives the answer to all who wait, or, when the one who asked gave up, the asking to one of them.
func (f *flights[R]) land(question string, shared *flight[R], rows []R, err error, gaveUp bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if gaveUp && shared.waiting > 0 {
		shared.baton <- struct{}{}
		return
	}
	shared.rows, shared.err = rows, err
	delete(f.open, question)
	close(shared.done)
}
