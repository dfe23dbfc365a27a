package gateway_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// tableVersions are those at which every request is asked: the ends, and the edges of formats.
var tableVersions = []int{100, 151, 163, 176, 187, 200, 203, 213, 225}

// asked is a request and what IB answers to it.
type asked struct {
	request wire.Message
	before  []wire.Message // said before, in the same session
	// answer is the kinds of the messages in the order in which each comes first, and errors with their codes. Kinds
	// that a version does not have are left out of what it gets. Empty is silence: so IB documents it.
	answer string
	// later is what comes once the market goes on.
	later string
	// orders are the ids that the answer must speak of, by OrderID.
	order int
	as    int  // client id
	from  int  // lowest version that can say it, where that is not the kind's
	fa    bool // the login is an advisor's
	chain bool // there must be options
}

var (
	option = wire.Contract{
		Symbol: "AAPL", SecType: wire.Option, Exchange: "SMART", Currency: "USD", LastTradeDateOrContractMonth: "20240315",
		Strike: wire.Some(dec("100")), Right: wire.Call, Multiplier: wire.Some(dec("100")),
	}
	bond = wire.Contract{Symbol: "US-T", SecType: wire.Bond, Exchange: "SMART", Currency: "USD"}
)

func order(id int, o wire.Order) *wire.PlaceOrder { return orderOf(aapl, id, o) }

func orderOf(k wire.Contract, id int, o wire.Order) *wire.PlaceOrder {
	o.Transmit, o.Short.ExemptCode = true, -1
	return &wire.PlaceOrder{OrderID: id, Contract: k, Order: o}
}

func resting(id int) *wire.PlaceOrder {
	o := marketOrder(wire.Buy, "10")
	o.OrderType, o.LimitPrice = wire.Limit, wire.Some(dec("90"))
	return order(id, o)
}

func whatIf(id int) *wire.PlaceOrder {
	o := marketOrder(wire.Buy, "10")
	o.WhatIf = true
	return order(id, o)
}

// subscription is a market data line of client's own.
var subscription = &wire.RequestMarketData{RequestID: 7, Contract: aapl}

// history asks for the bars of a day.
func history(id int) *wire.RequestHistoricalData {
	return &wire.RequestHistoricalData{RequestID: id, Contract: aapl, BarSize: "1 hour", Duration: "2 D", WhatToShow: "TRADES", UseRTH: true, FormatDate: 1}
}

func upToDate(id int) *wire.RequestHistoricalData {
	m := history(id)
	m.KeepUpToDate = true
	return m
}

func schedule(id int) *wire.RequestHistoricalData {
	m := history(id)
	m.WhatToShow, m.BarSize, m.Duration = "SCHEDULE", "1 day", "5 D"
	return m
}

const (
	line   = "MarketDataFreshness TickRequestParams TickPrice TickSize TickString TickGeneric"
	placed = "OpenOrder OrderStatus Executed CommissionReport"
)

func table() []asked {
	var list []asked
	for _, family := range [][]asked{sessionTable, dataTable(), pastTable, contractTable, serviceTable, accountTable, orderTable()} {
		list = append(list, family...)
	}
	return list
}

var sessionTable = []asked{
	{request: &wire.StartAPI{ClientID: 1}}, // a second one is ignored
	{request: &wire.RequestCurrentTime{}, answer: "CurrentTime"},
	{request: &wire.RequestCurrentTimeInMillis{}, answer: "CurrentTimeInMillis"},
	{request: &wire.RequestIDs{Count: 1}, answer: "NextValidID"},
	{request: &wire.RequestManagedAccounts{}, answer: "ManagedAccounts"},
	{request: &wire.SetServerLogLevel{Level: wire.LogDetail}},
	{request: &wire.SetServerLogLevel{Level: 9}, answer: "Error 319"},
	{request: &wire.VerifyRequest{APIName: "x", APIVersion: "1"}, answer: "Error 321"},
	{request: &wire.VerifyMessage{Data: "x"}, answer: "Error 321"},
	{request: &wire.VerifyAndAuthRequest{APIName: "x", APIVersion: "1", OpaqueISVKey: "k"}, answer: "Error 321"},
	{request: &wire.VerifyAndAuthMessage{Data: "x", Response: "y"}, answer: "Error 321"},
	{request: &wire.RequestConfig{RequestID: 7}, answer: "Config"},
	{request: &wire.UpdateConfig{RequestID: 7}, answer: "UpdateConfigResult"},
	{request: &wire.QueryDisplayGroups{RequestID: 7}, answer: "DisplayGroupList"},
	{request: &wire.SubscribeToGroupEvents{RequestID: 7, GroupID: 1}, answer: "DisplayGroupUpdated"},
	{
		before: []wire.Message{&wire.SubscribeToGroupEvents{RequestID: 7, GroupID: 1}}, answer: "DisplayGroupUpdated",
		request: &wire.UpdateDisplayGroup{RequestID: 7, ContractInfo: "265598@SMART"},
	},
	{before: []wire.Message{&wire.SubscribeToGroupEvents{RequestID: 7, GroupID: 1}}, request: &wire.UnsubscribeFromGroupEvents{RequestID: 7}},
}

func dataTable() []asked {
	depth := &wire.RequestMarketDepth{RequestID: 7, Contract: aapl, Rows: 5, SmartDepth: true}
	plain := &wire.RequestMarketDepth{RequestID: 7, Contract: aapl, Rows: 5}
	bars := &wire.RequestRealTimeBars{RequestID: 7, Contract: aapl, BarSize: 5, WhatToShow: "TRADES"}
	ticks := &wire.RequestTickByTick{RequestID: 7, Contract: aapl, Type: wire.TickAllLast}
	past := &wire.RequestTickByTick{RequestID: 7, Contract: aapl, Type: wire.TickBidAsk, Count: 10}
	scan := &wire.RequestScanner{RequestID: 7, Instrument: "STK", Location: "STK.US.MAJOR", ScanCode: "MOST_ACTIVE"}
	return []asked{
		{request: subscription, answer: line, later: "TickPrice"},
		{request: &wire.RequestMarketData{RequestID: 7, Contract: aapl, Snapshot: true}, answer: line + " TickSnapshotEnd"},
		{request: &wire.RequestMarketData{RequestID: 7, Contract: option}, answer: line + " TickOptionComputation", chain: true},
		{before: []wire.Message{subscription}, request: &wire.CancelMarketData{RequestID: 7}},
		{request: &wire.RequestMarketDataType{Type: wire.Delayed}},
		{request: depth, answer: "MarketDepthL2", later: "MarketDepthL2", from: 146},
		{request: plain, answer: "MarketDepth", later: "MarketDepth"},
		{before: []wire.Message{depth}, request: &wire.CancelMarketDepth{RequestID: 7, SmartDepth: true}, from: 146},
		{request: &wire.RequestMarketDepthExchanges{}, answer: "MarketDepthExchanges"},
		{request: &wire.RequestSmartComponents{RequestID: 7, BBOExchange: "9c0001"}, answer: "SmartComponents"},
		{request: bars, later: "RealTimeBar"},
		{before: []wire.Message{bars}, request: &wire.CancelRealTimeBars{RequestID: 7}},
		{request: ticks, later: "TickByTick"},
		{request: past, answer: "HistoricalTicksBidAsk", later: "TickByTick", from: 140},
		{before: []wire.Message{ticks}, request: &wire.CancelTickByTick{RequestID: 7}},
		{request: scan, answer: "ScannerData", later: "ScannerData"},
		{before: []wire.Message{scan}, request: &wire.CancelScanner{RequestID: 7}, answer: "Error 162"},
		{request: &wire.RequestScannerParameters{}, answer: "ScannerParameters"},
		{request: &wire.CalculateImpliedVolatility{RequestID: 7, Contract: option, OptionPrice: 2, UnderlyingPrice: 100}, answer: "TickOptionComputation", chain: true},
		{request: &wire.CalculateOptionPrice{RequestID: 7, Contract: option, Volatility: 0.3, UnderlyingPrice: 100}, answer: "TickOptionComputation", chain: true},
		{request: &wire.CancelCalculateImpliedVolatility{RequestID: 7}},
		{request: &wire.CancelCalculateOptionPrice{RequestID: 7}},
	}
}

var pastTable = []asked{
	{request: history(7), answer: "HistoricalData HistoricalDataEnd"},
	{request: upToDate(7), answer: "HistoricalData HistoricalDataEnd", later: "HistoricalDataUpdate", from: 124},
	{request: schedule(7), answer: "HistoricalSchedule"},
	{before: []wire.Message{upToDate(7)}, request: &wire.CancelHistoricalData{RequestID: 7}, answer: "Error 162", from: 124},
	{request: &wire.RequestHeadTimestamp{RequestID: 7, Contract: aapl, WhatToShow: "TRADES", FormatDate: 1}, answer: "HeadTimestamp"},
	{request: &wire.CancelHeadTimestamp{RequestID: 7}},
	{request: &wire.RequestHistogramData{RequestID: 7, Contract: aapl, TimePeriod: "3 days", UseRTH: true}, answer: "HistogramData"},
	{request: &wire.CancelHistogramData{RequestID: 7}},
	{request: pastTicks("TRADES"), answer: "HistoricalTicksLast"},
	{request: pastTicks("BID_ASK"), answer: "HistoricalTicksBidAsk"},
	{request: pastTicks("MIDPOINT"), answer: "HistoricalTicks"},
	{request: &wire.CancelHistoricalTicks{RequestID: 7}},
}

func pastTicks(what string) *wire.RequestHistoricalTicks {
	return &wire.RequestHistoricalTicks{RequestID: 7, Contract: aapl, End: "20240304-15:00:00", Count: 10, WhatToShow: what}
}

var contractTable = []asked{
	{request: &wire.RequestContractDetails{RequestID: 7, Contract: aapl}, answer: "ContractDetails ContractDetailsEnd"},
	{request: &wire.RequestContractDetails{RequestID: 7, Contract: bond}, answer: "BondDetails ContractDetailsEnd"},
	{request: &wire.CancelContractDetails{RequestID: 7}},
	{request: &wire.RequestMatchingSymbols{RequestID: 7, Pattern: "AA"}, answer: "SymbolSamples"},
	{
		request: &wire.RequestSecDefOptParams{RequestID: 7, Symbol: "AAPL", SecType: wire.Stock, ConID: 265598},
		answer:  "SecDefOptParams SecDefOptParamsEnd", chain: true,
	},
	{request: &wire.RequestMarketRule{ID: 26}, answer: "MarketRule"},
}

// What needs a subscription that a paper login does not have is refused as by a gateway without it.
var serviceTable = []asked{
	{request: &wire.RequestFundamentalData{RequestID: 7, Contract: aapl, ReportType: "ReportSnapshot"}, answer: "Error 430"},
	{request: &wire.CancelFundamentalData{RequestID: 7}},
	{request: &wire.RequestWSHMetaData{RequestID: 7}, answer: "Error 10276"},
	{request: &wire.CancelWSHMetaData{RequestID: 7}},
	{request: &wire.RequestWSHEventData{RequestID: 7, ConID: wire.Some(265598)}, answer: "Error 10276"},
	{request: &wire.CancelWSHEventData{RequestID: 7}},
	{request: &wire.RequestUserInfo{RequestID: 7}, answer: "UserInfo"},
	{request: &wire.RequestSoftDollarTiers{RequestID: 7}, answer: "SoftDollarTiers"},
	{request: &wire.RequestFamilyCodes{}, answer: "FamilyCodes"},
	{request: &wire.RequestFA{Type: wire.FAGroups}, answer: "ReceiveFA", fa: true},
	{request: &wire.RequestFA{Type: wire.FAGroups}, answer: "Error 321"},
	{request: &wire.ReplaceFA{Type: wire.FAGroups, XML: "<ListOfGroups></ListOfGroups>", RequestID: 7}, answer: "ReplaceFAEnd", fa: true},
	{request: &wire.RequestNewsProviders{}, answer: "NewsProviders"},
	{request: &wire.RequestNewsArticle{RequestID: 7, ProviderCode: "BRFG", ArticleID: "BRFG$1"}, answer: "NewsArticle"},
	{request: &wire.RequestHistoricalNews{RequestID: 7, ConID: 265598, ProviderCodes: "BRFG", Limit: 10}, answer: "HistoricalNews HistoricalNewsEnd"},
	{request: &wire.RequestNewsBulletins{All: true}, answer: "NewsBulletin", later: "NewsBulletin"},
	{request: &wire.RequestNewsBulletins{}, later: "NewsBulletin"},
	{before: []wire.Message{&wire.RequestNewsBulletins{}}, request: &wire.CancelNewsBulletins{}},
	{request: &wire.RequestMarketData{RequestID: 7, Contract: aapl, GenericTicks: "mdoff,292"}, answer: "MarketDataFreshness TickRequestParams", later: "TickNews"},
}

var accountTable = []asked{
	{request: &wire.RequestAccountUpdates{Subscribe: true, Account: account}, answer: "AccountValue AccountUpdateTime AccountDownloadEnd"},
	{
		before: []wire.Message{order(1, marketOrder(wire.Buy, "100"))}, request: &wire.RequestAccountUpdates{Subscribe: true, Account: account},
		answer: "AccountValue PortfolioValue AccountUpdateTime AccountDownloadEnd",
	},
	{request: &wire.RequestAccountUpdatesMulti{RequestID: 7, Account: account}, answer: "AccountUpdateMulti AccountUpdateMultiEnd"},
	{request: &wire.CancelAccountUpdatesMulti{RequestID: 7}},
	{request: &wire.RequestAccountSummary{RequestID: 7, Group: "All", Tags: "NetLiquidation"}, answer: "AccountSummary AccountSummaryEnd"},
	{request: &wire.CancelAccountSummary{RequestID: 7}},
	{request: &wire.RequestPositions{}, answer: "PositionEnd"},
	{before: []wire.Message{order(1, marketOrder(wire.Buy, "100"))}, request: &wire.RequestPositions{}, answer: "Position PositionEnd"},
	{request: &wire.CancelPositions{}},
	{
		before: []wire.Message{order(1, marketOrder(wire.Buy, "100"))}, request: &wire.RequestPositionsMulti{RequestID: 7, Account: account},
		answer: "PositionMulti PositionMultiEnd",
	},
	{request: &wire.CancelPositionsMulti{RequestID: 7}},
	{request: &wire.RequestPNL{RequestID: 7, Account: account}, answer: "PNL"},
	{before: []wire.Message{&wire.RequestPNL{RequestID: 7, Account: account}}, request: &wire.CancelPNL{RequestID: 7}},
	{
		before:  []wire.Message{order(1, marketOrder(wire.Buy, "100"))},
		request: &wire.RequestPNLSingle{RequestID: 7, Account: account, ConID: 265598}, answer: "PNLSingle",
	},
	{request: &wire.RequestPNLSingle{RequestID: 7, Account: account, ConID: 265598}}, // nothing to tell
	{before: []wire.Message{&wire.RequestPNLSingle{RequestID: 7, Account: account, ConID: 265598}}, request: &wire.CancelPNLSingle{RequestID: 7}},
}

func orderTable() []asked {
	buy := order(1, marketOrder(wire.Buy, "100"))
	call := orderOf(option, 1, marketOrder(wire.Buy, "1"))
	higher := resting(1)
	higher.Order.LimitPrice = wire.Some(dec("91"))
	return []asked{
		{request: buy, answer: placed, order: 1},
		{request: resting(1), answer: "OpenOrder OrderStatus", order: 1},
		{request: whatIf(1), answer: "OpenOrder", order: 1},
		{before: []wire.Message{resting(1)}, request: higher, answer: "OpenOrder OrderStatus", order: 1},
		{before: []wire.Message{resting(1)}, request: &wire.CancelOrder{OrderID: 1}, answer: "OrderStatus Error 202", order: 1},
		{before: []wire.Message{resting(1), resting(2)}, request: &wire.GlobalCancel{}, answer: "OrderStatus Error 202"},
		{request: &wire.GlobalCancel{}},
		{before: []wire.Message{resting(1)}, request: &wire.RequestOpenOrders{}, answer: "OpenOrder OrderStatus OpenOrdersEnd"},
		{request: &wire.RequestOpenOrders{}, answer: "OpenOrdersEnd"},
		{before: []wire.Message{resting(1)}, request: &wire.RequestAllOpenOrders{}, answer: "OpenOrder OrderStatus OpenOrdersEnd"},
		{request: &wire.RequestAutoOpenOrders{AutoBind: true}, answer: "Error 327", as: 1},
		{request: &wire.RequestAutoOpenOrders{AutoBind: true}},
		{before: []wire.Message{buy}, request: &wire.RequestCompletedOrders{}, answer: "CompletedOrder CompletedOrdersEnd"},
		{before: []wire.Message{buy}, request: &wire.RequestExecutions{RequestID: 7}, answer: "Executed CommissionReport ExecutionsEnd"},
		{request: &wire.RequestExecutions{RequestID: 7}, answer: "ExecutionsEnd"},
		{
			before:  []wire.Message{call},
			request: &wire.ExerciseOptions{OrderID: 2, Contract: option, Action: wire.Exercise, Quantity: 1, Account: account, Override: true},
			answer:  placed, order: 2, chain: true,
		},
	}
}

// TestEveryRequest asks every request at every version. A request kind that the table leaves out fails.
func TestEveryRequest(t *testing.T) {
	rows := table()
	for _, k := range wire.Kinds() {
		if k.FromClient() && !slices.ContainsFunc(rows, func(a asked) bool { return a.request.Kind() == k }) {
			t.Errorf("%v has no row", k)
		}
	}
	for i, row := range rows {
		for _, version := range tableVersions {
			t.Run(fmt.Sprintf("%v/%d/%d", row.request.Kind(), i, version), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { row.ask(t, version) })
			})
		}
	}
}

func (a *asked) ask(t *testing.T, version int) {
	var log bytes.Buffer
	g := start(t, gateway.Options{
		Floor: seasoned(t, a.chain), Desk: a.desk(), News: news, Held: true, Rate: -1, Log: zerolog.New(&log).Level(zerolog.ErrorLevel),
	})
	c := converse(t, g, a.as, version)
	kind := a.request.Kind()
	a.from = max(a.from, kind.MinVersion())
	if a.from > version {
		a.unsaid(t, c)
		if kind.MinVersion() > version {
			a.unknown(t, c)
		}
		return
	}
	for _, m := range a.before {
		c.say(m)
	}
	c.hearAll()
	r := c.ask(a.request)
	if want := known(a.answer, version); r.String() != want {
		t.Errorf("answer %q, want %q; %q", r, want, r.texts)
	}
	for _, id := range r.ids {
		if id != 7 && id != -1 && id != a.order && a.order != 0 {
			t.Errorf("answers with the ids %v, want 7", r.ids)
		}
	}
	if a.order != 0 && !slices.Contains(r.orders, a.order) {
		t.Errorf("orders %v, want %d", r.orders, a.order)
	}
	if want := known(a.later, version); want != "" {
		go g.Hold(false)
		for c.hear().Kind().String() != want {
		}
	}
	if log.Len() > 0 {
		t.Errorf("the gateway logged: %s", log.String())
	}
}

// unsaid holds our client to not sending what the version does not have.
func (a *asked) unsaid(t *testing.T, c *talk) {
	var old *wire.VersionError
	for _, m := range append(slices.Clone(a.before), a.request) {
		if _, err := c.enc.Append(nil, m); errors.As(err, &old) {
			return
		}
	}
	t.Errorf("%v can be said at version %d", a.request.Kind(), c.version)
}

// unknown asks all the same: the gateway knows no such message.
func (a *asked) unknown(t *testing.T, c *talk) {
	kind := a.request.Kind()
	frame := fmt.Appendf([]byte{0, 0, 0, 4}, "%d\x00", kind.ID()) // those without a text form have three digits
	if kind.MinVersion() <= 200 || c.version > 200 {
		var err error
		if frame, err = wire.NewEncoder(true, a.from).Append(nil, a.request); err != nil {
			t.Fatal(err)
		}
	}
	c.write(frame)
	if r := c.hearAll(); r.String() != "Error 505" {
		t.Errorf("answer %q, want Error 505", r)
	}
}

// desk is the desk of a row.
func (a *asked) desk() *desk.Options {
	o := &desk.Options{Accounts: []desk.Account{{Name: account}}}
	if a.fa {
		o.Groups = []desk.Group{{Name: "all", Method: "NetLiq", Accounts: []string{account}}}
	}
	return o
}

// known leaves out the messages that a version does not have.
func known(answer string, version int) string {
	var words []string
	for word := range strings.FieldsSeq(answer) {
		i := slices.IndexFunc(wire.Kinds(), func(k wire.Kind) bool { return !k.FromClient() && k.String() == word })
		if i < 0 || wire.Kinds()[i].MinVersion() <= version {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

var news = gateway.News{
	Stories: []gateway.Story{
		{Time: opening.Add(-time.Hour), Provider: "BRFG", ID: "BRFG$1", Headline: "up", Text: "Up it goes.", Symbols: []string{"AAPL"}},
		{Time: opening.Add(10 * time.Second), Provider: "BRFG", ID: "BRFG$2", Headline: "on", Text: "And on.", Symbols: []string{"AAPL"}},
	},
	Bulletins: []gateway.Bulletin{
		{Time: opening.Add(-time.Hour), Type: 1, Text: "A test.", Exchange: "NYSE"},
		{Time: opening.Add(10 * time.Second), Type: 1, Text: "Another.", Exchange: "NYSE"},
	},
}

// seasoned is a market with a past: AAPL was quoted at 99 and traded at 100 each minute of the Friday before, and
// rises from 100 on. Its option chain takes a while to make.
func seasoned(t testing.TB, chain bool) *floor.Floor {
	t.Helper()
	friday := market.At(time.Date(2024, 3, 1, 14, 30, 0, 0, time.UTC))
	var r floor.Recording
	for i := range 390 {
		at := friday.Add(time.Duration(i) * time.Minute)
		r.Quotes.Append(market.Quote{Time: at, Bid: 99, Ask: 100, BidSize: 100, AskSize: 100})
		r.Trades.Append(market.Trade{Time: at.Add(time.Second), Price: 100, Size: 100})
	}
	today := rising(600)
	for i := range today.Quotes.Len() {
		var q market.Quote
		var d market.Trade
		today.Quotes.Row(i, &q)
		today.Trades.Row(i, &d)
		r.Quotes.Append(q)
		r.Trades.Append(d)
	}
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{
			{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC", Options: chain},
			{Symbol: "IBM", Kind: market.Equity, Primary: "NYSE", ConID: 8314},
			{Symbol: "US-T", Kind: market.Bond, CUSIP: "91282CJZ5", Coupon: 4, Issued: 20240215, Maturity: 20340215},
		},
		Archive: floor.Memory{"AAPL": r}, Start: opening,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}
