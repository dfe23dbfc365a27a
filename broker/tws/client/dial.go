package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Dial connects and returns when the connection is ready: the versions are agreed on, and the managed accounts
// and the next valid order id have arrived. Every error but those of invalid options is a [*DialError]. ctx
// counts for Dial alone, not for the connection.
func Dial(ctx context.Context, o Options) (*Conn, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()

	nc, err := o.Dialer.DialContext(ctx, "tcp", o.Addr)
	if err != nil {
		return nil, dialError(ctx, o, Connecting, err)
	}
	c := newConn(nc, o)
	if err := c.handshake(ctx); err != nil {
		c.fail(err)
		return nil, dialError(ctx, o, Greeting, err)
	}
	c.start()
	if err := c.startAPI(ctx); err != nil {
		c.fail(err)
		<-c.done
		return nil, dialError(ctx, o, Starting, err)
	}
	c.log.Info().Str("addr", o.Addr).Int("client", o.ClientID).Int("version", c.Version()).Msg("connected")
	return c, nil
}

// handshake agrees on a version.
func (c *Conn) handshake(ctx context.Context) error {
	deadline, _ := ctx.Deadline()
	if err := c.net.SetDeadline(deadline); err != nil {
		return err
	}
	interrupt := context.AfterFunc(ctx, func() { c.net.Close() }) // a second Close is harmless
	defer interrupt()

	hello := wire.Hello{Min: c.opts.MinVersion, Max: c.opts.MaxVersion}
	if _, err := c.net.Write(hello.Append(nil)); err != nil {
		return err
	}
	payload, err := c.frames.Next()
	if err != nil {
		return err
	}
	w, err := wire.ParseWelcome(payload)
	switch {
	case err != nil:
		return err
	case w.Redirect != "":
		return fmt.Errorf("the gateway asks to connect to %q instead", w.Redirect)
	case w.Version < c.opts.MinVersion || w.Version > c.opts.MaxVersion:
		return fmt.Errorf("%w: it speaks %d, we speak %d to %d", ErrVersion, w.Version, c.opts.MinVersion, c.opts.MaxVersion)
	}
	c.welcome = w
	if !interrupt() {
		return ctx.Err()
	}
	return c.net.SetDeadline(time.Time{})
}

// startAPI opens the conversation and waits until it is ready.
func (c *Conn) startAPI(ctx context.Context) error {
	if err := c.Send(ctx, &wire.StartAPI{ClientID: c.opts.ClientID}); err != nil {
		if cause := c.Err(); cause != nil {
			return cause
		}
		return err
	}
	select {
	case <-c.ready:
		return c.Err()
	case <-c.done:
		return c.cause
	case <-ctx.Done():
		return ctx.Err()
	}
}

// dialError finds the reason that callers decide by.
func dialError(ctx context.Context, o Options, stage Stage, err error) error {
	e := &DialError{Addr: o.Addr, ClientID: o.ClientID, Stage: stage, Err: err}
	var timeout net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		e.Err = ctx.Err()
		return e
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Reason = ErrRefused
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		e.Reason = ErrTimeout
	}
	for _, reason := range []error{ErrVersion, ErrClientIDInUse, ErrOrderIDs} {
		if errors.Is(err, reason) {
			e.Reason = reason
		}
	}
	var noFrame *wire.FrameError
	switch {
	case e.Reason != nil:
	case errors.Is(hungUp(err), ErrHungUp):
		e.Reason = ErrHungUp
	case stage == Starting && errors.As(err, &noFrame):
		e.Reason = ErrOutOfStep
	}
	return e
}
