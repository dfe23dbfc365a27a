package client

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// read is the reader goroutine: it owns the incoming bytes until the connection ends.
func (c *Conn) read() {
	defer c.tearDown()
	d := wire.NewDecoder(false, c.welcome.Version)
	greeting := &greeting{}
	for {
		payload, err := c.nextFrame()
		if err != nil {
			c.fail(err)
			return
		}
		if c.opts.Tap != nil {
			c.opts.Tap.Frame(false, payload)
		}
		m, err := d.Decode(payload)
		if err != nil {
			c.undecodable.Add(1)
			c.log.Warn().Err(err).Msg("message skipped")
			if c.opts.Skipped != nil {
				c.opts.Skipped(err)
			}
			continue
		}
		c.received.Add(1)
		if _, ok := m.(*wire.Unknown); ok {
			c.unknown.Add(1)
			continue
		}
		c.dispatch(m)
		c.greet(greeting, m)
	}
}

// nextFrame waits for a frame, and asks for a sign of life when nothing arrives.
func (c *Conn) nextFrame() ([]byte, error) {
	c.life.patience, c.life.until = c.opts.Idle, time.Time{}
	asked, before := false, uint64(0)
	for {
		payload, err := c.frames.Next()
		switch {
		case err == nil:
			return payload, nil
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return nil, hungUp(err)
		case c.life.stuck():
			return nil, ErrOutOfStep
		case !asked:
			asked, before, c.life.patience = true, c.bytesIn.Load(), c.opts.Grace
			c.post(&wire.RequestCurrentTime{})
		case c.bytesIn.Load() == before:
			return nil, ErrSilent
		default: // part of a frame came
			asked, c.life.patience = false, c.opts.Idle
		}
	}
}

// endings are the ways in which a peer's end of the stream shows.
var endings = []error{io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, syscall.ECONNRESET, syscall.EPIPE}

// hungUp adds the sentinel for the peer's end of the stream.
func hungUp(err error) error {
	for _, ending := range endings {
		if errors.Is(err, ending) {
			return fmt.Errorf("%w: %w", ErrHungUp, err)
		}
	}
	return err
}

// greeting is what must arrive before the connection is ready.
type greeting struct {
	accounts, orderID, ready bool
}

func (c *Conn) greet(g *greeting, m wire.Message) {
	if g.ready {
		return
	}
	switch m := m.(type) {
	case *wire.ManagedAccounts:
		if accounts := splitAccounts(m.Accounts); len(accounts) > 0 {
			c.accounts, g.accounts = accounts, true
		}
	case *wire.NextValidID:
		g.orderID = true
	}
	if g.accounts && g.orderID {
		g.ready = true
		close(c.ready)
	}
}

// dispatch hands a message to whom it belongs. It must not keep ticks, which the decoder reuses.
func (c *Conn) dispatch(m wire.Message) {
	switch m := m.(type) {
	case *wire.Error:
		c.dispatchError(m)
		return
	case *wire.NextValidID:
		if m.OrderID >= firstRequestID {
			c.fail(ErrOrderIDs)
		}
		c.ids.atLeast(m.OrderID)
	case *wire.OpenOrder:
		c.ids.seen(m.OrderID)
	case *wire.OrderStatus:
		c.ids.seen(m.OrderID)
	case *wire.Executed:
		c.ids.seen(m.Execution.OrderID)
	}
	r := routeOf(m)
	if r.orders {
		c.orders.push(m)
	}
	if !c.table.deliver(r.to, m) && !r.orders {
		c.unclaimed.Add(1)
	}
}

// dispatchError ends what an error ends, and makes a notice of the rest.
func (c *Conn) dispatchError(e *wire.Error) {
	code := Classify(e)
	switch {
	case e.Code == clientInUseCode:
		c.fail(ErrClientIDInUse)
		return
	case e.Code == tooFastCode, e.Code == rateCode && containsFold(e.Message, rateText):
		c.tooFast.Store(true)
	}
	if waiting := c.table.find(request(e.RequestID)); waiting != nil && isRequestID(e.RequestID) {
		if ends(code, waiting.stream) {
			c.table.remove(waiting, &RequestError{waiting.request, e.RequestID, code, e.Message})
			return
		}
		c.table.deliver(request(e.RequestID), e)
	} else if isRequestID(e.RequestID) && benignAfterEnd(code) {
		c.unclaimed.Add(1)
		return
	}
	if isOrderID(e.RequestID) {
		c.orders.push(e)
	}
	n := newNotice(e, code)
	c.definitions.note(&n)
	c.notices.push(n)
	c.log.Debug().Int("code", e.Code).Int("id", e.RequestID).Str("text", e.Message).Msg("notice")
}

// ends tells whether an error with a request's id ends the request. A question ends on everything that does not
// clearly let it go on; a subscription goes on until something clearly ends it.
func ends(code Code, stream bool) bool {
	switch code.Class {
	case Info, Warning:
		return false
	case Failure, Misuse:
		return true
	case Reset:
		return code.Number != depthResetCode
	}
	return !stream
}
