package tws

import (
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// The market of these tests: every five seconds of New York's regular hours one unit trades, at a price that names the
// moment: 1000 plus the number of the five seconds since 09:30. So a minute bar of the tests can be worked out by hand:
// the one from 10:00 opens at 1000 + 30*12 = 1360, closes at 1371 and has a volume of 12.

const opensAt = 14*time.Hour + 30*time.Minute // UTC

// priceAt is the price of the piece that begins at t; false when the market is closed.
func priceAt(t time.Time) (float64, bool) {
	since := t.Sub(t.Truncate(24*time.Hour)) - opensAt
	weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
	return 1000 + float64(since/pieceSpan), since >= 0 && since < 390*time.Minute && !weekend
}

// past is what IB's history would say: the bars before the end of the request, the forming one as it stands.
func past(r *wire.RequestHistoricalData) []wire.Bar {
	spec, err := BarSpec(r.BarSize)
	if err != nil {
		panic(err)
	}
	end := time.Now()
	if r.End != "" {
		if t, err := ibtime.Parse(r.End, nil); err == nil && t.Before(end) {
			end = t
		}
	}
	var n int
	var unit string
	fmt.Sscan(r.Duration, &n, &unit)
	span := time.Duration(n) * time.Second
	if unit == "D" {
		span = time.Duration(n) * 24 * time.Hour
	}
	var bars []wire.Bar
	for start := end.Add(-span).Truncate(spec.Span); start.Before(end); start = start.Add(spec.Span) {
		if b, ok := barAt(start, min(spec.Span, end.Sub(start))); ok {
			bars = append(bars, b)
		}
	}
	return bars
}

func barAt(start time.Time, span time.Duration) (b wire.Bar, any bool) {
	b.Date = strconv.FormatInt(start.Unix(), 10)
	volume := 0.0
	for t := start; t.Before(start.Add(span)); t = t.Add(pieceSpan) {
		price, open := priceAt(t)
		if !open {
			continue
		}
		if !any {
			b.Open, b.Low, any = price, price, true
		}
		b.High, b.Close = price, price
		volume++
	}
	b.Volume = wire.Some(volume)
	return b, any
}

// trade keeps the market going: real-time bars come 0.3 s after their end, on every subscription of the connection.
func (s *scene) trade() {
	ctx := s.Context()
	go func() {
		for {
			next := time.Now().Truncate(pieceSpan).Add(pieceSpan + 300*time.Millisecond)
			select {
			case <-time.After(time.Until(next)):
			case <-ctx.Done():
				return
			}
			s.mu.Lock()
			p, quiet := s.peer, s.quiet
			var ids []int
			for id, m := range p.streams {
				if _, ok := m.(*wire.RequestRealTimeBars); ok {
					ids = append(ids, id)
				}
			}
			s.mu.Unlock()
			start := next.Add(-pieceSpan - 300*time.Millisecond)
			if price, open := priceAt(start); open && !quiet {
				for _, id := range ids {
					p.send(&wire.RealTimeBar{RequestID: id, Time: start.Unix(), Open: price, High: price, Low: price, Close: price, Volume: wire.Some(1.0), Count: 1})
				}
			}
		}
	}()
}

func (s *scene) hush(quiet bool) {
	s.mu.Lock()
	s.quiet = quiet
	s.mu.Unlock()
}

// watching begins with the market going and the data wanted.
func watching(t *testing.T, w Want, change ...func(*scene)) *scene {
	s := stage(t, append(change, func(s *scene) {
		if s.history == nil {
			s.history = past
		}
	})...)
	w.Instrument = s.spy
	if err := s.Want(w); err != nil {
		t.Fatal(err)
	}
	s.trade()
	s.start()
	return s
}

func newYork(clock string) market.Time {
	zone, _ := time.LoadLocation("America/New_York")
	t, err := time.ParseInLocation("2006-01-02 15:04:05", "2025-03-04 "+clock, zone)
	if err != nil {
		panic(err)
	}
	return market.At(t)
}

// bars are those that were delivered, checked one by one: whole, closed, in order, each once. It returns when the first
// begins and the last ends, and which came late.
func (s *scene) bars(span time.Duration) (from, to market.Time, late []string) {
	s.Helper()
	zone, _ := time.LoadLocation("America/New_York")
	for _, ev := range events[market.Event](s) {
		if ev.Kind != market.BarEvent {
			continue
		}
		b := ev.Bar
		want, _ := barAt(b.Start.UTC(), span)
		if b.Open != want.Open || b.Close != want.Close || b.High != want.High || b.Low != want.Low || b.Volume != want.Volume.Value {
			s.Errorf("bar %v: %v %v %v %v %v, want %+v", b.Start, b.Open, b.High, b.Low, b.Close, b.Volume, want)
		}
		if ev.Time != b.End || b.End.Sub(b.Start) != span || to != 0 && b.Start != to {
			s.Errorf("bar %v to %v at %v after one that ends at %v", b.Start, b.End, ev.Time, to)
		}
		if from == 0 {
			from = b.Start
		}
		if ev.Late {
			late = append(late, b.Start.In(zone).Format("15:04:05"))
		}
		to = b.End
	}
	return from, to, late
}

var wobble float64

// wobbled changes a quote, so that it is one.
func wobbled() float64 { wobble += 0.01; return wobble }

// quotes sends a bid and an ask on every subscription to market data.
func (s *scene) quotes(bid, ask float64) {
	s.mu.Lock()
	p := s.peer
	var ids []int
	for id, m := range p.streams {
		if _, ok := m.(*wire.RequestMarketData); ok {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	for _, id := range ids {
		p.send(&wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: bid, Size: wire.Some(100.0)},
			&wire.TickPrice{RequestID: id, Type: wire.TickAsk, Price: ask, Size: wire.Some(200.0)})
	}
	synctest.Wait()
}
