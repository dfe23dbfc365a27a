package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func quote(id market.ID, at market.Time, bid float64) *market.Event {
	return &market.Event{Kind: market.QuoteEvent, Instrument: id, Time: at, Quote: market.Quote{Instrument: id, Time: at, Bid: bid}}
}

func trade(id market.ID, at market.Time, price float64) *market.Event {
	return &market.Event{Kind: market.TradeEvent, Instrument: id, Time: at, Trade: market.Trade{Instrument: id, Time: at, Price: price}}
}

func bar(id market.ID, end market.Time) *market.Event {
	return &market.Event{Kind: market.BarEvent, Instrument: id, Time: end, Bar: market.Bar{Instrument: id, End: end}}
}

// now is the wall clock, which synctest holds.
func now() market.Time { return market.At(time.Now()) }

// warmed is an inbox whose history has been delivered.
func warmed(t testing.TB, o inbox.Options) *inbox.Inbox {
	t.Helper()
	b := inbox.New(t.Context(), 4, now(), o)
	b.Notice(broker.WarmedUp{})
	var ev market.Event
	if got := b.Next(market.Never, &ev); got != data.Interrupted {
		t.Fatalf("Next = %s, want interrupted", got)
	}
	b.Take()
	return b
}

// drain lists what comes without waiting; the clock has nothing due.
func drain(b *inbox.Inbox, n int) []string {
	var list []string
	var ev market.Event
	for range n {
		switch b.Next(market.Never, &ev) {
		case data.Interrupted:
			in := b.Take()
			list = append(list, fmt.Sprintf("%T%T%T", in.Order, in.Notice, in.Command))
		case data.Delivered:
			list = append(list, fmt.Sprintf("%s %d %v", ev.Kind, ev.Instrument, max(ev.Quote.Bid, ev.Trade.Price)))
			ev = market.Event{}
		}
	}
	return list
}

// A fill behind a hundred thousand ticks is the next thing the loop sees (H9).
func TestH9OrdersPassTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{})
		for i := range 100_000 {
			b.Market(trade(0, now(), float64(i)))
		}
		b.Order(order.WasFilled{})
		b.Notice(broker.LinkLost{})
		want := []string{"order.WasFilled<nil><nil>", "<nil>broker.LinkLost<nil>", "trade 0 0", "trade 0 1"}
		if got := drain(b, 4); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if s := b.Stats(); s.Waiting != 99_998 || s.Conflated != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}

// Under pressure the newest quote stands for those that nobody had time for, in its instrument's order; trades and
// bars are all there.
func TestH9QuotesAreConflatedUnderPressure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{Pressure: 3})
		for _, ev := range []*market.Event{
			quote(0, now(), 1), quote(1, now(), 1), trade(0, now(), 5), // no pressure yet
			quote(0, now(), 2), quote(0, now(), 3), quote(1, now(), 2), bar(1, now()), quote(1, now(), 4), quote(0, now(), 6),
		} {
			b.Market(ev)
		}
		want := []string{"quote 0 1", "quote 1 2", "trade 0 5", "quote 0 6", "bar 1 0", "quote 1 4"}
		if got := drain(b, 6); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if s := b.Stats(); s.Conflated != 3 || s.Lost != 0 {
			t.Errorf("%d conflated, %d lost; want 3 and 0", s.Conflated, s.Lost)
		}
	})
}

// Books are copied, because who made one uses it again, and under pressure the newest stands for the others.
func TestBooksAreKeptAndConflated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{Pressure: 2})
		var made market.Depth
		show := func(bid float64) {
			made.Bids[0] = market.Level{Price: bid, Size: 1}
			b.Market(&market.Event{Kind: market.DepthEvent, Time: now(), Depth: &made})
		}
		show(1)
		show(2)
		show(3) // in place of 2
		b.Market(trade(0, now(), 5))
		show(4)
		show(5) // in place of 4
		made = market.Depth{}
		var got []float64
		var ev market.Event
		for range 4 {
			if status := b.Next(market.Never, &ev); status != data.Delivered {
				t.Fatal(status)
			}
			if ev.Kind == market.DepthEvent {
				got = append(got, ev.Depth.Bids[0].Price)
			}
		}
		if !slices.Equal(got, []float64{1, 3, 5}) || b.Stats().Conflated != 2 {
			t.Errorf("bids %v, %d conflated", got, b.Stats().Conflated)
		}
	})
}

// Quotes and books of one instrument come in turns, as of two lines: the newest of each stands for the others. A trade keeps
// its place behind what came before it.
func TestQuotesAndBooksInTurnsAreConflated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{Pressure: 2})
		both := func(price float64) {
			b.Market(quote(0, now(), price))
			b.Market(&market.Event{Kind: market.DepthEvent, Time: now(), Depth: &market.Depth{}})
		}
		for price := range 100 {
			both(float64(price + 1))
		}
		b.Market(trade(0, now(), 5))
		both(101)
		both(102)
		if s := b.Stats(); s.Waiting != 5 || s.Conflated != 2*99+2 {
			t.Errorf("%d wait, %d were conflated; want a quote, a book, a trade, a quote and a book", s.Waiting, s.Conflated)
		}
		var got []string
		for range 5 {
			var ev market.Event
			if status := b.Next(market.Never, &ev); status != data.Delivered {
				t.Fatal(status)
			}
			got = append(got, fmt.Sprint(ev.Kind, " ", ev.Quote.Bid))
		}
		if want := []string{"quote 100", "depth 0", "trade 0", "quote 102", "depth 0"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// The queue has an end: what comes then is lost, counted, and an alarm.
func TestN7TheQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{Capacity: 10})
		for i := range 15 {
			b.Market(trade(0, now(), float64(i+1)))
		}
		got := drain(b, 11)
		if got[0] != "<nil>broker.Alarm<nil>" || got[10] != "trade 0 10" {
			t.Errorf("got %q", got)
		}
		if s := b.Stats(); s.Lost != 5 {
			t.Errorf("%d lost, want 5", s.Lost)
		}
	})
}

// What is due comes when the wall clock gets there: after the events that are not later, and not before it.
func TestTheClockWakesTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{})
		began, limit := now(), now().Add(3*time.Second)
		b.Market(quote(0, began.Add(time.Second), 1))
		var ev market.Event
		if got := b.Next(limit, &ev); got != data.Delivered {
			t.Fatalf("Next = %s", got)
		}
		if got := b.Next(limit, &ev); got != data.AtLimit || now() != limit {
			t.Errorf("Next = %s at %s, want at limit at %s", got, now(), limit)
		}
		b.Market(quote(0, limit.Add(time.Second), 2)) // the exchange's clock is ahead of ours
		next := limit.Add(500 * time.Millisecond)
		if got := b.Next(next, &ev); got != data.Delivered || ev.Time != next || ev.Quote.Time != limit.Add(time.Second) {
			t.Errorf("Next = %s at %s, its own time %s; want delivered at the limit with its own time", got, ev.Time, ev.Quote.Time)
		}
		b.Market(quote(0, began, 3)) // and one from the past
		if got := b.Next(next, &ev); got != data.Delivered || ev.Time != next {
			t.Errorf("Next = %s at %s: time went back", got, ev.Time)
		}
	})
}

// History waits until all of it is there, while the wall clock goes on for everything else. Then it is played by its own
// times, of all instruments together, and the notice stands between it and what is live (F7).
func TestF7HistoryIsPlayedInOrderAndThenTheLiveStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := now()
		b := inbox.New(t.Context(), 4, start, inbox.Options{})
		done := make(chan []string)
		go func() {
			var list []string
			var ev market.Event
			limit := start.Add(90 * time.Second)
			for len(list) < 9 {
				switch status := b.Next(limit, &ev); status {
				case data.AtLimit:
					list = append(list, fmt.Sprintf("limit %s at %s", limit.Sub(start), now().Sub(start)))
					limit = start.Add(130 * time.Second)
				case data.Delivered:
					list = append(list, fmt.Sprintf("bar %d %s", ev.Instrument, ev.Time.Sub(start)))
				case data.Interrupted:
					list = append(list, fmt.Sprintf("%T at %s", b.Take().Notice, now().Sub(start)))
				}
			}
			done <- list
		}()
		for _, minute := range []time.Duration{-40, -20, 0} {
			b.Market(bar(1, start.Add(minute*time.Minute)))
		}
		b.Market(bar(1, start.Add(5*time.Second)))
		<-time.After(time.Minute)
		b.Notice(broker.Doubt{})
		<-time.After(time.Minute)
		b.Market(bar(0, start.Add(-40*time.Minute)))
		b.Market(bar(0, start.Add(-30*time.Minute)))
		b.Notice(broker.WarmedUp{Moment: broker.Moment{Time: now()}})
		want := []string{"broker.Doubt at 1m0s", "limit 1m30s at 1m30s", "bar 0 -40m0s", "bar 1 -40m0s", "bar 0 -30m0s", "bar 1 -20m0s", "bar 1 0s",
			"broker.WarmedUp at 2m0s", "bar 1 5s"}
		if got := <-done; !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// F7: the bars of instrument 0 are lost at first and come last, when its quotes and instrument 1 have long gone on. Each
// event is played at its own time, the loss lasts from before the bars that it delayed until they are there, and what is
// later than the start and has waited for more than ten seconds is late.
func TestF7WhatWasLostWhileHistoryCameIsPlayedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := now()
		at := func(seconds int) market.Time { return start.Add(time.Duration(seconds) * time.Second) }
		b := inbox.New(t.Context(), 2, start, inbox.Options{})
		b.Market(bar(0, at(-5)))
		b.Notice(broker.DataLost{Moment: broker.Moment{Time: start}})
		for second := -5; second <= 20; second += 5 {
			if <-time.After(time.Until(at(second).UTC())); second > 0 {
				b.Market(quote(0, at(second), 1))
			}
			b.Market(bar(1, at(second)))
		}
		for second := 0; second <= 15; second += 5 {
			b.Market(bar(0, at(second)))
		}
		b.Notice(broker.DataRestored{Moment: broker.Moment{Time: now()}})
		b.Notice(broker.WarmedUp{Moment: broker.Moment{Time: now()}})
		var got []string
		var ev market.Event
		for range 16 {
			if b.Next(market.Never, &ev) == data.Interrupted {
				got = append(got, fmt.Sprintf("%T", b.Take().Notice))
				continue
			}
			got = append(got, fmt.Sprintf("%s %d %s late %t", ev.Kind, ev.Instrument, ev.Time.Sub(start), ev.Late))
		}
		want := []string{"bar 0 -5s late false", "broker.DataLost", "bar 1 -5s late false", "bar 0 0s late false", "bar 1 0s late false",
			"broker.WarmedUp", "quote 0 5s late true", "bar 0 5s late true", "bar 1 5s late true", "quote 0 10s late false",
			"bar 0 10s late false", "bar 1 10s late false", "quote 0 15s late false", "bar 0 15s late false", "broker.DataRestored",
			"bar 1 15s late false"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

func TestNoticesAboutDataKeepTheirPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{Pressure: 1})
		b.Market(quote(0, now(), 1))
		b.Notice(broker.DataLost{})
		b.Market(quote(0, now(), 2))
		b.Notice(broker.DataRestored{})
		b.Notice(broker.Doubt{})
		want := []string{"<nil>broker.Doubt<nil>", "quote 0 1", "<nil>broker.DataLost<nil>", "quote 0 2", "<nil>broker.DataRestored<nil>"}
		if got := drain(b, 5); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestCommandsAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{})
		refused := errors.New("refused")
		go func() {
			var ev market.Event
			b.Next(market.Never, &ev)
			b.Take().Answer(refused)
		}()
		if err := b.Command(t.Context(), engine.Halt{}); err != refused {
			t.Errorf("Command: %v", err)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := b.Command(short, engine.Halt{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a command that nobody takes: %v", err)
		}
		late := make(chan error)
		go func() { late <- b.Command(t.Context(), engine.Inquire{}) }()
		synctest.Wait()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-late; err == nil {
			t.Error("a command that waited when the inbox closed was never answered")
		}
		if err := b.Command(t.Context(), engine.Inquire{}); err == nil {
			t.Error("a closed inbox took a command")
		}
	})
}

func TestTheContextEndsTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b := inbox.New(ctx, 1, 0, inbox.Options{})
		time.AfterFunc(time.Second, cancel)
		var ev market.Event
		if got := b.Next(market.Never, &ev); got != data.Ended {
			t.Errorf("Next = %s", got)
		}
	})
}

func TestNoAllocationPerTick(t *testing.T) {
	b := warmed(t, inbox.Options{})
	in, out := quote(0, 1, 1), market.Event{}
	allocations := testing.AllocsPerRun(1000, func() {
		b.Market(in)
		b.Next(market.Never, &out)
	})
	if allocations != 0 {
		t.Errorf("%g allocations a tick", allocations)
	}
}

// BenchmarkWake is a tick from another goroutine to a loop that sleeps, and back.
func BenchmarkWake(b *testing.B) {
	box := warmed(b, inbox.Options{})
	back := make(chan struct{})
	go func() {
		var ev market.Event
		for box.Next(market.Never, &ev) == data.Delivered {
			back <- struct{}{}
		}
	}()
	ev := quote(0, 1, 1)
	b.ReportAllocs()
	for b.Loop() {
		box.Market(ev)
		<-back
	}
	s := box.Stats()
	b.ReportMetric(float64(s.Waits.Quantile(0.5).Nanoseconds()), "p50-ns<")
	b.ReportMetric(float64(s.Waits.Quantile(0.99).Nanoseconds()), "p99-ns<")
}

// BenchmarkFlow is the cost of a tick when the loop never sleeps.
func BenchmarkFlow(b *testing.B) {
	box := warmed(b, inbox.Options{})
	in, out := quote(0, 1, 1), market.Event{}
	b.ReportAllocs()
	for b.Loop() {
		box.Market(in)
		box.Next(market.Never, &out)
	}
}

// A loop that waits is idle however long nothing comes, as in a night without a tick; one that does not come back for
// more is busy.
func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := warmed(t, inbox.Options{})
		var ev market.Event
		waits := make(chan data.Status)
		go func() { waits <- b.Next(now().Add(8*time.Hour), &ev) }()
		<-time.After(7 * time.Hour)
		if busy := b.Busy(); busy != 0 {
			t.Errorf("a loop that waits is busy for %s", busy)
		}
		b.Market(trade(1, now(), 10))
		if got := <-waits; got != data.Delivered {
			t.Fatalf("Next = %s", got)
		}
		<-time.After(20 * time.Second)
		if busy := b.Busy(); busy != 20*time.Second {
			t.Errorf("a loop that has worked for 20 s is busy for %s", busy)
		}
		if err := b.Close(); err != nil || b.Busy() != 0 {
			t.Errorf("after the end: busy for %s, %v", b.Busy(), err)
		}
	})
}
