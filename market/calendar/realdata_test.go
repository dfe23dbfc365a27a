package calendar

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// zipRows are the CSV rows of all files of a zip archive.
func zipRows(t *testing.T, name string) [][]string {
	t.Helper()
	archive, err := zip.OpenReader(datapack.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var rows [][]string
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, csvRows(t, r)...)
		r.Close()
	}
	return rows
}

func csvRows(t *testing.T, r io.Reader) [][]string {
	t.Helper()
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func parseDate(t *testing.T, text string) market.Date {
	t.Helper()
	d, err := market.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The dates of real daily prices are the sessions of the exchange, none missing and none too many.
func TestNYSEDatesOfRealPrices(t *testing.T) {
	for _, file := range []string{
		"lean/equity/usa/daily/spy.zip", "lean/equity/usa/daily/ibm.zip", "lean/equity/usa/daily/aapl.zip",
		"yahoo/orcl-1995-2014.txt", "yahoo/yhoo-1996-2015.txt",
	} {
		var rows [][]string
		if strings.HasSuffix(file, ".zip") {
			rows = zipRows(t, file)
		} else {
			f, err := os.Open(datapack.Path(t, file))
			if err != nil {
				t.Fatal(err)
			}
			rows = csvRows(t, f)[1:]
			f.Close()
		}
		var dates []market.Date
		for _, row := range rows {
			dates = append(dates, parseDate(t, strings.Fields(row[0])[0]))
		}
		var sessions []market.Date
		for s := range get(t, "XNYS").Sessions(dates[0], dates[len(dates)-1]) {
			sessions = append(sessions, s.Date)
		}
		if !slices.Equal(dates, sessions) {
			t.Errorf("%s: its %d dates are not the %d sessions from %s to %s", file, len(dates), len(sessions), dates[0], dates[len(dates)-1])
		}
	}
}

// The volume of IBM, listed on the NYSE, tells the half days: after 14:00 next to nothing is traded on
// them, and more than a twentieth of the day's volume on every other day.
func TestNYSEHalfDaysInRealVolume(t *testing.T) {
	afternoon, total := map[market.Date]float64{}, map[market.Date]float64{}
	for _, row := range zipRows(t, "lean/equity/usa/hour/ibm.zip") {
		day, hour, _ := strings.Cut(row[0], " ")
		volume, err := strconv.ParseFloat(row[5], 64)
		if err != nil {
			t.Fatal(err)
		}
		d := parseDate(t, day)
		total[d] += volume
		if hour >= "14:00" {
			afternoon[d] += volume
		}
	}
	c, checked := get(t, "XNYS"), 0
	for d, volume := range total {
		s, ok := c.Session(d)
		if !ok {
			t.Errorf("%s: traded, but there is no session", d)
			continue
		}
		half := s.Close.In(c.Zone()).Hour() == 13
		if share := afternoon[d] / volume; half != (share < 0.05) {
			t.Errorf("%s: half day is %v, but %.1f %% of the volume came after 14:00", d, half, 100*share)
		}
		checked++
	}
	if checked < 5800 { // 1998 to 2021
		t.Errorf("only %d days checked", checked)
	}
}

// Every minute of the E-mini S&P 500 lies within a session, and the last minute before each daily
// break is the one the calendar says.
func TestCMESessionsOfRealMinutes(t *testing.T) {
	c := get(t, "CME")
	cur := c.Cursor()
	lastEnd := map[market.Date]market.Time{}
	for _, day := range []market.Date{20131006, 20131007, 20131008, 20131009, 20131010, 20131011, 20131202, 20131203, 20200105, 20200106} {
		rows := zipRows(t, "lean/future/cme/minute/es/"+strings.ReplaceAll(day.String(), "-", "")+"_trade.zip")
		for _, row := range rows {
			ms, err := strconv.ParseInt(row[0], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			end := market.At(day.Clock(0, 0, time.UTC)).Add(time.Duration(ms)*time.Millisecond + time.Minute)
			s, phase := cur.Seek(end)
			if phase != Open {
				t.Errorf("the minute to %v was traded while %v", end, phase)
			}
			lastEnd[s.Date] = max(lastEnd[s.Date], end)
		}
	}
	for _, date := range []market.Date{20131007, 20131008, 20131009, 20131010, 20131011, 20131203, 20200106} {
		if s, _ := c.Session(date); lastEnd[date] != s.Close {
			t.Errorf("%s: last traded minute ends %v, the session %v", date, lastEnd[date], s.Close)
		}
	}
}
