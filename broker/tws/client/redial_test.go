package client_test

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestRedial: a restart refuses, then accepts and dies, then says that the old connection is still there, then works
// (faults A7 and A8). The client id stays the same and the waits grow within their bounds.
func TestRedial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempt := 0
		dialer := dialFunc(func(ctx context.Context) (net.Conn, error) {
			attempt++
			switch n := attempt; {
			case n <= 4:
				return nil, syscall.ECONNREFUSED
			case n == 5:
				return pipe(t, func(p *peer) { p.conn.Close() })(ctx)
			case n == 6:
				return pipe(t, func(p *peer) {
					p.welcome(176)
					if got := expect[*wire.StartAPI](p); got.ClientID != 7 {
						t.Errorf("client id %d", got.ClientID)
					}
					p.send(&wire.Error{RequestID: -1, Code: 326})
				})(ctx)
			}
			return pipe(t, func(p *peer) { p.ready(176) })(ctx)
		})
		bounds := []time.Duration{1, 2, 4, 8, 10, 10} // seconds: doubled, capped
		failed := 0
		c, err := client.Redial(t.Context(), client.Options{ClientID: 7, Dialer: dialer, Idle: -1}, client.Backoff{
			First: time.Second, Max: 10 * time.Second, Seed: 1, Reconnect: true,
			Failed: func(attempt int, wait time.Duration, err error) {
				failed++
				most := bounds[attempt-1] * time.Second
				if attempt != failed || wait < most/2 || wait > most || err == nil {
					t.Errorf("attempt %d waits %v after %v", attempt, wait, err)
				}
			},
		})
		if err != nil || failed != 6 {
			t.Fatalf("%d failures, %v", failed, err)
		}
		c.Close()
	})
}

// TestRedialGivesUp: at once where waiting does not help, after the last attempt, and when the context ends.
func TestRedialGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inUse := pipe(t, func(p *peer) {
			p.welcome(176)
			expect[*wire.StartAPI](p)
			p.send(&wire.Error{RequestID: -1, Code: 326})
		})
		start := time.Now()
		if _, err := client.Redial(t.Context(), client.Options{Dialer: inUse}, client.Backoff{}); !errors.Is(err, client.ErrClientIDInUse) {
			t.Error(err)
		}
		if time.Since(start) != 0 {
			t.Error("waited for what waiting does not cure")
		}
		refuse := dialFunc(func(context.Context) (net.Conn, error) { return nil, syscall.ECONNREFUSED })
		if _, err := client.Redial(t.Context(), client.Options{Dialer: refuse}, client.Backoff{Attempts: 3}); !errors.Is(err, client.ErrRefused) {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		_, err := client.Redial(ctx, client.Options{Dialer: refuse}, client.Backoff{})
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, client.ErrRefused) {
			t.Error(err)
		}
	})
}
