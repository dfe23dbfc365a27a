package client

import (
	"context"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A turn is the place at the head of the line of those whom a pace keeps apart: the others wait until it has ended.
// That of a request without a pace is nil.
type turn struct {
	pace  *pace
	d     departure
	leave func() // nil after the end
}

// turn waits until a request may leave and nobody else of its pace is about to. The caller ends the turn.
func (c *Conn) turn(ctx context.Context, p *pace, d departure, kind wire.Kind) (*turn, error) {
	line := ""
	if p.apart {
		line = d.place
	}
	start := time.Now()
	defer func() { c.paced.Add(int64(time.Since(start))) }()
	leave, err := p.line.enter(ctx, line)
	if err != nil {
		return nil, &CallError{kind, err}
	}
	for {
		wait := time.Until(p.next(time.Now(), d))
		if wait <= 0 {
			return &turn{p, d, leave}, nil
		}
		c.log.Debug().Stringer("request", kind).Dur("wait", wait).Msg("paced")
		if err := c.sleep(ctx, wait, kind); err != nil {
			leave()
			return nil, err
		}
	}
}

// end lets the next one go, and counts the request if it has left. Only the first end of a turn does.
func (t *turn) end(left bool) {
	if t == nil || t.leave == nil {
		return
	}
	if left {
		t.pace.book(time.Now(), t.d)
	}
	t.leave()
	t.leave = nil
}

// sleep waits for the caller of a request, unless ctx or the connection ends.
func (c *Conn) sleep(ctx context.Context, d time.Duration, kind wire.Kind) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &CallError{kind, ctx.Err()}
	case <-c.done:
		return &CallError{kind, c.cause}
	}
}
