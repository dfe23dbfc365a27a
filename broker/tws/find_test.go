package tws

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/store"
)

// book is a gateway that knows contracts by symbol, and the market rules of this package's tests.
type book struct {
	t         *testing.T
	contracts map[string][]*wire.ContractDetails
	questions int
}

// DialContext connects to the gateway, which serves until the connection ends.
func (b *book) DialContext(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	go b.serve(far)
	return near, nil
}

func (b *book) serve(conn net.Conn) {
	defer conn.Close()
	const version = 203
	in := wire.NewReader(conn, 0)
	dec, enc := wire.NewDecoder(true, version), wire.NewEncoder(false, version)
	if err := in.Prefix(); err != nil {
		b.t.Error(err)
		return
	}
	if _, err := in.Next(); err != nil {
		b.t.Error(err)
		return
	}
	out := wire.Welcome{Version: version, Time: "20250620 09:30:00 US/Eastern"}.Append(nil)
	for {
		if _, err := conn.Write(out); err != nil {
			return
		}
		payload, err := in.Next()
		if err != nil {
			return
		}
		m, err := dec.Decode(payload)
		if err != nil {
			b.t.Error(err)
			return
		}
		out = out[:0]
		for _, answer := range b.answer(m) {
			if out, err = enc.Append(out, answer); err != nil {
				b.t.Error(err)
				return
			}
		}
	}
}

func (b *book) answer(m wire.Message) []wire.Message {
	switch r := m.(type) {
	case *wire.StartAPI:
		return []wire.Message{&wire.ManagedAccounts{Accounts: "DU1"}, &wire.NextValidID{OrderID: 1}}
	case *wire.RequestMarketRule:
		b.questions++
		return []wire.Message{&wire.MarketRule{ID: r.ID, Increments: rules[r.ID]}}
	case *wire.RequestContractDetails:
		b.questions++
		var rows []wire.Message
		for _, d := range b.contracts[r.Contract.Symbol] {
			row := *d
			row.RequestID = r.RequestID
			rows = append(rows, &row)
		}
		if len(rows) == 0 {
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found"}}
		}
		return append(rows, &wire.ContractDetailsEnd{RequestID: r.RequestID})
	}
	return nil
}

func (b *book) resolver(cache client.Cache) *client.Resolver {
	b.t.Helper()
	c, err := client.Dial(b.t.Context(), client.Options{Dialer: b, Idle: -1})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { c.Close() })
	return client.NewResolver(c, client.ResolverOptions{Cache: cache})
}

func TestFind(t *testing.T) {
	silver := market.NewFuture("silver", "SI", 20990926, dec("1000"), dec("0.005"))
	silver.Exchange = "COMEX"
	full := future("SI", "SIU9", "COMEX", "20990926", "5000", "0.005", 1)
	small := future("SI", "SILU9", "COMEX", "20990926", "1000", "0.005", 1)
	small.Contract.ConID = 2
	for _, c := range []struct {
		name       string
		candidates []*wire.ContractDetails
		want       int    // contract id
		says       string // of the error
	}{
		{"one that is it", []*wire.ContractDetails{small}, 2, ""},
		{"one of two", []*wire.ContractDetails{full, small}, 2, ""},
		{"one with another multiplier", []*wire.ContractDetails{full}, 0, "multiplier 5000"},
		{"two alike", []*wire.ContractDetails{small, small}, 0, "ambiguous"},
		{"none", nil, 0, "200"},
	} {
		b := &book{t: t, contracts: map[string][]*wire.ContractDetails{"SI": c.candidates}}
		d, err := Find(t.Context(), b.resolver(nil), &silver)
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, %v; want an error that says %q", c.name, d, err, c.says)
			}
			continue
		}
		if err != nil || d.Contract.ConID != c.want {
			t.Errorf("%s: %v, %v; want contract %d", c.name, d, err, c.want)
		}
	}
	b := &book{t: t}
	if d, err := Find(t.Context(), b.resolver(nil), &market.Instrument{Kind: market.Combo, Currency: "USD"}); err == nil || b.questions != 0 {
		t.Errorf("a combo: %v, %v after %d questions", d, err, b.questions)
	}
}

// What one run has learned another takes from the state file.
func TestDescribe(t *testing.T) {
	state, err := store.Open(filepath.Join(t.TempDir(), "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	abroad := share()
	abroad.Contract.PrimaryExchange = "IBIS"
	b := &book{t: t, contracts: map[string][]*wire.ContractDetails{"AAPL": {share()}, "SAP": {abroad}}}
	k := wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
	want, err := Instrument(share(), rules)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		in, d, err := Describe(t.Context(), b.resolver(state.Answers()), k)
		if err != nil || d.Contract.ConID != 265598 || in.Symbol != want.Symbol || !in.MinSize.Equal(want.MinSize) ||
			!in.Grid.Increment(dec("0.5")).Equal(dec("0.0001")) || !in.Grid.Increment(dec("1")).Equal(dec("0.01")) {
			t.Errorf("%+v, %v", in, err)
		}
	}
	if b.questions != 2 {
		t.Errorf("asked %d questions, want one for the contract and one for its rule", b.questions)
	}
	k.Symbol = "SAP"
	in, d, err := Describe(t.Context(), b.resolver(state.Answers()), k)
	var missing *CalendarError
	if !errors.As(err, &missing) || d == nil || in.Symbol == "" {
		t.Errorf("%+v, %v, %v; want a CalendarError with contract and instrument", in, d, err)
	}
}
