package gateway

import (
	"net"
	"sync"
)

// outbox is what waits to be written to a socket. The loop puts, the link's writer takes.
type outbox struct {
	wake    chan struct{}   // has an element when there may be something to do
	drained chan<- struct{} // gets one when a crowded outbox has room again

	mu     sync.Mutex // guards what follows
	queued []byte
	spare  []byte // a buffer to reuse
	held   bool   // nothing is written until it is let go
	last   bool   // close the socket once everything is written
	broken bool   // the writer has ended
}

func newOutbox(drained chan<- struct{}) *outbox {
	return &outbox{wake: make(chan struct{}, 1), drained: drained}
}

// put appends frames, which the caller may reuse, and returns how many bytes wait.
func (o *outbox) put(frames []byte) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken || o.last {
		return 0
	}
	o.queued = append(o.queued, frames...)
	o.poke()
	return len(o.queued)
}

// size is how many bytes wait.
func (o *outbox) size() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queued)
}

// hold stops writing without closing, as a process that hangs does; false lets it go on.
func (o *outbox) hold(on bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = on
	o.poke()
}

// finish closes the socket after what waits now. Nothing can be put any more.
func (o *outbox) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last = true
	o.poke()
}

func (o *outbox) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// take returns what is to be written now, and whether the socket is to be closed when that is done.
func (o *outbox) take() (b []byte, last bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held {
		return nil, false
	}
	b, o.queued, o.spare = o.queued, o.spare[:0], nil
	if len(b) >= crowdedAt {
		select {
		case o.drained <- struct{}{}:
		default:
		}
	}
	return b, o.last
}

// giveBack returns a buffer that has been written. Large ones are left to the collector.
func (o *outbox) giveBack(b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if cap(b) <= keepBuffer {
		o.spare = b[:0]
	}
}

// Bounds of an outbox, in bytes.
const (
	keepBuffer = 4 << 20  // a larger buffer is not kept
	crowdedAt  = 1 << 20  // from here on the client must read before it gets more ticks
	brokenAt   = 64 << 20 // from here on the client is disconnected
)

// drain writes to the socket until it breaks or is closed; the writer goroutine runs it.
func (o *outbox) drain(conn net.Conn, done <-chan struct{}) {
	defer func() {
		o.mu.Lock()
		o.broken, o.queued, o.spare = true, nil, nil
		o.mu.Unlock()
	}()
	for {
		select {
		case <-o.wake:
		case <-done:
			return
		}
		b, last := o.take()
		if len(b) > 0 {
			if _, err := conn.Write(b); err != nil {
				return
			}
			o.giveBack(b)
		}
		if last {
			return
		}
	}
}
