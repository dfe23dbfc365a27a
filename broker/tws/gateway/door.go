package gateway

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"
	"syscall"
)

// door is where connections come in. The loop shuts and opens it; listeners watch it.
type door struct {
	mu      sync.Mutex // guards what follows
	shut    bool
	port    int           // to listen on instead, 0 for the one that was asked for
	changed chan struct{} // closed at the next change
}

func newDoor() *door { return &door{changed: make(chan struct{})} }

func (d *door) set(shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut != shut {
		d.shut = shut
		close(d.changed)
		d.changed = make(chan struct{})
	}
}

// move lets listeners go to another port.
func (d *door) move(port int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.port = port
	close(d.changed)
	d.changed = make(chan struct{})
}

// address is where to listen instead of addr.
func (d *door) address(addr string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	host, _, err := net.SplitHostPort(addr)
	if d.port == 0 || err != nil {
		return addr
	}
	return net.JoinHostPort(host, strconv.Itoa(d.port))
}

func (d *door) state() (shut bool, changed <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shut, d.changed
}

// Listen serves TCP clients on an address until ctx ends. While the gateway is down for a restart nothing
// listens there, so that connects are refused as by the real one. ready, unless nil, is told the address.
func (g *Gateway) Listen(ctx context.Context, addr string, ready func(net.Addr)) error {
	for ctx.Err() == nil {
		shut, changed := g.door.state()
		if shut {
			select {
			case <-changed:
			case <-ctx.Done():
			}
			continue
		}
		addr = g.door.address(addr)
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("gateway: listen on %s: %w: is another gateway or TWS running there?", addr, err)
		}
		addr = listener.Addr().String() // the same port after a restart
		if ready != nil {
			ready(listener.Addr())
			ready = nil
		}
		if err := g.accept(ctx, listener, changed); err != nil {
			return err
		}
	}
	return nil
}

// accept takes connections until the door changes or ctx ends.
func (g *Gateway) accept(ctx context.Context, listener net.Listener, changed <-chan struct{}) error {
	stop := make(chan struct{})
	var closer sync.WaitGroup
	closer.Go(func() {
		select {
		case <-changed:
		case <-ctx.Done():
		case <-stop:
		}
		_ = listener.Close() // it is at its end either way
	})
	defer closer.Wait()
	defer close(stop)
	for {
		conn, err := listener.Accept()
		if err != nil {
			select {
			case <-changed:
				return nil
			case <-ctx.Done():
				return nil
			default:
				return fmt.Errorf("gateway: accept: %w", err)
			}
		}
		select {
		case g.arrivals <- conn:
		case <-ctx.Done():
			_ = conn.Close()
			return nil
		case <-g.done:
			_ = conn.Close()
			return nil
		}
	}
}

// DialContext connects in memory: a Gateway is a dialer for clients in the same process. The address means
// nothing.
func (g *Gateway) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	if shut, _ := g.door.state(); shut {
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: syscall.ECONNREFUSED}
	}
	near, far := net.Pipe()
	select {
	case g.arrivals <- far:
		return near, nil
	case <-g.done:
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
