package gateway

import (
	"net"
	"sync"
	"time"
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
	half   bool   // close this side of it instead
	broken bool   // the writer has ended

	most  int           // bytes that are written at once, 0 for any number
	pause time.Duration // after each of those
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

// halve closes this side of the socket after what waits now; the other goes on.
func (o *outbox) halve() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last, o.half = true, true
	o.poke()
}

// shape writes in pieces of a size, with pauses between them; a size of 0 ends that.
func (o *outbox) shape(most int, pause time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.most, o.pause = most, pause
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
	brokenAt   = 32 << 20 // from here on the client is disconnected

	hoardedAt = 128 << 20 // of all clients together; the one with the most is disconnected
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
			if err := o.write(conn, b, done); err != nil {
				return
			}
			o.giveBack(b)
		}
		if last && !o.halved(conn) {
			return
		}
	}
}

// write writes everything, in pieces when it is shaped so.
func (o *outbox) write(conn net.Conn, b []byte, done <-chan struct{}) error {
	o.mu.Lock()
	most, pause := o.most, o.pause
	o.mu.Unlock()
	if most == 0 {
		_, err := conn.Write(b)
		return err
	}
	rest := time.NewTimer(pause)
	defer rest.Stop()
	for len(b) > 0 {
		n, err := conn.Write(b[:min(most, len(b))])
		if err != nil {
			return err
		}
		if b = b[n:]; pause > 0 {
			rest.Reset(pause)
			select {
			case <-rest.C:
			case <-done:
				return net.ErrClosed
			}
		}
	}
	return nil
}

// halved closes this side of a TCP connection when that is wanted.
func (o *outbox) halved(conn net.Conn) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	tcp, ok := conn.(*net.TCPConn)
	return o.half && ok && tcp.CloseWrite() == nil
}
