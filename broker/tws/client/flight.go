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

	mu   sync.Mutex // guards open
	open map[string]*flight[R]
}

// A flight is a question that somebody asks for all. Its answer is set before done is closed.
type flight[R any] struct {
	done   chan struct{}
	rows   []R
	err    error
	gaveUp bool // the asker did; the question may still have an answer
}

// join returns the open flight of a question, or a new one, which the caller must fly.
func (f *flights[R]) join(question string) (_ *flight[R], first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if other := f.open[question]; other != nil {
		return other, false
	}
	if f.open == nil {
		f.open = map[string]*flight[R]{}
	}
	mine := &flight[R]{done: make(chan struct{})}
	f.open[question] = mine
	return mine, true
}

func (f *flights[R]) land(question string, mine *flight[R]) {
	f.mu.Lock()
	delete(f.open, question)
	f.mu.Unlock()
	close(mine.done)
}

// ask returns the answer of an equal question that is under way, or calls fly. When the one who asked for all gives
// up, another of those who wait asks again.
func (f *flights[R]) ask(ctx context.Context, kind wire.Kind, question string, fly func() ([]R, error)) ([]R, error) {
	for once := true; ; once = false {
		shared, first := f.join(question)
		if first {
			shared.rows, shared.err = fly()
			shared.gaveUp = shared.err != nil && ctx.Err() != nil
			f.land(question, shared)
			return slices.Clone(shared.rows), shared.err // others may still copy theirs
		}
		if once {
			f.merged.Add(1)
		}
		select {
		case <-shared.done:
			if !shared.gaveUp {
				return slices.Clone(shared.rows), shared.err
			}
		case <-ctx.Done():
			return nil, &CallError{kind, ctx.Err()}
		}
	}
}
