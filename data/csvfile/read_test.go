package csvfile_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// daily is a mapping for rows of date, open, high, low, close, volume.
var daily = csvfile.Mapping{
	Columns: csvfile.Columns{Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6"},
	Time:    "yyyy-MM-dd", Period: csvfile.Daily,
}

func TestBadRows(t *testing.T) {
	good := "2020-01-02,10,11,9,10.5,1000\n"
	for _, test := range []struct {
		name, row, column string
		problem           rows.Problem
	}{
		{"word for a number", "2020-01-03,abc,11,9,10,1", "open", rows.BadNumber},
		{"decimal comma", "2020-01-03,\"10,5\",11,9,10,1", "open", rows.BadNumber},
		{"infinite", "2020-01-03,10,inf,9,10,1", "high", rows.NotFinite},
		{"no such day", "2020-02-30,10,11,9,10,1", "time", rows.BadTime},
		{"negative price", "2020-01-03,10,11,-9,10,1", "low", rows.NotPositive},
		{"too large", "2020-01-03,10,1e308,9,10,1", "high", rows.TooLarge},
		{"high below low", "2020-01-03,10,9,11,10,1", "low", rows.HighBelowLow},
		{"close above high", "2020-01-03,10,11,9,12,1", "close", rows.OutsideRange},
		{"negative volume", "2020-01-03,10,11,9,10,-1", "volume", rows.NegativeVolume},
		{"day before", "2020-01-01,10,11,9,10,1", "time", rows.OutOfOrder},
		{"same day", "2020-01-02,10,11,9,10,1", "time", rows.Duplicate},
		{"thousands separator", "2020-01-03,10,11,9,10,1,000", "", rows.FieldCount},
	} {
		t.Run(test.name, func(t *testing.T) {
			stream, err := csvfile.ReadBars(strings.NewReader(good+test.row), "file.csv", daily, csvfile.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var batch market.Bars
			if err := stream.Next(&batch); err != nil || batch.Len() != 1 {
				t.Fatalf("%d rows before the bad one, error %v", batch.Len(), err)
			}
			var bad *rows.RowError
			if err := stream.Next(&batch); !errors.As(err, &bad) {
				t.Fatalf("error %v, want a *rows.RowError", err)
			}
			if bad.Problem != test.problem || bad.Column != test.column || bad.Line != 2 || bad.File != "file.csv" || bad.Fix == "" {
				t.Errorf("got %+v, want %v in column %q of line 2", bad, test.problem, test.column)
			}
			for policy, yielded := range map[rows.Policy]int64{rows.Drop: 1, rows.Keep: 1 + boolean(test.problem.Readable())} {
				stream, err := csvfile.ReadBars(strings.NewReader(good+test.row), "file.csv", daily, csvfile.Options{BadRows: policy})
				readBars(t, stream, err)
				if s := stream.Summary(); s.Yielded != yielded || s.Rows != 2 || s.Bad[0].Problem != test.problem || s.Yielded+s.Dropped != 2 {
					t.Errorf("%s: %+v", policy, s)
				}
			}
		})
	}
}

func boolean(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Prices in hundredths come out as the nearest float64, not as a rounded product.
func TestPriceScale(t *testing.T) {
	m := daily
	m.PriceScale = 100
	stream, err := csvfile.ReadBars(strings.NewReader("2020-01-02,1001,1107,933,1009.5,1\n"), "pence", m, csvfile.Options{})
	bars := readBars(t, stream, err)
	if got, want := [4]float64{bars.Open[0], bars.High[0], bars.Low[0], bars.Close[0]}, [4]float64{10.01, 11.07, 9.33, 10.095}; got != want {
		t.Errorf("prices %v, want %v", got, want)
	}
}

func TestNegativePrices(t *testing.T) {
	row := "2020-04-20,17.73,17.85,-40.32,-37.63,247947\n"
	stream, err := csvfile.ReadBars(strings.NewReader(row), "cl", daily, csvfile.Options{Instrument: market.Future})
	if bars := readBars(t, stream, err); bars.Close[0] != -37.63 {
		t.Errorf("close %v, want -37.63", bars.Close[0])
	}
}

// 2015-12-24 was a half day: daily bars end at 13:00, and an hour bar that starts at 12:30 too.
func TestSessions(t *testing.T) {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	o := csvfile.Options{Calendar: nyse}
	stream, err := csvfile.ReadBars(strings.NewReader("2015-12-24,10,11,9,10,1\n"), "daily", daily, o)
	bars := readBars(t, stream, err)
	if bars.Start[0].String() != "2015-12-24T14:30:00Z" || bars.End[0].String() != "2015-12-24T18:00:00Z" {
		t.Errorf("the daily bar covers %s to %s", bars.Start[0], bars.End[0])
	}
	weekly := daily
	weekly.Period = csvfile.Weekly
	stream, err = csvfile.ReadBars(strings.NewReader("2015-12-21,10,11,9,10,1\n"), "weekly", weekly, o)
	bars = readBars(t, stream, err)
	if bars.Start[0].String() != "2015-12-21T14:30:00Z" || bars.End[0].String() != "2015-12-24T18:00:00Z" {
		t.Errorf("the week's bar covers %s to %s", bars.Start[0], bars.End[0])
	}
	hourly := daily
	hourly.Time, hourly.Zone = "yyyy-MM-dd HH:mm", "America/New_York"
	hourly.Period, hourly.BarTime = csvfile.PeriodOf(time.Hour), csvfile.AtStart
	stream, err = csvfile.ReadBars(strings.NewReader("2015-12-24 11:30,10,11,9,10,1\n2015-12-24 12:30,10,11,9,10,1\n2015-12-24 13:30,10,11,9,10,1\n"), "hourly", hourly, o)
	bars = readBars(t, stream, err)
	want := []string{"2015-12-24T17:30:00Z", "2015-12-24T18:00:00Z", "2015-12-24T19:30:00Z"}
	for i, end := range bars.End {
		if end.String() != want[i] {
			t.Errorf("hour %d ends at %s, want %s", i, end, want[i])
		}
	}
}

func TestPacked(t *testing.T) {
	text := []byte("2020-01-02,10,11,9,10.5,1000\n2020-01-03,10,11,9,10.5,1000\n")
	gz, one, two := gzipped(t, text), zipped(t, text, "a.csv"), zipped(t, text, "a.csv", "b.csv")
	second := daily
	second.Entry = "b.csv"
	folder := t.TempDir()
	for _, test := range []struct {
		name    string
		content []byte
		mapping csvfile.Mapping
		fault   string
	}{
		{"plain.csv", text, daily, ""},
		{"no-newline.csv", bytes.TrimSuffix(text, []byte("\n")), daily, ""},
		{"packed.gz", gz, daily, ""},
		{"gzip-called.csv", gz, daily, ""},
		{"one.zip", one, daily, ""},
		{"two.zip", two, second, ""},
		{"unnamed.zip", two, daily, "name one of a.csv, b.csv"},
		{"wrong.zip", one, second, `no entry "b.csv"`},
		{"entry.csv", text, second, "leave entry empty"},
		{"cut.gz", gz[:len(gz)-9], daily, "cut off; fetch it again"},
		{"cut.zip", one[:len(one)-9], daily, "cut off"},
		{"utf16.csv", []byte("\xff\xfe2\x000\x00"), daily, "UTF-8"},
	} {
		path := filepath.Join(folder, test.name)
		if err := os.WriteFile(path, test.content, 0o644); err != nil {
			t.Fatal(err)
		}
		n, err := countRows(path, test.mapping)
		if test.fault == "" && (err != nil || n != 2) {
			t.Errorf("%s: %d rows, error %v, want 2", test.name, n, err)
		}
		if test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.fault)
		}
	}
}

// countRows reads a file to its end.
func countRows(path string, m csvfile.Mapping) (n int, err error) {
	stream, err := csvfile.OpenBars(path, m, csvfile.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	var batch market.Bars
	for {
		err := stream.Next(&batch)
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		n += batch.Len()
	}
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(text)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func zipped(t *testing.T, text []byte, entries ...string) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range entries {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// A daily stamp with a zone means the date that is written: Tokyo's 6 January begins on the 5th in UTC.
func TestWrittenDate(t *testing.T) {
	m := daily
	m.Time = "yyyy-MM-dd HH:mm:ssZ"
	stream, err := csvfile.ReadBars(strings.NewReader("2020-01-06 00:00:00+09:00,10,11,9,10,1\n"), "tokyo", m, csvfile.Options{})
	if bars := readBars(t, stream, err); bars.Start[0].String() != "2020-01-06T00:00:00Z" {
		t.Errorf("the bar begins at %s", bars.Start[0])
	}
}

func TestMappingFaults(t *testing.T) {
	for want, change := range map[string]func(*csvfile.Mapping){
		"delimiter":     func(m *csvfile.Mapping) { m.Delimiter = "comma" },
		"decimal":       func(m *csvfile.Mapping) { m.Decimal = ";" },
		"price_scale":   func(m *csvfile.Mapping) { m.PriceScale = 32 },
		"columns.close": func(m *csvfile.Mapping) { m.Columns.Close = "" },
		"columns.open":  func(m *csvfile.Mapping) { m.Columns.Open = "0" },
		"columns.high":  func(m *csvfile.Mapping) { m.Columns.High, m.Header = "High", csvfile.NoHeader },
		"columns.time":  func(m *csvfile.Mapping) { m.Columns.Time = "" },
		"time":          func(m *csvfile.Mapping) { m.Time = "2006-01-02" },
		"period":        func(m *csvfile.Mapping) { m.Period = csvfile.Period{} },
		"time of day":   func(m *csvfile.Mapping) { m.Period, m.BarTime = csvfile.PeriodOf(time.Minute), csvfile.AtEnd },
		"bar_time":      func(m *csvfile.Mapping) { m.Time, m.Period = "unix", csvfile.PeriodOf(time.Minute) },
		"zone":          func(m *csvfile.Mapping) { m.Zone = "Eastern" },
		"zone is missing": func(m *csvfile.Mapping) {
			m.Kind, m.Columns = data.Trades, csvfile.Columns{Time: "1", Price: "2"}
		},
	} {
		m := daily
		change(&m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
	if err := daily.Validate(); err != nil {
		t.Errorf("a good mapping: %v", err)
	}
}

// A mapping is a part of the configuration: its text form comes back.
func TestMappingJSON(t *testing.T) {
	m := csvfile.Mapping{
		Kind: data.Bars, Delimiter: ";", Header: csvfile.HasHeader, Decimal: ",",
		Columns: csvfile.Columns{Date: "Date", Time: "Time", Open: "2", High: "3", Low: "4", Close: "5"},
		Time:    "yyyy-MM-dd HH:mm", Zone: "UTC-5", Period: csvfile.PeriodOf(5 * time.Minute), BarTime: csvfile.AtEnd, PriceScale: 10,
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"kind":"bars"`, `"header":"yes"`, `"period":"5m"`, `"bar_time":"end"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	var back csvfile.Mapping
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, back); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	for _, bad := range []string{`{"bar_time":"middle"}`, `{"header":"maybe"}`, `{"period":"1y"}`, `{"period":"10d"}`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}
