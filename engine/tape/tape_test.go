package tape

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func universe(t testing.TB) *market.Universe {
	t.Helper()
	u, err := market.NewUniverse(market.NewEquity("A"), market.NewEquity("B"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

var events = []market.Event{
	{Kind: market.QuoteEvent, Instrument: 1, Time: 7, Quote: market.Quote{Instrument: 1, Time: 5, Bid: 1, Ask: 2, BidSize: 3, AskSize: 4}},
	{Kind: market.TradeEvent, Instrument: 0, Time: 8, Late: true, Trade: market.Trade{Time: 6, Price: -37.63, Size: 2}},
	{Kind: market.BarEvent, Instrument: 1, Time: 9, Bar: market.Bar{Instrument: 1, Start: 1, End: 9, Open: 1, High: 4, Low: 0.5, Close: 2, Volume: 100, Spread: 0.01}},
}

func TestMarketEventsComeBack(t *testing.T) {
	for _, want := range events {
		text := appendEvent(nil, &want)
		var got market.Event
		if err := readEvent(text, &got, 2); err != nil || got != want {
			t.Errorf("read back %+v, %v; want %+v", got, err, want)
		}
		for cut := range text {
			if readEvent(text[:cut], &got, 2) == nil {
				t.Errorf("%d of %d bytes were read", cut, len(text))
			}
		}
		if err := readEvent(text, &got, 0); err == nil {
			t.Error("an event of an instrument that is not there was read")
		}
	}
}

func TestBooksComeBack(t *testing.T) {
	d := market.Depth{Instrument: 1, Time: 5}
	want := market.Event{Kind: market.DepthEvent, Instrument: 1, Time: 9, Depth: &d}
	for bids := range market.MaxLevels + 1 {
		text := appendEvent(nil, &want)
		var got market.Event
		if err := readEvent(text, &got, 2); err != nil || *got.Depth != d || got.Time != 9 || got.Instrument != 1 {
			t.Errorf("%d bids: read back %+v, %v", bids, got, err)
		}
		for cut := range text {
			if readEvent(text[:cut], &got, 2) == nil {
				t.Errorf("%d of %d bytes were read", cut, len(text))
			}
		}
		if readEvent(append(text, 0), &got, 2) == nil {
			t.Error("a byte too many was read")
		}
		if bids < market.MaxLevels {
			d.Bids[bids] = market.Level{Price: 100 - float64(bids), Size: 1}
			d.Asks[bids/2] = market.Level{Price: 101 + float64(bids/2), Size: 2}
		}
	}
}

func TestRecordingATickAllocatesNothing(t *testing.T) {
	buffer := make([]byte, 0, 256)
	allocations := testing.AllocsPerRun(1000, func() {
		for i := range events {
			buffer = appendEvent(buffer[:0], &events[i])
		}
	})
	if allocations != 0 {
		t.Errorf("%g allocations", allocations)
	}
}

// Every input of each registered type comes back as it was, instruments included.
func TestInputsComeBack(t *testing.T) {
	u := universe(t)
	a := u.At(0)
	fill := order.Fill{ExecID: "e", Order: "L1", Instrument: a, Side: order.Sell, Quantity: decimal.NewFromInt(5), Price: decimal.RequireFromString("1.25"), Time: 9}
	foreign := broker.ForeignFill{Moment: broker.Moment{Time: 4}, Fill: fill, Symbol: "A", Liquidation: true}
	report := broker.Report{ID: "L1", BrokerID: "p", Instrument: a, Symbol: "A", State: order.Accepted, Request: order.NewLimit("A", order.Buy, decimal.NewFromInt(5), decimal.NewFromInt(2))}
	elsewhere := broker.Holding{Symbol: "not ours", Quantity: decimal.NewFromInt(3)}
	for _, want := range []engine.Input{
		{Time: 3, Order: order.WasFilled{Header: order.Header{Order: "L1", Time: 2}, Fill: &fill}},
		{Order: order.FillCorrected{Header: order.Header{Order: "L1", Time: 2}, Replaced: "x", Fill: &fill}},
		{Order: order.WasModified{Change: order.Change{Quantity: &fill.Quantity}}},
		{Notice: broker.Truth{Inquiry: 7, Account: "DU1", Open: []broker.Report{report}, Fills: []broker.ForeignFill{foreign},
			Holdings: []broker.Holding{{Instrument: a, Symbol: "A", Quantity: fill.Quantity}, elsewhere}, Cash: []broker.Balance{{Currency: market.USD, Amount: fill.Price}}}},
		{Notice: broker.CorrectedFill{Replaced: "x", Fill: foreign}}, {Notice: broker.ForeignOrder{Report: report}}, {Notice: foreign},
		{Notice: broker.LateFee{ExecID: "e", Fee: fill.Price, Currency: market.USD}},
		{Command: engine.Stop{Exit: engine.FlattenAll}}, {Command: engine.Halt{Reason: "lunch", Cancel: true}},
	} {
		text, err := seal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := open(text, u)
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		same := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
		instrument := cmp.Comparer(func(a, b *market.Instrument) bool { return a == b })
		if diff := cmp.Diff(want, got, same, instrument, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// The closed sets of order events, notices and commands are all known: their documentation lists them.
func TestEveryTypeIsKnown(t *testing.T) {
	counts := map[string]int{}
	for name := range decoders {
		pkg, _, _ := strings.Cut(name, ".")
		counts[pkg]++
	}
	if want := map[string]int{"order": 18, "broker": 14, "engine": 7}; !reflect.DeepEqual(counts, want) {
		t.Errorf("known types by package: %v, want %v", counts, want)
	}
}

func FuzzInput(f *testing.F) {
	u := universe(f)
	for _, in := range []engine.Input{{Order: order.WasFilled{}}, {Notice: broker.Truth{}}, {Command: engine.Halt{}}} {
		text, err := seal(in)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		in, err := open(text, u)
		if err != nil {
			return
		}
		if again, err := seal(in); err != nil || !json.Valid(again) {
			t.Errorf("%q was read and cannot be written: %v", text, err)
		}
	})
}

func FuzzEvent(f *testing.F) {
	for i := range events {
		f.Add(appendEvent(nil, &events[i]))
	}
	f.Add(appendEvent(nil, &market.Event{Kind: market.DepthEvent, Depth: &market.Depth{Bids: [market.MaxLevels]market.Level{{Price: 1, Size: 2}}}}))
	f.Fuzz(func(t *testing.T, text []byte) {
		var ev market.Event
		if readEvent(text, &ev, 2) == nil && len(appendEvent(nil, &ev)) != len(text) {
			t.Errorf("%x is read and written with another length", text)
		}
	})
}
