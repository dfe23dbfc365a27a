package store

import (
	"errors"
	"sync"
	"time"
)

// Sync says when a committed step is on disk.
type Sync uint8

const (
	// Always: before Commit returns.
	Always Sync = iota
	// Batch: soon after, together with other steps.
	Batch
)

// String is "always" or "batch".
func (s Sync) String() string { return [...]string{"always", "batch"}[s&1] }

const (
	defaultDelay = 20 * time.Millisecond
	defaultCount = 256
	// maxWaiting bounds the steps that wait for the disk; more are refused.
	maxWaiting = 1 << 14
	// retryDelay is between two attempts to write what could not be written.
	retryDelay = time.Second
)

var errBehind = errors.New("too many steps wait for the disk")

// batch groups steps and writes them from a goroutine of its own.
type batch struct {
	write func([]Step) error
	path  string
	delay time.Duration
	count int

	mu      sync.Mutex
	waiting []Step
	err     error // of the last attempt, nil when it succeeded
	idle    *sync.Cond
	writing bool

	work, full chan struct{}
	stop       chan struct{}
	done       chan struct{}
}

func newBatch(s *Store, delay time.Duration, count int) *batch {
	if delay <= 0 {
		delay = defaultDelay
	}
	if count <= 0 {
		count = defaultCount
	}
	b := &batch{
		write: s.write, path: s.path, delay: delay, count: count,
		work: make(chan struct{}, 1), full: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	b.idle = sync.NewCond(&b.mu)
	go b.run()
	return b
}

func (b *batch) take(step Step) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return b.err
	}
	if len(b.waiting) >= maxWaiting {
		return &WriteError{Path: b.path, Err: errBehind}
	}
	b.waiting = append(b.waiting, step)
	signal(b.work)
	if len(b.waiting) >= b.count {
		signal(b.full)
	}
	return nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// run is the goroutine: it waits for the first step, gives others time to join it, and writes them.
func (b *batch) run() {
	defer close(b.done)
	for {
		select {
		case <-b.work:
		case <-b.stop:
			_ = b.flush() // kept in err, which stopped returns
			return
		}
		timer := time.NewTimer(b.delay)
		for written := false; !written; {
			select {
			case <-timer.C:
			case <-b.full:
			case <-b.stop:
			}
			if written = b.flush() == nil || b.stopping(); !written {
				timer.Reset(retryDelay)
			}
		}
		timer.Stop()
	}
}

func (b *batch) stopping() bool {
	select {
	case <-b.stop:
		return true
	default:
		return false
	}
}

// flush writes what waits. Steps that come meanwhile wait for the next time.
func (b *batch) flush() error {
	b.mu.Lock()
	for b.writing {
		b.idle.Wait()
	}
	steps := b.waiting
	b.waiting, b.writing = nil, true
	b.mu.Unlock()
	var err error
	if len(steps) > 0 {
		err = b.write(steps)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.waiting = append(steps, b.waiting...)
	}
	b.err, b.writing = err, false
	b.idle.Broadcast()
	return err
}

// close writes the rest and waits for the goroutine.
func (b *batch) close() error {
	close(b.stop)
	<-b.done
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// Flush waits until every step committed so far is on disk. The error is a *WriteError; the steps are kept and
// tried again.
func (s *Store) Flush() error {
	if s.batch == nil {
		return nil
	}
	return s.batch.flush()
}
