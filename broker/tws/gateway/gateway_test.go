package gateway_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestGreeting: accounts and the next order id, then the state of the farms.
func TestGreeting(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, gateway.Options{}), 7, version)
		if c.Version() != version || strings.Join(c.Accounts(), " ") != account {
			t.Errorf("version %d, accounts %v", c.Version(), c.Accounts())
		}
		if id, err := c.NextOrderID(); err != nil || id != 1 {
			t.Errorf("next order id %d, %v", id, err)
		}
		var farms []string
		for range 6 {
			n, err := c.Notices().Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			farms = append(farms, n.Farm)
		}
		if got, want := strings.Join(farms, " "), "usfarm usfuture cashfarm eufarm ushmds secdefil"; got != want {
			t.Errorf("farms %s, want %s", got, want)
		}
		if now, err := c.CurrentTime(t.Context()); err != nil || !now.Equal(opening.UTC()) {
			t.Errorf("time %v, %v; want %v", now, err, opening)
		}
	})
}

// TestClientIDInUse: the second is told why and disconnected, the first stays, and the id is free after it.
func TestClientIDInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{})
		first := connect(t, g, 7, 225)
		_, err := client.Dial(t.Context(), client.Options{Dialer: g, ClientID: 7})
		if !errors.Is(err, client.ErrClientIDInUse) {
			t.Fatalf("second use of the id: %v", err)
		}
		if _, err := first.CurrentTime(t.Context()); err != nil {
			t.Errorf("the first client: %v", err)
		}
		first.Close()
		synctest.Wait()
		connect(t, g, 7, 225)
	})
}

// TestFullHouse: one client more than fit is refused.
func TestFullHouse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{Clients: 2})
		connect(t, g, 1, 225)
		connect(t, g, 2, 225)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := client.Dial(ctx, client.Options{Dialer: g, ClientID: 3}); err == nil {
			t.Error("a third client was let in")
		}
	})
}

// TestMarketData: the state of the book at once, then what changes.
func TestMarketData(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, gateway.Options{}), 1, version)
		s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: aapl})
		if err != nil {
			t.Fatal(err)
		}
		// Ticks of the first three seconds: bids rise by a cent a second from 100.00 on, trades are at the ask.
		var bids, lasts []float64
		for len(bids) < 3 || len(lasts) < 3 {
			tick, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			switch tick.Type {
			case wire.TickBid:
				if tick.Other == nil {
					bids = append(bids, tick.Price)
					if tick.Size != wire.Some(300.0) {
						t.Errorf("bid size %v", tick.Size)
					}
				}
			case wire.TickLastPrice:
				lasts = append(lasts, tick.Price)
			}
		}
		for i, want := range []float64{100.00, 100.01, 100.02} {
			if bids[i] != want || lasts[i] != []float64{100.02, 100.03, 100.04}[i] {
				t.Errorf("bids %v, lasts %v", bids, lasts)
			}
		}
		s.Close()
	})
}
