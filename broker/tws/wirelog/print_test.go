package wirelog_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// TestPrint: every kind of line. An order's text form spells out a discretionary amount of 0. Under a fake clock all happens at its beginning, midnight UTC of 2000-01-01.
func TestPrint(t *testing.T) {
	bars := &wire.HistoricalData{RequestID: 9}
	for range 8 {
		bars.Bars = append(bars.Bars, wire.Bar{Date: "20261120", Close: 1.5})
	}
	synctest.Test(t, func(t *testing.T) {
		log := record(t, 176, wirelog.Options{Redaction: wirelog.Redaction{KeepAccounts: true, KeepNames: true}},
			&wire.RequestMarketData{RequestID: 1500000000, Contract: wire.Contract{ConID: 265598, Exchange: "SMART"}, Snapshot: true},
			&wire.TickPrice{RequestID: 1500000000, Type: wire.TickBid, Price: 182.5, Size: wire.Some(0.0)},
			&wire.PlaceOrder{OrderID: 5, Order: wire.Order{Action: wire.Sell, TotalQuantity: decimal.NewFromInt(100),
				OrderType: wire.Limit, LimitPrice: wire.Some(decimal.RequireFromString("150.25")), Short: wire.ShortSale{ExemptCode: -1}}},
			&wire.Error{RequestID: -1, Code: 2104, Message: "farm \x1b[2J is OK"},
			&wire.ScannerParameters{XML: strings.Repeat("x", 200)},
			bars, &wire.RequestCurrentTime{})
		var b bytes.Buffer
		r, err := wirelog.New(&b, wirelog.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Session(176, 1)
		r.Frame(false, []byte("1\x00oops"))
		log = append(log, b.Bytes()[8:]...) // without a second magic
		r, _ = wirelog.New(&b, wirelog.Options{Redaction: wirelog.Redaction{KeepAccounts: true, KeepNames: true}})
		b.Reset()
		r.Session(176, 1)
		r.Frame(false, []byte("9\x001\x00oops\x00"))
		r.Frame(false, []byte("999\x00a b\x00"))
		log = append(append(log, b.Bytes()[8:]...), 0, 0, 0, 20)

		const want = `== session: server version 176, client 7
-> RequestMarketData RequestID=1500000000 Contract={ConID=265598 Exchange=SMART} Snapshot=true
<- TickPrice RequestID=1500000000 Type=BID Price=182.5 Size=0
-> PlaceOrder OrderID=5 Order={Action=SELL TotalQuantity=100 OrderType=LMT LimitPrice=150.25 DiscretionaryAmt=0 Short={ExemptCode=-1}}
<- Error RequestID=-1 Code=2104 Message="farm \x1b[2J is OK"
<- ScannerParameters XML=` + "LONG" + `... (200 bytes)
<- HistoricalData RequestID=9 Bars=[BARS and 2 more]
-> RequestCurrentTime
== session: server version 176, client 1
<- withheld: 6 bytes
== session: server version 176, client 1
<- wire: decode NextValidID: field orderId at byte 4, value "oops": malformed value: "9\x001\x00oops\x00"
<- answer 999 proto=false "a b\x00"
the log ends within a record, after 4 bytes of it
`
		long := strings.NewReplacer("LONG", strings.Repeat("x", 120),
			"BARS", strings.TrimSpace(strings.Repeat("{Date=20261120 Close=1.5} ", 6))).Replace(want)
		var got bytes.Buffer
		if err := wirelog.Print(&got, wirelog.NewReader(bytes.NewReader(log)), wirelog.PrintOptions{}); err != nil {
			t.Error(err)
		}
		if s := strings.ReplaceAll(got.String(), "2000-01-01 00:00:00.000000 ", ""); s != long {
			t.Errorf("got\n%s\nwant\n%s", s, long)
		}
	})
}

// TestPrintMatch: a filter, a zone, and everything in full.
func TestPrintMatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := record(t, 176, wirelog.Options{}, &wire.CurrentTime{Time: 1}, &wire.ScannerParameters{XML: strings.Repeat("x", 200)})
		var got bytes.Buffer
		err := wirelog.Print(&got, wirelog.NewReader(bytes.NewReader(log)), wirelog.PrintOptions{
			Zone: time.FixedZone("EST", -5*3600), Whole: true,
			Match: func(rec *wirelog.Record) bool {
				_, ok := rec.Message.(*wire.ScannerParameters)
				return ok
			},
		})
		want := "1999-12-31 19:00:00.000000 == session: server version 176, client 7\n" +
			"1999-12-31 19:00:00.000000 <- ScannerParameters XML=" + strings.Repeat("x", 200) + "\n"
		if err != nil || got.String() != want {
			t.Errorf("%v\n%s", err, got.String())
		}
	})
}

func ExamplePrint() {
	f, err := os.CreateTemp("", "tws-*.log")
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()

	log, err := wirelog.Create(f.Name(), wirelog.Options{})
	if err != nil {
		panic(err)
	}
	log.Session(176, 7) // a client does both calls when log is its Options.Tap
	log.Frame(true, []byte("61\x001\x00"))
	log.Frame(false, []byte("61\x003\x00DU1234567\x00265598\x00AAPL\x00STK\x00\x000\x00\x00\x00NASDAQ\x00USD\x00AAPL\x00NMS\x00100\x00182.5\x00"))
	if err := log.Close(); err != nil {
		panic(err)
	}

	var b strings.Builder
	if err := wirelog.Print(&b, wirelog.NewReader(f), wirelog.PrintOptions{}); err != nil {
		panic(err)
	}
	for line := range strings.Lines(b.String()) {
		os.Stdout.WriteString(line[len("2026-11-20 15:00:00.000000 "):])
	}
	// Output:
	// == session: server version 176, client 7
	// -> RequestPositions
	// <- Position Account=DU0000001 Contract={ConID=265598 Symbol=AAPL SecType=STK Strike=0 Exchange=NASDAQ Currency=USD LocalSymbol=AAPL TradingClass=NMS} Position=100 AverageCost=182.5
}
