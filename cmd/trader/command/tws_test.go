package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/cmd/trader/command"
)

// versions are a session in text and one in protobuf.
var versions = []int{176, 225}

// table is what a command prints in columns, with the columns' widths taken out.
func table(t *testing.T, args ...string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(done(t, args...)) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

func tws(line string, flags []string) []string {
	return append(strings.Fields("tws "+line), flags...)
}

func TestPing(t *testing.T) {
	for _, v := range versions {
		flags := gateway(t, v, func(wire.Message) []wire.Message { return nil })
		got := decoded[struct {
			Version, Client_id  int
			Connected_at, Clock string
			Accounts            []string
			Ready_ms            float64
			Round_trips_ms      []float64
		}](t, tws("ping --count 3 --client-id 7", flags)...)
		if got.Version != v || got.Client_id != 7 || got.Connected_at != "20260302 16:00:00 EST" || got.Clock != "2026-03-02T16:00:00Z" ||
			len(got.Accounts) != 2 || got.Accounts[1] != "DU2" || len(got.Round_trips_ms) != 3 {
			t.Errorf("%+v", got)
		}
		out := done(t, tws("ping", flags)...)
		for _, text := range []string{"accounts: DU1, DU2", "client 90", "5 round trips"} {
			if !strings.Contains(out, text) {
				t.Errorf("no %q in %s", text, out)
			}
		}
	}
}

// Errors of the connection say what to do about it.
func TestNoConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	fails(t, tws("ping", []string{"--port", port}), command.ExitFailed, "127.0.0.1:"+port, "4002", "7497", "Enable ActiveX and Socket Clients")

	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		return []wire.Message{&wire.Error{RequestID: -1, Code: 326, Message: "Unable to connect as the client id is already in use."}}
	})
	fails(t, tws("positions", flags), command.ExitFailed, "client id is in use", "--client-id")
}

func TestContracts(t *testing.T) {
	for _, v := range versions {
		flags := gateway(t, v, apple)
		want := []string{
			"CON ID SYMBOL TYPE EXPIRY STRIKE RIGHT MULTIPLIER EXCHANGE PRIMARY CURRENCY LOCAL CLASS NAME",
			"265598 AAPL STK SMART NASDAQ USD AAPL NMS APPLE INC",
		}
		if diff := cmp.Diff(want, table(t, tws("contracts AAPL", flags)...)); diff != "" {
			t.Error(diff)
		}
		rows := decoded[[]struct {
			Con_id                    int
			Name, Min_tick, Time_zone string
			Valid_exchanges           []string
		}](t, tws("contracts AAPL", flags)...)
		if len(rows) != 1 || rows[0].Con_id != 265598 || rows[0].Min_tick != "0.01" || len(rows[0].Valid_exchanges) != 2 {
			t.Errorf("%+v", rows)
		}
	}
}

// The flags become IB's terms, and what everybody means need not be said.
func TestContractsAsked(t *testing.T) {
	for line, want := range map[string]wire.Contract{
		"AAPL":               {Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"},
		"EURUSD --type cash": {Symbol: "EUR", SecType: wire.Cash, Exchange: "IDEALPRO", Currency: "USD"},
		"BTC --type CRYPTO":  {Symbol: "BTC", SecType: wire.Crypto, Exchange: "PAXOS", Currency: "USD"},
		"--con-id 265598":    {ConID: 265598},
		"ES --type FUT --exchange CME --expiry 2026-12": {
			Symbol: "ES", SecType: wire.Future, Exchange: "CME", LastTradeDateOrContractMonth: "202612",
		},
		"SPX --type OPT --expiry 202612 --right put --strike 5000 --class SPXW": {
			Symbol: "SPX", SecType: wire.Option, Exchange: "SMART", LastTradeDateOrContractMonth: "202612",
			Right: wire.Put, Strike: wire.Some(dec("5000")), TradingClass: "SPXW",
		},
	} {
		asked := make(chan wire.Contract, 1)
		flags := gateway(t, 225, func(m wire.Message) []wire.Message {
			r, ok := m.(*wire.RequestContractDetails)
			if !ok {
				return nil
			}
			asked <- r.Contract
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found"}}
		})
		fails(t, tws("contracts "+line, flags), command.ExitFailed, "error 200", "--con-id")
		if diff := cmp.Diff(want, <-asked); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestSymbolSearch(t *testing.T) {
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		r, ok := m.(*wire.RequestMatchingSymbols)
		if !ok || r.Pattern != "app" {
			return nil
		}
		return []wire.Message{&wire.SymbolSamples{RequestID: r.RequestID, Samples: []wire.SymbolSample{{
			Contract: wire.Contract{ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Currency: "USD", Description: "APPLE INC"},
		}}}}
	})
	if lines := table(t, tws("contracts app --search", flags)...); len(lines) != 2 || lines[1] != "265598 AAPL STK USD APPLE INC" {
		t.Errorf("%q", lines)
	}
}

func TestAccountAndPositions(t *testing.T) {
	for _, v := range versions {
		flags := gateway(t, v, func(m wire.Message) []wire.Message {
			switch m := m.(type) {
			case *wire.RequestAccountSummary:
				if !strings.Contains(m.Tags, "NetLiquidation,") || !strings.HasSuffix(m.Tags, ",$LEDGER:ALL") || m.Group != "All" {
					return nil
				}
				return []wire.Message{
					&wire.AccountSummary{RequestID: m.RequestID, Account: "DU1", Tag: "NetLiquidation", Value: "1000123.45", Currency: "USD"},
					&wire.AccountSummaryEnd{RequestID: m.RequestID},
				}
			case *wire.RequestPositions:
				return []wire.Message{
					&wire.Position{
						Account: "DU1", Position: dec("-2"), AverageCost: dec("225012.5"),
						Contract: wire.Contract{ConID: 495512563, Symbol: "ES", SecType: wire.Future, LocalSymbol: "ESZ6", Currency: "USD"},
					},
					&wire.PositionEnd{},
				}
			}
			return nil
		})
		if lines := table(t, tws("account --ledger", flags)...); len(lines) != 2 || lines[1] != "DU1 NetLiquidation 1000123.45 USD" {
			t.Errorf("account: %q", lines)
		}
		if lines := table(t, tws("positions", flags)...); len(lines) != 2 || lines[1] != "DU1 495512563 ESZ6 FUT -2 225012.5 USD" {
			t.Errorf("positions: %q", lines)
		}
		positions := decoded[[]struct {
			Account, Quantity, Average_cost string
			Contract                        struct{ Con_id int }
		}](t, tws("positions", flags)...)
		if len(positions) != 1 || positions[0].Quantity != "-2" || positions[0].Contract.Con_id != 495512563 {
			t.Errorf("positions: %+v", positions)
		}
	}
}

func TestOrders(t *testing.T) {
	k := wire.Contract{ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD", LocalSymbol: "AAPL"}
	order := wire.Order{
		Action: wire.Buy, TotalQuantity: dec("100"), OrderType: wire.Limit, LimitPrice: wire.Some(dec("189.5")), TimeInForce: wire.Day,
		Account: "DU1", PermID: 1700, ClientID: 3, Ref: "mine",
	}
	ended := order
	ended.PermID, ended.FilledQuantity = 1699, wire.Some(dec("100"))
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		switch m := m.(type) {
		case *wire.RequestAllOpenOrders:
			return []wire.Message{
				&wire.OpenOrder{OrderID: 12, Contract: k, Order: order, State: wire.OrderState{Status: wire.Submitted}},
				&wire.OrderStatus{OrderID: 12, PermID: 1700, ClientID: 3, Status: wire.Submitted, Filled: dec("40"), Remaining: dec("60"), AvgFillPrice: dec("189.48")},
				&wire.OpenOrdersEnd{},
			}
		case *wire.RequestCompletedOrders:
			return []wire.Message{
				&wire.CompletedOrder{Contract: k, Order: ended, State: wire.OrderState{
					Status: wire.Filled, CompletedTime: "20260302 15:00:00 US/Eastern", CompletedStatus: "Filled Size: 100",
				}},
				&wire.CompletedOrdersEnd{},
			}
		case *wire.RequestExecutions:
			return []wire.Message{
				&wire.Executed{RequestID: m.RequestID, Contract: k, Execution: wire.Execution{
					ExecID: "0001.01", Time: "20260302 15:00:00 US/Eastern", Account: "DU1", Side: wire.Bought, Shares: dec("40"),
					Price: dec("189.48"), OrderID: 12, PermID: 1700, Exchange: "IEX", ClientID: 3,
				}},
				&wire.CommissionReport{ExecID: "0001.01", Commission: wire.Some(dec("0.35")), Currency: "USD"},
				&wire.ExecutionsEnd{RequestID: m.RequestID},
			}
		}
		return nil
	})
	want := []string{
		"PERM ID ORDER CLIENT ACCOUNT CONTRACT ACTION QUANTITY TYPE LIMIT AUX TIF STATUS FILLED AVERAGE ENDED REF",
		"1700 12 3 DU1 AAPL BUY 100 LMT 189.5 DAY Submitted 40 189.48 mine",
		"1699 3 DU1 AAPL BUY 100 LMT 189.5 DAY Filled 100 20260302 15:00:00 US/Eastern mine",
		"",
		"TIME ACCOUNT CONTRACT SIDE QUANTITY PRICE EXCHANGE ORDER COMMISSION REALIZED EXECUTION",
		"20260302 15:00:00 US/Eastern DU1 AAPL BOT 40 189.48 IEX 12 0.35 USD 0001.01",
	}
	got := table(t, tws("orders --executions", flags)...)
	want[2] = strings.Replace(want[2], "1699 3 ", "1699 ", 1) // a completed order has no client
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	book := decoded[struct {
		Open, Completed []struct{ Status, Filled, Note string }
		Executions      []struct{}
	}](t, tws("orders", flags)...)
	if len(book.Open) != 1 || book.Open[0].Filled != "40" || len(book.Completed) != 1 || book.Completed[0].Note != "Filled Size: 100" || book.Executions != nil {
		t.Errorf("%+v", book)
	}
}

func TestScan(t *testing.T) {
	asked := make(chan wire.RequestScanner, 1)
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		r, ok := m.(*wire.RequestScanner)
		if !ok {
			return nil
		}
		asked <- *r
		return []wire.Message{&wire.ScannerData{RequestID: r.RequestID, Rows: []wire.ScannerRow{
			{Rank: 0, Contract: wire.Contract{ConID: 1, Symbol: "A", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}},
			{Rank: 1, Contract: wire.Contract{ConID: 2, Symbol: "B", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}, Distance: "5"},
		}}}
	})
	lines := table(t, tws("scan top_perc_gain --rows 2 --above-price 5 --filter usdMarketCapAbove=1e9", flags)...)
	if len(lines) != 3 || lines[2] != "2 2 B STK SMART USD 5" {
		t.Errorf("%q", lines)
	}
	r := <-asked
	if r.ScanCode != "TOP_PERC_GAIN" || r.Rows.Value != 2 || r.AbovePrice.Value != 5 || r.BelowPrice.Valid || len(r.Filters) != 1 ||
		r.Filters[0] != (wire.TagValue{Tag: "usdMarketCapAbove", Value: "1e9"}) {
		t.Errorf("%+v", r)
	}
}

// quoted answers subscriptions with a few ticks.
func quoted(m wire.Message) []wire.Message {
	r, ok := m.(*wire.RequestMarketData)
	if !ok {
		return apple(m)
	}
	return []wire.Message{
		&wire.MarketDataFreshness{RequestID: r.RequestID, Type: wire.Live},
		&wire.TickPrice{RequestID: r.RequestID, Type: wire.TickBid, Price: 189.5, Size: wire.Some(300.0)},
		&wire.TickSize{RequestID: r.RequestID, Type: wire.TickVolume, Size: wire.Some(1e6)},
		&wire.TickString{RequestID: r.RequestID, Type: wire.TickLastTimestamp, Value: []byte("1772467200")},
	}
}

func TestWatch(t *testing.T) {
	for _, v := range versions {
		flags := gateway(t, v, quoted)
		var got []string
		for line := range strings.Lines(done(t, tws("watch AAPL --for 300ms", flags)...)) {
			_, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			got = append(got, rest)
		}
		want := []string{"AAPL DATA live", "AAPL BID 189.5 300", "AAPL VOLUME 1000000", "AAPL LAST_TIMESTAMP 1772467200"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("version %d: %s", v, diff)
		}
	}
	lines := strings.Split(strings.TrimSpace(done(t, tws("watch AAPL --json --for 300ms", gateway(t, 225, quoted))...)), "\n")
	var bid struct {
		Time, Symbol, Tick string
		Price, Size        float64
	}
	if err := json.Unmarshal([]byte(lines[1]), &bid); err != nil || bid.Symbol != "AAPL" || bid.Tick != "BID" || bid.Price != 189.5 || bid.Size != 300 {
		t.Errorf("%s: %+v, %v", lines[1], bid, err)
	}
}

// An interrupt is how a watch ends; a subscription that is refused ends it with advice.
func TestWatchEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		if _, ok := m.(*wire.RequestMarketData); ok {
			cancel()
		}
		return apple(m)
	})
	var stdout, stderr bytes.Buffer
	if code := command.Run(ctx, tws("watch AAPL", flags), &stdout, &stderr); code != command.ExitDone || stderr.Len() > 0 {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	refused := gateway(t, 225, func(m wire.Message) []wire.Message {
		if r, ok := m.(*wire.RequestMarketData); ok {
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 354, Message: "Requested market data is not subscribed."}}
		}
		return apple(m)
	})
	fails(t, tws("watch AAPL", refused), command.ExitFailed, "AAPL", "error 354", "--data delayed")
}

// What TWS has to say beside the answer is printed, unless all is well.
func TestNotices(t *testing.T) {
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		if _, ok := m.(*wire.RequestPositions); ok {
			return []wire.Message{
				&wire.Error{RequestID: -1, Code: 2104, Message: "Market data farm connection is OK:usfarm"},
				&wire.Error{RequestID: -1, Code: 2105, Message: "HMDS data farm connection is broken:ushmds"},
				&wire.PositionEnd{},
			}
		}
		return nil
	})
	a := trader(t, tws("positions", flags)...)
	if a.code != command.ExitDone || a.err != "TWS: HMDS data farm connection is broken:ushmds (2105)\n" {
		t.Errorf("exit code %d: %s", a.code, a.err)
	}
}
