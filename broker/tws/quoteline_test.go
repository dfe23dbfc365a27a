package tws

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

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
