package client

import (
	"net"
	"sync"
	"syscall"
)

// A pen is the writing side of the socket and its pace. The writer goroutine takes it for each message it writes; who
// posts a message may take it too while nothing waits, which saves the message the way over another goroutine.
type pen struct {
	raw     syscall.RawConn // nil when the socket cannot be written to without waiting
	attempt func(fd uintptr) bool

	mu    sync.Mutex // guards what follows and the socket's writing side
	pace  *bucket
	begun *parcel // what the socket has taken a part of: the writer finishes it before anything else
	frame []byte  // what attempt writes
	took  int     // how much of it the socket took
}

// hold gives the pen its socket. A tap sees a message before the socket has it and may write to a disk, so that a
// connection with one leaves all writing to the writer.
func (p *pen) hold(nc net.Conn, tapped bool) {
	tcp, ok := nc.(*net.TCPConn)
	if !ok || tapped {
		return
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return // the writer will hear why
	}
	p.raw = raw
	p.attempt = func(fd uintptr) bool {
		p.took = writeNow(fd, p.frame)
		return true // whatever it took: nobody waits here
	}
}

// write gives the socket what it takes at once. What goes wrong the writer meets again and tells.
func (p *pen) write(frame []byte) int {
	p.frame, p.took = frame, 0
	if err := p.raw.Write(p.attempt); err != nil {
		p.took = 0
	}
	p.frame = nil
	return p.took
}

// dash writes a parcel on the caller's goroutine when it is its turn and the socket takes it without waiting. False
// leaves it to the queue, unless it has begun.
func (c *Conn) dash(p *parcel) (left, begun bool) {
	if c.pen.raw == nil || !c.pen.mu.TryLock() {
		return false, false
	}
	defer c.pen.mu.Unlock()
	if c.pen.begun != nil || c.tooFast.Load() || c.pen.pace.wait(p.put) > 0 || !c.queue.empty() {
		return false, false
	}
	n := c.pen.write(p.frame)
	if n == 0 {
		return false, false
	}
	c.pen.pace.spend(p.put)
	c.queue.passed(p.lane)
	c.bytesOut.Add(uint64(n))
	if n < len(p.frame) {
		p.frame, p.begun = p.frame[n:], true
		c.pen.begun = p
		c.queue.ring()
		return false, true
	}
	return true, false
}
