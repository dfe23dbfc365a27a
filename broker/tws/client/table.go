package client

import (
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

const (
	// rowLimit is how many messages may answer one call.
	rowLimit = 1 << 20
	// drainFor is how long an abandoned question without a request id keeps the next one of its kind waiting,
	// so that the late rest of its answer is not taken for the next one's.
	drainFor = 10 * time.Second
)

// A call is what waits in the table: a question, or the source of a stream.
type call struct {
	request wire.Kind
	keys    []key
	stream  bool // goes on until it is ended

	// take is given the messages of the keys, by the reader and one at a time; it must not wait. Nothing is
	// given to it after it has answered true: that was the last one.
	take func(wire.Message) bool
	// end is called once, at the end, with nil after the last message.
	end func(error)

	rows  int
	drain *time.Timer // set when the asker gave up
}

// table knows which call a message belongs to.
type table struct {
	mu     sync.Mutex // guards what follows and all calls in it
	calls  map[key]*call
	closed error // why nothing is accepted any more

	alone gates[key] // of questions whose answers only one at a time can have
}

func newTable() *table { return &table{calls: map[key]*call{}} }

// add registers a call. It fails with [ErrBusy] when one of its keys is taken.
func (t *table) add(c *call) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed != nil {
		return t.closed
	}
	for _, k := range c.keys {
		if t.calls[k] != nil {
			return ErrBusy
		}
	}
	for _, k := range c.keys {
		t.calls[k] = c
	}
	return nil
}

// deliver gives a message to its call; false says there is none.
func (t *table) deliver(k key, m wire.Message) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.calls[k]
	if c == nil {
		return false
	}
	switch c.rows++; {
	case c.take(m):
		t.finish(c, nil)
	case c.rows >= rowLimit && !c.stream:
		t.finish(c, ErrOverflow)
	}
	return true
}

// find returns what waits under a key, nil for nothing.
func (t *table) find(k key) *call {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls[k]
}

// remove ends a call early; false says that it had ended.
func (t *table) remove(c *call, reason error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.finish(c, reason)
}

// abandon lets a call whose asker gave up absorb the rest of its answer for a while.
func (t *table) abandon(c *call, reason error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls[c.keys[0]] == c {
		c.drain = time.AfterFunc(drainFor, func() { t.remove(c, reason) })
	}
}

// finish takes a call out and ends it. The caller holds the lock.
func (t *table) finish(c *call, reason error) bool {
	if t.calls[c.keys[0]] != c {
		return false
	}
	for _, k := range c.keys {
		if t.calls[k] == c {
			delete(t.calls, k)
		}
	}
	if c.drain != nil {
		c.drain.Stop()
	}
	c.end(reason)
	return true
}

// close ends every call. Their order cannot be seen: each is waited for by another goroutine.
func (t *table) close(reason error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = reason
	for _, c := range t.calls {
		t.finish(c, reason)
	}
}
