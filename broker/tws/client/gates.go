package client

import (
	"context"
	"sync"
)

// gates let one at a time pass for each name.
type gates struct {
	mu   sync.Mutex // guards open and the count of every gate
	open map[string]*gate
}

type gate struct {
	pass  chan struct{} // holds an element while somebody is inside
	users int           // inside or waiting
}

// enter waits until the caller is alone behind the gate, and returns how to leave it.
func (g *gates) enter(ctx context.Context, name string) (leave func(), err error) {
	g.mu.Lock()
	if g.open == nil {
		g.open = map[string]*gate{}
	}
	at := g.open[name]
	if at == nil {
		at = &gate{pass: make(chan struct{}, 1)}
		g.open[name] = at
	}
	at.users++
	g.mu.Unlock()
	select {
	case at.pass <- struct{}{}:
		return func() {
			<-at.pass
			g.drop(name, at)
		}, nil
	case <-ctx.Done():
		g.drop(name, at)
		return nil, ctx.Err()
	}
}

func (g *gates) drop(name string, at *gate) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at.users--; at.users == 0 {
		delete(g.open, name)
	}
}
