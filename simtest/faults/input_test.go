package faults

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// H1 (N7): however the stream is cut into pieces, the strategy sees the same.
func TestH1PiecesDoNotMatter(t *testing.T) {
	session := func(t *testing.T, script string) (trades []market.Trade, fills []order.Fill) {
		play(t, "", func(s *stage) {
			s.script = scriptOf(t, script)
			s.ready()
			s.send(marketBuy("10"))
			s.pass(30 * time.Second)
			fills, trades = s.actor.seen()
			if n := s.outages(); n != 0 {
				t.Errorf("%d outages, want none", n)
			}
			s.agree()
		})
		return trades, fills
	}
	whole, filled := session(t, `steps: []`)
	if len(whole) < 60 || len(filled) != 1 { // two symbols, a trade a second each
		t.Fatalf("%d trades and %d fills", len(whole), len(filled))
	}
	for name, script := range map[string]string{
		"single bytes":                 `steps: [{connection: 1, do: [write: 1]}]`,
		"three bytes, into the length": `steps: [{connection: 1, do: [write: 3]}]`,
		"one block of five seconds":    `steps: [{at: 8s, do: [mute: 5s]}]`,
	} {
		t.Run(name, func(t *testing.T) {
			trades, fills := session(t, script)
			for symbol := range market.ID(2) { // those of one instant may change places
				if got, want := pricesOf(trades, symbol), pricesOf(whole, symbol); !slices.Equal(got, want) {
					t.Errorf("prices %v, want %v", got, want)
				}
			}
			if len(fills) != 1 || !fills[0].Price.Equal(filled[0].Price) {
				t.Errorf("fills %v, want %v", fills, filled)
			}
		})
	}
}

func pricesOf(trades []market.Trade, symbol market.ID) (prices []float64) {
	for _, t := range trades {
		if t.Instrument == symbol {
			prices = append(prices, t.Price)
		}
	}
	return prices
}

// H1 (N2, N7): a frame of three bytes has not even a kind: it may have been about an order.
func TestH1AFrameTooShort(t *testing.T) {
	play(t, "", func(s *stage) {
		s.script = scriptOf(t, `steps: [{on: {out: Executed}, do: [frame: 31 32 33]}]`)
		s.ready()
		id := s.send(marketBuy("10"))
		s.pass(5 * time.Second)
		s.orderIs(id, order.Filled, "10")
		if n := s.outages(); n != 0 {
			t.Errorf("%d outages, want none", n)
		}
		s.agree()
	})
}

// H1 (N6, N7): a length that no peer may send, or noise, ends the connection once; everything is asked for anew.
func TestH1NoiseEndsTheConnectionOnce(t *testing.T) {
	for _, c := range []struct{ name, instead string }{
		{"length 0", `bytes: "00 00 00 00"`},
		{"length 2147483647", `bytes: "7f ff ff ff"`},
		{"noise", `garbage: 64`},
	} {
		t.Run(c.name, func(t *testing.T) {
			play(t, "", func(s *stage) {
				s.script = scriptOf(t, fmt.Sprintf(`steps: [{on: {out: OrderStatus}, do: [{%s}]}]`, c.instead))
				s.ready()
				id := s.send(marketBuy("10"))
				s.pass(2 * time.Minute)
				s.orderIs(id, order.Filled, "10")
				if n := s.outages(); n != 1 {
					t.Errorf("%d outages, want 1: %v", n, s.states())
				}
				s.agree()
			})
		})
	}
}

// H2 (N2, N7): an execution is cut short on the way, and messages come that nobody knows, or with more fields than they
// have. Only what concerns orders is doubted, and the truth brings what was lost.
func TestH2MessagesOfOtherShapes(t *testing.T) {
	play(t, "", func(s *stage) {
		s.version = 176
		s.script = scriptOf(t, `
steps:
  - {on: {out: TickByTick, nth: 5}, do: [frame: 39 39 39 00 31 00]}
  - {on: {out: OrderStatus}, do: [tail: {add: 35 00 35 00}]}
  - {on: {out: Executed}, do: [tail: {cut: 40}]}`)
		s.ready()
		s.pass(10 * time.Second)
		before := s.status().Counts.Inquiries
		id := s.send(marketBuy("10"))
		s.pass(5 * time.Second)
		s.orderIs(id, order.Filled, "10")
		if n := s.outages(); n != 0 {
			t.Errorf("%d outages, want none", n)
		}
		if got := s.engine.Status().Counts.Inquiries; got == before {
			t.Error("the truth was not asked for")
		}
		if st := s.venue.Status().Client; st.Unknown != 1 || st.Undecodable != 1 {
			t.Errorf("%d unknown and %d undecodable messages, want 1 and 1", st.Unknown, st.Undecodable)
		}
		s.agree()
	})
}

// H3 (N1, N2): prices and quantities that are no numbers are not 0: the message counts as lost.
func TestH3NumbersThatAreNone(t *testing.T) {
	play(t, "h3", func(s *stage) {
		s.version = 176
		s.ready()
		for range 3 {
			id := s.send(marketBuy("10"))
			s.pass(5 * time.Second)
			if o := s.orderIs(id, order.Filled, "10"); o.AveragePrice.LessThan(dec("100")) {
				t.Errorf("average price %s, and the market is above 100", o.AveragePrice)
			}
			s.is(engine.Ready)
		}
		if n := s.venue.Status().Client.Undecodable; n != 3 {
			t.Errorf("%d messages could not be read, want 3", n)
		}
		s.agree()
	})
}

// H4 (N1): the numbers by which TWS says that there is none stay no numbers. The fee that was not told is not 0 for
// good: the next truth has it.
func TestH4NumbersThatMeanNone(t *testing.T) {
	play(t, "h4", func(s *stage) {
		s.ready()
		id := s.send(marketBuy("10"))
		s.pass(5 * time.Second)
		s.orderIs(id, order.Filled, "10")
		st := s.status()
		if len(st.Fills) != 1 || !st.Fills[0].Fee.IsZero() {
			t.Errorf("fills %+v: want one without a fee", st.Fills)
		}
		if million := dec("1000000"); st.Equity == nil || st.Equity.Sub(million).Abs().GreaterThan(dec("100")) {
			t.Errorf("equity %v, want about a million", st.Equity)
		}
		if err := s.command(engine.Inquire{}); err != nil {
			t.Fatal(err)
		}
		s.pass(5 * time.Second)
		if st := s.status(); len(st.Fills) != 1 || !st.Fills[0].Fee.Equal(dec("1")) { // IB's least for shares
			t.Errorf("fills %+v: want a fee of 1", st.Fills)
		}
		s.agree()
	})
}

// H5 (N7): texts in Latin-1 and GBK, and a time zone that no computer knows. Orders are traded, and the log can be read.
func TestH5TextsInOtherEncodings(t *testing.T) {
	play(t, "h5", func(s *stage) {
		s.script.Steps = append(s.script.Steps, scriptOf(t,
			`steps: [{on: {out: OrderStatus}, do: [{say: {id: same, code: 399, text: "nul \u0000 in the text"}}]}]`).Steps...)
		s.ready()
		id := s.send(marketBuy("10"))
		s.pass(5 * time.Second)
		s.orderIs(id, order.Filled, "10")
		for _, text := range s.alarms() {
			if !utf8.ValidString(text) {
				t.Errorf("alarm %q", text)
			}
		}
		s.agree()
		if s.log.Len() == 0 || !utf8.Valid(s.log.Bytes()) {
			t.Errorf("%d bytes of log, which is no UTF-8", s.log.Len())
		}
	})
}

// H6 (N1, N2): an execution comes as text where protobuf is expected. It is not guessed at: the truth brings it.
func TestH6TextWhereProtobufIsExpected(t *testing.T) {
	play(t, "h6", func(s *stage) {
		s.ready()
		id := s.send(marketBuy("10"))
		s.pass(5 * time.Second)
		s.orderIs(id, order.Filled, "10")
		if n := s.venue.Status().Client.Undecodable; n != 1 {
			t.Errorf("%d messages could not be read, want 1", n)
		}
		s.agree()
	})
}
