package client_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// secdef is a gateway that knows contracts and market rules, and counts what it is asked.
type secdef struct {
	mu    sync.Mutex // guards asked and cut
	asked map[string]int
	cut   bool // cut off: it knows nothing

	speaking sync.Mutex // held while messages are sent
}

// tell sends messages that nobody asked for, or answers.
func (s *secdef) tell(p *peer, messages ...wire.Message) {
	s.speaking.Lock()
	defer s.speaking.Unlock()
	p.send(messages...)
}

func (s *secdef) count(question string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[question]
}

func (s *secdef) set(cut bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut = cut
}

// serve answers until the connection ends.
func (s *secdef) serve(p *peer) {
	for {
		payload, err := p.in.Next()
		if err != nil {
			return
		}
		m, err := p.dec.Decode(payload)
		p.check(err)
		s.tell(p, s.answer(m)...)
	}
}

func (s *secdef) answer(m wire.Message) []wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r := m.(type) {
	case *wire.RequestMarketRule:
		s.asked[fmt.Sprint("rule ", r.ID)]++
		return []wire.Message{&wire.MarketRule{ID: r.ID, Increments: []wire.PriceIncrement{{Increment: dec("0.0001")}, {LowEdge: dec("1"), Increment: dec("0.01")}}}}
	case *wire.RequestContractDetails:
		s.asked[r.Contract.Symbol]++
		matches := map[string]int{"TWO": 2, "NONE": 0}
		n, special := matches[r.Contract.Symbol]
		if !special {
			n = 1
		}
		if n == 0 || s.cut {
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found for the request"}}
		}
		var rows []wire.Message
		for i := range n {
			rows = append(rows, details(r.RequestID, i, r.Contract))
		}
		return append(rows, &wire.ContractDetailsEnd{RequestID: r.RequestID})
	}
	return nil
}

func details(id, i int, k wire.Contract) *wire.ContractDetails {
	k.ConID, k.LocalSymbol, k.TradingClass = 100+i, k.Symbol, "NMS"
	return &wire.ContractDetails{RequestID: id, Contract: k, Details: wire.Details{
		MinTick: wire.Some(dec("0.01")), ValidExchanges: "SMART,NYSE", MarketRuleIDs: "26,26", PriceMagnifier: 1,
		LongName: "Ünïted \\ Co", TimeZoneID: "US/Eastern", LiquidHours: "20251128:0930-20251128:1300",
		SecIDs: []wire.TagValue{{Tag: "ISIN", Value: "US0378331005"}}, AggGroup: wire.Some(1),
		MinSize: wire.Some(dec("0.0001")), SizeIncrement: wire.Some(dec("0.0001")), SuggestedSizeIncrement: wire.Some(dec("100")),
	}}
}

func future(symbol, expiry string) wire.Contract {
	return wire.Contract{Symbol: symbol, SecType: wire.Future, Exchange: "CME", Currency: "USD", LastTradeDateOrContractMonth: expiry}
}

// resolving runs a conversation with a gateway that knows contracts, at each version, with a fake clock.
func resolving(t *testing.T, conversation func(t *testing.T, c *client.Conn, p *peer, s *secdef)) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		s := &secdef{asked: map[string]int{}}
		go s.serve(p)
		conversation(t, c, p, s)
		c.Close()
	})
}

func TestResolverAsksOnce(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, _ *peer, s *secdef) {
		r := client.NewResolver(c, client.ResolverOptions{})
		var together sync.WaitGroup
		answers := make([]*wire.ContractDetails, 5)
		for i := range answers {
			together.Go(func() {
				var err error
				if answers[i], err = r.Resolve(t.Context(), stock("MSFT")); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
		for _, d := range answers[1:] {
			first, d := *answers[0], *d
			first.RequestID, d.RequestID = 0, 0
			if diff := cmp.Diff(first, d); diff != "" {
				t.Errorf("the same question has two answers: %s", diff)
			}
		}
		for range 3 {
			rule, err := r.MarketRule(t.Context(), 26)
			if err != nil || len(rule) != 2 || !rule[1].Increment.Equal(dec("0.01")) || !rule[1].LowEdge.Equal(dec("1")) {
				t.Errorf("%v, %v", rule, err)
			}
		}
		if s.count("MSFT") != 1 || s.count("rule 26") != 1 {
			t.Errorf("asked %v, want each once", s.asked)
		}
		other := stock("MSFT")
		other.PrimaryExchange = "NASDAQ"
		if _, err := r.Resolve(t.Context(), other); err != nil || s.count("MSFT") != 2 {
			t.Errorf("another question: asked %d times, %v", s.count("MSFT"), err)
		}
	})
}

func TestResolverForgets(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, _ *peer, s *secdef) {
		r := client.NewResolver(c, client.ResolverOptions{MaxAge: time.Hour})
		today := time.Now().UTC()
		for _, q := range []struct {
			name string
			k    wire.Contract
			want int // questions after two, one at once
			aged int // and after a third, more than an hour later
		}{
			{"a share", stock("MSFT"), 1, 2},
			{"a future", future("ES", today.AddDate(0, 1, 0).Format("20060102")), 1, 2},
			{"a future on its last day", future("NQ", today.Format("20060102")), 2, 3},
			{"a future that has expired", future("YM", today.AddDate(0, 0, -1).Format("20060102")), 2, 3},
			{"a future without a day", future("RTY", "soon"), 2, 3},
			{"several matches", stock("TWO"), 2, 3},
			{"no match", stock("NONE"), 2, 3},
		} {
			ask := func() {
				_, err := r.Resolve(t.Context(), q.k)
				var ambiguous *client.AmbiguousError
				var refused *client.RequestError
				switch {
				case q.k.Symbol == "TWO" && !errors.As(err, &ambiguous), q.k.Symbol == "NONE" && (!errors.As(err, &refused) || refused.Code.Number != 200),
					q.want == 1 && err != nil:
					t.Errorf("%s: %v", q.name, err)
				}
			}
			ask()
			ask()
			if got := s.count(q.k.Symbol); got != q.want {
				t.Errorf("%s: asked %d times, want %d", q.name, got, q.want)
			}
			elapse(time.Hour + time.Second)
			ask()
			if got := s.count(q.k.Symbol); got != q.aged {
				t.Errorf("%s: asked %d times in the end, want %d", q.name, got, q.aged)
			}
		}
	})
}

func TestResolverWithoutCache(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, _ *peer, s *secdef) {
		r := client.NewResolver(c, client.ResolverOptions{MaxAge: -1})
		for range 2 {
			if _, err := r.Resolve(t.Context(), stock("MSFT")); err != nil {
				t.Error(err)
			}
		}
		if s.count("MSFT") != 2 {
			t.Errorf("asked %d times, want 2", s.count("MSFT"))
		}
	})
}

// While the gateway is cut off its answer that nothing matches means nothing.
func TestResolverWaitsForDefinitions(t *testing.T) {
	for _, outage := range []struct {
		name       string
		lost, back int
	}{
		{"link", 1100, 1102}, {"link, data lost", 1100, 1101}, {"broken link", 2110, 2104}, {"farm", 2157, 2158},
	} {
		t.Run(outage.name, func(t *testing.T) {
			resolving(t, func(t *testing.T, c *client.Conn, p *peer, s *secdef) {
				s.set(true)
				s.tell(p, &wire.Error{RequestID: -1, Code: outage.lost, Message: "connection is broken:secdefil"})
				r := client.NewResolver(c, client.ResolverOptions{})
				start := time.Now()
				go func() {
					elapse(20 * time.Minute)
					s.tell(p, &wire.Error{RequestID: -1, Code: outage.back, Message: "connection is OK:secdefil"})
					elapse(3 * time.Second) // it takes the gateway a moment to know contracts again
					s.set(false)
				}()
				d, err := r.Resolve(t.Context(), stock("MSFT"))
				if err != nil || d.Contract.ConID != 100 {
					t.Errorf("%v, %v", d, err)
				}
				if waited := time.Since(start); waited < 20*time.Minute || waited > 20*time.Minute+10*time.Second {
					t.Errorf("answered after %v, want some seconds after the outage of 20 minutes", waited)
				}
				if n := s.count("MSFT"); n > 45 {
					t.Errorf("asked %d times in 20 minutes", n)
				}
				elapse(time.Minute)
				before := s.count("NONE")
				var refused *client.RequestError
				if _, err := r.Resolve(t.Context(), stock("NONE")); !errors.As(err, &refused) || refused.Code.Retriable || s.count("NONE") != before+1 {
					t.Errorf("afterwards: %v; want the refusal at once", err)
				}
			})
		})
	}
}

func TestResolverGivesUpWithItsContext(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, p *peer, s *secdef) {
		s.set(true)
		s.tell(p, &wire.Error{RequestID: -1, Code: 1100, Message: "lost"})
		r := client.NewResolver(c, client.ResolverOptions{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := r.Resolve(ctx, stock("MSFT"))
		var refused *client.RequestError
		if !errors.As(err, &refused) || !refused.Code.Retriable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v; want a retriable refusal and the deadline", err)
		}
		// The question is free for the next to ask.
		s.set(false)
		if _, err := r.Resolve(t.Context(), stock("MSFT")); err != nil {
			t.Error(err)
		}
	})
}

func TestResolverEndsWithItsConnection(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, p *peer, s *secdef) {
		s.set(true)
		s.tell(p, &wire.Error{RequestID: -1, Code: 1100, Message: "lost"})
		go func() {
			elapse(70 * time.Second) // between two questions
			p.conn.Close()
		}()
		r := client.NewResolver(c, client.ResolverOptions{})
		if d, err := r.Resolve(t.Context(), stock("MSFT")); !errors.Is(err, client.ErrHungUp) {
			t.Errorf("%v, %v; want the reason of the connection", d, err)
		}
	})
}

// While one asks, another who wants the same can give up.
func TestResolverWaitingInLine(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, p *peer, s *secdef) {
		s.set(true)
		s.tell(p, &wire.Error{RequestID: -1, Code: 1100, Message: "lost"})
		r := client.NewResolver(c, client.ResolverOptions{})
		first := make(chan error, 1)
		go func() {
			_, err := r.Resolve(t.Context(), stock("MSFT"))
			first <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var call *client.CallError
		if _, err := r.Resolve(ctx, stock("MSFT")); !errors.As(err, &call) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v; want a CallError of the deadline", err)
		}
		s.set(false)
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

// fragile is a cache that can be made to fail.
type fragile struct {
	values map[string][]byte
	at     time.Time
	err    error

	forgotten []time.Time // before which
}

func (f *fragile) Get(key string) ([]byte, time.Time, error) { return f.values[key], f.at, f.err }

func (f *fragile) Put(key string, value []byte, at time.Time) error {
	f.values[key], f.at = value, at
	return f.err
}

func (f *fragile) Forget(before time.Time) (int, error) {
	f.forgotten = append(f.forgotten, before)
	return 0, f.err
}

// TestResolverCleansItsCache: what is too old to be used is removed from the cache, once, and no answer before one is kept.
func TestResolverCleansItsCache(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, _ *peer, s *secdef) {
		f := &fragile{values: map[string][]byte{}}
		r := client.NewResolver(c, client.ResolverOptions{Cache: f, MaxAge: time.Hour})
		if _, err := r.Resolve(t.Context(), stock("NONE")); err == nil || len(f.forgotten) != 0 {
			t.Errorf("%v, forgot %v", err, f.forgotten)
		}
		want := time.Now().Add(-time.Hour)
		for _, symbol := range []string{"MSFT", "AAPL"} {
			if _, err := r.Resolve(t.Context(), stock(symbol)); err != nil {
				t.Fatal(err)
			}
			elapse(time.Minute)
		}
		if len(f.forgotten) != 1 || !f.forgotten[0].Equal(want) {
			t.Errorf("forgot before %v, want once, before %v", f.forgotten, want)
		}
	})
}

func TestResolverSurvivesItsCache(t *testing.T) {
	resolving(t, func(t *testing.T, c *client.Conn, _ *peer, s *secdef) {
		f := &fragile{values: map[string][]byte{}}
		r := client.NewResolver(c, client.ResolverOptions{Cache: f})
		want := 0
		ask := func(name string, again bool) {
			if again {
				want++
			}
			d, err := r.Resolve(t.Context(), stock("MSFT"))
			if err != nil || d.Contract.ConID != 100 || s.count("MSFT") != want {
				t.Errorf("%s: %v, %v after %d questions, want %d", name, d, err, s.count("MSFT"), want)
			}
		}
		ask("empty", true)
		ask("filled", false)
		f.err = errors.New("disk is full")
		ask("failing", true)
		f.err = nil
		ask("mended", false)
		for key, value := range f.values {
			for _, damaged := range [][]byte{{}, {200}, value[:len(value)-1], append(value[:len(value):len(value)], 0), value[1:]} {
				f.values[key] = damaged
				ask(fmt.Sprintf("damaged to %d bytes", len(damaged)), true)
			}
		}
		f.at = time.Now().Add(time.Hour)
		ask("from the future", true)
	})
}

// A gateway that was updated tells more: older answers, which lack it, are asked for again, but not the reverse.
func TestResolverAsksANewerServer(t *testing.T) {
	cache := &fragile{values: map[string][]byte{}}
	for i, version := range []int{176, 203, 203, 176} {
		synctest.Test(t, func(t *testing.T) {
			cache.at = time.Now()
			c, p := connect(t, version, client.Options{})
			s := &secdef{asked: map[string]int{}}
			go s.serve(p)
			if _, err := client.NewResolver(c, client.ResolverOptions{Cache: cache}).Resolve(t.Context(), stock("MSFT")); err != nil {
				t.Error(err)
			}
			if want := []int{1, 1, 0, 0}[i]; s.count("MSFT") != want {
				t.Errorf("connection %d, of version %d: asked %d times, want %d", i+1, version, s.count("MSFT"), want)
			}
			c.Close()
		})
	}
}
