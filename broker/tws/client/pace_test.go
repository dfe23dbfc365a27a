package client_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestPace: IB accepts 50 messages in any one second (TWS API documentation, "Pacing limitations").
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		elapse(time.Minute) // an idle minute must not save up more than the burst
		const messages = 500
		var arrivals []time.Time
		var all sync.WaitGroup
		all.Go(func() {
			for range messages {
				p.next()
				arrivals = append(arrivals, time.Now())
			}
		})
		start := time.Now()
		for range messages {
			all.Go(func() {
				if err := c.Send(t.Context(), &wire.RequestIDs{Count: 1}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i := 50; i < messages; i++ {
			if gap := arrivals[i].Sub(arrivals[i-50]); gap < time.Second {
				t.Fatalf("messages %d to %d left within %v", i-50, i, gap)
			}
		}
		// 5 leave at once, the other 495 at 45 a second, which takes 11 s.
		if took := time.Since(start); took < 11*time.Second || took > 11*time.Second+10*time.Millisecond {
			t.Errorf("took %v", took)
		}
		s := c.Stats().Lanes[client.OtherLane]
		if s.Sent != messages+1 || s.Queued != 0 || s.LongestWait < 10*time.Second { // the start of the API is one more
			t.Errorf("%+v", s)
		}
	})
}

// TestLanes: cancels overtake orders, orders overtake the rest, and within a lane the order is kept.
func TestLanes(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		var all sync.WaitGroup
		send := func(m wire.Message) {
			all.Go(func() {
				if err := c.Send(t.Context(), m); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		for range 7 { // empties the bucket; the peer does not read yet, so the first blocks the writer
			send(&wire.RequestIDs{Count: 1})
		}
		send(marketOrder(1))
		send(marketOrder(2))
		send(&wire.CancelOrder{OrderID: 1})
		send(&wire.GlobalCancel{})
		if s := c.Stats(); s.Lanes[client.CancelLane].Queued != 2 || s.Lanes[client.OrderLane].Queued != 2 {
			t.Errorf("%+v", s.Lanes)
		}
		expect[*wire.RequestIDs](p)
		if got := expect[*wire.CancelOrder](p); got.OrderID != 1 {
			t.Error(got)
		}
		expect[*wire.GlobalCancel](p)
		for id := 1; id <= 2; id++ {
			if got := expect[*wire.PlaceOrder](p); got.OrderID != id {
				t.Error(got)
			}
		}
		for range 6 {
			expect[*wire.RequestIDs](p)
		}
		all.Wait()
	})
}

// TestSendGivesUp: what still waits when its context ends never leaves, and says so.
func TestSendGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		var first sync.WaitGroup
		first.Go(func() {
			if err := c.Send(t.Context(), &wire.RequestIDs{}); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait() // it is being written: the peer does not read
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := c.Send(ctx, marketOrder(1))
		var unsent *client.SendError
		if !errors.As(err, &unsent) || unsent.MaybeSent || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		expect[*wire.RequestIDs](p)
		first.Wait()
		go c.Send(t.Context(), &wire.CancelOrder{OrderID: 9})
		expect[*wire.CancelOrder](p)
	})
}

// TestPeerStopsReading: a socket that takes no bytes ends the connection, and the message that was being written
// may have arrived in part.
func TestPeerStopsReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		go p.conn.Read(make([]byte, 1)) // takes one byte and no more
		err := c.Send(t.Context(), marketOrder(1))
		var unsent *client.SendError
		if !errors.As(err, &unsent) || !unsent.MaybeSent {
			t.Error(err)
		}
		<-c.Done()
		if c.Err() == nil {
			t.Error("the connection goes on")
		}
	})
}

// TestTooFast: a complaint about the rate makes the next message wait for a second.
func TestTooFast(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		for _, code := range []int{100, 0} {
			p.send(&wire.Error{RequestID: -1, Code: code, Message: "Max rate of messages per second has been exceeded"})
			synctest.Wait()
			start := time.Now()
			go c.Send(t.Context(), &wire.RequestIDs{})
			expect[*wire.RequestIDs](p)
			if took := time.Since(start); took != time.Second {
				t.Errorf("after code %d it left within %v", code, took)
			}
		}
	})
}
