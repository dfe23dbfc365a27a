package client_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// violation is IB's answer to a request too many.
func violation(id int) *wire.Error {
	return &wire.Error{RequestID: id, Code: 162, Message: "Historical Market Data Service error message:Historical data request pacing violation"}
}

// TestF1PacingViolation: what is refused for its pace is made again after 15 s, then 30 s, within the call, and nothing
// else that IB would count leaves meanwhile (fault F1).
func TestF1PacingViolation(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		start := time.Now()
		at := func(want time.Duration) {
			t.Helper()
			if got := time.Since(start); got != want {
				t.Errorf("left after %v, want %v", got, want)
			}
		}
		var all sync.WaitGroup
		ask := func(symbol string) {
			all.Go(func() {
				if bars, err := c.HistoricalBars(t.Context(), smallBars(symbol)); err != nil || len(bars) != 1 {
					t.Error(bars, err)
				}
			})
		}
		answer := func(r *wire.RequestHistoricalData) {
			p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: []wire.Bar{{Date: "1"}}})
			if version >= 196 {
				p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
			}
		}
		ask("X")
		first := expect[*wire.RequestHistoricalData](p)
		at(0)
		p.send(violation(first.RequestID))
		synctest.Wait()
		ask("Y")
		seen := map[string]*wire.RequestHistoricalData{}
		for range 2 {
			r := expect[*wire.RequestHistoricalData](p)
			seen[r.Contract.Symbol] = r
			if r.Contract.Symbol == "Y" {
				at(15 * time.Second)
				answer(r)
			}
		}
		if seen["X"] == nil || seen["X"].RequestID == first.RequestID {
			t.Fatalf("%+v", seen)
		}
		at(15*time.Second + 500*time.Millisecond) // as the same request
		p.send(violation(seen["X"].RequestID))
		answer(expect[*wire.RequestHistoricalData](p))
		at(45*time.Second + 500*time.Millisecond)
		all.Wait()
		if got := c.Stats().PacingViolations; got != 2 {
			t.Errorf("%d violations", got)
		}
		for range 2 {
			if n, err := c.Notices().Next(t.Context()); err != nil || n.Event != client.PacingViolation || n.Code.Number != 162 {
				t.Errorf("%+v, %v", n, err)
			}
		}
	})
}

// TestPacingViolationOfTicks: they are made again too; when the context ends before that, the violation is the answer
// at once, and when it ends unexpectedly, both.
func TestPacingViolationOfTicks(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		refused := make(chan bool, 10)
		go func() {
			for range 3 {
				r := expect[*wire.RequestHistoricalTicks](p)
				p.send(&wire.Error{RequestID: r.RequestID, Code: 10187, Message: "Failed to request historical ticks:Historical data request pacing violation"})
				refused <- true
			}
			p.send(&wire.HistoricalTicksLast{RequestID: expect[*wire.RequestHistoricalTicks](p).RequestID, Done: true, Ticks: []wire.HistoricalTrade{{Time: 1}}})
		}()
		trades := func(ctx context.Context) ([]wire.HistoricalTrade, error) {
			return c.HistoricalTrades(ctx, wire.RequestHistoricalTicks{Contract: stock("X"), Start: "20260105-14:30:00", Count: 1000})
		}
		start := time.Now()
		hasty, cancel := context.WithTimeout(t.Context(), 14*time.Second)
		defer cancel()
		var violation *client.RequestError
		if _, err := trades(hasty); !errors.As(err, &violation) || !violation.Code.Retriable || time.Since(start) != 0 {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		if _, err := trades(ctx); !errors.As(err, &violation) || !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		if rows, err := trades(t.Context()); err != nil || len(rows) != 1 || time.Since(start) != 16*time.Second {
			t.Errorf("after %v: %v %v", time.Since(start), rows, err)
		}
	})
}

// TestViolationWithoutEnd: a gateway that refuses for longer than IB counts back is believed.
func TestViolationWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		go func() {
			for {
				m, err := p.in.Next()
				if err != nil {
					return
				}
				r, err := p.dec.Decode(m)
				p.check(err)
				p.send(violation(r.(*wire.RequestHistoricalData).RequestID))
			}
		}()
		start := time.Now()
		_, err := c.HistoricalBars(t.Context(), smallBars("X"))
		var refused *client.RequestError
		// 15 + 30 + 60 + 120 + 240 + 480 s, of which the first is half a second longer, as the same request again
		if took := time.Since(start); !errors.As(err, &refused) || took != 945*time.Second+500*time.Millisecond {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// TestGivenUpTurnsCostNothing: requests whose context ends while they wait leave no trace in the pace.
func TestGivenUpTurnsCostNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		go func() {
			for {
				m, err := p.in.Next()
				if err != nil {
					return
				}
				r, err := p.dec.Decode(m)
				p.check(err)
				switch r := r.(type) {
				case *wire.RequestHistoricalData:
					p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
				case *wire.RequestMatchingSymbols:
					p.send(&wire.SymbolSamples{RequestID: r.RequestID})
				}
			}
		}()
		start := time.Now()
		var all sync.WaitGroup
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for i := range 200 {
			all.Go(func() { c.HistoricalBars(impatient, smallBars(fmt.Sprint("X", i))) })
			all.Go(func() { c.MatchingSymbols(impatient, "X") })
		}
		all.Wait()
		if _, err := c.MatchingSymbols(t.Context(), "X"); err != nil || time.Since(start) != 1500*time.Millisecond {
			t.Errorf("the next search leaves after %v: %v", time.Since(start), err)
		}
		if _, err := c.HistoricalBars(t.Context(), smallBars("Y")); err != nil || time.Since(start) > 11*time.Minute {
			t.Errorf("the next bars leave after %v: %v", time.Since(start), err)
		}
		if s := c.Stats(); s.Limits[client.HistoricalQueries].Used != 0 || s.Lanes[client.OtherLane].Queued != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestPaceCountsDepartures: requests that are held up after their turn, here by the 50 that may be unanswered, count
// from when they leave, so that the ones behind them do not come too soon.
func TestPaceCountsDepartures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		ask := func(symbol, size, end string) {
			go func() {
				r := smallBars(symbol)
				r.BarSize, r.End = size, end
				c.HistoricalBars(t.Context(), r)
			}()
			synctest.Wait()
		}
		for i := range 50 {
			ask(fmt.Sprint("D", i), "1 day", "")
		}
		for i := range 10 {
			ask("X", "5 secs", fmt.Sprint("20260105-14:30:0", i))
		}
		var days []int
		for range 50 {
			days = append(days, expect[*wire.RequestHistoricalData](p).RequestID)
		}
		elapse(1900 * time.Millisecond) // of the two seconds
		go func() {
			for _, id := range days {
				p.send(&wire.HistoricalDataEnd{RequestID: id})
			}
		}()
		var left []time.Time
		for range 10 {
			expect[*wire.RequestHistoricalData](p)
			left = append(left, time.Now())
		}
		for i := 5; i < len(left); i++ {
			if gap := left[i].Sub(left[i-5]); gap <= 2*time.Second {
				t.Errorf("six left within %v", gap)
			}
		}
	})
}

// TestPacerOutlivesConnections: after a reconnect, and on another connection of the login, what was asked before counts.
func TestPacerOutlivesConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := client.Options{Pacer: client.NewPacer()}
		start := time.Now()
		for i := range 6 {
			c, p := connect(t, 225, o)
			go func() { p.send(&wire.HistoricalDataEnd{RequestID: expect[*wire.RequestHistoricalData](p).RequestID}) }()
			r := smallBars("X")
			r.End = fmt.Sprint("20260105-14:30:0", i)
			if _, err := c.HistoricalBars(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			c.Close()
		}
		if took := time.Since(start); took != 2500*time.Millisecond { // six for one contract in 2 s are one too many
			t.Errorf("the sixth left after %v", took)
		}
	})
}
