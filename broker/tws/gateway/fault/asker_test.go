package fault_test

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func (p *player) positions(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	rows, err := p.me.conn.Positions(ctx)
	if words[1] == "fails" || err != nil {
		return expect(err, words[1:])
	}
	var have []string
	for _, r := range rows {
		if !r.Position.IsZero() {
			have = append(have, r.Contract.Symbol+"="+r.Position.String())
		}
	}
	sort.Strings(have)
	if got, want := strings.Join(have, " "), strings.Join(words[1:], " "); got != want && !(got == "" && want == "none") {
		return fmt.Errorf("positions are %q, want %q", got, want)
	}
	return nil
}

// count asks for a list and counts its rows.
func (p *player) count(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	n := 0
	var err error
	switch c := p.me.conn; words[0] {
	case "executions":
		rows, failed := c.Executions(ctx, wire.RequestExecutions{})
		n, err = len(rows), failed
	case "open":
		rows, failed := c.OpenOrders(ctx)
		n, err = len(rows), failed
	case "all-open":
		rows, failed := c.AllOpenOrders(ctx)
		n, err = len(rows), failed
	case "completed":
		rows, failed := c.CompletedOrders(ctx, false)
		n, err = len(rows), failed
	}
	if words[1] == "fails" || err != nil {
		return expect(err, words[1:])
	}
	if n != atoi(p.t, words[1]) {
		return fmt.Errorf("%d of them, want %s", n, words[1])
	}
	return nil
}

func (p *player) details(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	rows, err := p.me.conn.ContractDetails(ctx, asContract(words[1]))
	if words[2] == "fails" || err != nil {
		return expect(err, words[2:])
	}
	if _, value, ok := strings.Cut(words[2], "hours="); ok && rows[0].Details.LiquidHours != value {
		return fmt.Errorf("liquid hours %q, want %q", rows[0].Details.LiquidHours, value)
	}
	return nil
}

func (p *player) history(words []string) error {
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	bars, err := p.me.conn.HistoricalBars(ctx, wire.RequestHistoricalData{
		Contract: asContract(words[1]), Duration: "60 S", BarSize: "5 secs", WhatToShow: "TRADES", FormatDate: 2,
	})
	if words[2] == "fails" || err != nil {
		return expect(err, words[2:])
	}
	if len(bars) == 0 {
		return fmt.Errorf("no bars")
	}
	return nil
}

func (p *player) time(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	_, err := p.me.conn.CurrentTime(ctx)
	return expect(err, words[1:])
}

func (p *player) next(words []string) error {
	id, err := p.me.conn.NextValidID(p.t.Context())
	if err == nil && id != atoi(p.t, words[1]) {
		return fmt.Errorf("next valid id %d", id)
	}
	return err
}

func (p *player) sent(words []string) error {
	synctest.Wait()
	n := 0
	for _, in := range p.gateway.Inbound() {
		if in.Message.Kind().String() == words[1] {
			n++
		}
	}
	if n != atoi(p.t, words[2]) {
		return fmt.Errorf("%d were sent", n)
	}
	return nil
}

func (p *player) stats(words []string) error {
	synctest.Wait()
	s := p.me.conn.Stats()
	have := map[string]uint64{"undecodable": s.Undecodable, "unknown": s.Unknown, "unclaimed": s.Unclaimed}
	for _, w := range words[1:] {
		name, value, _ := strings.Cut(w, "=")
		if strconv.FormatUint(have[name], 10) != value {
			return fmt.Errorf("%s is %d", name, have[name])
		}
	}
	return nil
}

func (p *player) zone(words []string) error {
	if want, have := strings.Join(words[1:], " "), p.me.conn.ConnectedAt(); !strings.Contains(fmt.Sprintf("%+q", have), want) {
		return fmt.Errorf("the handshake said %+q", have)
	}
	return nil
}

func (p *player) up([]string) error {
	synctest.Wait()
	return p.me.conn.Err()
}

// skip looks at everything that a stream has shown so far.
func (p *player) skip(words []string) error {
	synctest.Wait()
	s := p.me.streams[words[1]]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cursor = len(s.seen)
	return nil
}

func (p *player) freshness(words []string) error {
	return p.me.conn.SetMarketDataType(p.t.Context(), wire.MarketDataType(atoi(p.t, words[1])))
}

func (p *player) request(words []string) error {
	return p.me.conn.Send(p.t.Context(), &wire.RequestMarketData{RequestID: atoi(p.t, words[1]), Contract: asContract(words[2])})
}

func (p *player) cost(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	rows, err := p.me.conn.Positions(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Contract.Symbol == words[1] {
			if r.AverageCost.String() != words[2] {
				return fmt.Errorf("it cost %s", r.AverageCost)
			}
			return nil
		}
	}
	return fmt.Errorf("there is no such position")
}

func (p *player) managed(words []string) error {
	if have, want := strings.Join(p.me.conn.Accounts(), " "), strings.Join(words[1:], " "); have != want {
		return fmt.Errorf("accounts %s", have)
	}
	return nil
}

func (p *player) reserve(words []string) error {
	id, err := p.me.conn.NextOrderID()
	if err == nil && id != atoi(p.t, words[1]) {
		return fmt.Errorf("the next order id is %d", id)
	}
	return err
}

func (p *player) reads(words []string) error {
	synctest.Wait()
	return p.within(int(p.me.pieces.largest.Swap(0)), words[1:])
}

func (p *player) tally(words []string) error {
	synctest.Wait()
	s, n := p.me.streams["orders"], 0
	s.mu.Lock()
	defer s.mu.Unlock()
	want := sight{kind: words[1]}
	for _, x := range s.seen {
		if want.is(x) {
			n++
		}
	}
	return p.within(n, words[2:])
}

func (p *player) within(n int, bounds []string) error {
	if low, high := atoi(p.t, bounds[0]), atoi(p.t, bounds[1]); n < low || n > high {
		return fmt.Errorf("%d, want %d to %d", n, low, high)
	}
	return nil
}
