package command_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/cmd/trader/command"
)

// share is a configuration of one share, which makes a market in no time.
const share = "listings:\n  - {symbol: AAPL, kind: equity, primary: NASDAQ, conid: 265598, price: 250}\n"

// simulated runs `trader gateway` until the test ends, and returns where it listens. It must end without an error.
func simulated(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	said, says := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- command.Run(ctx, append([]string{"gateway", "--listen", "127.0.0.1:0"}, args...), io.Discard, says)
		says.Close()
	}()
	lines, addr, text := bufio.NewScanner(said), "", ""
	for addr == "" && lines.Scan() {
		text += lines.Text() + "\n"
		if _, rest, ok := strings.Cut(lines.Text(), "clients connect to "); ok {
			addr, _, _ = strings.Cut(rest, ",")
		}
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // until the command has ended
	t.Cleanup(func() {
		cancel()
		if got := <-code; got != command.ExitDone {
			t.Errorf("exit code %d:\n%s", got, text)
		}
	})
	if addr == "" {
		t.Fatalf("the gateway did not start:\n%s", text)
	}
	return addr
}

func TestGatewayMistakes(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	one := file(t, "one.yaml", share)
	state := filepath.Join(t.TempDir(), "state.db")
	simulated(t, "--config", one, "--state", state)
	for _, c := range []struct {
		args  []string
		code  int
		texts []string
	}{
		{[]string{"--sped", "2"}, command.ExitUsage, []string{"unknown flag", "trader gateway --help"}},
		{[]string{"more"}, command.ExitUsage, []string{"more"}},
		{[]string{"--speed", "fast"}, command.ExitUsage, []string{"--speed", "above 0, or max"}},
		{[]string{"--speed", "-1"}, command.ExitUsage, []string{"--speed"}},
		{[]string{"--start", "yesterday"}, command.ExitUsage, []string{"--start"}},
		{[]string{"--account", "DU1:much"}, command.ExitUsage, []string{"--account DU1:much", "much"}},
		{[]string{"--account", "DU1,DU1", "--config", one}, command.ExitUsage, []string{"DU1", "name of its own"}},
		{[]string{"--max-version", "99", "--config", one}, command.ExitUsage, []string{"99", "100 to 225"}},
		{[]string{"--catalog", "none"}, command.ExitUsage, []string{"--start"}},
		{[]string{"--news", "none.yaml"}, command.ExitUsage, []string{"--news", "none.yaml"}},
		{[]string{"--config", "none.yaml"}, command.ExitFailed, []string{"none.yaml"}},
		{[]string{"--config", one, "--listen", busy.Addr().String()}, command.ExitFailed, []string{busy.Addr().String(), "another gateway or TWS"}},
		{[]string{"--config", one, "--state", state}, command.ExitFailed, []string{state, "in use by another process"}},
		{[]string{"--config", one, "--state", t.TempDir()}, command.ExitFailed, []string{"open gateway file"}},
	} {
		fails(t, append([]string{"gateway"}, c.args...), c.code, c.texts...)
	}
}

// Every fault of a configuration is told with its line.
func TestGatewayFileMistakes(t *testing.T) {
	for _, c := range []struct {
		text  string
		texts []string
	}{
		{"listing: []\n", []string{"gw.yaml:1", "listing: no such key", `did you mean "listings"?`}},
		{share + "  - {symbol: MSFT, kind: equity, prise: 1}\n", []string{"gw.yaml:3", "listings.1.prise", `did you mean "price"?`}},
		{"listings:\n  - {symbol: ES, kind: future}\n", []string{"gw.yaml:2", "a future needs expiries"}},
		{"listings:\n  - {symbol: ES, kind: bond, price: cheap}\n", []string{"gw.yaml:2: listings.0.price", "want a number"}},
		{"listings:\n  - {symbol: ES, kind: house}\n", []string{"gw.yaml:2: listings.0.kind", "house"}},
		{share + "  - {symbol: AAPL, kind: equity, primary: NASDAQ}\n", []string{"gw.yaml:3", "AAPL is listed twice"}},
		{"accounts:\n  - {name: DU1}\n  - {name: DU1}\n", []string{"gw.yaml:3", `account "DU1"`}},
		{share + "permissions: [{symbol: MSFT, data: none}]\n", []string{"gw.yaml:3", "MSFT", "not among the listings"}},
		{share + "permissions: [{symbol: AAPL, data: some}]\n", []string{"gw.yaml:3", "subscribed, delayed or none"}},
		{share + "fee_schedule: [{symbol: MSFT, charges: [{per_unit: 1}]}]\n", []string{"gw.yaml:3: fee_schedule.0.symbol", "want AAPL"}},
		{share + "fee_schedule: [{charges: [{per_unit: -1}]}]\n", []string{"gw.yaml:3: fee_schedule.0.charges.0.per_unit", "not be negative"}},
		{"fees: cheap\n", []string{"gw.yaml:1: fees", "want ib or none"}},
		{"precautions: {size: big}\n", []string{"gw.yaml:1: precautions.size", "want a number"}},
		{"groups: [{name: all, accounts: [DU9]}]\n" + share, []string{"DU9", "not among the accounts"}},
	} {
		fails(t, []string{"gateway", "--listen", "127.0.0.1:0", "--config", file(t, "gw.yaml", c.text)}, command.ExitUsage, c.texts...)
	}
}

// What the file says is so, and flags override it.
func TestGatewayFile(t *testing.T) {
	text := share + "accounts: [{name: DU7, cash: 5000}]\nfees: none\nprecautions: {size: 10}\n" +
		"groups: [{name: all, method: NetLiq, accounts: [DU7]}]\npermissions: [{symbol: AAPL, data: none}]\n"
	addr := simulated(t, "--config", file(t, "gw.yaml", text))
	c, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := strings.Join(c.Accounts(), ","); got != "DU7" {
		t.Errorf("accounts %s", got)
	}
	k := wire.Contract{Symbol: "MSFT", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
	if found, err := c.ContractDetails(t.Context(), k); err == nil {
		t.Errorf("MSFT is listed: %v", found)
	}
	k.Symbol = "AAPL"
	o := wire.Order{Action: wire.Buy, TotalQuantity: dec("11"), OrderType: wire.Market, TimeInForce: wire.Day, Transmit: true}
	o.Short.ExemptCode = -1
	if err := c.PlaceOrder(t.Context(), &wire.PlaceOrder{OrderID: 1, Contract: k, Order: o}); err != nil {
		t.Fatal(err)
	}
	for {
		m, err := c.Orders().Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := m.(*wire.Error); ok {
			if e.Code != 383 {
				t.Errorf("error %d: %s", e.Code, e.Message)
			}
			break
		}
	}

	if xml, err := c.FA(t.Context(), wire.FAGroups); err != nil || !strings.Contains(xml, "DU7") {
		t.Errorf("the advisor's groups are %q, %v", xml, err)
	}
	s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: k})
	if err == nil {
		_, err = s.Next(t.Context())
	}
	var refused *client.RequestError
	if !errors.As(err, &refused) || refused.Code.Number != 354 {
		t.Errorf("market data without a permission: %v", err)
	}

	flagged := simulated(t, "--config", file(t, "gw.yaml", text), "--account", "DU8", "--group", "all=NetLiq:DU8")
	d, err := client.Dial(t.Context(), client.Options{Addr: flagged, ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got := strings.Join(d.Accounts(), ","); got != "DU8" {
		t.Errorf("accounts %s, want the flag's", got)
	}
}

// The example and the schema are as the program reads them.
func TestGatewayExample(t *testing.T) {
	addr := simulated(t, "--config", "../../../configs/gateway.yaml", "--start", "2024-03-04T15:00:00Z")
	c, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := strings.Join(c.Accounts(), ","); got != "DU1000001,DU1000002" {
		t.Errorf("accounts %s", got)
	}
	if schema := done(t, "gateway", "--schema"); !strings.Contains(schema, `"listings"`) || strings.Contains(schema, `"description": ""`) {
		t.Errorf("schema:\n%s", schema)
	}
}

// A schedule of one's own holds at the gateway, too: 3.00 an order, told before the order is placed.
func TestGatewayFeeSchedule(t *testing.T) {
	text := share + "fee_schedule: [{symbol: AAPL, charges: [{per_order: 3}]}]\n"
	c, err := client.Dial(t.Context(), client.Options{Addr: simulated(t, "--config", file(t, "gw.yaml", text)), ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	id, err := c.NextOrderID()
	if err != nil {
		t.Fatal(err)
	}
	err = c.PlaceOrder(t.Context(), &wire.PlaceOrder{
		OrderID: id, Contract: wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"},
		Order: wire.Order{
			Action: wire.Buy, OrderType: wire.Limit, LimitPrice: wire.Some(decimal.NewFromInt(50)),
			TotalQuantity: decimal.NewFromInt(100), WhatIf: true, Transmit: true,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for {
		m, err := c.Orders().Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if o, ok := m.(*wire.OpenOrder); ok {
			if fee := o.State.Commission; !fee.Valid || fee.Value.String() != "3" {
				t.Errorf("commission %v, want 3", fee)
			}
			return
		}
	}
}
