package client

import (
	"fmt"
	"math"
	"sync"
)

// Errors name request ids and order ids in one number space, so the two share it: order ids below
// firstRequestID, request ids from there on, short of the int32 extremes, which servers read as absent.
const (
	firstRequestID = 1_500_000_000
	lastRequestID  = math.MaxInt32 - 1
)

// isRequestID and isOrderID tell whose number an error carries.
func isRequestID(id int) bool { return id >= firstRequestID && id <= lastRequestID }
func isOrderID(id int) bool   { return id > 0 && id < firstRequestID }

// ids hands out numbers that never repeat and never go back.
type ids struct {
	mu      sync.Mutex // guards what follows
	order   int        // the next order id
	request int        // the next request id
}

func newIDs(firstOrder int) *ids {
	return &ids{order: max(firstOrder, 1), request: firstRequestID}
}

// atLeast raises the next order id; a smaller number changes nothing.
func (x *ids) atLeast(next int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.order = max(x.order, next)
}

// seen notes an order id in use. Ids of manual orders (0, negative, huge) are not of our sequence.
func (x *ids) seen(id int) {
	if isOrderID(id) {
		x.atLeast(id + 1)
	}
}

// orders reserves n consecutive order ids and returns the first.
func (x *ids) orders(n int) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if n < 1 || n > firstRequestID-x.order {
		return 0, fmt.Errorf("client: reserve %d order ids from %d: %w", n, x.order, ErrOrderIDs)
	}
	first := x.order
	x.order += n
	return first, nil
}

// next returns a fresh request id. Six hundred million last a connection some five months at full rate.
func (x *ids) next() (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.request > lastRequestID {
		return 0, fmt.Errorf("client: the request ids of this connection have run out: reconnect")
	}
	x.request++
	return x.request - 1, nil
}
