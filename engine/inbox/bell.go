package inbox

import (
	"context"
	"errors"
	"math"
	"os"
	"time"
)

// A bell wakes the loop. Any goroutine may ring it, the loop alone waits and closes. One ring is enough for any number of
// things, and a wait may end without one.
type bell interface {
	ring()
	// wait sleeps until the bell is rung, its context ends, or a time has passed.
	wait(time.Duration)
	close()
}

// forever is a wait for the bell alone.
const forever time.Duration = math.MaxInt64

func newBell(ctx context.Context, poll bool) bell {
	if poll {
		if p := newPipe(ctx); p != nil {
			return p
		}
	}
	return newChime(ctx)
}

// A chime is a bell that works under a made-up clock too.
type chime struct {
	ctx   context.Context
	rung  chan struct{}
	timer *time.Timer
}

func newChime(ctx context.Context) *chime {
	c := &chime{ctx: ctx, rung: make(chan struct{}, 1), timer: time.NewTimer(time.Hour)}
	c.timer.Stop()
	return c
}

func (c *chime) ring() {
	select {
	case c.rung <- struct{}{}:
	default:
	}
}

func (c *chime) wait(d time.Duration) {
	if d != forever {
		c.timer.Reset(d)
		defer c.timer.Stop()
	}
	select {
	case <-c.rung:
	case <-c.timer.C:
	case <-c.ctx.Done():
	}
}

func (c *chime) close() { c.timer.Stop() }

// A pipe is a bell that the loop hears through the runtime's network poller. When one goroutine makes another ready the
// runtime wakes a sleeping thread for it, which on a virtual machine can take as long as all the work between a tick and
// its order. What the poller finds runs on the thread that looks: that of the reader, which has nothing else to do.
type pipe struct {
	in, out *os.File
	limited bool // a deadline is set
	heard   [8]byte
	stop    func() bool
	spare   *chime // for when the pipe breaks
}

// newPipe is nil where the system has no pipes that can be polled.
func newPipe(ctx context.Context) *pipe {
	in, out, err := os.Pipe()
	if err != nil {
		return nil
	}
	p := &pipe{in: in, out: out, spare: newChime(ctx)}
	if in.SetReadDeadline(time.Time{}) != nil {
		p.shut()
		return nil
	}
	p.stop = context.AfterFunc(ctx, p.ring)
	return p
}

// note is what a ring writes. The pipe never fills: the inbox rings once for each sleep.
var note = []byte{0}

func (p *pipe) ring() {
	if _, err := p.out.Write(note); err != nil {
		p.spare.ring()
	}
}

func (p *pipe) wait(d time.Duration) {
	var until time.Time
	if d != forever {
		until = time.Now().Add(d)
	}
	if d != forever || p.limited {
		p.limited = d != forever
		if p.in.SetReadDeadline(until) != nil {
			p.spare.wait(d)
			return
		}
	}
	if _, err := p.in.Read(p.heard[:]); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		p.spare.wait(d)
	}
}

func (p *pipe) close() {
	p.stop()
	p.spare.close()
	p.shut()
}

func (p *pipe) shut() {
	_ = p.in.Close() // nothing was stored in it
	_ = p.out.Close()
}
