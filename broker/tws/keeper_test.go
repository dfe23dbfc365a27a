package tws

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// link is the ups and downs that were told, in order.
func link(s *scene) string {
	text := ""
	for _, n := range events[broker.Notice](s) {
		switch n.(type) {
		case broker.LinkRestored:
			text += "up "
		case broker.LinkLost:
			text += "down "
		}
	}
	return strings.TrimSpace(text)
}

func TestA1FillsCountDuringAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		one, two := s.submit("a-1", buy("100", "500")), s.submit("a-2", buy("100", "500"))
		p := sent[*wire.PlaceOrder](s)
		s.push(executed(p[0], 1, "0001.a.01.01", "100", "500"))
		s.notice(1100, "Connectivity between IB and Trader Workstation has been lost.")
		s.push(executed(p[1], 2, "0002.a.01.01", "100", "500"), orderStatus(p[1], 2, wire.Filled, "100"))
		s.is(one, order.Filled)
		s.is(two, order.Filled)
		refused := s.submit("a-3", buy("100", "500"))
		if r := s.is(refused, order.Rejected).Reason; r.Code != order.NotReady {
			t.Error(r.Error())
		}
		elapse(45 * time.Second)
		s.notice(1102, "Connectivity between IB and Trader Workstation has been restored - data maintained.")
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
		if n := len(sent[*wire.PlaceOrder](s)); n != 2 {
			t.Errorf("%d orders left", n)
		}
	})
}

func TestA2EveryReturnOfTheLinkIsTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		codes []int
		want  string
	}{
		{"data kept", []int{1100, 1102}, "up down up"},
		{"data lost", []int{1100, 1101}, "up down up"},
		{"repeated", []int{1100, 1100, 2110, 1102, 1102}, "up down up down up"}, // each return asks again
		{"never said to be lost", []int{1102}, "up down up"},
		{"restored by a farm", []int{2110, 2104}, "up down up"},
		{"a farm alone restores nothing", []int{1100, 2104}, "up down"},
	} {
		play(t, c.name, func(t *testing.T) {
			s := begin(t)
			for _, code := range c.codes {
				s.notice(code, "Market data farm connection is OK:usfarm")
			}
			if got := link(s); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestA3ASilentConnectionIsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) {
			s.opts.Client.Idle, s.opts.Client.Grace = 30*time.Second, 15*time.Second
			s.take = func(_ *peer, m wire.Message) bool { // the gateway stops answering
				_, sign := m.(*wire.RequestCurrentTime)
				return sign && len(s.dials) == 1
			}
		})
		o := s.submit("a-1", buy("100", "500"))
		elapse(44 * time.Second)
		if got := link(s); got != "up" {
			t.Fatal(got)
		}
		elapse(6 * time.Second)
		s.is(o, order.Unknown)
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
	})
}

func TestA5TheHandshakeMayFailInManyWays(t *testing.T) {
	mute := func(p *peer) bool { p.in.Next(); return true }
	for name, greet := range map[string]func(*peer) bool{
		"no version": func(p *peer) bool {
			p.in.Prefix()
			for {
				if _, err := p.in.Next(); err != nil {
					return true
				}
			}
		},
		"no accounts": func(p *peer) bool {
			if !p.welcome() {
				return true
			}
			return mute(p)
		},
		"closed after the start": func(p *peer) bool { p.welcome(); return true },
		"no frame after the start (H1)": func(p *peer) bool {
			if p.welcome() {
				_, _ = p.conn.Write([]byte{0x5B, 0x1F, 0xC2, 0xF4})
			}
			return mute(p)
		},
	} {
		play(t, name, func(t *testing.T) {
			s := begin(t, func(s *scene) {
				s.greet = func(p *peer) bool { return len(s.dials) <= 3 && greet(p) }
			})
			if got := link(s); got != "" {
				t.Fatal(got)
			}
			elapse(40 * time.Second)
			if got := link(s); got != "up" || len(s.dials) != 4 {
				t.Errorf("%s after %d attempts", got, len(s.dials))
			}
		})
	}
}

// H1: noise in place of the version is tried again at the start too, until it is clear that this is no gateway.
func TestH1NoiseInPlaceOfAVersion(t *testing.T) {
	noise := func(p *peer) bool {
		p.in.Prefix()
		p.in.Next()
		_, _ = p.conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
		return true
	}
	play(t, "twice", func(t *testing.T) {
		s := begin(t, func(s *scene) { s.greet = func(p *peer) bool { return len(s.dials) <= 2 && noise(p) } })
		if got := link(s); got != "up" {
			t.Error(got)
		}
	})
	play(t, "always", func(t *testing.T) {
		s := stage(t, func(s *scene) { s.greet = noise })
		start := time.Now()
		err := s.Venue.Start(t.Context(), nil)
		var frame *wire.FrameError
		if took := time.Since(start); !errors.As(err, &frame) || took < 10*time.Second || took > 11*time.Second {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

func TestA7OneAttemptAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) {
			s.greet = func(*peer) bool { n := len(s.dials); return n == 3+1+1 || n == 3+1+2 } // two that die
		})
		s.mu.Lock()
		s.refuse = 3
		s.mu.Unlock()
		start := time.Now()
		s.hangUp()
		elapse(2 * time.Minute)
		if got := link(s); got != "up down up" {
			t.Fatal(got)
		}
		dials := s.dials[1:]
		if len(dials) != 6 {
			t.Fatalf("%d attempts", len(dials))
		}
		if dials[0].Sub(start) > time.Second {
			t.Errorf("first attempt after %v", dials[0].Sub(start))
		}
		for i, longest := 1, time.Second; i < len(dials); i++ { // 1 s, doubled up to 8 s, and between half and all of it
			if gap := dials[i].Sub(dials[i-1]); gap < longest/2 || gap > longest {
				t.Errorf("attempt %d after %v, want %v to %v", i+1, gap, longest/2, longest)
			}
			longest = min(2*longest, 8*time.Second)
		}
	})
}

func TestA8TheClientIDStaysTheSame(t *testing.T) {
	var ids []int
	refuse := func(p *peer) bool {
		in, enc := p.in, wire.NewEncoder(false, p.version)
		if in.Prefix() != nil {
			return true
		}
		in.Next()
		p.conn.Write(wire.Welcome{Version: p.version, Time: "20250304 10:00:00 US/Eastern"}.Append(nil))
		payload, err := in.Next()
		if err != nil {
			return true
		}
		m, _ := wire.NewDecoder(true, p.version).Decode(payload)
		ids = append(ids, m.(*wire.StartAPI).ClientID)
		frame, _ := enc.Append(nil, &wire.Error{RequestID: -1, Code: 326, Message: "Unable to connect as the client id is already in use."})
		p.conn.Write(frame)
		return true
	}
	play(t, "after a loss it is tried again", func(t *testing.T) {
		ids = nil
		s := begin(t, func(s *scene) {
			s.greet = func(p *peer) bool { return len(s.dials) > 1 && len(s.dials) < 9 && refuse(p) }
		})
		s.hangUp()
		elapse(time.Minute)
		if got := link(s); got != "up down up" || len(ids) != 7 || slices.ContainsFunc(ids, func(id int) bool { return id != clientID }) {
			t.Errorf("%s, ids %v", got, ids)
		}
	})
	play(t, "D4: at the start somebody else has it", func(t *testing.T) {
		s := stage(t, func(s *scene) { s.greet = refuse })
		start := time.Now()
		err := s.Venue.Start(t.Context(), nil)
		if !errors.Is(err, client.ErrClientIDInUse) || time.Since(start) < 10*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestA9AFarmFlapsAndTheLinkStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		for range 10 {
			for _, code := range []int{2103, 2105, 2104, 2106} {
				s.notice(code, "Market data farm connection is broken:usfarm")
				elapse(6 * time.Second)
			}
		}
		o := s.submit("a-1", buy("100", "500"))
		s.push(working(last[*wire.PlaceOrder](s), 55501)...)
		s.is(o, order.Accepted)
		if got := link(s); got != "up" || len(s.dials) != 1 {
			t.Errorf("%s, %d connections", got, len(s.dials))
		}
	})
}

func TestA10WhatWasSentIntoADyingSocketIsInDoubt(t *testing.T) {
	play(t, "sent and not acknowledged", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		s.hangUp()
		s.is(o, order.Unknown)
		elapse(time.Minute)
		if n := len(sent[*wire.PlaceOrder](s)); n != 1 {
			t.Errorf("sent %d times", n)
		}
		// It had arrived: the next report finds it.
		s.push(working(last[*wire.PlaceOrder](s), 55501)...)
		s.is(o, order.Accepted)
	})
	play(t, "not sent at all", func(t *testing.T) {
		s := begin(t, func(s *scene) {
			s.opts.Client.Rate = 1
			s.take = func(_ *peer, m wire.Message) bool { return true }
		})
		var orders []*order.Order
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			o := &order.Order{Request: order.NewMarket("SPY", order.Buy, dec("1")), ID: order.ID(id), Instrument: s.spy}
			s.listings.found[0] = &listing{instrument: s.spy, contract: spyContract(), listed: *s.spy}
			s.Venue.Submit(o)
			orders = append(orders, o)
		}
		synctest.Wait()
		left := len(sent[*wire.PlaceOrder](s))
		s.hangUp()
		for i, o := range orders {
			want := order.Rejected // no byte has left
			if i < left {
				want = order.Unknown
			}
			s.is(o, want)
		}
	})
	play(t, "the gate closes before a known restart", func(t *testing.T) {
		newYork, _ := time.LoadLocation("America/New_York")
		s := begin(t, func(s *scene) {
			s.opts.Restarts = []Restart{{Hour: 23, Minute: 45, Zone: newYork, Length: 15 * time.Minute}}
			s.opts.GateLead = 2 * time.Minute
		})
		elapse(13*time.Hour + 42*time.Minute) // 23:42
		if got := link(s); got != "up" {
			t.Fatal(got)
		}
		elapse(time.Minute + time.Second)
		if got := link(s); got != "up down" {
			t.Fatal(got)
		}
		o := s.submit("a-1", buy("100", "500").For(order.GTC))
		if r := s.is(o, order.Rejected).Reason; r.Code != order.RestartAhead {
			t.Error(r.Error())
		}
		elapse(2 * time.Minute)
		s.hangUp() // the restart
		elapse(10 * time.Second)
		if got := link(s); got != "up down up" { // one outage, and open again with the connection after it
			t.Error(got)
		}
		elapse(24*time.Hour - 10*time.Minute)
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
		elapse(8 * time.Minute) // the next evening's; it does not happen
		if got := link(s); got != "up down up down" {
			t.Error(got)
		}
		elapse(17 * time.Minute)
		if got := link(s); got != "up down up down up" {
			t.Error(got)
		}
	})
}

func TestA11AlarmsGrowWithTheOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		elapse(13 * time.Hour) // Tuesday 23:00 in New York
		s.mu.Lock()
		s.refuse = 1 << 30
		s.mu.Unlock()
		s.hangUp()
		alarms := func() int { return len(events[broker.Alarm](s)) }
		start := time.Now()
		for i, age := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour} {
			elapse(age - time.Since(start) - time.Second)
			if alarms() != i {
				t.Fatalf("%d alarms before %v", alarms(), age)
			}
			elapse(2 * time.Second)
			if alarms() != i+1 {
				t.Fatalf("%d alarms at %v", alarms(), age)
			}
		}
		elapse(10*time.Hour + 30*time.Minute - time.Since(start) + time.Second) // Wednesday 09:30: the market opens
		if got := events[broker.Alarm](s); len(got) != 6 || !strings.Contains(got[5].Text, "opens") {
			t.Errorf("%+v", got)
		}
		s.mu.Lock()
		s.refuse = 0
		s.mu.Unlock()
		elapse(10 * time.Second)
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
		if gap := s.dials[len(s.dials)-1].Sub(s.dials[len(s.dials)-3]); gap > 17*time.Second {
			t.Errorf("attempts are %v apart", gap/2)
		}
	})
}

func TestJ2AnotherAccountIsNeverArmed(t *testing.T) {
	play(t, "at the start", func(t *testing.T) {
		s := stage(t, func(s *scene) { s.accounts = "U7" })
		err := s.Venue.Start(t.Context(), nil)
		var wrong *AccountError
		if !errors.As(err, &wrong) || wrong.Want != account || !slices.Equal(wrong.Have, []string{"U7"}) {
			t.Error(err)
		}
	})
	play(t, "after a reconnect", func(t *testing.T) {
		s := begin(t)
		s.mu.Lock()
		s.accounts = "U7"
		s.mu.Unlock()
		s.hangUp()
		elapse(time.Minute)
		only[broker.Disarmed](s)
		if got := link(s); got != "up down" {
			t.Error(got)
		}
		s.mu.Lock()
		s.accounts = account
		s.mu.Unlock()
		elapse(10 * time.Second)
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
	})
}

func TestPortMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		s.notice(1300, "TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port - 7498")
		s.hangUp()
		elapse(5 * time.Second)
		if got := link(s); got != "up down up" {
			t.Error(got)
		}
		if s.addrs[len(s.addrs)-1] != "127.0.0.1:7498" {
			t.Error(s.addrs)
		}
	})
}

func TestUnreadableOrderNewsIsADoubt(t *testing.T) {
	play(t, "H2: about orders", func(t *testing.T) {
		s := begin(t, func(s *scene) { s.version = 176 })
		s.peer.conn.Write(frame("3\x00100\x00Submitted\x00abc\x00")) // a status with a bad quantity, and cut off
		s.push(&wire.Error{RequestID: -1, Code: 2104, Message: "ok"})
		only[broker.Doubt](s)
	})
	play(t, "about anything else", func(t *testing.T) {
		s := begin(t, func(s *scene) { s.version = 176 })
		s.peer.conn.Write(frame("2\x006\x00x\x00"))
		s.push(&wire.Error{RequestID: -1, Code: 2104, Message: "ok"})
		none[broker.Doubt](s)
	})
}

func frame(payload string) []byte {
	return append([]byte{0, 0, 0, byte(len(payload))}, payload...)
}
