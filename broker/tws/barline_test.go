package tws

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

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
			s := watching(t, Want{Bars: c.spec, From: from}, func(*scene) { <-time.After(c.at) })
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

// TestF7TheStreamWaitsForHistory: what the stream brought while much history was fetched is not the present any more.
func TestF7TheStreamWaitsForHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := newYork("10:00:00")
		var warm market.Time
		s := watching(t, Want{Bars: market.Seconds(5), From: newYork("09:30:00")}, func(s *scene) {
			s.take = func(_ *peer, m wire.Message) bool {
				if _, ok := m.(*wire.RequestHistoricalData); ok {
					<-time.After(40 * time.Second)
				}
				return false
			}
		})
		for range 120 {
			elapse(time.Second)
			if warm == 0 && len(events[broker.WarmedUp](s)) == 1 {
				warm = now()
			}
		}
		if took := warm.Sub(began); took < 15*time.Second {
			t.Fatalf("the history took %v: too little to see anything", took)
		}
		for _, ev := range events[market.Event](s) {
			if ev.Bar.End < warm.Add(-3*pieceSpan) && ev.Bar.End > began && !ev.Late {
				t.Errorf("the bar to %v was shown as the present at %v", ev.Bar.End, warm)
			}
			if ev.Bar.End > warm && ev.Late {
				t.Errorf("the bar to %v is late", ev.Bar.End)
			}
		}
	})
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
			b, _ := barAt(start, time.Duration(n)*pieceSpan)
			if volume != 0 {
				b.Volume = wire.Some(volume)
			}
			s.push(&wire.HistoricalDataUpdate{RequestID: r.RequestID, Bar: b})
		}
		minute := newYork("10:00:00").UTC()
		for range 10 {
			for i := 1; i <= 12; i++ { // the forming bar, many times
				if at := minute.Add(time.Duration(i) * pieceSpan); time.Now().Before(at) {
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
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00"), Quotes: true}, func(*scene) { <-time.After(5*time.Hour + 58*time.Minute) })
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

// IB's real-time bars come without trades too, and repeat the last price; its bars of a minute begin with the first trade.
// So must those that are made of real-time bars, or a bar would depend on how it came.
func TestF5ABarBeginsWithItsFirstTrade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("10:00:00")}, func(s *scene) { s.quiet = true })
		request := last[*wire.RequestRealTimeBars](s).RequestID
		minute := func(prices string) {
			for k, price := range strings.Fields(prices) {
				value, volume, _ := strings.Cut(price, "x")
				elapse(time.Until(time.Now().Truncate(pieceSpan).Add(pieceSpan)))
				p, err := strconv.ParseFloat(value, 64)
				if err != nil {
					t.Fatal(k, err)
				}
				size, _ := strconv.ParseFloat(volume, 64)
				s.push(&wire.RealTimeBar{RequestID: request, Time: time.Now().Add(-pieceSpan).Unix(), Open: p, High: p, Low: p, Close: p, Volume: wire.Some(size)})
			}
		}
		minute("100 100 101x5 102x5 102 102 102 99x1 100x1 100 100 100")
		minute("100 100 100 100 100 100 100 100 100 100 100 100")
		minute("100x1 103x1 100 100 100 100 100 100 100 100 100 100")
		var got []string
		for _, ev := range events[market.Event](s) {
			b := ev.Bar
			got = append(got, fmt.Sprint(b.Open, b.High, b.Low, b.Close, b.Volume))
		}
		if want := []string{"101 102 99 100 12", "100 100 100 100 0", "100 103 100 100 2"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// A farm that is gone for two bars leaves a hole, however short: no bar is made without its pieces.
func TestB1AShortFlapLeavesNoHole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")})
		elapse(80 * time.Second)
		s.notice(2103, "Market data farm connection is broken:usfarm")
		s.hush(true)
		elapse(10 * time.Second)
		s.hush(false)
		s.notice(2104, "Market data farm connection is OK:usfarm")
		elapse(3 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:04:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}
