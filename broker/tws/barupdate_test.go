package tws

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// keptUpToDate is a scene at 10:00:40 whose real-time bars are refused, so that bars which are kept up to date take their
// place; update tells of one.
func keptUpToDate(t *testing.T, spec market.BarSpec) (s *scene, update func(start time.Time, length time.Duration)) {
	s = watching(t, Want{Bars: spec, From: newYork("09:55:00")}, func(s *scene) {
		s.take = func(p *peer, m wire.Message) bool {
			r, ok := m.(*wire.RequestRealTimeBars)
			if ok {
				p.send(&wire.Error{RequestID: r.RequestID, Code: 420, Message: "Invalid Real-time Query"})
			}
			return ok
		}
	})
	elapse(40 * time.Second)
	id := 0
	for _, m := range sent[*wire.RequestHistoricalData](s) {
		if m.KeepUpToDate {
			id = m.RequestID
		}
	}
	return s, func(start time.Time, length time.Duration) {
		b, _ := barAt(start, length)
		s.push(&wire.HistoricalDataUpdate{RequestID: id, Bar: b})
	}
}

// A bar that is kept up to date ends with what has come of it: of one in which the link was lost that is not all.
func TestF5ABarThatWasNotKeptUpToDateIsFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, update := keptUpToDate(t, market.Minutes(1))
		minute := newYork("10:00:00").UTC()
		for i := 9; i <= 40; i++ {
			at := minute.Add(time.Duration(i) * pieceSpan)
			elapse(time.Until(at))
			switch {
			case i == 16:
				s.notice(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
			case i == 28:
				s.notice(1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained.")
			}
			if i < 16 || i > 28 {
				from := minute.Add(time.Duration((i-1)/12) * time.Minute)
				update(from, at.Sub(from))
			}
		}
		elapse(time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:03:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// A bar that nobody has told of for long before its end may lack something, though nobody says that anything was lost: it
// is fetched, when another begins or, in a quiet market, by the clock.
func TestF5ABarThatEndsInSilenceIsFetched(t *testing.T) {
	for name, follows := range map[string]bool{"another begins": true, "by the clock": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, update := keptUpToDate(t, market.Minutes(1))
				minute := newYork("10:00:00").UTC()
				elapse(5 * time.Second)
				update(minute, 45*time.Second)
				elapse(time.Until(minute.Add(62 * time.Second)))
				if follows {
					update(minute.Add(time.Minute), 2*time.Second)
				}
				elapse(8 * time.Second)
				if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to != newYork("10:01:00") {
					t.Errorf("%v to %v", from, to)
				}
			})
		})
	}
}

// Bars that are kept up to date leave out the times without trades, which history does not.
func TestF5ABarOfWhichNothingIsToldIsFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, update := keptUpToDate(t, market.Seconds(5))
		minute := newYork("10:00:00").UTC()
		for i := 9; i <= 24; i++ {
			at := minute.Add(time.Duration(i) * pieceSpan)
			elapse(time.Until(at))
			if i != 12 && i != 17 && i != 18 {
				update(at.Add(-pieceSpan), pieceSpan)
			}
		}
		elapse(10 * time.Second)
		if from, to, _ := s.bars(pieceSpan); from != newYork("09:55:00") || to < newYork("10:02:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// N1: the end of an answer without a bar before it says nothing about the past. It is asked for again.
func TestN1AnEndWithoutBarsIsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		empty := 7
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestHistoricalData)
				if !ok || empty == 0 {
					return false
				}
				empty--
				p.send(&wire.HistoricalDataEnd{RequestID: r.RequestID})
				return true
			}
		})
		elapse(4 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:03:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// F5: the last piece of a bar does not come, and history does not either. The instrument counts as lost before anybody
// completes bars by the clock that are made of this one.
func TestF5ABarThatCannotBeFetchedIsLostData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var unknown atomic.Bool
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestHistoricalData)
				if !ok || !unknown.Load() {
					return false
				}
				p.send(&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found for the request"})
				return true
			}
		})
		minute := newYork("10:02:00")
		elapse(time.Until(minute.Add(-2 * time.Second).UTC()))
		s.hush(true)
		unknown.Store(true)
		elapse(10 * time.Second)
		lost := events[broker.DataLost](s)
		if n := len(lost); n == 0 || lost[n-1].Time < minute || lost[n-1].Since > minute.Add(-5*time.Second) {
			t.Errorf("data was lost %+v, want after %v", lost, minute)
		}
		s.hush(false)
		unknown.Store(false)
		elapse(3 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:04:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// F2: while a farm of history is broken, no history is no answer, however often it is given. The bars of a hole come when
// the farm is back.
func TestF2ABrokenArchiveHasNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := false
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestHistoricalData)
				if !ok || !broken {
					return false
				}
				p.send(&wire.Error{RequestID: r.RequestID, Code: 162, Message: "Historical Market Data Service error message:HMDS server disconnect occurred.  Attempting reconnection"})
				return true
			}
		})
		elapse(80 * time.Second)
		s.hush(true)
		elapse(10 * time.Second)
		s.hush(false)
		broken = true
		s.notice(2105, "HMDS data farm connection is broken:ushmds")
		elapse(3 * time.Minute)
		broken = false
		s.notice(2106, "HMDS data farm connection is OK:ushmds")
		elapse(3 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:06:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// F7, B2: pieces that waited for history are no sign that data flows after an outage that came later. The line that fell
// silent in it is asked for again, as soon as the history has come.
func TestB2WhatHasWaitedForHistoryIsNoSignOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(_ *peer, m wire.Message) bool {
				if _, ok := m.(*wire.RequestHistoricalData); ok {
					asked++
					return asked == 1 // the first one is never answered
				}
				return false
			}
		})
		elapse(40 * time.Second)
		s.hush(true)
		s.notice(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
		elapse(20 * time.Second)
		s.notice(1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained.")
		elapse(90 * time.Second)
		if n := len(sent[*wire.RequestRealTimeBars](s)); asked < 2 || n != 2 {
			t.Errorf("history was asked for %d times, real-time bars %d times, want 2", asked, n)
		}
		s.hush(false)
		elapse(3 * time.Minute)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:55:00") || to < newYork("10:05:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// B5: real-time bars end while history is waited for. That is told when it has come, and not taken for a bar that needs
// history again.
func TestB5BarsThatEndedWhileHistoryCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:55:00")}, func(s *scene) {
			s.take = func(_ *peer, m wire.Message) bool {
				if _, ok := m.(*wire.RequestHistoricalData); ok {
					asked++
					return asked%2 == 1 // every other one is never answered
				}
				return false
			}
		})
		elapse(10 * time.Second)
		s.push(&wire.Error{RequestID: last[*wire.RequestRealTimeBars](s).RequestID, Code: 10197, Message: "No market data during competing live session"})
		elapse(3 * time.Minute)
		told := slices.ContainsFunc(events[broker.DataLost](s), func(l broker.DataLost) bool { return strings.Contains(l.Cause, "10197") })
		if asked < 2 || !told {
			t.Errorf("after %d questions data was lost %+v", asked, events[broker.DataLost](s))
		}
	})
}

// IB rations history of less than a minute: bars that are kept up to date, of which every other one is without trades, ask
// for it twice a minute.
func TestF6BarsKeptUpToDateSpareHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, update := keptUpToDate(t, market.Seconds(5))
		minute := newYork("10:00:00").UTC()
		before := len(sent[*wire.RequestHistoricalData](s))
		for i := 9; i < 9+12*5; i++ {
			at := minute.Add(time.Duration(i) * pieceSpan)
			elapse(time.Until(at))
			if i%2 == 0 {
				update(at.Add(-pieceSpan), pieceSpan)
			}
		}
		if n := len(sent[*wire.RequestHistoricalData](s)) - before; n < 8 || n > 11 {
			t.Errorf("%d questions in 5 minutes, want about 10", n)
		}
		if from, to, _ := s.bars(pieceSpan); from != newYork("09:55:00") || to < newYork("10:05:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}
