package csvfile_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// accounted checks that the stream ended well and every row that was read is in the summary once.
func accounted(t *testing.T, err error, s rows.Summary) {
	t.Helper()
	var mismatch *csvfile.HeaderError
	if !errors.Is(err, io.EOF) && !errors.As(err, &mismatch) {
		t.Fatalf("ended with %v", err)
	}
	sum := s.Yielded + s.Dropped
	for _, skipped := range s.Skipped {
		sum += skipped.Rows
	}
	if sum != s.Rows && !errors.As(err, &mismatch) {
		t.Fatalf("%d of %d rows are accounted for: %+v", sum, s.Rows, s)
	}
}

// Whatever a file holds, the bars that come out are in order and consistent.
func FuzzBars(f *testing.F) {
	f.Add("2020-01-02 10:00,10,11,9,10.5,1000\n2020-01-02 10:01,10,11,9,10.5,1000\n", false)
	f.Add("a,b\n\"2020-01-02 10:00\",1e1,nan,-,9,\n\xef\xbb\xbf\r\n,,,,,", true)
	f.Fuzz(func(t *testing.T, text string, comma bool) {
		m := csvfile.Mapping{
			Columns: csvfile.Columns{Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6"},
			Time:    "yyyy-MM-dd HH:mm", Zone: "America/New_York", Period: csvfile.PeriodOf(time.Minute), BarTime: csvfile.AtStart,
		}
		if comma {
			m.Delimiter, m.Decimal = ";", ","
		}
		stream, err := csvfile.ReadBars(strings.NewReader(text), "fuzz", m, csvfile.Options{BadRows: rows.Drop, Limits: rows.Limits{Line: 256}})
		if err != nil {
			t.Fatal(err)
		}
		var batch market.Bars
		var last market.Time
		seen := false
		for err = stream.Next(&batch); err == nil; err = stream.Next(&batch) {
			for i := range batch.Len() {
				if batch.Low[i] > batch.High[i] || batch.Low[i] <= 0 || batch.Open[i] < batch.Low[i] || batch.Close[i] > batch.High[i] || batch.Volume[i] < 0 {
					t.Fatalf("bar %d: %v %v %v %v %v", i, batch.Open[i], batch.High[i], batch.Low[i], batch.Close[i], batch.Volume[i])
				}
				if seen && batch.End[i] <= last {
					t.Fatalf("bar at %s after %s", batch.End[i], last)
				}
				last, seen = batch.End[i], true
			}
		}
		accounted(t, err, stream.Summary())
	})
}

func FuzzTicks(f *testing.F) {
	f.Add("time,bid,ask,price,size\n1588291201099,8629.2,8629.3,8629.2,1\n1588291201099,,8629.3,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		o := csvfile.Options{BadRows: rows.Drop, Limits: rows.Limits{Line: 256}}
		quotes, err := csvfile.ReadQuotes(strings.NewReader(text), "fuzz", csvfile.Mapping{
			Kind: data.Quotes, Columns: csvfile.Columns{Time: "time", Bid: "bid", Ask: "ask"}, Time: "unix_ms",
		}, o)
		if err == nil {
			var batch market.Quotes
			for err = quotes.Next(&batch); err == nil; err = quotes.Next(&batch) {
				for i := range batch.Len() {
					if batch.Bid[i] <= 0 && batch.Ask[i] <= 0 {
						t.Fatalf("quote %d has no side", i)
					}
				}
			}
			accounted(t, err, quotes.Summary())
		}
		trades, err := csvfile.ReadTrades(strings.NewReader(text), "fuzz", csvfile.Mapping{
			Kind: data.Trades, Columns: csvfile.Columns{Time: "1", Price: "4", Size: "5"}, Time: "unix_ms",
		}, o)
		if err != nil {
			t.Fatal(err)
		}
		var batch market.Trades
		for err = trades.Next(&batch); err == nil; err = trades.Next(&batch) {
			for i := range batch.Len() {
				if batch.Price[i] <= 0 || batch.Size[i] < 0 {
					t.Fatalf("trade %d: %v × %v", i, batch.Price[i], batch.Size[i])
				}
			}
		}
		accounted(t, err, trades.Summary())
	})
}

func BenchmarkBars(b *testing.B) {
	path := datapack.Path(b, "ticks/nautilus/btc-perp-20211231-20220201_1m.csv")
	m, err := csvfile.Mapping{Zone: "UTC", BarTime: csvfile.AtEnd}.CompleteFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var batch market.Bars
	count := 0
	b.ReportAllocs()
	for b.Loop() {
		stream, err := csvfile.OpenBars(path, m, csvfile.Options{Instrument: market.Crypto})
		if err != nil {
			b.Fatal(err)
		}
		for stream.Next(&batch) == nil {
			count += batch.Len()
		}
		if err := stream.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "bars/s")
}
