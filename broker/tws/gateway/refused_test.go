package gateway_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// refused is a request that IB refuses, with the code of its documentation.
type refused struct {
	name    string
	with    func(*gateway.Options) // how this gateway is
	before  []wire.Message
	request wire.Message
	code    int
	text    string // a part of what it says
	id      int    // of the error; 7 when 0
	from    int    // lowest version that can say it
	until   int    // and the highest
}

func readOnly(o *gateway.Options) { o.Desk.ReadOnly = true }

func lines(n int) func(*gateway.Options) { return func(o *gateway.Options) { o.Lines = n } }

func permit(p gateway.Permission) func(*gateway.Options) {
	return func(o *gateway.Options) { o.Permissions = map[string]gateway.Permission{"AAPL": p} }
}

// nobody is a contract that does not exist, and conflict one whose id is another's.
var (
	nobody   = wire.Contract{Symbol: "NOBODY", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
	conflict = wire.Contract{ConID: 265598, Symbol: "IBM", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
)

// times repeats a request under the ids from 1 on.
func times(n int, request func(id int) wire.Message) []wire.Message {
	list := make([]wire.Message, n)
	for i := range list {
		list[i] = request(i + 1)
	}
	return list
}

var cancels = []refused{
	{request: &wire.CancelMarketData{RequestID: 7}, code: 300, text: "Can't find EId with tickerId:7"},
	{request: &wire.CancelMarketDepth{RequestID: 7}, code: 310, text: "tickerId:7"},
	{request: &wire.CancelRealTimeBars{RequestID: 7}, code: 300},
	{request: &wire.CancelTickByTick{RequestID: 7}, code: 300},
	{request: &wire.CancelHistoricalData{RequestID: 7}, code: 366, text: "No historical data query found for ticker id:7"},
	{request: &wire.CancelScanner{RequestID: 7}, code: 365, text: "No scanner subscription found for ticker id:7"},
	{request: &wire.CancelPNL{RequestID: 7}, code: 10185},
	{request: &wire.CancelPNLSingle{RequestID: 7}, code: 10186},
	{request: &wire.CancelOrder{OrderID: 7}, code: 10147, text: "OrderId 7 that needs to be cancelled is not found", from: 145},
	{request: &wire.CancelOrder{OrderID: 7}, code: 135, text: "Can't find order with id =7", until: 144},
	{
		name: "filled order", before: []wire.Message{order(7, marketOrder(wire.Buy, "100"))}, request: &wire.CancelOrder{OrderID: 7},
		code: 10148, text: "can not be cancelled, state: Filled", from: 145,
	},
	{request: &wire.UpdateDisplayGroup{RequestID: 7, ContractInfo: "none"}, code: 321},
}

func duplicates() []refused {
	twice := func(m wire.Message, code, from int) refused {
		return refused{name: "twice", before: []wire.Message{m}, request: m, code: code, from: from}
	}
	return []refused{
		twice(subscription, 102, 0),
		twice(&wire.RequestMarketDepth{RequestID: 7, Contract: aapl, Rows: 5}, 102, 0),
		twice(&wire.RequestRealTimeBars{RequestID: 7, Contract: aapl, BarSize: 5, WhatToShow: "TRADES"}, 102, 0),
		twice(&wire.RequestTickByTick{RequestID: 7, Contract: aapl, Type: wire.TickLast}, 102, 0),
		twice(&wire.RequestPNL{RequestID: 7, Account: account}, 102, 0),
		twice(&wire.RequestPNLSingle{RequestID: 7, Account: account, ConID: 265598}, 102, 0),
		twice(upToDate(7), 386, 124),
		twice(&wire.RequestScanner{RequestID: 7, Instrument: "STK", ScanCode: "MOST_ACTIVE"}, 385, 0),
		{name: "order id", before: []wire.Message{order(7, marketOrder(wire.Buy, "1"))}, request: resting(6), code: 103, text: "Duplicate order id", id: 6},
	}
}

func contracts() []refused {
	var list []refused
	for _, of := range []struct {
		name     string
		contract wire.Contract
		code     int
	}{{"nobody", nobody, 200}, {"conflict", conflict, 478}} {
		for _, m := range []wire.Message{
			&wire.RequestContractDetails{RequestID: 7, Contract: of.contract},
			&wire.RequestMarketData{RequestID: 7, Contract: of.contract},
			&wire.RequestMarketDepth{RequestID: 7, Contract: of.contract, Rows: 5},
			&wire.RequestTickByTick{RequestID: 7, Contract: of.contract, Type: wire.TickLast},
			&wire.RequestRealTimeBars{RequestID: 7, Contract: of.contract, BarSize: 5, WhatToShow: "TRADES"},
			&wire.RequestHistoricalData{RequestID: 7, Contract: of.contract, BarSize: "1 hour", Duration: "1 D", WhatToShow: "TRADES", FormatDate: 1},
			&wire.RequestHistoricalTicks{RequestID: 7, Contract: of.contract, End: "20240304-15:00:00", Count: 1, WhatToShow: "TRADES"},
			&wire.RequestHeadTimestamp{RequestID: 7, Contract: of.contract, WhatToShow: "TRADES", FormatDate: 1},
			&wire.RequestHistogramData{RequestID: 7, Contract: of.contract, TimePeriod: "1 day"},
			&wire.RequestFundamentalData{RequestID: 7, Contract: of.contract, ReportType: "RESC"},
			&wire.CalculateOptionPrice{RequestID: 7, Contract: of.contract, Volatility: 0.2, UnderlyingPrice: 100},
			&wire.CalculateImpliedVolatility{RequestID: 7, Contract: of.contract, OptionPrice: 2, UnderlyingPrice: 100},
			&wire.ExerciseOptions{OrderID: 7, Contract: of.contract, Action: wire.Exercise, Quantity: 1, Account: account},
			orderOf(of.contract, 7, marketOrder(wire.Buy, "1")),
		} {
			list = append(list, refused{name: of.name, request: m, code: of.code})
		}
	}
	return append(list,
		refused{name: "no option", request: &wire.CalculateOptionPrice{RequestID: 7, Contract: aapl, Volatility: 0.2, UnderlyingPrice: 100}, code: 321},
		refused{name: "chain of nothing", request: &wire.RequestSecDefOptParams{RequestID: 7, Symbol: "AAPL", SecType: wire.Stock}, code: 321, text: "valid contract ID"},
		refused{name: "rule", request: &wire.RequestMarketRule{ID: -5}, code: 321, id: -1},
		refused{name: "components", request: &wire.RequestSmartComponents{RequestID: 7, BBOExchange: "x"}, code: 321},
	)
}

func dates() []refused {
	bars := func(change func(*wire.RequestHistoricalData)) *wire.RequestHistoricalData {
		m := history(7)
		change(m)
		return m
	}
	ticks := func(start, end string, count int, what string) *wire.RequestHistoricalTicks {
		return &wire.RequestHistoricalTicks{RequestID: 7, Contract: aapl, Start: start, End: end, Count: count, WhatToShow: what}
	}
	dated := resting(7)
	dated.Order.TimeInForce, dated.Order.GoodTillDate = wire.GoodTillDate, "soon"
	return []refused{
		{name: "end", request: bars(func(m *wire.RequestHistoricalData) { m.End = "yesterday" }), code: 10314},
		{name: "bar size", request: bars(func(m *wire.RequestHistoricalData) { m.BarSize = "7 mins" }), code: 321},
		{name: "duration", request: bars(func(m *wire.RequestHistoricalData) { m.Duration = "a while" }), code: 321},
		{name: "seconds", request: bars(func(m *wire.RequestHistoricalData) { m.Duration = "86401 S" }), code: 321},
		{name: "what", request: bars(func(m *wire.RequestHistoricalData) { m.WhatToShow = "RUMOURS" }), code: 321},
		{name: "no past", request: bars(func(m *wire.RequestHistoricalData) { m.End = "20200101-00:00:00" }), code: 162, text: "HMDS query returned no data"},
		{name: "up to date in the past", request: bars(func(m *wire.RequestHistoricalData) { m.KeepUpToDate, m.End = true, "20240304-15:00:00" }), code: 321, from: 124},
		{name: "tick end", request: ticks("", "yesterday", 1, "TRADES"), code: 10314},
		{name: "both ends", request: ticks("20240304-15:00:00", "20240304-15:00:00", 1, "TRADES"), code: 10187},
		{name: "neither end", request: ticks("", "", 1, "TRADES"), code: 10187},
		{name: "no ticks", request: ticks("", "20240304-15:00:00", 0, "TRADES"), code: 10187},
		{name: "many ticks", request: ticks("", "20240304-15:00:00", 1001, "TRADES"), code: 10187},
		{name: "other ticks", request: ticks("", "20240304-15:00:00", 1, "RUMOURS"), code: 10187},
		{name: "executions", request: &wire.RequestExecutions{RequestID: 7, Time: "noon"}, code: 321},
		{name: "news", request: &wire.RequestHistoricalNews{RequestID: 7, ConID: 265598, ProviderCodes: "BRFG", Start: "noon", Limit: 1}, code: 321},
		{name: "good till", request: dated, code: 337},
	}
}

func limits() []refused {
	subscribe := func(id int) wire.Message { return &wire.RequestMarketData{RequestID: id, Contract: aapl} }
	depth := func(id int) wire.Message { return &wire.RequestMarketDepth{RequestID: id, Contract: aapl, Rows: 1} }
	ticks := func(id int) wire.Message {
		return &wire.RequestTickByTick{RequestID: id, Contract: aapl, Type: wire.TickLast}
	}
	summary := func(id int) wire.Message {
		return &wire.RequestAccountSummary{RequestID: id, Group: "All", Tags: "NetLiquidation"}
	}
	scan := func(id int) wire.Message {
		return &wire.RequestScanner{RequestID: id, Instrument: "STK", ScanCode: "MOST_ACTIVE"}
	}
	live := func(id int) wire.Message {
		return &wire.RequestRealTimeBars{RequestID: id, Contract: aapl, BarSize: 5, WhatToShow: "TRADES"}
	}
	small := history(7)
	small.BarSize, small.Duration = "30 secs", "3600 S"
	free := func(o *gateway.Options) { o.FreeHistory = true }
	return []refused{
		{name: "lines", with: lines(3), before: times(3, subscribe), request: subscribe(7), code: 101, text: "Max number of tickers has been reached"},
		{name: "lines of bars", with: lines(3), before: times(3, subscribe), request: live(7), code: 101},
		{name: "books", before: times(3, depth), request: depth(7), code: 309, text: "(3)"},
		{name: "ticks", before: times(3, ticks), request: ticks(7), code: 10190},
		{name: "summaries", before: times(2, summary), request: summary(7), code: 322},
		{name: "scans", before: times(10, scan), request: scan(11), code: 162, id: 11},
		{name: "bars", before: append(times(60, live), &wire.CancelRealTimeBars{RequestID: 1}), request: live(61), code: 420, id: 61},
		{name: "small bars", before: []wire.Message{small}, request: small, code: 162, text: "pacing violation"},
		{
			name: "subscriptions", request: &wire.RequestPositionsMulti{RequestID: 501, Account: account}, code: 322, id: 501,
			before: times(500, func(id int) wire.Message { return &wire.RequestPositionsMulti{RequestID: id, Account: account} }),
		},
		{
			name: "open histories", with: free, before: times(50, func(id int) wire.Message { return upToDate(id) }), request: upToDate(51), code: 322,
			text: "50 simultaneous", id: 51, from: 124,
		},
	}
}

var wrong = []refused{
	{name: "read-only", with: readOnly, request: resting(7), code: 321, text: "Read-Only"},
	{name: "read-only", with: readOnly, request: &wire.CancelOrder{OrderID: 7}, code: 321, text: "Read-Only"},
	{name: "read-only", with: readOnly, request: &wire.GlobalCancel{}, code: 321, text: "Read-Only", id: -1},
	{name: "read-only", with: readOnly, request: &wire.RequestOpenOrders{}, code: 321, text: "Read-Only", id: -1},
	{name: "read-only", with: readOnly, request: &wire.RequestAllOpenOrders{}, code: 321, text: "Read-Only", id: -1},
	{name: "read-only", with: readOnly, request: &wire.RequestCompletedOrders{}, code: 321, text: "Read-Only", id: -1},
	{name: "generic ticks", request: &wire.RequestMarketData{RequestID: 7, Contract: aapl, GenericTicks: "100,9999"}, code: 321, text: "generic tick list"},
	{name: "snapshot of generic ticks", request: &wire.RequestMarketData{RequestID: 7, Contract: aapl, GenericTicks: "233", Snapshot: true}, code: 414},
	{name: "no data", with: permit(gateway.Unsubscribed), request: subscription, code: 354},
	{name: "late data", with: permit(gateway.DelayedOnly), request: subscription, code: 354, text: "Delayed market data is available"},
	{
		name: "late data asked for", with: permit(gateway.DelayedOnly), before: []wire.Message{&wire.RequestMarketDataType{Type: wire.Delayed}},
		request: subscription, code: 10167,
	},
	{
		name: "not even late", with: permit(gateway.Unsubscribed), before: []wire.Message{&wire.RequestMarketDataType{Type: wire.Delayed}},
		request: subscription, code: 10168,
	},
	{name: "no ticks", with: permit(gateway.DelayedOnly), request: &wire.RequestTickByTick{RequestID: 7, Contract: aapl, Type: wire.TickLast}, code: 10189, text: "No market data permissions for NASDAQ STK"},
	{name: "no bars", with: permit(gateway.DelayedOnly), request: &wire.RequestRealTimeBars{RequestID: 7, Contract: aapl, WhatToShow: "TRADES"}, code: 420, text: "No market data permissions for NASDAQ STK"},
	{name: "no history", with: permit(gateway.Unsubscribed), request: history(7), code: 162, text: "No market data permissions for NASDAQ STK"},
	{
		name: "no past ticks", with: permit(gateway.Unsubscribed), code: 10187, text: "No market data permissions for NASDAQ STK",
		request: &wire.RequestHistoricalTicks{RequestID: 7, Contract: aapl, End: "20240304-15:00:00", Count: 1, WhatToShow: "TRADES"},
	},
	{name: "no depth", with: permit(gateway.DelayedOnly), request: &wire.RequestMarketDepth{RequestID: 7, Contract: aapl, Rows: 1}, code: 354},
	{name: "no rows", request: &wire.RequestMarketDepth{RequestID: 7, Contract: aapl}, code: 321},
	{name: "market data type", request: &wire.RequestMarketDataType{Type: 9}, code: 321, id: -1},
	{name: "account", request: &wire.RequestAccountUpdates{Subscribe: true, Account: "DU0"}, code: 321, id: -1},
	{name: "account", request: &wire.RequestAccountUpdatesMulti{RequestID: 7, Account: "DU0"}, code: 321},
	{name: "account", request: &wire.RequestPositionsMulti{RequestID: 7, Account: "DU0"}, code: 321},
	{name: "account", request: &wire.RequestPNL{RequestID: 7, Account: "DU0"}, code: 321},
	{name: "group", request: &wire.RequestAccountSummary{RequestID: 7, Group: "nobody", Tags: "NetLiquidation"}, code: 321},
	{name: "article", request: &wire.RequestNewsArticle{RequestID: 7, ProviderCode: "BRFG", ArticleID: "none"}, code: 10172},
	{name: "contract of news", request: &wire.RequestHistoricalNews{RequestID: 7, ProviderCodes: "BRFG", Limit: 1}, code: 321},
	{name: "scan", request: &wire.RequestScanner{RequestID: 7, Instrument: "STK", ScanCode: "LUCKIEST"}, code: 162, text: "disabled"},
	{
		name: "long contract info", before: []wire.Message{&wire.SubscribeToGroupEvents{RequestID: 7, GroupID: 1}},
		request: &wire.UpdateDisplayGroup{RequestID: 7, ContractInfo: strings.Repeat("x", 257)}, code: 321,
	},
	{name: "display group", request: &wire.SubscribeToGroupEvents{RequestID: 7, GroupID: 8}, code: 321},
	{name: "no advisor", request: &wire.ReplaceFA{Type: wire.FAGroups, XML: "<x/>", RequestID: 7}, code: 321, from: 157},
}

// TestRefusals: what is asked wrongly is refused under the id it was asked with, and the session goes on.
func TestRefusals(t *testing.T) {
	for _, family := range [][]refused{cancels, duplicates(), contracts(), dates(), limits(), wrong} {
		for _, row := range family {
			for _, version := range []int{100, 151, 176, 200, 213, 225} {
				if version < max(row.from, row.request.Kind().MinVersion()) || row.until != 0 && version > row.until {
					continue
				}
				t.Run(fmt.Sprintf("%v %s/%d", row.request.Kind(), row.name, version), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { row.ask(t, version) })
				})
			}
		}
	}
}

func (r *refused) ask(t *testing.T, version int) {
	o := gateway.Options{Floor: seasoned(t, false), Desk: &desk.Options{Accounts: []desk.Account{{Name: account}}}, Held: true, Rate: -1}
	if r.with != nil {
		r.with(&o)
	}
	c := converse(t, start(t, o), 1, version)
	for _, m := range r.before {
		if said := c.ask(m); strings.Contains(said.String(), "Error") {
			t.Fatalf("before: %v: %s, %q", m.Kind(), said, said.texts)
		}
	}
	said := c.ask(r.request)
	want := fmt.Sprintf("Error %d", r.code)
	if len(said.told) == 0 || said.told[0] != want || r.code != 10167 && len(said.told) > 1 {
		t.Fatalf("answer %q, want %s; %q", said, want, said.texts)
	}
	if !strings.Contains(said.texts[0], r.text) {
		t.Errorf("it says %q, want %q", said.texts[0], r.text)
	}
	id := r.id
	if id == 0 {
		id = 7
	}
	if said.ids[0] != id {
		t.Errorf("about %d, want %d", said.ids[0], id)
	}
	if now := c.ask(&wire.RequestCurrentTime{}); now.String() != "CurrentTime" {
		t.Errorf("afterwards %q", now)
	}
}
