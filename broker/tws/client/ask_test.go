package client_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func stock(symbol string) wire.Contract {
	return wire.Contract{Symbol: symbol, SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
}

func TestCurrentTime(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestCurrentTime](p)
			p.send(&wire.CurrentTime{Time: 1_600_000_000}) // 2020-09-13 12:26:40 UTC
		}()
		got, err := c.CurrentTime(t.Context())
		if want := time.Date(2020, 9, 13, 12, 26, 40, 0, time.UTC); err != nil || !got.Equal(want) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestContractDetails(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for {
				r := expect[*wire.RequestContractDetails](p)
				for i, exchange := range []string{"NASDAQ", "LSE"} {
					if r.Contract.Symbol == "MSFT" && i == 1 {
						break
					}
					k := stock(r.Contract.Symbol)
					k.ConID, k.PrimaryExchange = 100+i, exchange
					p.send(&wire.Error{RequestID: r.RequestID, Code: 2174, Message: "no time zone"}) // lets it go on
					p.send(&wire.ContractDetails{RequestID: r.RequestID, Contract: k})
				}
				p.send(&wire.ContractDetailsEnd{RequestID: r.RequestID})
				if r.Contract.Symbol == "MSFT" {
					return
				}
			}
		}()
		rows, err := c.ContractDetails(t.Context(), stock("ABC"))
		if err != nil || len(rows) != 2 || rows[0].Contract.ConID != 100 || rows[1].Contract.ConID != 101 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		_, err = c.Resolve(t.Context(), stock("ABC"))
		var ambiguous *client.AmbiguousError
		if !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 2 {
			t.Error(err)
		}
		d, err := c.Resolve(t.Context(), stock("MSFT"))
		if err != nil || d.Contract.ConID != 100 {
			t.Error(d, err)
		}
	})
}

// TestRefusal: an error ends the request whose id it carries, and no other.
func TestRefusal(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			first := expect[*wire.RequestHistoricalData](p)
			second := expect[*wire.RequestContractDetails](p)
			p.send(&wire.Error{RequestID: second.RequestID, Code: 200, Message: "No security definition has been found"})
			p.send(&wire.Error{RequestID: first.RequestID, Code: 162, Message: "HMDS query returned no data: X@SMART"})
		}()
		history := make(chan error, 1)
		go func() {
			_, err := c.HistoricalBars(t.Context(), wire.RequestHistoricalData{
				Contract: stock("X"), BarSize: "1 min", Duration: "1 D", WhatToShow: "TRADES", FormatDate: 1,
			})
			history <- err
		}()
		synctest.Wait()
		_, err := c.ContractDetails(t.Context(), stock("X"))
		var refused *client.RequestError
		if !errors.As(err, &refused) || refused.Code.Number != 200 || errors.Is(err, client.ErrNoData) {
			t.Error(err)
		}
		if err := <-history; !errors.Is(err, client.ErrNoData) {
			t.Error(err)
		}
	})
}

// TestF3GivingUp: the end of the context cancels at the gateway where the protocol can, and the connection goes on. The
// late answers are nobody's (fault F3).
func TestF3GivingUp(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() {
			r := expect[*wire.RequestHistoricalData](p)
			if got := expect[*wire.CancelHistoricalData](p); got.RequestID != r.RequestID {
				t.Errorf("cancelled %d, asked %d", got.RequestID, r.RequestID)
			}
			p.send(&wire.Error{RequestID: r.RequestID, Code: 162, Message: "API historical data query cancelled: 1"})
			p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: make([]wire.Bar, 3)})
			if version >= 196 {
				p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
			}
			p.send(&wire.Error{RequestID: r.RequestID, Code: 366, Message: "No historical data query found for ticker id: 1"})
			expect[*wire.RequestCurrentTime](p)
			p.send(&wire.CurrentTime{Time: 1})
		}()
		_, err := c.HistoricalBars(ctx, wire.RequestHistoricalData{
			Contract: stock("X"), BarSize: "1 min", Duration: "1 D", WhatToShow: "TRADES", FormatDate: 1,
		})
		var unanswered *client.CallError
		if !errors.As(err, &unanswered) || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if _, err := c.CurrentTime(t.Context()); err != nil {
			t.Error(err)
		}
		if got := c.Stats().Unclaimed; got < 3 {
			t.Errorf("%d unclaimed messages, want the cancel's two answers and the late bars", got)
		}
		c.Close()
		if n, err := c.Notices().Next(t.Context()); err == nil {
			t.Errorf("the answer to our own cancel became a notice: %+v", n)
		}
	})
}

// TestConnectionLost: whatever waits fails with the reason, also what is asked afterwards.
func TestConnectionLost(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestPositions](p)
			p.send(&wire.Position{Account: "DU1", Contract: stock("X"), Position: dec("5")})
			p.conn.Close()
		}()
		rows, err := c.Positions(t.Context())
		var unanswered *client.CallError
		if !errors.As(err, &unanswered) || !errors.Is(err, client.ErrHungUp) || rows != nil {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		<-c.Done()
		if _, err := c.CurrentTime(t.Context()); !errors.Is(err, client.ErrHungUp) {
			t.Error(err)
		}
		if err := c.PlaceOrder(t.Context(), &wire.PlaceOrder{OrderID: 1, Contract: stock("X"), Order: wire.Order{
			Action: wire.Buy, TotalQuantity: dec("1"), OrderType: wire.Market,
		}}); !errors.Is(err, client.ErrHungUp) {
			t.Error(err)
		}
		if _, err := c.Orders().Next(t.Context()); !errors.Is(err, client.ErrHungUp) {
			t.Error(err)
		}
		for {
			if _, err := c.Notices().Next(t.Context()); err != nil {
				if !errors.Is(err, client.ErrHungUp) {
					t.Error(err)
				}
				break
			}
		}
	})
}

// TestAbandonedAnswer: the late rest of an answer without a request id is not taken for the next one's.
func TestAbandonedAnswer(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		row := func(symbol string, conID int) *wire.Position {
			k := stock(symbol)
			k.ConID = conID
			return &wire.Position{Account: "DU1", Contract: k, Position: dec("5")}
		}
		go func() {
			expect[*wire.RequestPositions](p)
			p.send(row("OLD", 1))
			expect[*wire.CancelPositions](p)
			elapse(time.Second)
			p.send(row("OLD", 2), &wire.PositionEnd{})
			expect[*wire.RequestPositions](p)
			p.send(row("NEW", 3), row("NEW", 4), row("NEW", 3), &wire.PositionEnd{})
			expect[*wire.CancelPositions](p)
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Positions(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		rows, err := c.Positions(t.Context())
		if err != nil || len(rows) != 2 || rows[0].Contract.ConID != 3 || rows[1].Contract.ConID != 4 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		synctest.Wait()
	})
}

// TestAbandonedWithoutEnd: when the rest never comes, the next question waits a while and is asked then.
func TestAbandonedWithoutEnd(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestCompletedOrders](p)
			expect[*wire.RequestCompletedOrders](p)
			p.send(&wire.CompletedOrdersEnd{})
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.CompletedOrders(ctx, true); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		start := time.Now()
		rows, err := c.CompletedOrders(t.Context(), true)
		if took := time.Since(start); err != nil || len(rows) != 0 || took != 10*time.Second {
			t.Errorf("%d rows, %v, after %v", len(rows), err, took)
		}
	})
}

// TestTooOld: what the server cannot do is an error before anything is written.
func TestTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := connect(t, 126, client.Options{})
		_, err := c.PNL(t.Context(), "DU1", "")
		var old *wire.VersionError
		if !errors.As(err, &old) || old.Need != 127 {
			t.Error(err)
		}
	})
}

// TestHistoricalBars: below version 196 the bars end themselves, from there on a message does.
func TestHistoricalBars(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestHistoricalData](p)
			p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: []wire.Bar{{Date: "20261119", Close: 10.5}}})
			if version >= 196 {
				p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
			}
		}()
		bars, err := c.HistoricalBars(t.Context(), wire.RequestHistoricalData{
			Contract: stock("X"), BarSize: "1 day", Duration: "1 D", WhatToShow: "TRADES", FormatDate: 1,
		})
		if err != nil || len(bars) != 1 || bars[0].Date != "20261119" || bars[0].Close != 10.5 {
			t.Error(bars, err)
		}
	})
}

// TestSnapshotEnds: a snapshot is a stream that ends as asked, and Close after the end sends nothing.
func TestSnapshotEnds(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestMarketData](p)
			p.send(&wire.TickPrice{RequestID: r.RequestID, Type: wire.TickBid, Price: 10.25, Size: wire.Some(300.0)},
				&wire.TickSnapshotEnd{RequestID: r.RequestID})
			expect[*wire.RequestCurrentTime](p)
			p.send(&wire.CurrentTime{Time: 1})
		}()
		s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X"), Snapshot: true})
		if err != nil {
			t.Fatal(err)
		}
		tick, err := s.Next(t.Context())
		if err != nil || tick.Type != wire.TickBid || tick.Price != 10.25 || tick.Size != wire.Some(300.0) {
			t.Error(tick, err)
		}
		if _, err := s.Next(t.Context()); err != io.EOF {
			t.Error(err)
		}
		s.Close()
		if _, err := c.CurrentTime(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestB9SnapshotsShareNothing: half an hour after a snapshot at 100 another one is silent for five seconds. Whoever reads
// it early is told that nothing has come, and not the old price (fault B9).
func TestB9SnapshotsShareNothing(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for _, price := range []float64{100, 90} {
				r := expect[*wire.RequestMarketData](p)
				if price == 90 {
					elapse(5 * time.Second)
				}
				p.send(&wire.TickPrice{RequestID: r.RequestID, Type: wire.TickBid, Price: price}, &wire.TickSnapshotEnd{RequestID: r.RequestID})
			}
		}()
		snapshot := func() *client.Stream[client.Tick] {
			s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X"), Snapshot: true})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		first := snapshot()
		if tick, err := first.Next(t.Context()); err != nil || tick.Price != 100 {
			t.Fatal(tick, err)
		}
		elapse(30 * time.Minute)
		second := snapshot()
		early, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		if tick, err := second.Next(early); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("read early: %v %v", tick, err)
		}
		if tick, err := second.Next(t.Context()); err != nil || tick.Price != 90 {
			t.Error(tick, err)
		}
		if _, err := second.Next(t.Context()); err != io.EOF {
			t.Error(err)
		}
	})
}
