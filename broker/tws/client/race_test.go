package client_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestH8EndsRace: streams and questions that the consumer closes or gives up while the gateway ends them, with an end
// marker, twice, or with an error, again and again, and at last while the connection breaks: nothing hangs, no unit of
// a limit is lost, and no goroutine stays (fault H8). It runs in real time, for the race detector.
func TestH8EndsRace(t *testing.T) {
	const rounds, workers = 10_000, 8
	before := runtime.NumGoroutine()
	c, p := connect(t, 225, client.Options{Rate: 10_000})
	served := make(chan struct{})
	go func() {
		defer close(served)
		for n := uint64(1); ; n++ {
			payload, err := p.in.Next()
			if err != nil {
				return
			}
			m, err := p.dec.Decode(payload)
			if err != nil {
				t.Error(err)
				return
			}
			for _, answer := range endings(m, n) {
				frame, err := p.enc.Append(nil, answer)
				if err != nil {
					t.Error(err)
				}
				if _, err := p.conn.Write(frame); err != nil {
					return
				}
			}
		}
	}()
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			chance := rand.New(rand.NewPCG(1, uint64(w)))
			for range rounds / workers {
				round(t.Context(), c, chance)
			}
		})
	}
	all.Wait()
	if s := c.Stats(); s.Undecodable != 0 || c.Err() != nil {
		t.Errorf("%+v, %v", s, c.Err())
	}
	for deadline := time.Now().Add(5 * time.Second); ; runtime.Gosched() {
		used := 0
		for _, l := range c.Stats().Limits {
			used += l.Used + l.Waiting
		}
		if used == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("still in use: %+v", c.Stats().Limits)
		}
	}
	for w := range workers { // the last ones race with the end of the connection
		all.Go(func() {
			chance := rand.New(rand.NewPCG(2, uint64(w)))
			for c.Err() == nil {
				round(t.Context(), c, chance)
			}
		})
	}
	p.conn.Close()
	<-c.Done()
	all.Wait()
	<-served
	for _, l := range c.Stats().Limits {
		if l.Used+l.Waiting != 0 {
			t.Errorf("after the end: %+v", c.Stats().Limits)
		}
	}
	if !errors.Is(c.Err(), client.ErrHungUp) {
		t.Error(c.Err())
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// endings are how a gateway answers a request so that its end races with the consumer's.
func endings(m wire.Message, n uint64) []wire.Message {
	fail := func(id int) wire.Message { return &wire.Error{RequestID: id, Code: []int{354, 10197, 317, 2104}[n%4]} }
	switch r := m.(type) {
	case *wire.RequestMarketData:
		end := &wire.TickSnapshotEnd{RequestID: r.RequestID}
		tick := &wire.TickPrice{RequestID: r.RequestID, Type: wire.TickBid, Price: 1}
		return [][]wire.Message{{tick, end, end}, {fail(r.RequestID), tick, end}, {tick}, nil}[n%3]
	case *wire.RequestAccountSummary:
		row, end := &wire.AccountSummary{RequestID: r.RequestID}, &wire.AccountSummaryEnd{RequestID: r.RequestID}
		return [][]wire.Message{{row, end, end}, {row}, {fail(r.RequestID), fail(r.RequestID)}}[n%3]
	case *wire.RequestHistoricalData:
		end := &wire.HistoricalDataEnd{RequestID: r.RequestID}
		return [][]wire.Message{{end, end}, {fail(r.RequestID), end}, {&wire.HistoricalData{RequestID: r.RequestID}}}[n%3]
	case *wire.RequestPositions:
		return [][]wire.Message{{&wire.Position{}, &wire.PositionEnd{}, &wire.PositionEnd{}}, {&wire.PositionEnd{}}}[n%2]
	case *wire.RequestNewsBulletins:
		return []wire.Message{&wire.NewsBulletin{ID: 1}}
	}
	return nil
}

// round opens one thing and ends it at some moment.
func round(ctx context.Context, c *client.Conn, chance *rand.Rand) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(chance.IntN(300))*time.Microsecond)
	defer cancel()
	switch chance.IntN(6) {
	case 0, 1:
		if s, err := c.MarketData(ctx, wire.RequestMarketData{Contract: stock("X")}); err == nil {
			if chance.IntN(2) == 0 {
				s.Next(ctx)
			}
			if chance.IntN(4) == 0 {
				go s.Close() // closed twice at the same time
			}
			s.Close()
		}
	case 2:
		c.AccountSummary(ctx, "All", "NetLiquidation")
	case 3:
		c.HistoricalBars(ctx, wire.RequestHistoricalData{Contract: stock("X"), BarSize: "1 day"})
	case 4:
		c.Positions(ctx)
	case 5:
		if s, err := c.NewsBulletins(ctx, true); err == nil {
			s.Next(ctx)
			s.Close()
		}
	}
}
