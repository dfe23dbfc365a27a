package floor_test

import (
	"math"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// The form of OCC's symbols: root padded to six, date, right, strike in thousandths.
func TestOptionSymbols(t *testing.T) {
	f := listed(t)
	l := resolve(t, f, wire.Contract{
		Symbol: "AAPL", SecType: wire.Option, Exchange: "SMART", Currency: "USD",
		LastTradeDateOrContractMonth: "20250620", Strike: strike("250"), Right: wire.Call,
	})
	if got := l.Contract.LocalSymbol; got != "AAPL  250620C00250000" {
		t.Errorf("local symbol %q", got)
	}
	if l.Contract.Multiplier.Value.String() != "100" || l.Contract.TradingClass != "AAPL" || l.Underlying.Contract.ConID != 265598 {
		t.Errorf("contract %+v", l.Contract)
	}
	d := l.Details(f.Now())
	if d.UnderConID != 265598 || d.UnderSymbol != "AAPL" || d.UnderSecType != wire.Stock || d.ContractMonth != "202506" || d.RealExpirationDate != "20250620" {
		t.Errorf("details %+v", d)
	}
	rule := f.MarketRule(32)
	if len(rule) != 2 || d.MinTick.Value.String() != "0.01" || rule[1].LowEdge.String() != "3" || rule[1].Increment.String() != "0.05" {
		t.Errorf("rule %v, least increment %v", rule, d.MinTick.Value)
	}
	if bySymbol := resolve(t, f, wire.Contract{LocalSymbol: "AAPL  250620C00250000", SecType: wire.Option}); bySymbol != l {
		t.Errorf("by local symbol: %s", bySymbol.Instrument.Symbol)
	}
	if _, refusal := f.Resolve(&wire.Contract{Symbol: "AAPL", SecType: wire.Option, LastTradeDateOrContractMonth: "202506", Strike: strike("250"), Right: wire.Call}); refusal == nil || refusal.Code != 200 {
		t.Errorf("by month, with several weeks: %v, want error 200", refusal)
	}
	for _, l := range f.Listings() {
		if l.SecType() == wire.Option && len(l.Contract.LocalSymbol) != 21 {
			t.Fatalf("%q has not 21 characters", l.Contract.LocalSymbol)
		}
	}
}

// Fridays from 2025-06-03 on: weeks, then the third Friday of each month, then of each quarter. Friday 4 July
// is a holiday, so that week ends on Thursday.
func TestChains(t *testing.T) {
	f := listed(t)
	chains := f.Chains(resolve(t, f, wire.Contract{Symbol: "SPX", SecType: wire.Index}))
	i := slices.IndexFunc(chains, func(c floor.Chain) bool { return c.Exchange == "CBOE" && c.TradingClass == "SPXW" })
	j := slices.IndexFunc(chains, func(c floor.Chain) bool { return c.Exchange == "SMART" && c.TradingClass == "SPX" })
	if i < 0 || j < 0 || len(chains) != 4 {
		t.Fatalf("%d chains: %+v", len(chains), chains)
	}
	if want := []market.Date{20250606, 20250613, 20250627, 20250703}; !slices.Equal(chains[i].Expirations, want) {
		t.Errorf("weeks %v, want %v", chains[i].Expirations, want)
	}
	want := []market.Date{20250620, 20250718, 20250815, 20250919, 20251017, 20251121, 20251219, 20260320, 20260618}
	months := chains[j].Expirations
	if !slices.Equal(months, want) { // 19 June 2026 is a holiday
		t.Errorf("months %v, want %v", months, want)
	}
	if chains[j].Multiplier != "100" || len(chains[j].Strikes) != 21 || !slices.IsSorted(chains[j].Strikes) || chains[j].Strikes[10] != 5875 {
		t.Errorf("strikes %v of %s, want 21 around 5880", chains[j].Strikes, chains[j].Multiplier)
	}
	if none := f.Chains(resolve(t, f, wire.Contract{ConID: 8894})); len(none) != 0 {
		t.Errorf("KO has chains: %v", none)
	}
}

// bidAskModel are what an option is quoted and worth.
func bidAskModel(t *testing.T, f *floor.Floor, l *floor.Listing) (bid, ask, model float64) {
	t.Helper()
	top := f.Top(l.ID())
	g, ok := f.Model(l, 0)
	if !ok {
		t.Fatalf("%s has no value", l.Instrument.Symbol)
	}
	return top.Bid, top.Ask, g.Price
}

func TestChainIsConsistent(t *testing.T) {
	f := synthetic(t, "10:30:00", floor.Spec{Symbol: "AAPL", Price: 250, Options: true, Yield: 0.004})
	var ev market.Event
	for f.Next(on(t, "10:40:00"), &ev) {
	}
	aapl := resolve(t, f, wire.Contract{Symbol: "AAPL", SecType: wire.Stock})
	chain := f.Chains(aapl)[0]
	for _, expiry := range chain.Expirations {
		find := func(k float64, right wire.Right) *floor.Listing {
			return resolve(t, f, wire.Contract{
				Symbol: "AAPL", SecType: wire.Option, LastTradeDateOrContractMonth: expiry.String()[:4] + expiry.String()[5:7] + expiry.String()[8:],
				Strike: wire.Some(decimal.NewFromFloat(k)), Right: right,
			})
		}
		lastCallAsk, lastPutBid := math.Inf(1), 0.0
		for _, k := range chain.Strikes {
			call, put := find(k, wire.Call), find(k, wire.Put)
			callBid, callAsk, callModel := bidAskModel(t, f, call)
			putBid, putAsk, putModel := bidAskModel(t, f, put)
			if callBid > callModel || callModel > callAsk || putBid > putModel || putModel > putAsk || callBid >= callAsk || putBid >= putAsk {
				t.Fatalf("%v %v: call %v %v %v, put %v %v %v", expiry, k, callBid, callModel, callAsk, putBid, putModel, putAsk)
			}
			last, _ := call.Calendar.Session(expiry) // 3 July ends at 13:00
			years := last.Close.Sub(f.Now()).Hours() / (365 * 24)
			spot := f.Top(aapl.ID()).Mid()
			if parity := spot*math.Exp(-0.004*years) - k*math.Exp(-floor.Rate*years); math.Abs(callModel-putModel-parity) > 1e-6 {
				t.Fatalf("%v %v: call %v less put %v is not %v", expiry, k, callModel, putModel, parity)
			}
			if callAsk > lastCallAsk || putBid < lastPutBid {
				t.Fatalf("%v %v: call asked at %v after %v, put bid at %v after %v", expiry, k, callAsk, lastCallAsk, putBid, lastPutBid)
			}
			lastCallAsk, lastPutBid = callAsk, putBid
			for _, quote := range []struct {
				l     *floor.Listing
				price float64
			}{{call, callBid}, {call, callAsk}, {put, putBid}, {put, putAsk}} {
				if in := quote.l.Instrument; quote.price > 0 && !in.OnGrid(in.PriceOf(quote.price, market.Nearest)) {
					t.Fatalf("%s at %v is off its grid", in.Symbol, quote.price)
				}
			}
		}
	}
}

func TestOptionsAreQuotedOnlyWhileWatched(t *testing.T) {
	f := synthetic(t, "10:30:00", floor.Spec{Symbol: "AAPL", Price: 250, Options: true})
	aapl := resolve(t, f, wire.Contract{Symbol: "AAPL", SecType: wire.Stock})
	chain := f.Chains(aapl)[0]
	near := f.Listing(aapl.ID())
	for _, l := range f.Listings() {
		if l.Instrument.Kind == market.Option && l.Instrument.Expiry == chain.Expirations[0] && l.Instrument.Strike.InexactFloat64() == chain.Strikes[10] {
			near = l
		}
	}
	count := func(until string) (quotes, trades int) {
		var ev market.Event
		for f.Next(on(t, until), &ev) {
			if ev.Instrument != near.ID() {
				continue
			}
			top := f.Top(near.ID())
			switch ev.Kind {
			case market.QuoteEvent:
				quotes++
				if top.Bid != ev.Quote.Bid || top.Ask != ev.Quote.Ask {
					t.Errorf("top %v to %v after the quote %+v", top.Bid, top.Ask, ev.Quote)
				}
			case market.TradeEvent:
				trades++
				if ev.Trade.Price != top.Bid && ev.Trade.Price != top.Ask {
					t.Errorf("traded at %v between %v and %v", ev.Trade.Price, top.Bid, top.Ask)
				}
			}
		}
		return quotes, trades
	}
	if q, n := count("10:40:00"); q+n != 0 {
		t.Errorf("unwatched: %d quotes, %d trades", q, n)
	}
	for range 2 {
		if err := f.Watch(near.ID()); err != nil {
			t.Fatal(err)
		}
	}
	f.Unwatch(near.ID())
	from := f.Now()
	quotes, trades := count("11:00:00")
	if quotes < 20 || trades == 0 {
		t.Errorf("watched: %d quotes, %d trades", quotes, trades)
	}
	past, err := f.Quotes(floor.TickQuery{Listing: near, Start: from + 1, Count: 1000})
	if err != nil || len(past) < quotes || len(past) > quotes+1 {
		t.Errorf("history has %d quotes of the %d (%v)", len(past), quotes, err)
	}
	deals, err := f.Trades(floor.TickQuery{Listing: near, Start: from + 1, Count: 1000})
	if err != nil || len(deals) < trades || len(deals) > trades+1 {
		t.Errorf("history has %d trades of the %d (%v)", len(deals), trades, err)
	}
	f.Unwatch(near.ID())
	if q, n := count("11:10:00"); q+n != 0 {
		t.Errorf("unwatched again: %d quotes, %d trades", q, n)
	}
}

// What the calculators say of each other's answers.
func TestCalculators(t *testing.T) {
	f := listed(t)
	call := resolve(t, f, wire.Contract{LocalSymbol: "AAPL  250919C00250000"})
	g, ok := f.AtVolatility(call, 0.3, 260)
	if !ok || g.Underlying != 260 || g.Price < 10 || g.Delta < 0.5 || g.Delta > 0.8 {
		t.Fatalf("priced %+v %v", g, ok)
	}
	back, ok := f.AtPrice(call, g.Price, 260)
	if !ok || math.Abs(back.Volatility-0.3) > 1e-6 {
		t.Errorf("volatility %v %v, want 0.3", back.Volatility, ok)
	}
	share := resolve(t, f, wire.Contract{ConID: 265598})
	if _, ok := f.AtPrice(share, 1, 260); ok {
		t.Error("a share has a volatility")
	}
	if _, ok := f.AtPrice(call, 1, 0); ok {
		t.Error("a volatility without a price of the underlying")
	}
	if _, ok := f.AtVolatility(call, -1, 260); ok {
		t.Error("priced at a negative volatility")
	}
	if _, ok := f.Model(call, 0); ok {
		t.Error("a value without a price of the underlying")
	}
}
