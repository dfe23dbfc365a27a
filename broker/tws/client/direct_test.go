package client_test

import (
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestTicksGoStraight: who takes ticks from the reader gets each of them in order and none after Close; Next tells the
// end alone.
func TestTicksGoStraight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		var prices []float64
		subscribed := make(chan *client.Stream[client.Tick])
		go func() {
			s, err := c.MarketDataTo(t.Context(), wire.RequestMarketData{Contract: stock("X")}, func(tick client.Tick) {
				prices = append(prices, tick.Price)
			})
			if err != nil {
				t.Error(err)
			}
			subscribed <- s
		}()
		id := expect[*wire.RequestMarketData](p).RequestID
		s := <-subscribed
		tick := func(price float64) {
			p.send(&wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: price})
			synctest.Wait()
		}
		tick(1)
		tick(2)
		if len(prices) != 2 || prices[0] != 1 || prices[1] != 2 {
			t.Errorf("%v, want 1 and 2", prices)
		}
		go s.Close()
		expect[*wire.CancelMarketData](p)
		synctest.Wait()
		tick(3)
		if len(prices) != 2 {
			t.Errorf("%v after the end", prices)
		}
		if _, err := s.Next(t.Context()); err != client.ErrClosed {
			t.Errorf("end: %v, want %v", err, client.ErrClosed)
		}
	})
}
