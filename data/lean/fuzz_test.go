package lean

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// textFeed reads a text as if it were the only file of a selection.
func textFeed(text string, s Selection, minFields int) *feed {
	f := &feed{
		Parser: rows.NewParser(securityTypes[s.Type].kind, rows.Drop), selection: s, clock: rows.NewWallClock(time.UTC),
		file: dataFile{day: 20200102, to: 99991231}, closers: []io.Closer{io.NopCloser(nil)},
	}
	f.PriceShift, f.MinFields = securityTypes[s.Type].priceShift, minFields
	f.reader = rows.NewReader(strings.NewReader(text), rows.Place{File: "fuzz"}, ',', rows.Limits{Line: 1024})
	f.Begin(f.reader)
	return f
}

// accounted checks that every row that was read is in the summary once.
func accounted(t *testing.T, s rows.Summary) {
	t.Helper()
	sum := s.Yielded + s.Dropped
	for _, skipped := range s.Skipped {
		sum += skipped.Rows
	}
	if sum != s.Rows {
		t.Fatalf("%d of %d rows are accounted for: %+v", sum, s.Rows, s)
	}
}

// Whatever a file of bars holds, what comes out is in order and consistent.
func FuzzBars(f *testing.F) {
	f.Add("34200000,100000,110000,90000,105000,1000\n34260000,105000,105000,105000,105000,1\n", uint8(Minute), uint8(market.Last))
	f.Add("20200102 09:00,1.1,1.2,1.0,1.15,0,1.11,1.21,1.01,1.16,0\n20200102 10:00,,,,,0,1.1,1.2,1,1.1,3\n", uint8(Hour), uint8(market.Mid))
	f.Add("20200102 00:00,1e5,NaN,-1,+0.0,99999999999999999999\n\n\"34,2\",5\n", uint8(Daily), uint8(market.Bid))
	f.Fuzz(func(t *testing.T, text string, resolution, price uint8) {
		s := Selection{Type: Equity, Market: "usa", Symbol: "XYZ", Resolution: Resolution(resolution % 4), Price: market.PriceSource(price % 4)}
		minFields := 5
		if s.Price != market.Last {
			minFields = 11
		}
		fd := textFeed(text, s, minFields)
		h, err := newHours(&s, fd.clock)
		if err != nil {
			t.Fatal(err)
		}
		var d rows.Decoder[market.Bar] = &tradeBars{feed: fd, hours: h}
		if s.Price != market.Last {
			d = &quoteBars{quoteBarReader: quoteBarReader{feed: fd, hours: h}}
		}
		var b market.Bar
		var last market.Time
		for n := 0; ; n++ {
			err := d.Read(&b)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if b.Low > b.High || b.Open < b.Low || b.Close > b.High || b.Low <= 0 || b.Volume < 0 || b.Start >= b.End {
				t.Fatalf("bar %+v", b)
			}
			if n > 0 && b.End <= last {
				t.Fatalf("bar ends at %s after one that ends at %s", b.End, last)
			}
			last = b.End
		}
		accounted(t, d.Summary())
	})
}

func FuzzQuoteTicks(f *testing.F) {
	f.Add("14400054,0,0,1836300,100,Q,1,0\n14400241,1800100,300,0,0,P,1,0\n14400241,0,0,1818000,3000,P,1,1\n", false)
	f.Add("292.5,1.38676,1.38686,1,1\n920,1.38676,,2,\n-1,a,b,c,d\n", true)
	f.Fuzz(func(t *testing.T, text string, drop bool) {
		d := &exchangeQuotes{feed: textFeed(text, Selection{Resolution: Tick, DropSuspicious: drop}, 5)}
		var q market.Quote
		var last market.Time
		quotes := int64(0)
		for {
			err := d.Read(&q)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if q.Time < last || q.Bid < 0 || q.Ask < 0 || q.Bid == 0 && q.Ask == 0 {
				t.Fatalf("quote %+v after %s", q, last)
			}
			last = q.Time
			quotes++
		}
		accounted(t, d.Summary())
		if quotes != d.Summary().Yielded {
			t.Fatalf("%d quotes, the summary has %d", quotes, d.Summary().Yielded)
		}
	})
}

func FuzzTradeTicks(f *testing.F) {
	f.Add("14430270,1815200,283,P,20002020,0\n14450472.25,1818000,500,P,2000,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := &tradeTicks{textFeed(text, Selection{Resolution: Tick}, 3)}
		var trade market.Trade
		for {
			err := d.Read(&trade)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if trade.Price <= 0 || trade.Size < 0 {
				t.Fatalf("trade %+v", trade)
			}
		}
		accounted(t, d.Summary())
	})
}

func FuzzMapFile(f *testing.F) {
	f.Add("19980102,uw,N\n19980716,uw,N\n20090804,wmi,N\n20501231,wm,N\n")
	f.Add("20200101,../x\n")
	f.Fuzz(func(t *testing.T, text string) {
		names, err := parseMapFile(strings.NewReader(text), "fuzz")
		if err != nil {
			return
		}
		for i, n := range names {
			if n.From > n.To.AddDays(1) || !plainName(n.Ticker) || i > 0 && n.From <= names[i-1].To {
				t.Fatalf("names %+v", names)
			}
		}
	})
}

func FuzzFactorFile(f *testing.F) {
	f.Add("19980102,0.8613657,0.00892857,1\n20140606,0.9011818,0.03571430,645.57\n20501231,1,1,0\n")
	f.Add("19980102,1e9,1e-18,0\n20000103,2,3\n")
	f.Fuzz(func(t *testing.T, text string) {
		factors, err := parseFactorFile(strings.NewReader(text), "fuzz")
		if err != nil {
			return
		}
		actions, err := factorActions(factors)
		if err != nil {
			return
		}
		for _, a := range actions {
			if a.Ex == 0 || a.Amount.IsNegative() || a.Ratio.New < 0 || a.Ratio.Old < 0 {
				t.Fatalf("action %+v", a)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	f.Add("20131007_es_minute_trade_201312.csv")
	f.Add("20151224_goog_minute_quote_american_call_7475000_20151224.csv")
	f.Add("aapl_2014_quote_american.zip")
	f.Add("adausdt_trade_perp.csv")
	f.Fuzz(func(t *testing.T, name string) {
		if c, err := parseContract(name); err == nil && c.Name == "" {
			t.Fatalf("contract %+v of %q", c, name)
		}
		for _, r := range []Resolution{Daily, Minute} {
			parseFileName(name, Equity, r)
		}
	})
}

func FuzzProperties(f *testing.F) {
	f.Add("market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker,minimum_order_size\n" +
		"cme,ES,future,E-mini S&P 500 Futures,USD,50.0,0.25,1.0\n# comment\ncoinbase,BTCUSD,crypto,,USD,1,0.01,1e-8,BTC-USD,0.00000001\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := parseProperties(strings.NewReader(text), "fuzz")
		if err != nil {
			return
		}
		for key, p := range all {
			if !p.increment.IsPositive() || !p.lot.IsPositive() || !p.multiplier.IsPositive() {
				t.Fatalf("%s: %+v", key, p)
			}
		}
	})
}
