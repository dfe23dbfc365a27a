package tws

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestF2TheLanguageDoesNotMatter: no data is believed when it is said again, in whatever words.
func TestF2TheLanguageDoesNotMatter(t *testing.T) {
	for _, text := range []string{
		"Historical Market Data Service error message:HMDS query returned no data: SPY@SMART Trades",
		"Mensaje de error del servicio de datos históricos: la consulta no devolvió datos",
	} {
		play(t, text, func(t *testing.T) {
			refuse := 2
			s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")}, func(s *scene) {
				s.take = func(p *peer, m wire.Message) bool {
					r, ok := m.(*wire.RequestHistoricalData)
					if !ok || refuse == 0 {
						return false
					}
					refuse--
					p.send(&wire.Error{RequestID: r.RequestID, Code: 162, Message: text})
					return true
				}
			})
			elapse(3 * time.Minute)
			if from, to, _ := s.bars(time.Minute); from != newYork("09:30:00") || to < newYork("10:02:00") {
				t.Errorf("%v to %v", from, to)
			}
			only[broker.WarmedUp](s)
		})
	}
}

func TestF3HistoryThatNeverComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")}, func(s *scene) {
			s.mute[(&wire.RequestHistoricalData{}).Kind()] = true
		})
		elapse(12 * time.Minute)
		only[broker.Alarm](s)
		none[broker.WarmedUp](s)
		s.mu.Lock()
		clear(s.mute)
		s.mu.Unlock()
		s.push(&wire.HistoricalDataEnd{RequestID: 1_500_000_003}) // an answer that nobody waits for any more
		elapse(5 * time.Minute)
		only[broker.WarmedUp](s)
		if from, to, _ := s.bars(time.Minute); from != newYork("09:30:00") || to < newYork("10:15:00") {
			t.Errorf("%v to %v", from, to)
		}
	})
}

// The run does not wait for an instrument that the login may not see: a person has been told, and the rest trades.
func TestB6NoPermissionHoldsNothingElseUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestRealTimeBars)
				if ok {
					p.send(&wire.Error{RequestID: r.RequestID, Code: 354, Message: "Requested market data is not subscribed."})
				}
				return ok
			}
		})
		elapse(time.Minute)
		only[broker.Alarm](s)
		only[broker.DataLost](s)
		only[broker.WarmedUp](s)
	})
}

// Nor for one of which the login gets no bars in any way, which IB says in other words.
func TestB6NoBarsHoldNothingElseUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1), From: newYork("09:30:00")}, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				switch r := m.(type) {
				case *wire.RequestRealTimeBars:
					p.send(&wire.Error{RequestID: r.RequestID, Code: 420, Message: "Invalid Real-time Query:No market data permissions for NYSE STK"})
				case *wire.RequestHistoricalData:
					p.send(&wire.Error{RequestID: r.RequestID, Code: 162, Message: "Historical Market Data Service error message:No market data permissions for NYSE STK"})
				default:
					return false
				}
				return true
			}
		})
		elapse(5 * time.Minute)
		only[broker.WarmedUp](s)
		only[broker.DataLost](s)
		if !strings.Contains(s.in.String(), "No market data permissions for NYSE STK") {
			t.Error("nobody was told why")
		}
	})
}

func TestF4AContractIsUnknownDuringMaintenance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		unknown := 3
		s := begin(t, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				r, ok := m.(*wire.RequestContractDetails)
				if !ok || unknown == 0 {
					return false
				}
				unknown--
				p.send(&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found for the request"})
				return true
			}
		})
		o := s.submit("early", buy("1", "400"))
		if r := s.is(o, order.Rejected).Reason; r.Code != order.UnknownInstrument {
			t.Error(r.Error())
		}
		elapse(time.Minute)
		s.submit("later", buy("1", "400"))
		if p := last[*wire.PlaceOrder](s); p.Contract.ConID != spyConID {
			t.Errorf("%+v", p.Contract)
		}
	})
}

// TestH7AFaultIsContained: the reader of order events outlives one that it cannot deal with.
func TestH7AFaultIsContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.blotter.orders["a-2"] = nil // a fault of ours
		s.blotter.mu.Lock()
		s.blotter.perms[13] = &entry{}
		s.blotter.perms[13].twins = nil
		s.blotter.fills.known = nil // writing to it panics
		s.blotter.mu.Unlock()
		s.push(executed(p, 55501, "0001.a.01.01", "100", "500"))
		only[broker.Doubt](s)
		s.push(orderStatus(p, 55501, wire.Cancelled, "0"))
		s.state(o)
		if len(events[order.WasCancelled](s)) != 1 {
			t.Errorf("the reader has ended:\n%s", s.in)
		}
	})
}

// TestI1TimesWithoutAZone: old servers state the login's wall clock, and name its zone at the connect.
func TestI1TimesWithoutAZone(t *testing.T) {
	want := time.Date(2025, 3, 4, 15, 0, 1, 0, time.UTC)
	for _, text := range []string{"20250304  10:00:01", "20250304 10:00:01 US/Eastern", "20250304-15:00:01", "20250304 16:00:01 MET"} {
		play(t, text, func(t *testing.T) {
			s := begin(t)
			s.submit("a-1", buy("100", "500"))
			x := executed(last[*wire.PlaceOrder](s), 55501, "0001.a.01.01", "100", "500")
			x.Execution.Time = text
			s.push(x)
			if got := only[order.WasFilled](s).Fill.Time.UTC(); !got.Equal(want) {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

// TestG7CloseReturns: whatever the gateway does, and a hundred times, because the reasons to end come in any order.
func TestG7CloseReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 100 {
			s := begin(t)
			s.submit("a-1", buy("100", "500")) // never answered
			for range 20 {                     // so that the keeper is busy
				s.peer.send(&wire.Error{RequestID: -1, Code: 2104, Message: "Market data farm connection is OK:usfarm"})
			}
			if err := s.Venue.Close(); err != nil {
				t.Fatal(err)
			}
			if got := link(s); got != "up down" {
				t.Fatal(got)
			}
		}
	})
}

func TestStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Quotes: true})
		elapse(time.Second)
		s.quotes(500, 501)
		s.submit("a-1", buy("100", "500"))
		st := s.Status()
		if !st.Connected || !st.Up || st.Version != 225 || st.Working != 1 || len(st.Lines) != 1 || !st.Lines[0].Flowing || st.Lines[0].Seen == 0 {
			t.Errorf("%+v", st)
		}
		s.mu.Lock()
		s.refuse = 1
		s.mu.Unlock()
		s.hangUp()
		if st := s.Status(); st.Up || st.Lines[0].Flowing {
			t.Errorf("%+v", st)
		}
	})
}

// At a restart the contracts are remembered, so that the connection is ready before the strategies have said what they
// want. They get it all the same.
func TestB3DataThatIsWantedAfterTheContractsAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		elapse(time.Second)
		if err := s.Want(Want{Instrument: s.spy, Bars: market.Minutes(1)}); err != nil {
			t.Fatal(err)
		}
		elapse(time.Second)
		only2[*wire.RequestRealTimeBars](s)
	})
}
