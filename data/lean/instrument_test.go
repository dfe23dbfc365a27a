package lean_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
)

// Definitions against the exchanges' contract specifications.
func TestInstruments(t *testing.T) {
	tree := openTree(t)
	for _, test := range []struct {
		sel                                      lean.Selection
		symbol, currency, multiplier, tick, size string
		calendar                                 string
		expiry                                   market.Date
	}{
		{sel: lean.Selection{Market: "usa", Symbol: "spy"},
			symbol: "SPY", currency: "USD", multiplier: "1", tick: "0.01", size: "1", calendar: "XNYS"},
		{sel: lean.Selection{Type: lean.Forex, Market: "fxcm", Symbol: "EURUSD"},
			symbol: "EURUSD", currency: "USD", multiplier: "1", tick: "0.00001", size: "1000", calendar: "FOREX"},
		// The E-mini S&P 500 of December 2013 ended on the third Friday; $50 a point, a quarter a tick.
		{sel: lean.Selection{Type: lean.Future, Market: "cme", Symbol: "ES", Contract: "201312"},
			symbol: "ESZ13", currency: "USD", multiplier: "50", tick: "0.25", size: "1", calendar: "CME", expiry: 20131220},
		// Gold of December 2013 ended on the third last business day, 27 December; 100 ounces.
		{sel: lean.Selection{Type: lean.Future, Market: "comex", Symbol: "GC", Contract: "201312"},
			symbol: "GCZ13", currency: "USD", multiplier: "100", tick: "0.1", size: "1", calendar: "CME", expiry: 20131227},
		// The Euro of March 2024 ended on Monday the 18th, two business days before the third Wednesday.
		{sel: lean.Selection{Type: lean.Future, Market: "cme", Symbol: "6E", Contract: "202403"},
			symbol: "6EH24", currency: "USD", multiplier: "125000", tick: "0.00005", size: "1", calendar: "CME", expiry: 20240318},
		{sel: lean.Selection{Type: lean.Option, Market: "usa", Symbol: "GOOG", Contract: "american_call_7475000_20151224"},
			symbol: "GOOG151224C00747500", currency: "USD", multiplier: "100", tick: "0.01", size: "1", calendar: "XNYS", expiry: 20151224},
		{sel: lean.Selection{Type: lean.Crypto, Market: "coinbase", Symbol: "BTCUSD"},
			symbol: "BTCUSD", currency: "USD", multiplier: "1", tick: "0.01", size: "0.00000001", calendar: "24/7"},
		{sel: lean.Selection{Type: lean.CFD, Market: "oanda", Symbol: "XAUUSD"},
			symbol: "XAUUSD", currency: "USD", multiplier: "1", tick: "0.001", size: "1", calendar: "FOREX"},
		{sel: lean.Selection{Type: lean.Index, Market: "usa", Symbol: "SPX"},
			symbol: "SPX", currency: "USD", multiplier: "1", tick: "0.01", size: "1", calendar: "XNYS"},
		{sel: lean.Selection{Type: lean.FutureOption, Market: "cme", Symbol: "ES", Contract: "american_put_29300000_20200320"},
			symbol: "ES200320P02930000", currency: "USD", multiplier: "50", tick: "0.25", size: "1", calendar: "CME", expiry: 20200320},
	} {
		in, err := tree.Instrument(test.sel)
		if err != nil {
			t.Errorf("%s: %v", test.symbol, err)
			continue
		}
		if in.Symbol != test.symbol || string(in.Currency) != test.currency || in.Calendar != test.calendar || in.Expiry != test.expiry {
			t.Errorf("%s: symbol %s, currency %s, calendar %s, expiry %s", test.symbol, in.Symbol, in.Currency, in.Calendar, in.Expiry)
		}
		tick := in.Grid[len(in.Grid)-1].Increment
		if in.Multiplier.String() != test.multiplier || tick.String() != test.tick || in.SizeIncrement.String() != test.size {
			t.Errorf("%s: multiplier %s, tick %s, size %s", test.symbol, in.Multiplier, tick, in.SizeIncrement)
		}
	}
	for name, s := range map[string]lean.Selection{
		"future whose expiry has no rule": {Type: lean.Future, Market: "nymex", Symbol: "CL", Contract: "202005"},
		"future without a contract":       {Type: lean.Future, Market: "cme", Symbol: "ES"},
		"unknown crypto asset":            {Type: lean.Crypto, Market: "coinbase", Symbol: "NOSUCH"},
	} {
		if _, err := tree.Instrument(s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The large option files: as many contracts as the manifest has entries, and AAPL's January 2016 call of
// 100 dollars a share in every session of 2015 in which it traded.
func TestManyContracts(t *testing.T) {
	tree := openTree(t)
	for _, file := range manifest(t) {
		if file.Entries <= 100 {
			continue
		}
		s := file.selection(t)
		list, err := tree.Contracts(s)
		if err != nil {
			t.Errorf("%s: %v", file.Path, err)
			continue
		}
		if len(list) != file.Entries {
			t.Errorf("%s: %d contracts, the manifest has %d entries", file.Path, len(list), file.Entries)
		}
		for i, c := range list {
			if c.Expiry == 0 || !c.Strike.IsPositive() || c.Right == market.NoRight {
				t.Fatalf("%s: contract %+v", file.Path, c)
			}
			if i > 0 && c.Expiry < list[i-1].Expiry {
				t.Fatalf("%s: contracts are not sorted", file.Path)
			}
		}
		s.Contract = list[len(list)/2].Name
		if r := readBars(t, tree, s); r.summary.Rows == 0 || r.summary.Dropped > 0 {
			t.Errorf("%s, %s: %+v", file.Path, s.Contract, r.summary)
		}
	}
}

// Holdings against the manifest: the same files, bytes and dates.
func TestDiscover(t *testing.T) {
	tree := openTree(t)
	holdings, err := lean.Discover(tree.Root())
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, h := range holdings {
		files += h.Files
		if h.First == 0 || h.First > h.Last || h.Bytes == 0 {
			t.Errorf("holding %+v", h)
		}
		if h.Symbol == "SPY" && h.Resolution == lean.Daily && (h.First != 19980102 || h.Last != 20210331) {
			t.Errorf("SPY daily: %s to %s, the manifest has 1998-01-02 to 2021-03-31", h.First, h.Last)
		}
		if h.Symbol == "BAC" && h.Resolution == lean.Minute && (h.Files != 6 || h.First != 20131004 || h.Last != 20131011) {
			t.Errorf("BAC minutes: %+v, the manifest has six days from 2013-10-04 to 2013-10-11", h)
		}
	}
	want := 0
	for _, file := range dataFiles(t) {
		if !strings.HasSuffix(file.Path, ".zip.zip") { // mistyped by the source
			want++
		}
	}
	if files != want {
		t.Errorf("%d files, the manifest has %d", files, want)
	}
}
