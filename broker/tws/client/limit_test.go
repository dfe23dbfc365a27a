package client_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestAllowances: three books below 400 lines, then one for each hundred, at most 60 (IB's "Market Depth").
func TestAllowances(t *testing.T) {
	for _, row := range []struct{ lines, market, books int }{
		{0, 100, 3}, {1, 1, 3}, {399, 399, 3}, {400, 400, 4}, {1050, 1050, 10}, {9000, 9000, 60},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, _ := connect(t, 176, client.Options{Lines: row.lines})
			s := c.Stats().Limits
			for l, want := range map[client.Limit]int{
				client.MarketDataLines: row.market, client.DepthLines: row.books, client.TickByTickLines: row.books,
				client.Scanners: 10, client.AccountSummaries: 2, client.HistoricalQueries: 50,
			} {
				if s[l].Limit != want {
					t.Errorf("%d lines: %v %d, want %d", row.lines, l, s[l].Limit, want)
				}
			}
		})
	}
	if err := (client.Options{Lines: -1}).Validate(); err == nil {
		t.Error("a negative number of lines is accepted")
	}
}

// TestLinesAreShared: market data beyond the lines waits, also behind real-time bars, and leaves after the cancel of
// what made room: however that ended.
func TestLinesAreShared(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{Lines: 2})
		ctx := t.Context()
		said := make(chan wire.Message, 100)
		go func() {
			for {
				payload, err := p.in.Next()
				if err != nil {
					return
				}
				m, err := p.dec.Decode(payload)
				p.check(err)
				said <- m
			}
		}()
		bars, err := c.RealTimeBars(ctx, wire.RequestRealTimeBars{Contract: stock("X"), WhatToShow: "TRADES"})
		if err != nil {
			t.Fatal(err)
		}
		barsID := (<-said).(*wire.RequestRealTimeBars).RequestID
		open := func(symbol string) <-chan *client.Stream[client.Tick] {
			opened := make(chan *client.Stream[client.Tick], 1)
			go func() {
				s, err := c.MarketData(ctx, wire.RequestMarketData{Contract: stock(symbol)})
				if err != nil {
					t.Error(symbol, err)
				}
				opened <- s
			}()
			synctest.Wait()
			return opened
		}
		a := <-open("A")
		aID := (<-said).(*wire.RequestMarketData).RequestID
		second, third, fourth := open("B"), open("C"), open("D")
		if s := c.Stats().Limits[client.MarketDataLines]; s.Used != 2 || s.Waiting != 3 || len(said) != 0 {
			t.Errorf("%+v, %d messages left", s, len(said))
		}
		elapse(time.Second)

		next := func(symbol string) int {
			synctest.Wait()
			m, ok := (<-said).(*wire.RequestMarketData)
			if !ok || m.Contract.Symbol != symbol || len(said) != 0 {
				t.Fatalf("%+v, want %s; %d more", m, symbol, len(said))
			}
			return m.RequestID
		}
		bars.Close() // by the consumer
		if m, ok := (<-said).(*wire.CancelRealTimeBars); !ok || m.RequestID != barsID {
			t.Errorf("%+v, want the cancel first", m)
		}
		next("B")
		b := <-second
		p.send(&wire.Error{RequestID: aID, Code: 354, Message: "Requested market data is not subscribed."}) // by the gateway
		cID := next("C")
		if a.Err() == nil {
			t.Error("A goes on")
		}
		p.send(&wire.TickSnapshotEnd{RequestID: cID}) // by itself
		next("D")
		if s := c.Stats().Limits[client.MarketDataLines]; s.Used != 2 || s.Waiting != 0 || s.Waited < 3*time.Second {
			t.Errorf("%+v", s)
		}
		(<-third).Close()
		b.Close()
		(<-fourth).Close()
		synctest.Wait()
		if s := c.Stats().Limits[client.MarketDataLines]; s.Used != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestLimitsWait: a request beyond each limit is not sent, says why when its context ends, and fails with the connection.
func TestLimitsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{Lines: 100})
		count := make(chan wire.Kind, 1000)
		go func() {
			for {
				payload, err := p.in.Next()
				if err != nil {
					return
				}
				m, err := p.dec.Decode(payload)
				p.check(err)
				count <- m.Kind()
			}
		}()
		type try struct {
			limit client.Limit
			most  int
			ask   func(context.Context) error
		}
		tries := []try{
			{client.MarketDataLines, 100, func(ctx context.Context) error {
				_, err := c.MarketData(ctx, wire.RequestMarketData{Contract: stock("X")})
				return err
			}},
			{client.DepthLines, 3, func(ctx context.Context) error {
				_, err := c.MarketDepth(ctx, wire.RequestMarketDepth{Contract: stock("X")})
				return err
			}},
			{client.Scanners, 10, func(ctx context.Context) error {
				_, err := c.Scanner(ctx, wire.RequestScanner{})
				return err
			}},
			{client.AccountSummaries, 2, func(ctx context.Context) error {
				_, err := c.AccountSummary(ctx, "All", "NetLiquidation")
				return err
			}},
		}
		failed := make(chan error, 10)
		for _, try := range tries {
			for range try.most {
				go try.ask(t.Context())
			}
			elapse(10 * time.Second)
			if len(count) != try.most {
				t.Errorf("%v: %d sent, want %d", try.limit, len(count), try.most)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			err := try.ask(ctx)
			cancel()
			var waited *client.CallError
			if !errors.As(err, &waited) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), try.limit.String()) {
				t.Errorf("%v: %v", try.limit, err)
			}
			if len(count) != try.most {
				t.Errorf("%v: %d sent, want %d", try.limit, len(count), try.most)
			}
			for len(count) > 0 {
				<-count
			}
			go func() { failed <- try.ask(t.Context()) }()
		}
		synctest.Wait()
		p.conn.Close()
		for range tries {
			if err := <-failed; !errors.Is(err, client.ErrHungUp) {
				t.Error(err)
			}
		}
	})
}

// TestSpacing: requests that IB wants apart leave apart, and others do not wait for them.
func TestSpacing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		start := time.Now()
		type departure struct {
			what string
			at   time.Duration
		}
		var mu sync.Mutex
		var left []departure
		go func() {
			for {
				payload, err := p.in.Next()
				if err != nil {
					return
				}
				m, err := p.dec.Decode(payload)
				p.check(err)
				what := ""
				switch m := m.(type) {
				case *wire.RequestTickByTick:
					what = m.Contract.Symbol
				case *wire.RequestMarketData:
					what = "snapshot"
				case *wire.RequestMatchingSymbols:
					what = "search"
					p.send(&wire.SymbolSamples{RequestID: m.RequestID})
				default:
					continue
				}
				mu.Lock()
				left = append(left, departure{what, time.Since(start)})
				mu.Unlock()
			}
		}()
		var all sync.WaitGroup
		ask := func(f func() error) {
			all.Go(func() {
				if err := f(); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		ticks := func(symbol string, kind wire.TickByTickType) func() error {
			return func() error {
				_, err := c.TickByTick(t.Context(), wire.RequestTickByTick{Contract: stock(symbol), Type: kind})
				return err
			}
		}
		ask(ticks("A", wire.TickAllLast))
		ask(ticks("A", wire.TickBidAsk))
		ask(ticks("B", wire.TickAllLast))
		for range 3 {
			ask(func() error {
				_, err := c.MatchingSymbols(t.Context(), "X")
				return err
			})
			ask(func() error {
				_, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X"), RegulatorySnapshot: true})
				return err
			})
		}
		all.Wait()
		synctest.Wait()
		const half = 500 * time.Millisecond // ours
		at := map[string][]time.Duration{}
		for _, d := range left {
			at[d.what] = append(at[d.what], d.at.Round(100*time.Millisecond))
		}
		for what, want := range map[string][]time.Duration{
			"A": {0, 15*time.Second + half}, "B": {0},
			"search": {0, time.Second + half, 3 * time.Second}, "snapshot": {0, time.Second + half, 3 * time.Second},
		} {
			if got := at[what]; len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
				t.Errorf("%s left at %v, want %v", what, got, want)
			}
		}
		if got := c.Stats().Paced; got != 24*time.Second+half {
			t.Errorf("waited %v", got)
		}
	})
}

// TestF1MergedBars: equal requests at the same time leave once and all get the answer (fault F1); when the one who
// asked gives up, another does.
func TestF1MergedBars(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		bars := func(ctx context.Context, symbol string) ([]wire.Bar, error) {
			r := smallBars(symbol)
			r.BarSize = "1 min"
			return c.HistoricalBars(ctx, r)
		}
		answer := func(r *wire.RequestHistoricalData) {
			p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: []wire.Bar{{Date: "1", Close: 1.5}}})
			if version >= 196 {
				p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
			}
		}
		leader, giveUp := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := bars(leader, "X"); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		synctest.Wait()
		for range 5 {
			all.Go(func() {
				got, err := bars(t.Context(), "X")
				if err != nil || len(got) != 1 || got[0].Close != 1.5 {
					t.Error(got, err)
				} else {
					got[0].Close = 0 // everybody has rows of his own
				}
			})
		}
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		all.Go(func() {
			if _, err := bars(impatient, "X"); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
		expect[*wire.RequestHistoricalData](p)
		elapse(2 * time.Second)
		if got := c.Stats().Merged; got != 6 {
			t.Errorf("%d merged", got)
		}
		all.Go(func() {
			if _, err := bars(t.Context(), "Y"); err != nil {
				t.Error(err)
			}
		})
		answer(expect[*wire.RequestHistoricalData](p)) // another question is asked
		giveUp()
		expect[*wire.CancelHistoricalData](p)
		answer(expect[*wire.RequestHistoricalData](p))
		all.Wait()
	})
}
