package aggregate

import (
	"archive/zip"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// leanRows are the CSV rows of one file of a zip archive of the pack; the first one when member is empty.
func leanRows(t *testing.T, archive, member string) [][]string {
	t.Helper()
	z, err := zip.OpenReader(datapack.Path(t, "lean/"+archive))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if member != "" && f.Name != member {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		rows, err := csv.NewReader(r).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	t.Fatalf("%s holds no %s", archive, member)
	return nil
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// leanBar reads open, high, low, close and, if there is one, volume.
func leanBar(t *testing.T, fields []string) market.Bar {
	t.Helper()
	bar := market.Bar{
		Open: number(t, fields[0]), High: number(t, fields[1]), Low: number(t, fields[2]), Close: number(t, fields[3]),
	}
	if len(fields) == 5 {
		bar.Volume = number(t, fields[4])
	}
	return bar
}

// leanDay reads the bars of one day's file of minutes or seconds. Its times are milliseconds since
// midnight in the zone, and the start of the bar.
func leanDay(t *testing.T, archive, member string, day market.Date, span time.Duration, zone *time.Location) []market.Bar {
	t.Helper()
	midnight := market.At(day.Clock(0, 0, zone))
	var bars []market.Bar
	for _, row := range leanRows(t, archive, member) {
		bar := leanBar(t, row[1:min(len(row), 6)])
		bar.Start = midnight.Add(time.Duration(number(t, row[0])) * time.Millisecond)
		bar.End = bar.Start.Add(span)
		bars = append(bars, bar)
	}
	return bars
}

// leanSeries reads a file of hours or days by the start of each bar.
func leanSeries(t *testing.T, archive, member string, zone *time.Location) map[market.Time]market.Bar {
	t.Helper()
	bars := map[market.Time]market.Bar{}
	for _, row := range leanRows(t, archive, member) {
		start, err := time.ParseInLocation("20060102 15:04", row[0], zone)
		if err != nil {
			t.Fatal(err)
		}
		bars[market.At(start)] = leanBar(t, row[1:min(len(row), 6)])
	}
	return bars
}

func leanDate(d market.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// sameValues compares open, high, low, close and volume.
func sameValues(a, b market.Bar) bool {
	return a.Open == b.Open && a.High == b.High && a.Low == b.Low && a.Close == b.Close && a.Volume == b.Volume
}

var spyDays = []market.Date{20131004, 20131007, 20131008, 20131009, 20131010, 20131011}

func spyMinutes(t *testing.T, day market.Date, zone *time.Location) []market.Bar {
	return leanDay(t, "equity/usa/minute/spy/"+leanDate(day)+"_trade.zip", "", day, time.Minute, zone)
}
