package client

import (
	"context"
	"sync"
)

// A Stream is what keeps arriving, in the order it arrived, until it ends with a reason. One goroutine reads it.
type Stream[T any] struct {
	limit   int
	lossy   bool    // drop the oldest at the limit, instead of ending
	onClose func()  // tells the gateway and the table, or nil
	take    func(T) // is given each value instead of Next, or nil

	wake chan struct{} // has an element when there may be something new
	done chan struct{} // closed at the end

	mu      sync.Mutex // guards what follows
	ring    []T
	head    int // the oldest
	count   int
	dropped uint64
	err     error // why it ended, nil while it has not
}

// streamLimit is how far a consumer may fall behind.
const streamLimit = 1 << 16

func newStream[T any](limit int, lossy bool) *Stream[T] {
	return &Stream[T]{
		limit: limit, lossy: lossy,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
}

// Next waits for the next value, or for the end of a stream whose values go elsewhere. What arrived before the end is still delivered; then Next returns the reason
// of the end, a [*RequestError], [ErrOverflow], [ErrClosed] or that of the connection. When ctx ends first,
// nothing is lost and Next can be called again.
func (s *Stream[T]) Next(ctx context.Context) (T, error) {
	for {
		v, ok, err := s.pop()
		if ok || err != nil {
			return v, err
		}
		select {
		case <-s.wake:
		case <-s.done:
		case <-ctx.Done():
			return v, ctx.Err()
		}
	}
}

// Poll is Next for what has arrived already; false says that there is nothing.
func (s *Stream[T]) Poll() (T, bool) {
	v, ok, _ := s.pop()
	return v, ok
}

// Close ends the stream, at the gateway too. What was not read is discarded, and nobody is given anything after it.
func (s *Stream[T]) Close() {
	if s.end(ErrClosed) && s.onClose != nil {
		s.onClose()
	}
	s.mu.Lock()
	s.ring, s.head, s.count = nil, 0, 0
	s.mu.Unlock()
}

// Err returns why the stream ended, nil while it has not.
func (s *Stream[T]) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *Stream[T]) pop() (v T, ok bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count == 0 {
		return v, false, s.err
	}
	var zero T
	v, s.ring[s.head] = s.ring[s.head], zero
	s.head = (s.head + 1) % len(s.ring)
	s.count--
	return v, true, nil
}

// push adds a value. It never waits; false says that the stream has ended, possibly by this value.
func (s *Stream[T]) push(v T) bool {
	if s.take != nil {
		s.take(v)
		return s.Err() == nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return false
	}
	if s.count == s.limit {
		if !s.lossy {
			s.finish(ErrOverflow)
			return false
		}
		s.head = (s.head + 1) % len(s.ring)
		s.count--
		s.dropped++
	}
	if s.count == len(s.ring) {
		s.grow()
	}
	s.ring[(s.head+s.count)%len(s.ring)] = v
	s.count++
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return true
}

func (s *Stream[T]) grow() {
	larger := make([]T, min(max(16, 2*len(s.ring)), s.limit))
	n := copy(larger, s.ring[s.head:])
	copy(larger[n:], s.ring[:s.head])
	s.ring, s.head = larger, 0
}

// end finishes the stream; false says that it had ended before.
func (s *Stream[T]) end(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return false
	}
	s.finish(err)
	return true
}

func (s *Stream[T]) finish(err error) {
	s.err = err
	close(s.done)
}

func (s *Stream[T]) lost() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dropped
}
