package tws

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
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
	return 1000 + float64(since/fiveSeconds), since >= 0 && since < 390*time.Minute && !weekend
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
	for t := start; t.Before(start.Add(span)); t = t.Add(fiveSeconds) {
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
			next := time.Now().Truncate(fiveSeconds).Add(fiveSeconds + 300*time.Millisecond)
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
			start := next.Add(-fiveSeconds - 300*time.Millisecond)
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

func TestF7WarmUpAndStreamJoin(t *testing.T) {
	for _, c := range []struct {
		name string
		spec market.BarSpec
		span time.Duration
		at   time.Duration // after 10:00 when it starts
		from string
	}{
		{"minutes, in the middle of one", market.Minutes(1), time.Minute, 17 * time.Second, "09:30:00"},
		{"minutes, at the beginning of one", market.Minutes(1), time.Minute, 0, "09:30:00"},
		{"five minutes", market.Minutes(5), 5 * time.Minute, 3*time.Minute + 58*time.Second, "09:30:00"},
		{"five seconds", market.Seconds(5), 5 * time.Second, 2 * time.Second, "09:59:00"},
		{"half minutes", market.Seconds(30), 30 * time.Second, 12 * time.Second, "09:50:00"},
		{"without a warm-up", market.Minutes(5), 5 * time.Minute, 2 * time.Minute, "10:00:00"},
	} {
		play(t, c.name, func(t *testing.T) {
			from := newYork(c.from)
			if c.name == "without a warm-up" {
				from = 0
			}
			s := watching(t, Want{Bars: c.spec, From: from}, func(*scene) { time.Sleep(c.at) })
			elapse(12 * time.Minute)
			first, end, late := s.bars(c.span)
			if first != newYork(c.from) || now().Sub(end) > c.span+time.Second || late != nil {
				t.Errorf("%v to %v, late %v", first, end, late)
			}
			only[broker.WarmedUp](s)
			only[broker.DataRestored](s)
			none[broker.DataLost](s)
		})
	}
}

// TestF7DaysOfWarmUp: the older part comes as half hours, in few requests.
func TestF7DaysOfWarmUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Hours(1), From: newYork("09:30:00").Add(-14 * 24 * time.Hour)})
		elapse(45 * time.Minute)
		var starts []string
		for _, ev := range events[market.Event](s) {
			starts = append(starts, ev.Bar.Start.UTC().Format("02 15:04"))
		}
		// Ten sessions (18 February to 3 March) of seven bars, aligned to the open, and one of today.
		if len(starts) != 71 || starts[0] != "18 14:30" || starts[6] != "18 20:30" || starts[70] != "04 14:30" {
			t.Errorf("%d bars: %v", len(starts), starts)
		}
		if n := len(sent[*wire.RequestHistoricalData](s)); n > 4 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestF5ABarIsDeliveredClosedAndOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := 0
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestRealTimeBars)
				if ok { // so bars that are kept up to date are used
					refused++
					p.send(&wire.Error{RequestID: r.RequestID, Code: 420, Message: "Invalid Real-time Query"})
				}
				return ok
			}
		})
		elapse(31 * time.Second) // 15 s after each refusal
		var r *wire.RequestHistoricalData
		for _, m := range sent[*wire.RequestHistoricalData](s) {
			if m.KeepUpToDate {
				r = m
			}
		}
		if r == nil || refused != 2 {
			t.Fatalf("bars kept up to date: %+v after %d refusals\n%s", r, refused, s.in)
		}
		update := func(start time.Time, n int, volume float64) {
			b, _ := barAt(start, time.Duration(n)*fiveSeconds)
			if volume != 0 {
				b.Volume = wire.Some(volume)
			}
			s.push(&wire.HistoricalDataUpdate{RequestID: r.RequestID, Bar: b})
		}
		minute := newYork("10:00:00").UTC()
		for range 10 {
			for i := 1; i <= 12; i++ { // the forming bar, many times
				if at := minute.Add(time.Duration(i) * fiveSeconds); time.Now().Before(at) {
					elapse(time.Until(at))
					update(minute, i, 0)
				}
			}
			revised, _ := barAt(minute.Add(-time.Minute), time.Minute)
			revised.Close = 1
			s.push(&wire.HistoricalDataUpdate{RequestID: r.RequestID, Bar: revised}) // an earlier one is revised
			minute = minute.Add(time.Minute)
		}
		from, to, _ := s.bars(time.Minute)
		if from != newYork("09:55:00") || to < newYork("10:09:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

func TestB3TheHoleOfAReconnectIsFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")})
		elapse(2*time.Minute + 2*time.Second)
		s.mu.Lock()
		s.refuse = 1 << 20
		s.mu.Unlock()
		s.hangUp() // 10:02
		only[broker.DataLost](s)
		elapse(5 * time.Minute)
		s.mu.Lock()
		s.refuse = 0
		s.mu.Unlock()
		elapse(5 * time.Minute)
		from, to, late := s.bars(time.Minute)
		if from != newYork("09:30:00") || to < newYork("10:11:00") {
			t.Errorf("%v to %v", from, to)
		}
		// The line broke in the minute from 10:02 and was back between 10:07:02 and 10:07:10; the minute that it came back
		// in is whole from history when the stream did not catch all of it.
		if want := []string{"10:02:00", "10:03:00", "10:04:00", "10:05:00", "10:06:00", "10:07:00"}; !slices.Equal(late, want) && !slices.Equal(late, want[:5]) {
			t.Errorf("late %v, want %v", late, want)
		}
		only[broker.DataLost](s)
		if n := len(events[broker.DataRestored](s)); n != 2 {
			t.Errorf("restored %d times", n)
		}
		only[broker.WarmedUp](s)
		// What was missed comes before the news that it has.
		restored := false
		for _, v := range s.in.all {
			switch v := v.(type) {
			case broker.DataLost:
				restored = false
			case broker.DataRestored:
				restored = true
			case market.Event:
				if v.Late && restored {
					t.Error("a late bar after the stream counts as restored")
				}
			}
		}
	})
}

func TestB1AFarmComesBackAndALineDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00"), Quotes: true})
		s.quotes(500, 501)
		elapse(time.Minute)
		s.hush(true)
		s.notice(2103, "Market data farm connection is broken:usfarm")
		elapse(3 * time.Second)
		s.notice(2104, "Market data farm connection is OK:usfarm")
		for range 13 { // quotes go on
			elapse(time.Second)
			s.quotes(500+wobbled(), 501)
		}
		if n := len(sent[*wire.RequestRealTimeBars](s)); n != 1 {
			t.Fatalf("asked for %d times within the grace", n)
		}
		for range 5 {
			elapse(time.Second)
			s.quotes(500+wobbled(), 501)
		}
		s.hush(false)
		for range 60 {
			elapse(3 * time.Second)
			s.quotes(500+wobbled(), 501)
		}
		if n := len(sent[*wire.RequestRealTimeBars](s)); n != 2 {
			t.Errorf("bars were asked for %d times", n)
		}
		if n := len(sent[*wire.CancelRealTimeBars](s)); n != 1 {
			t.Errorf("%d cancels", n)
		}
		if n := len(sent[*wire.RequestMarketData](s)); n != 1 {
			t.Errorf("quotes were asked for %d times", n)
		}
		s.bars(time.Minute)
		only[broker.DataLost](s)
	})
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

func TestB2EveryLineIsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00"), Quotes: true, Trades: true})
		elapse(time.Second)
		s.quotes(499, 501)
		elapse(time.Minute)
		s.hush(true)
		s.notice(1100, "Connectivity lost")
		only[broker.DataLost](s)
		elapse(40 * time.Second)
		s.hush(false)
		s.notice(1101, "Connectivity restored - data lost")
		elapse(20 * time.Second)
		s.quotes(500, 501)
		elapse(100 * time.Second)
		if a, b, c := len(sent[*wire.RequestRealTimeBars](s)), len(sent[*wire.RequestMarketData](s)), len(sent[*wire.RequestTickByTick](s)); a != 2 || b != 2 || c != 2 {
			t.Errorf("asked for %d, %d, %d times", a, b, c)
		}
		if n := len(s.peer.streams); n != 3 {
			t.Errorf("%d streams are open", n)
		}
		s.bars(time.Minute)
		if n := len(events[broker.DataRestored](s)); n != 2 {
			t.Errorf("restored %d times:\n%s", n, s.in)
		}
	})
}

// TestB2DataIsKept: after 1102 nothing is asked for again, and what the outage swallowed is fetched.
func TestB2DataIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")})
		elapse(2*time.Minute + 7*time.Second)
		s.hush(true)
		s.notice(1100, "Connectivity lost")
		elapse(12 * time.Second) // shorter than the usual tolerance
		s.hush(false)
		s.notice(1102, "Connectivity restored - data maintained")
		elapse(3 * time.Minute)
		if n := len(sent[*wire.RequestRealTimeBars](s)); n != 1 {
			t.Errorf("asked for %d times", n)
		}
		from, to, late := s.bars(time.Minute)
		if from != newYork("09:30:00") || to < newYork("10:05:00") || !slices.Equal(late, []string{"10:02:00"}) {
			t.Errorf("%v to %v, late %v", from, to, late)
		}
		only[broker.DataLost](s)
		if n := len(events[broker.DataRestored](s)); n != 2 {
			t.Errorf("restored %d times", n)
		}
	})
}

func TestB4ABustEndsABarLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")})
		elapse(time.Minute)
		id := last[*wire.RequestRealTimeBars](s).RequestID
		s.push(&wire.Error{RequestID: id, Code: 10225, Message: "Bust event occurred, the current subscription is deactivated."})
		elapse(10 * time.Second)
		order := ""
		for _, r := range s.got {
			switch r.m.(type) {
			case *wire.RequestRealTimeBars:
				order += "ask "
			case *wire.CancelRealTimeBars:
				order += "cancel "
			}
		}
		if order != "ask cancel ask " {
			t.Error(order)
		}
		elapse(3 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:30:00") || to < newYork("10:03:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

func TestB5OneAlarmForACompetingSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var competing atomic.Bool
		competing.Store(true)
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00"), Quotes: true, Trades: true}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				id := 0
				switch m := m.(type) {
				case *wire.RequestRealTimeBars:
					id = m.RequestID
				case *wire.RequestMarketData:
					id = m.RequestID
				case *wire.RequestTickByTick:
					id = m.RequestID
				}
				if id == 0 || !competing.Load() {
					return false
				}
				p.send(&wire.Error{RequestID: id, Code: 10197, Message: "No market data during competing live session"})
				return true
			}
		})
		elapse(5 * time.Minute)
		only[broker.Alarm](s)
		only[broker.DataLost](s)
		if n := len(sent[*wire.RequestMarketData](s)); n < 5 || n > 12 {
			t.Errorf("probed %d times in five minutes", n)
		}
		competing.Store(false)
		elapse(time.Minute)
		s.quotes(500, 501)
		elapse(2 * time.Minute)
		only[broker.DataRestored](s)
		s.bars(time.Minute)
	})
}

func TestB6AdviceDoesNotEndALine(t *testing.T) {
	for _, code := range []int{10167, 10090, 10089} {
		play(t, strconv.Itoa(code), func(t *testing.T) {
			s := watching(t, Want{Quotes: true})
			elapse(time.Second)
			id := last[*wire.RequestMarketData](s).RequestID
			s.push(&wire.Error{RequestID: id, Code: code, Message: "Requested market data is not subscribed. Displaying delayed market data."},
				&wire.TickPrice{RequestID: id, Type: wire.TickDelayedBid, Price: 500, Size: wire.Some(1.0)})
			if q := only[market.Event](s).Quote; q.Bid != 500 {
				t.Errorf("%+v", q)
			}
			only[broker.Alarm](s)
			if n := len(sent[*wire.RequestMarketData](s)); n != 1 {
				t.Errorf("asked for %d times", n)
			}
		})
	}
	play(t, "354", func(t *testing.T) {
		s := watching(t, Want{Quotes: true})
		elapse(time.Second)
		s.push(&wire.Error{RequestID: last[*wire.RequestMarketData](s).RequestID, Code: 354, Message: "Requested market data is not subscribed."})
		elapse(5 * time.Minute)
		only[broker.Alarm](s)
		only[broker.DataLost](s)
		if n := len(sent[*wire.RequestMarketData](s)); n != 1 {
			t.Errorf("asked for %d times", n)
		}
	})
}

func TestB7DelayedDataIsFlagged(t *testing.T) {
	for _, accept := range []bool{false, true} {
		play(t, fmt.Sprint("accepted ", accept), func(t *testing.T) {
			s := watching(t, Want{Quotes: true}, func(s *scene) { s.opts.AcceptDelayed = accept })
			elapse(time.Second)
			id := last[*wire.RequestMarketData](s).RequestID
			s.push(&wire.MarketDataFreshness{RequestID: id, Type: wire.Delayed},
				&wire.TickPrice{RequestID: id, Type: wire.TickDelayedBid, Price: 500, Size: wire.Some(1.0)})
			if q := only[market.Event](s).Quote; q.Bid != 500 {
				t.Errorf("%+v", q)
			}
			only[broker.Alarm](s)
			if accept {
				none[broker.DataLost](s)
				if r := only2[*wire.RequestMarketDataType](s); r.Type != wire.Delayed {
					t.Errorf("%+v", r)
				}
				return
			}
			if lost := only[broker.DataLost](s); !strings.Contains(lost.Cause, "delayed") {
				t.Errorf("%+v", lost)
			}
			s.push(&wire.MarketDataFreshness{RequestID: id, Type: wire.Live}, &wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: 501, Size: wire.Some(1.0)})
			only[broker.DataRestored](s)
		})
	}
}

// only2 is the only message of a type that was sent.
func only2[M wire.Message](s *scene) M {
	s.Helper()
	if n := len(sent[M](s)); n != 1 {
		s.Fatalf("%d were sent", n)
	}
	return last[M](s)
}

func TestB8NoQuoteIsNoPrice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Quotes: true})
		elapse(time.Second)
		id := last[*wire.RequestMarketData](s).RequestID
		s.push(
			&wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: 46.10, Size: wire.Some(3.0)},
			&wire.TickSize{RequestID: id, Type: wire.TickBidSize, Size: wire.Some(3.0)}, // the same again
			&wire.TickPrice{RequestID: id, Type: wire.TickAsk, Price: 46.20, Size: wire.Some(4.0)},
			&wire.TickPrice{RequestID: id, Type: wire.TickAsk, Price: -1, Size: wire.Some(0.0)},
			&wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: -1, Size: wire.Some(0.0)})
		quotes := events[market.Event](s)
		if len(quotes) != 4 {
			t.Fatalf("%d quotes: %+v", len(quotes), quotes)
		}
		if q := quotes[2].Quote; q.Bid != 46.10 || q.BidSize != 3 || q.Ask != 0 || q.AskSize != 0 {
			t.Errorf("one side: %+v", q)
		}
		if q := quotes[3].Quote; q.Bid != 0 || q.Ask != 0 {
			t.Errorf("no side: %+v", q)
		}
	})
}

func TestB10ALineThatNeverTicks(t *testing.T) {
	play(t, "found when its market is open", func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")}, func(s *scene) { s.quiet = true })
		elapse(time.Hour)
		if n := len(sent[*wire.RequestRealTimeBars](s)); n < 2 {
			t.Errorf("asked for %d times", n)
		}
		only[broker.Alarm](s)
		only[broker.DataLost](s)
	})
	play(t, "left alone when it is closed", func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00"), Quotes: true}, func(*scene) { time.Sleep(5*time.Hour + 58*time.Minute) })
		for range 120 { // the last two minutes
			s.quotes(500+wobbled(), 501)
			elapse(time.Second)
		}
		elapse(17 * time.Hour) // the night
		if a, b := len(sent[*wire.RequestRealTimeBars](s)), len(sent[*wire.RequestMarketData](s)); a != 1 || b != 1 {
			t.Errorf("asked for %d and %d times", a, b)
		}
	})
}

func TestTradesOfEachTick(t *testing.T) {
	play(t, "tick by tick", func(t *testing.T) {
		s := watching(t, Want{Trades: true})
		elapse(time.Second)
		id := last[*wire.RequestTickByTick](s).RequestID
		s.push(&wire.TickByTick{RequestID: id, Type: wire.TickLast, Time: time.Now().Unix(), Price: 500.01, Size: wire.Some(7.0)},
			&wire.TickByTick{RequestID: id, Type: wire.TickLast, Time: time.Now().Unix(), Price: 0, Size: wire.Some(0.0), PastLimit: true}) // a halt
		if tr := only[market.Event](s).Trade; tr.Price != 500.01 || tr.Size != 7 || tr.Time != now() {
			t.Errorf("%+v", tr)
		}
	})
	play(t, "sampled when there is no line", func(t *testing.T) {
		s := watching(t, Want{Trades: true})
		elapse(time.Second)
		s.push(&wire.Error{RequestID: last[*wire.RequestTickByTick](s).RequestID, Code: 10190, Message: "Max number of tick-by-tick requests has been reached."})
		elapse(time.Second)
		r := last[*wire.RequestMarketData](s)
		s.push(&wire.TickString{RequestID: r.RequestID, Type: wire.TickRTVolume, Value: []byte("701.28;1.00000000;1348075471534;67854;701.46918464;true")},
			&wire.TickString{RequestID: r.RequestID, Type: wire.TickRTVolume, Value: []byte(";0;1348075476533;67854;701.46918464;false")})
		if tr := only[market.Event](s).Trade; r.GenericTicks != "233" || tr.Price != 701.28 || tr.Size != 1 {
			t.Errorf("%+v", tr)
		}
	})
}

func TestDailyBarsComeAfterTheClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := 0
		s := watching(t, Want{Bars: market.Daily(), From: newYork("09:30:00").Add(-6 * 24 * time.Hour)}, func(s *scene) {
			s.history = func(r *wire.RequestHistoricalData) []wire.Bar {
				var bars []wire.Bar
				for day := 24; day < 36; day++ {
					date := time.Date(2025, 2, day, 0, 0, 0, 0, time.UTC)
					if w := date.Weekday(); w == time.Saturday || w == time.Sunday || date.After(time.Now()) {
						continue
					}
					if time.Now().Hour() == 21 && late < 2 && date.Day() == 4 && date.Month() == 3 { // IB takes its time
						late++
						continue
					}
					bars = append(bars, wire.Bar{Date: date.Format("20060102"), Open: 1, High: 2, Low: 1, Close: float64(day), Volume: wire.Some(5.0)})
				}
				return bars
			}
		})
		elapse(8 * time.Hour)
		var got []string
		for _, ev := range events[market.Event](s) {
			got = append(got, ev.Bar.Session.String()+fmt.Sprint(" ", ev.Bar.Close))
			if ev.Time.UTC().Hour() != 21 { // 16:00 in New York
				t.Errorf("at %v", ev.Time)
			}
		}
		// From Wednesday 26 February on: 26, 27, 28 February, 3 March, and after its close 4 March.
		want := "2025-02-26 26, 2025-02-27 27, 2025-02-28 28, 2025-03-03 31, 2025-03-04 32"
		if g := strings.Join(got, ", "); g != want {
			t.Errorf("%s\nwant %s", g, want)
		}
		only[broker.WarmedUp](s)
	})
}

func TestWantsThatIBCannotGive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, w := range []Want{{Bars: market.Seconds(7)}, {Bars: market.Ticks(100)}, {Bars: market.Volume(1000)}} {
			s := stage(t)
			w.Instrument = s.spy
			if err := s.Want(w); err == nil {
				t.Errorf("%v is accepted", w.Bars)
			}
		}
	})
}
