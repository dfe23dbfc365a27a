package client_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func smallBars(symbol string) wire.RequestHistoricalData {
	return wire.RequestHistoricalData{
		Contract: stock(symbol), BarSize: "5 secs", Duration: "3600 S", WhatToShow: "TRADES", FormatDate: 2,
	}
}

// TestHistoryWaits: the same request for small bars leaves again after 15 seconds, and one whose context ends first
// never does.
func TestHistoryWaits(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		start := time.Now()
		go func() {
			for _, want := range []time.Duration{0, 15500 * time.Millisecond, 31 * time.Second} {
				r := expect[*wire.RequestHistoricalData](p)
				if at := time.Since(start); at != want {
					t.Errorf("left after %v, want %v", at, want)
				}
				p.send(&wire.HistoricalData{RequestID: r.RequestID})
				if version >= 196 {
					p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
				}
			}
		}()
		ask := func(ctx context.Context) error {
			_, err := c.HistoricalBars(ctx, smallBars("X"))
			return err
		}
		for range 2 {
			if err := ask(t.Context()); err != nil {
				t.Error(err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := ask(ctx); !errors.Is(err, context.DeadlineExceeded) { // its turn would be at 31 s
			t.Error(err)
		}
		if err := ask(t.Context()); err != nil { // a turn that was given up costs nothing
			t.Error(err)
		}
		if got := c.Stats().Paced; got != 31*time.Second {
			t.Errorf("waited %v", got)
		}
	})
}

// TestOpenQueries: IB accepts 50 unanswered historical requests (error 322 otherwise); the next one waits for an
// answer, and fails with the connection.
func TestOpenQueries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		results := make(chan error, 52)
		for i := range 52 {
			go func() {
				day := smallBars(fmt.Sprint("X", i)) // equal ones would be asked once
				day.BarSize = "1 day"
				_, err := c.HistoricalBars(t.Context(), day)
				results <- err
			}()
		}
		asked := make([]int, 50)
		for i := range asked {
			asked[i] = expect[*wire.RequestHistoricalData](p).RequestID
		}
		elapse(time.Minute)
		if s := c.Stats(); s.Limits[client.HistoricalQueries].Used != 50 || s.Lanes[client.OtherLane].Queued != 0 {
			t.Errorf("%+v", s)
		}
		p.send(&wire.HistoricalDataEnd{RequestID: asked[7]})
		if err := <-results; err != nil {
			t.Error(err)
		}
		expect[*wire.RequestHistoricalData](p)
		p.conn.Close()
		for range 51 {
			if err := <-results; !errors.Is(err, client.ErrHungUp) {
				t.Error(err)
			}
		}
	})
}

// TestPastQuotesAndMidpoints: past ticks of the other kinds take the form of the later ones too.
func TestPastQuotesAndMidpoints(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			quotes := expect[*wire.RequestTickByTick](p).RequestID
			p.send(&wire.HistoricalTicksBidAsk{RequestID: quotes, Done: true, Ticks: []wire.HistoricalQuote{
				{Time: 1, Bid: 10, Ask: 11, BidSize: wire.Some(1.0), AskSize: wire.Some(2.0), AskPastHigh: true},
			}})
			midpoints := expect[*wire.RequestTickByTick](p).RequestID
			p.send(&wire.HistoricalTicks{RequestID: midpoints, Done: true, Ticks: []wire.HistoricalTick{{Time: 2, Price: 10.5}}})
		}()
		next := func(kind wire.TickByTickType) wire.TickByTick {
			s, err := c.TickByTick(t.Context(), wire.RequestTickByTick{Contract: stock("X"), Type: kind, Count: 1})
			if err != nil {
				t.Fatal(err)
			}
			tick, err := s.Next(t.Context())
			if err != nil || tick.Type != kind {
				t.Error(tick, err)
			}
			tick.RequestID = 0
			return tick
		}
		if got, want := next(wire.TickBidAsk), (wire.TickByTick{
			Type: wire.TickBidAsk, Time: 1, Bid: 10, Ask: 11,
			BidSize: wire.Some(1.0), AskSize: wire.Some(2.0), AskPastHigh: true,
		}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		if got, want := next(wire.TickMidPoint), (wire.TickByTick{Type: wire.TickMidPoint, Time: 2, Price: 10.5}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}
