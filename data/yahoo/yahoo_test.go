package yahoo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/data/yahoo"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

func readAll(t testing.TB, stream *rows.BarStream, err error) market.Bars {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch, all market.Bars
	for {
		err := stream.Next(&batch)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Len() {
			var b market.Bar
			batch.Row(i, &b)
			all.Append(b)
		}
	}
}

func newYork(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Rows, first and last date of every Yahoo file against the pack's manifest. The README has no missing or
// surplus session from 1998 on, so no bar may start at the midnight that a date without a session gets; the
// half days of 2014 were 3 July, 28 November and 24 December.
func TestManifest(t *testing.T) {
	text, err := os.ReadFile(datapack.Path(t, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Files []struct {
			Path, First, Last string
			Rows              int
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	zone, files := newYork(t), 0
	for _, file := range manifest.Files {
		if !strings.HasPrefix(file.Path, "yahoo/") {
			continue
		}
		files++
		stream, err := yahoo.Open(datapack.Path(t, file.Path), yahoo.Options{})
		bars := readAll(t, stream, err)
		if bars.Len() != file.Rows {
			t.Errorf("%s: %d rows, the manifest has %d", file.Path, bars.Len(), file.Rows)
		}
		first, last := bars.Start[0].In(zone), bars.End[bars.Len()-1].In(zone)
		if first.Format("2006-01-02 00:00:00") != file.First || last.Format("2006-01-02 00:00:00") != file.Last {
			t.Errorf("%s: %s to %s, the manifest has %s to %s", file.Path, first, last, file.First, file.Last)
		}
		for i := range bars.Len() {
			if bars.Start[i].In(zone).Hour() == 0 {
				t.Errorf("%s: the bar that ends at %s is not of a session", file.Path, bars.End[i].In(zone))
			}
			end := bars.End[i].In(zone)
			half := market.DateOf(end) == 20140703 || market.DateOf(end) == 20141128 || market.DateOf(end) == 20141224
			if end.Year() == 2014 && half != (end.Hour() == 13) {
				t.Errorf("%s: a bar ends at %s", file.Path, end)
			}
		}
	}
	if files != 8 {
		t.Errorf("%d Yahoo files in the manifest, want 8", files)
	}
}

// Oracle on 2014-01-02, as the file has it: 37.84 at the close, 35.166069 adjusted for the dividends since.
// The adjusted open is 37.779999 × 35.166069 / 37.84 = 35.110308.
func TestAdjusted(t *testing.T) {
	path := datapack.Path(t, "yahoo/orcl-2014.txt")
	stream, err := yahoo.Open(path, yahoo.Options{})
	asWritten := readAll(t, stream, err)
	if asWritten.Open[0] != 37.779999 || asWritten.Close[0] != 37.84 || asWritten.Volume[0] != 18162100 {
		t.Errorf("as written: open %v, close %v, volume %v", asWritten.Open[0], asWritten.Close[0], asWritten.Volume[0])
	}
	stream, err = yahoo.Open(path, yahoo.Options{Adjusted: true})
	adjusted := readAll(t, stream, err)
	if adjusted.Close[0] != 35.166069 || math.Abs(adjusted.Open[0]-35.110308) > 1e-6 || adjusted.Volume[0] != 18162100 {
		t.Errorf("adjusted: open %v, close %v, volume %v", adjusted.Open[0], adjusted.Close[0], adjusted.Volume[0])
	}
}

const header = "Date,Open,High,Low,Close,Adj Close,Volume\n"

func TestNullRows(t *testing.T) {
	text := header + "2020-01-02,10,11,9,10,10,100\n2020-01-03,null,null,null,null,null,null\n2020-01-06,10,11,9,10,10,100\n"
	stream, err := yahoo.Read(strings.NewReader(text), "text", yahoo.Options{})
	bars := readAll(t, stream, err)
	s := stream.Summary()
	if bars.Len() != 2 || len(s.Skipped) != 1 || s.Skipped[0].Reason != rows.Empty || s.Skipped[0].Rows != 1 {
		t.Errorf("%d bars, summary %+v", bars.Len(), s)
	}
}

func TestFaults(t *testing.T) {
	var bad *rows.RowError
	stream, err := yahoo.Read(strings.NewReader(header+"2020-01-06,10,11,9,10,10,100\n2020-01-03,10,11,9,10,10,100\n"), "newest first", yahoo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var batch market.Bars
	if err := stream.Next(&batch); err != nil {
		t.Fatal(err)
	}
	if err := stream.Next(&batch); !errors.As(err, &bad) || bad.Problem != rows.OutOfOrder || bad.Line != 3 {
		t.Errorf("newest row first: error %v", err)
	}
	var mismatch *csvfile.HeaderError
	if _, err := yahoo.Read(strings.NewReader("Date,Price\n2020-01-02,10\n"), "other columns", yahoo.Options{}); !errors.As(err, &mismatch) {
		t.Errorf("other columns: error %v, want a *csvfile.HeaderError", err)
	}
	if _, err := yahoo.Read(strings.NewReader(header), "no such calendar", yahoo.Options{Calendar: "XNYZ"}); err == nil {
		t.Error("no error for a calendar that does not exist")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(header+"2020-01-02,10,11,9,10,9.5,100\n2020-01-03,null,null,null,null,null,null\n", true)
	f.Add(header+"2020-01-02,1e3,NaN,-9,,1,\n\n2020-13-02,1,1,1,1,0,1", false)
	f.Fuzz(func(t *testing.T, text string, adjusted bool) {
		stream, err := yahoo.Read(strings.NewReader(text), "fuzz", yahoo.Options{Adjusted: adjusted, BadRows: rows.Drop})
		if err != nil {
			return
		}
		var batch market.Bars
		for stream.Next(&batch) == nil {
			for i := range batch.Len() {
				if !(batch.Low[i] <= batch.High[i]) || batch.Volume[i] < 0 || batch.Close[i] <= 0 {
					t.Fatalf("row %d: %v to %v, close %v", i, batch.Low[i], batch.High[i], batch.Close[i])
				}
			}
		}
	})
}

func ExampleRead() {
	text := `Date,Open,High,Low,Close,Adj Close,Volume
2015-12-23,37.000000,37.250000,36.900002,37.189999,35.500000,9000000
2015-12-24,37.169998,37.310001,37.009998,37.080002,35.395000,4160000
`
	bars, err := yahoo.Read(strings.NewReader(text), "orcl.csv", yahoo.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var batch market.Bars
	for bars.Next(&batch) == nil {
		for i := range batch.Len() {
			fmt.Println(batch.End[i], batch.Close[i])
		}
	}
	// Output:
	// 2015-12-23T21:00:00Z 37.189999
	// 2015-12-24T18:00:00Z 37.080002
}
