package client

import (
	"context"
	"sync"
)

// gates let one at a time pass for each key, in the order in which they came.
type gates[K comparable] struct {
	mu   sync.Mutex // guards open and the count of every gate
	open map[K]*gate
}

type gate struct {
	pass  chan struct{} // holds an element while somebody is inside
	users int           // inside or waiting
}

// enter waits until the caller is alone behind the gate, and returns how to leave it.
func (g *gates[K]) enter(ctx context.Context, k K) (leave func(), err error) {
	g.mu.Lock()
	if g.open == nil {
		g.open = map[K]*gate{}
	}
	at := g.open[k]
	if at == nil {
		at = &gate{pass: make(chan struct{}, 1)}
		g.open[k] = at
	}
	at.users++
	g.mu.Unlock()
	select {
	case at.pass <- struct{}{}:
		return func() {
			<-at.pass
			g.drop(k, at)
		}, nil
	case <-ctx.Done():
		g.drop(k, at)
		return nil, ctx.Err()
	}
}

func (g *gates[K]) drop(k K, at *gate) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at.users--; at.users == 0 {
		delete(g.open, k)
	}
}
