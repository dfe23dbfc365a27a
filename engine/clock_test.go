package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// Five-minute bars come with the minute that completes them; where that minute is missing, with the clock,
// before anything later is seen.
func TestBuiltBarsComeWhenTheyAreComplete(t *testing.T) {
	r := &run{}
	r.add("A", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
	r.bars["A"] = slices.Delete(r.bars["A"], 9, 10) // the minute that ends at 10
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(5), func(b market.Bar) {
			r.tell(s, "five %g %g %g %g volume %g", b.Open, b.High, b.Low, b.Close, b.Volume)
		})
		s.Bars("A", market.Minutes(1), func(b market.Bar) { r.tell(s, "one %g", b.Close) })
		return nil
	})
	r.play(t)
	want := []string{
		"1 one 1", "2 one 2", "3 one 3", "4 one 4", "5 one 5", "5 five 1 5 1 5 volume 500",
		"6 one 6", "7 one 7", "8 one 8", "9 one 9", "10 five 5 9 5 9 volume 400", "11 one 11", "12 one 12",
	}
	if !slices.Equal(r.log, want) {
		t.Errorf("got  %q\nwant %q", r.log, want)
	}
}

// Timers fire after the market events of their moment, in the order in which they were set.
func TestScheduleAndSessionHandlers(t *testing.T) {
	r := &run{start: monday.Add(-time.Hour)}
	closes := make([]float64, 390)
	for i := range closes {
		closes[i] = 10
	}
	r.add("A", closes...)
	r.strategy("s", func(s *strategy.Session) error {
		s.OnOpen("A", func(x calendar.Session) { r.tell(s, "open %s", x.Date) })
		s.OnClose("A", func(x calendar.Session) { r.tell(s, "close %s", x.Date) })
		s.At(calendar.AfterOpen(5*time.Minute), func() { r.tell(s, "after open") })
		s.At(calendar.Daily(15, 55), func() { r.tell(s, "15:55") })
		s.Every(2*time.Hour, func() { r.tell(s, "two hours") })
		s.AtTime(minute(7), func() {
			r.tell(s, "minute 7")
			s.After(time.Minute, func() { r.tell(s, "a minute later") })
			s.After(time.Minute, func() { t.Error("a stopped timer fired") }).Stop()
		})
		s.Bars("A", market.Minutes(1), func(market.Bar) {
			if s.Now() == minute(5) || s.Now() == minute(390) {
				r.tell(s, "bar")
			}
		})
		s.OnStop(func() { r.tell(s, "stop") })
		return nil
	})
	_, kept := r.play(t)
	want := []string{
		"0 open 2024-03-04", "5 bar", "5 after open", "7 minute 7", "8 a minute later", "120 two hours", "240 two hours",
		"360 two hours", "385 15:55", "390 bar", "390 close 2024-03-04", "390 stop",
	}
	if !slices.Equal(r.log, want) {
		t.Errorf("got  %q\nwant %q", r.log, want)
	}
	if len(kept.samples) < 2 || kept.samples[len(kept.samples)-1] != minute(390) {
		t.Errorf("equity sampled at %v, want the start and the close", kept.samples)
	}
}

// Warm-up shows the past, as much as was asked for, and no order leaves in it.
func TestWarmup(t *testing.T) {
	r := &run{start: monday.Add(24 * time.Hour)}
	r.add("A", 1, 2, 3)
	for i := range 2 { // two minutes of the next session
		b := r.bars["A"][i]
		b.Start, b.End, b.Close = b.Start.Add(24*time.Hour), b.End.Add(24*time.Hour), b.Close+100
		b.High = b.Close
		r.bars["A"] = append(r.bars["A"], b)
	}
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			_, err := s.Buy("A", hundred)
			r.tell(s, "warm %v %g refused %v", s.Warming(), b.Close, errors.Is(err, &order.Reason{Code: order.WarmingUp}))
		}, strategy.Warmup(2), strategy.Keep(3))
		s.Bars("A", market.Minutes(1), func(b market.Bar) { r.tell(s, "cold %g", b.Close) })
		return nil
	})
	r.play(t)
	want := []string{
		"1 warm true 1 refused true", "2 warm true 2 refused true", "3 warm true 3 refused true",
		"1441 warm false 101 refused false", "1441 cold 101", "1442 warm false 102 refused false", "1442 cold 102",
	}
	if !slices.Equal(r.log, want) {
		t.Errorf("got  %q\nwant %q", r.log, want)
	}
}

// Slices gather an instant of several instruments.
func TestSlices(t *testing.T) {
	r := &run{}
	r.add("A", 1, 2)
	r.add("B", 11, 12)
	r.bars["B"] = r.bars["B"][1:]
	r.strategy("s", func(s *strategy.Session) error {
		for _, symbol := range s.Symbols() {
			s.Bars(symbol, market.Minutes(1), func(market.Bar) {})
		}
		s.Slices(func(x *strategy.Slice) {
			var seen []string
			for _, b := range x.Bars {
				seen = append(seen, s.Symbol(b.Instrument))
			}
			r.tell(s, "%s", strings.Join(seen, "+"))
		})
		return nil
	})
	r.play(t)
	if want := []string{"1 A", "2 A+B"}; !slices.Equal(r.log, want) {
		t.Errorf("got %q, want %q", r.log, want)
	}
}

// Every fault of every strategy is reported before the run starts.
func TestFaultySubscriptionsEndTheRunBeforeItStarts(t *testing.T) {
	r := &run{}
	r.add("A", 1)
	r.strategy("one", func(s *strategy.Session) error {
		s.Bars("X", market.Minutes(1), func(market.Bar) {})
		s.Bars("A", market.Seconds(90), func(market.Bar) {})
		s.Quotes("A", func(market.Quote) {})
		s.Bars("A", market.Minutes(1), nil)
		return nil
	})
	r.strategy("two", func(*strategy.Session) error { panic("no") })
	e, _, _ := r.prepare(t)
	err := e.Start(t.Context())
	if err == nil {
		t.Fatal("started")
	}
	for _, want := range []string{`instrument "X" is not in this run`, "90s", "no quotes", "handler is nil", "strategy two", "panic: no"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func TestCancellationEndsTheRun(t *testing.T) {
	r := &run{}
	r.add("A", 1, 2, 3, 4)
	ctx, cancel := context.WithCancel(context.Background())
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			r.tell(s, "bar")
			if b.Close == 2 {
				cancel()
				<-ctx.Done()
			}
		})
		s.OnStop(func() { r.tell(s, "stop") })
		return nil
	})
	e, source, _ := r.prepare(t)
	if err := e.Start(ctx); err != nil {
		t.Fatal(err)
	}
	_, err := e.Run(ctx, source)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Run: %v, want canceled", err)
	}
	if n := len(r.log); n < 3 || r.log[n-1] != "2 stop" && r.log[n-1] != "3 stop" && r.log[n-1] != "4 stop" {
		t.Errorf("log %q, want a stop at the end", r.log)
	}
}

// memory is a DurableStore that shows what was saved.
type memory map[string]string

func (m memory) LoadDurable(strategy, name string) ([]byte, error) {
	if v, ok := m[strategy+"/"+name]; ok {
		return []byte(v), nil
	}
	return nil, nil
}

func (m memory) SaveDurable(blobs []store.Blob) error {
	for _, b := range blobs {
		m[b.Strategy+"/"+b.Name] = string(b.Value)
	}
	return nil
}

func TestDurableStateContinues(t *testing.T) {
	kept := memory{}
	for range 2 {
		r := &run{durable: kept}
		r.add("A", 1, 2, 3)
		r.strategy("s", func(s *strategy.Session) error {
			state := struct{ Bars int }{}
			s.Durable("count", &state)
			s.Bars("A", market.Minutes(1), func(market.Bar) { state.Bars++ })
			return nil
		})
		r.play(t)
	}
	var state struct{ Bars int }
	if err := json.Unmarshal([]byte(kept["s/count"]), &state); err != nil || state.Bars != 6 {
		t.Errorf("state = %s, want 6 bars over two runs of 3", kept["s/count"])
	}
}
