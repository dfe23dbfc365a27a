package csvfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// What a sample cannot say is asked for by its key; nothing is guessed.
func TestSniffAsks(t *testing.T) {
	for _, test := range []struct{ name, sample, keys string }{
		{"day and month", "TIMESTAMP,BID,ASK\n02/03/2010 16:53:50,0.5346,0.5347\n02/03/2010 16:53:51,0.5343,0.5347\n", "time zone"},
		{"start or end of a bar", "timestamp,open,high,low,close\n2012-02-01 00:00:00+00:00,1,1,1,1\n2012-02-01 00:01:00+00:00,1,1,1,1\n", "bar_time"},
		{"zone", "time,price,size\n2012-02-01 09:30:00,10,1\n2012-02-01 09:30:01,10,1\n", "zone"},
		{"all of them", "Date,Time,Open,High,Low,Close\n01/02/12,09:05,1,1,1,1\n01/02/12,09:10,1,1,1,1\n", "time bar_time zone"},
		{"no header", "2012-02-01,1,2,3\n2012-02-02,1,2,3\n", "columns"},
		{"no usual header", "a,b,c\n1,2,3\n", "columns"},
		{"no time", "open,high,low,close\n1,1,1,1\n", "columns.time"},
		{"no usual time", "date,open,high,low,close\nmonday,1,1,1,1\n", "time"},
		{"irregular rows", "date,open,high,low,close\n2020-01-01,1,1,1,1\n2020-01-15,1,1,1,1\n2020-03-15,1,1,1,1\n", "period"},
		{"thousands and decimals", "date;open;high;low;close\n2020-01-02;1.000,5;1.000,5;1.000,5;1.000,5\n2020-01-03;1.000,5;1.000,5;1.000,5;1.000,5\n", "decimal"},
		{"order book", "symbol,timestamp,side,update_type,price,qty\nBTC,1667346579146,b,snap,20377.00,1.770\n", "kind"},
		{"one column", "hello\nworld\nagain\n", "delimiter"},
	} {
		_, err := csvfile.Sniff([]byte(test.sample))
		var unclear *csvfile.UnclearError
		if !errors.As(err, &unclear) {
			t.Errorf("%s: error %v, want an *UnclearError", test.name, err)
			continue
		}
		var keys []string
		for _, q := range unclear.Questions {
			keys = append(keys, q.Key)
			if !strings.Contains(err.Error(), "set "+q.Key) || q.Why == "" {
				t.Errorf("%s: the error does not say to set %s: %v", test.name, q.Key, err)
			}
		}
		if got := strings.Join(keys, " "); got != test.keys {
			t.Errorf("%s: asks for %q, want %q", test.name, got, test.keys)
		}
	}
}

func TestSniffDayAndMonth(t *testing.T) {
	sample := func(dates ...string) []byte {
		text := "date,open,high,low,close\n"
		for _, d := range dates {
			text += d + ",1,1,1,1\n"
		}
		return []byte(text)
	}
	for _, test := range []struct {
		sample []byte
		want   string
	}{
		{sample("11/12/2013", "12/12/2013", "13/12/2013"), "dd/MM/yyyy"},
		{sample("12/11/2013", "12/12/2013", "12/13/2013"), "MM/dd/yyyy"},
		{sample("30.09.2013", "01.10.2013"), "dd.MM.yyyy"},
		{sample("20131211", "20131212"), "yyyyMMdd"},
		{sample("2-Jan-14", "3-Jan-14"), "d-MMM-yy"},
	} {
		m, err := csvfile.Sniff(test.sample)
		if err != nil || m.Time != test.want {
			t.Errorf("layout %q, error %v, want %q", m.Time, err, test.want)
		}
	}
	var unclear *csvfile.UnclearError
	if _, err := csvfile.Sniff(sample("11/12/2013", "12/12/2013")); !errors.As(err, &unclear) ||
		strings.Join(unclear.Questions[0].Choices, " ") != "dd/MM/yyyy MM/dd/yyyy" {
		t.Errorf("both orders fit: error %v", err)
	}
}

// A German export: semicolons, decimal commas, no header, byte order mark, CRLF.
func TestSniffDecimalComma(t *testing.T) {
	sample := "\xef\xbb\xbfDatum;Zeit\r\n"
	if _, err := csvfile.Sniff([]byte(sample)); err == nil {
		t.Error("no error for a header without rows")
	}
	sample = "\xef\xbb\xbfDate;Open;High;Low;Close;Volume\r\n13.12.2013;10,5;11,25;10;11;1000\r\n16.12.2013;11;11,5;10,75;11,25;900\r\n"
	m, err := csvfile.Sniff([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if m.Delimiter != ";" || m.Decimal != "," || m.Time != "dd.MM.yyyy" || m.Period != csvfile.Daily {
		t.Errorf("mapping %+v", m)
	}
	stream, err := csvfile.ReadBars(strings.NewReader(sample), "sample", m, csvfile.Options{})
	bars := readBars(t, stream, err)
	if bars.Len() != 2 || bars.Open[0] != 10.5 || bars.High[0] != 11.25 || bars.Volume[1] != 900 {
		t.Errorf("bars %+v", bars)
	}
}

// Many sites let people download the newest row first.
func TestSniffNewestFirst(t *testing.T) {
	_, err := csvfile.Sniff([]byte("Date,Open,High,Low,Close\n2020-01-03,1,1,1,1\n2020-01-02,1,1,1,1\n"))
	if err == nil || !strings.Contains(err.Error(), "oldest first") {
		t.Errorf("error %v, want one that says to sort", err)
	}
}

// Vendors that append adjusted prices repeat a name; which of the two is meant only the user knows.
func TestSniffNameThatComesTwice(t *testing.T) {
	var unclear *csvfile.UnclearError
	_, err := csvfile.Sniff([]byte("Date,Open,High,Low,Close,Volume,close\n2020-01-02,10,11,9,10,1000,5\n"))
	if !errors.As(err, &unclear) || !strings.Contains(err.Error(), `"Close" more than once`) {
		t.Errorf("error %v, want one about the name that comes twice", err)
	}
}

// backtrader's file has eight fields under seven names.
func TestHeaderWithTooFewNames(t *testing.T) {
	path := datapack.Path(t, "ohlc/backtrader/2006-01-02-volume-min-001.txt")
	var mismatch *csvfile.HeaderError
	if _, err := csvfile.SniffFile(path); !errors.As(err, &mismatch) || !strings.Contains(err.Error(), "7 names") ||
		!strings.Contains(err.Error(), "8 fields") || !strings.Contains(err.Error(), "by number") {
		t.Errorf("sniffing: error %v", err)
	}
	stream, err := csvfile.OpenBars(path, csvfile.Mapping{
		Columns: csvfile.Columns{Date: "Date", Open: "Open", High: "High", Low: "Low", Close: "Close"},
		Time:    "yyyy-MM-dd", Period: csvfile.Daily,
	}, csvfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if err := stream.Next(new(market.Bars)); !errors.As(err, &mismatch) || !strings.Contains(err.Error(), "by number") {
		t.Errorf("reading with names: error %v", err)
	}
}

func TestSniffKnowsFormatsWithoutHeader(t *testing.T) {
	for _, test := range []struct {
		name, sample string
		want         csvfile.Mapping
	}{
		{"Binance klines", "1637971200000,0.2,0.3,0.1,0.2,36304.2,1637971259999,1.0,79,19523,0.5,0\n1637971260000,0.2,0.3,0.1,0.2,36304.2,1637971319999,1.0,79,19523,0.5,0\n",
			csvfile.Mapping{Delimiter: ",", Header: csvfile.NoHeader, Time: "unix_ms", Period: csvfile.PeriodOf(60e9), BarTime: csvfile.AtStart,
				Columns: csvfile.Columns{Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6"}}},
		{"HistData ticks", "20200101 170000065,1.121200,1.121720,0\n20200101 170010447,1.121200,1.121920,0\n",
			csvfile.Mapping{Kind: data.Quotes, Delimiter: ",", Header: csvfile.NoHeader, Time: "yyyyMMdd HHmmssfff", Zone: "UTC-5",
				Columns: csvfile.Columns{Time: "1", Bid: "2", Ask: "3"}}},
	} {
		if m, err := csvfile.Sniff([]byte(test.sample)); err != nil || m != test.want {
			t.Errorf("%s: %+v, error %v, want %+v", test.name, m, err, test.want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("Date,Open,High,Low,Close,Adj Close,Volume\n2014-01-02,37,38,37,37,35,18162100\n2014-01-03,null,null,null,null,null,null\n"))
	f.Add([]byte("a;b\tc|d\n\"x,y\",2\n\n"))
	f.Add([]byte("timestamp,bid,ask\n1588291201099000,8629.2,8629.3\n"))
	f.Fuzz(func(t *testing.T, sample []byte) {
		m, err := csvfile.Sniff(sample)
		if err != nil {
			return
		}
		// What is sniffed without a question can be read.
		if err := m.Validate(); err != nil {
			t.Fatalf("sniffed %+v: %v", m, err)
		}
	})
}

func ExampleSniff() {
	sample := `Date,Time,Open,High,Low,Close,Volume
2006-01-02,09:05:00,3578.73,3587.88,3578.73,3582.99,0
2006-01-02,09:10:00,3583.01,3588.40,3583.01,3588.03,0
`
	m, err := csvfile.Sniff([]byte(sample))
	var unclear *csvfile.UnclearError
	if errors.As(err, &unclear) {
		for _, q := range unclear.Questions {
			fmt.Printf("%s: %s\n", q.Key, q.Why)
		}
	}
	fmt.Println("period", m.Period)

	m.BarTime, m.Zone = csvfile.AtEnd, "Europe/Berlin"
	bars, err := csvfile.ReadBars(strings.NewReader(sample), "stoxx50", m, csvfile.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var batch market.Bars
	if err := bars.Next(&batch); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(batch.Start[0], batch.End[0], batch.Close[0])
	// Output:
	// bar_time: a file does not say whether a bar's time is its start or its end
	// zone: the times do not carry their zone; name it, such as America/New_York, UTC or UTC-5
	// period 5m
	// 2006-01-02T08:00:00Z 2006-01-02T08:05:00Z 3582.99
}
