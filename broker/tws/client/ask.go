package client

import (
	"context"
	"errors"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A question is a request that ends with an answer.
type question struct {
	request wire.Message
	keys    []key // what the answer comes under; the first decides whether it is shared
	take    func(wire.Message) bool
	cancel  wire.Message // sent when the asker gives up, nil when the protocol has none
	opens   bool         // the request opens a subscription, so cancel is sent after the answer too
	turn    *turn        // ended when the request has left
}

// ask sends a question and waits until take has seen the last message of the answer, the gateway refuses, ctx
// ends, or the connection does. Only after nil is what take gathered complete, and only then may it be read.
func (c *Conn) ask(ctx context.Context, q question) error {
	kind := q.request.Kind()
	done := make(chan error, 1)
	waiting := &call{request: kind, keys: q.keys, take: q.take, end: func(err error) { done <- err }}
	alone := q.keys[0].kind != 0
	if alone {
		leave, err := c.table.alone.enter(ctx, q.keys[0])
		if err != nil {
			return &CallError{kind, err}
		}
		waiting.end = func(err error) {
			leave()
			done <- err
		}
	}
	if err := c.table.add(waiting); err != nil {
		waiting.end(err)
		return &CallError{kind, err}
	}
	err := c.Send(ctx, q.request)
	q.turn.end(err == nil)
	if err != nil {
		c.table.remove(waiting, err)
		return err
	}
	select {
	case err := <-done:
		if q.opens {
			c.post(q.cancel)
		}
		var refused *RequestError
		if err == nil || errors.As(err, &refused) {
			return err
		}
		return &CallError{kind, err}
	case <-ctx.Done():
		if alone {
			c.table.abandon(waiting, ctx.Err())
		} else {
			c.table.remove(waiting, ctx.Err())
		}
		c.post(q.cancel)
		return &CallError{kind, ctx.Err()}
	}
}

// one asks a question that a single message of type A answers.
func one[A wire.Message](ctx context.Context, c *Conn, q question) (A, error) {
	var answer A
	q.take = func(m wire.Message) (ok bool) {
		if a, isAnswer := m.(A); isAnswer {
			answer, ok = a, true
		}
		return ok
	}
	if err := c.ask(ctx, q); err != nil {
		var none A
		return none, err
	}
	return answer, nil
}

// all asks a question that messages of type R answer, until one of type E ends them.
func all[R, E wire.Message](ctx context.Context, c *Conn, q question) ([]R, error) {
	var rows []R
	q.take = func(m wire.Message) bool {
		if row, ok := m.(R); ok {
			rows = append(rows, row)
			return false
		}
		_, last := m.(E)
		return last
	}
	if err := c.ask(ctx, q); err != nil {
		return nil, err
	}
	return rows, nil
}
