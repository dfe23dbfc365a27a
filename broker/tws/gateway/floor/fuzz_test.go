package floor_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Whatever a client asks for, what is found is what was asked for, and one contract exactly is resolved.
func FuzzFind(f *testing.F) {
	f.Add(0, "AAPL", "STK", "SMART", "USD", "", "", "", "", 0.0)
	f.Add(265598, "", "", "", "", "", "", "", "", 0.0)
	f.Add(0, "ES", "CONTFUT", "GLOBEX", "USD", "", "", "", "", 0.0)
	f.Add(0, "aapl", "OPT", "SMART:CBOE", "USD", "202506", "", "AAPL", "", 250.0)
	f.Add(0, "", "", "", "", "", "AAPL  250620C00250000", "", "", 0.0)
	f.Add(0, "", "STK", "", "", "", "", "", "US0378331005", 0.0)
	f.Add(0, ":", "FUT+CONTFUT", "/", "\x00", "2025", "", "", "", -1.0)
	market := open(f, floor.Options{
		Archive: floor.Memory{}, Start: on(f, "10:00:00"),
		Listings: []floor.Spec{
			{Symbol: "AAPL", ConID: 265598, ISIN: "US0378331005", Price: 250, Options: true},
			{Symbol: "ES", Kind: market.Future, Months: "HMUZ", Expiries: 2},
		},
	})
	f.Fuzz(func(t *testing.T, conID int, symbol, secType, exchange, currency, expiry, local, class, isin string, k float64) {
		asked := wire.Contract{
			ConID: conID, Symbol: symbol, SecType: wire.SecType(secType), Exchange: exchange, Currency: currency,
			LastTradeDateOrContractMonth: expiry, LocalSymbol: local, TradingClass: class,
		}
		if isin != "" {
			asked.SecIDType, asked.SecID = "ISIN", isin
		}
		if k > -1e9 && k < 1e9 && k != 0 {
			asked.Strike = wire.Some(decimal.NewFromFloat(k))
		}
		found := market.Find(&asked)
		for _, l := range found {
			if conID != 0 && l.Contract.ConID != conID {
				t.Fatalf("asked for %d, found %d", conID, l.Contract.ConID)
			}
			if l.On(exchange).Exchange == "" {
				t.Fatal("a contract without an exchange")
			}
		}
		l, refusal := market.Resolve(&asked)
		if (l == nil) == (refusal == nil) || l != nil && len(found) != 1 {
			t.Fatalf("%d found, resolved %v, refused %v", len(found), l, refusal)
		}
	})
}
