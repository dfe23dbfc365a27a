package client

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// flights let equal questions share one answer while it is under way.
type flights[A any] struct {
	merged atomic.Uint64 // questions that were not asked because an equal one was

	mu   sync.Mutex // guards open and the waiting in it
	open map[string]*flight[A]
}

// A flight is a question that one of those who want the answer asks for all.
type flight[A any] struct {
	waiting int           // those who do not ask
	baton   chan struct{} // has an element when the one who asked gave up: who takes it asks
	done    chan struct{} // closed when the answer is there
	answer  A
	err     error
}

// ask returns the answer of an equal question that is under way, or calls fly. Several may get the same answer.
func (f *flights[A]) ask(ctx context.Context, kind wire.Kind, question string, fly func() (A, error)) (A, error) {
	shared, first := f.join(question)
	if !first {
		f.merged.Add(1)
		select {
		case <-shared.done:
			return shared.answer, shared.err
		case <-ctx.Done():
			f.leave(question, shared)
			var none A
			return none, &CallError{kind, ctx.Err()}
		case <-shared.baton:
			f.leave(question, shared)
		}
	}
	answer, err := fly()
	f.land(question, shared, answer, err, err != nil && ctx.Err() != nil)
	return answer, err
}

// join returns the open flight of a question, or a new one that the caller must fly.
func (f *flights[A]) join(question string) (_ *flight[A], first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if shared := f.open[question]; shared != nil {
		shared.waiting++
		return shared, false
	}
	if f.open == nil {
		f.open = map[string]*flight[A]{}
	}
	shared := &flight[A]{baton: make(chan struct{}, 1), done: make(chan struct{})}
	f.open[question] = shared
	return shared, true
}

// leave ends the waiting of one. A flight that nobody asks or waits for any more is closed.
func (f *flights[A]) leave(question string, shared *flight[A]) {
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
func (f *flights[A]) land(question string, shared *flight[A], answer A, err error, gaveUp bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if gaveUp && shared.waiting > 0 {
		shared.baton <- struct{}{}
		return
	}
	shared.answer, shared.err = answer, err
	delete(f.open, question)
	close(shared.done)
}
