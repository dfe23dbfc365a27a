package data

import (
	"archive/zip"
	"bufio"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

func newYork(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// leanDaily reads raw daily bars of the data pack: a row is "yyyymmdd 00:00,open,high,low,close,volume"
// in ten-thousandths of a dollar. The bars end at 16:00.
func leanDaily(t testing.TB, symbol string) *market.Bars {
	t.Helper()
	archive, err := zip.OpenReader(datapack.Path(t, "lean/equity/usa/daily/"+symbol+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	file, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var bars market.Bars
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Split(lines.Text(), ",")
		date, err := market.ParseDate(fields[0][:8])
		if err != nil {
			t.Fatal(err)
		}
		var values [5]float64
		for i := range values {
			if values[i], err = strconv.ParseFloat(fields[i+1], 64); err != nil {
				t.Fatal(err)
			}
		}
		bars.Append(market.Bar{
			Start: market.At(date.Clock(9, 30, newYork(t))), End: market.At(date.Clock(16, 0, newYork(t))),
			Open: values[0] / 1e4, High: values[1] / 1e4, Low: values[2] / 1e4, Close: values[3] / 1e4, Volume: values[4],
		})
	}
	return &bars
}

// on is the bar of a session.
func on(t testing.TB, bars *market.Bars, date market.Date) (b market.Bar) {
	t.Helper()
	end := market.At(date.Clock(16, 0, newYork(t)))
	for i := range bars.Len() {
		if bars.End[i] == end {
			bars.Row(i, &b)
			return b
		}
	}
	t.Fatalf("no bar on %s", date)
	return b
}

func near(got, want, relative float64) bool { return math.Abs(got-want) <= relative*math.Abs(want) }

// Apple split 7 for 1; 2014-06-09 was the first session at the new price. The raw bars are
//
//	2014-06-06  open 650.00  high 651.25  low 644.48  close 645.57  volume 12,116,671
//	2014-06-09  open  92.69  high  93.88  low  91.75  close  93.70  volume 72,875,948
//
// so that the Friday becomes 650/7 = 92.857143, 651.25/7 = 93.035714, 644.48/7 = 92.068571,
// 645.57/7 = 92.224286, 12,116,671 × 7 = 84,816,697, and the Monday stays.
func TestAdjustedForAppleSplit(t *testing.T) {
	raw := leanDaily(t, "aapl")
	before := on(t, raw, 20140606)
	actions := []Action{{Kind: Split, Ex: 20140609, Ratio: Ratio{New: 7, Old: 1}}}
	stream, err := Adjusted(FromBars(raw), actions, SplitAdjusted, newYork(t))
	if err != nil {
		t.Fatal(err)
	}
	got := drain(t, stream)
	friday := on(t, got, 20140606)
	for _, v := range []struct {
		name      string
		got, want float64
	}{
		{"open", friday.Open, 92.857143}, {"high", friday.High, 93.035714}, {"low", friday.Low, 92.068571},
		{"close", friday.Close, 92.224286}, {"volume", friday.Volume, 84_816_697},
	} {
		if !near(v.got, v.want, 1e-8) {
			t.Errorf("%s is %v, want %v", v.name, v.got, v.want)
		}
	}
	if monday := on(t, got, 20140609); monday != on(t, raw, 20140609) {
		t.Errorf("the bar of the ex-date has changed: %+v", monday)
	}
	if on(t, raw, 20140606) != before {
		t.Error("the raw bars have been changed")
	}
}

// LEAN's factor file gives Apple's split as 0.0357143 / 0.25 = 0.1428572.
func TestNearestRatioOfAppleSplit(t *testing.T) {
	if r, ok := NearestRatio(0.25/0.0357143, 1e-5); !ok || r != (Ratio{7, 1}) {
		t.Errorf("got %s, %v", r, ok)
	}
}

// SPY's dividends of 2020, as its sponsor published them, and the closes before their ex-dates:
//
//	2020-03-20  1.4056  240.51    1 − 1.4056/240.51 = 0.994155752
//	2020-06-19  1.3662  311.78    1 − 1.3662/311.78 = 0.995618064
//	2020-09-18  1.3392  335.84    1 − 1.3392/335.84 = 0.996012387
//	2020-12-18  1.5800  372.24    1 − 1.5800/372.24 = 0.995755427
//
// The product, 0.98166797, is what LEAN's factor file says of 2020-03-19 against the days after
// 2020-12-17: 0.9784638 / 0.9967360 = 0.98166796. The close of 240.51 becomes 236.10096.
var spyDividends = []Action{
	{Kind: Dividend, Ex: 20200320, Amount: dec("1.4056")},
	{Kind: Dividend, Ex: 20200619, Amount: dec("1.3662")},
	{Kind: Dividend, Ex: 20200918, Amount: dec("1.3392")},
	{Kind: Dividend, Ex: 20201218, Amount: dec("1.5800")},
}

func TestAdjustedForSPYDividends(t *testing.T) {
	raw, zone := leanDaily(t, "spy"), newYork(t)
	actions, err := WithReferences(spyDividends, FromBars(raw), zone)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"240.51", "311.78", "335.84", "372.24"} {
		if !actions[i].Reference.Equal(dec(want)) {
			t.Errorf("close before %s is %s, want %s", actions[i].Ex, actions[i].Reference, want)
		}
	}
	stream, err := Adjusted(FromBars(raw), actions, TotalReturn, zone)
	if err != nil {
		t.Fatal(err)
	}
	got := drain(t, stream)
	for _, test := range []struct {
		date   market.Date
		factor float64 // LEAN's, of this day and of the days after the last dividend
	}{
		{20200319, 0.9784638 / 0.9967360}, {20200320, 0.9842156 / 0.9967360}, {20200618, 0.9842156 / 0.9967360},
		{20200619, 0.9885475 / 0.9967360}, {20200918, 0.9925053 / 0.9967360}, {20201217, 0.9925053 / 0.9967360}, {20201218, 1},
	} {
		raw, adjusted := on(t, raw, test.date), on(t, got, test.date)
		if !near(adjusted.Close, raw.Close*test.factor, 5e-7) {
			t.Errorf("%s: close %v is adjusted to %v, want the factor %v", test.date, raw.Close, adjusted.Close, test.factor)
		}
		if adjusted.Volume != raw.Volume {
			t.Errorf("%s: a dividend has changed the volume", test.date)
		}
	}
	if close := on(t, got, 20200319).Close; !near(close, 236.10096, 5e-8) {
		t.Errorf("the close of 2020-03-19 is %v, want 236.10096", close)
	}
}

// A split and a dividend in turn: 2:1 on the 3rd, then 1 of 50 on the 5th. By hand,
//
//	before both   100 × (1/2) × (1 − 1/50) = 49, volume 10 × 2 = 20
//	between        50 × (1 − 1/50)         = 49, volume 20
func TestAdjustedForBoth(t *testing.T) {
	var raw market.Bars
	closes := []float64{100, 50, 50, 49}
	for i, date := range []market.Date{20240102, 20240103, 20240104, 20240105} {
		raw.Append(market.Bar{End: market.At(date.Clock(16, 0, time.UTC)), Open: closes[i], High: closes[i], Low: closes[i], Close: closes[i], Volume: 10, Spread: 1})
	}
	actions := []Action{
		{Kind: Dividend, Ex: 20240105, Amount: dec("1"), Reference: dec("50")},
		{Kind: Delisting, Ex: 20240106},
		{Kind: Split, Ex: 20240103, Ratio: Ratio{2, 1}},
	}
	for _, test := range []struct {
		adjustment             Adjustment
		closes, volume, spread []float64
	}{
		{Raw, []float64{100, 50, 50, 49}, []float64{10, 10, 10, 10}, []float64{1, 1, 1, 1}},
		{SplitAdjusted, []float64{50, 50, 50, 49}, []float64{20, 10, 10, 10}, []float64{0.5, 1, 1, 1}},
		{TotalReturn, []float64{49, 49, 49, 49}, []float64{20, 10, 10, 10}, []float64{0.49, 0.98, 0.98, 1}},
	} {
		stream, err := Adjusted(FromBars(&raw), actions, test.adjustment, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		got := drain(t, stream)
		for i := range closes {
			if !near(got.Close[i], test.closes[i], 1e-15) || got.Volume[i] != test.volume[i] || !near(got.Spread[i], test.spread[i], 1e-15) {
				t.Errorf("%s, bar %d: close %v, volume %v, spread %v", test.adjustment, i, got.Close[i], got.Volume[i], got.Spread[i])
			}
		}
	}
}

func TestAdjustedNeedsAReference(t *testing.T) {
	bars := func() market.BarStream {
		return barsOfPrices(5, market.At(market.Date(20240102).Clock(16, 0, time.UTC)), market.At(market.Date(20240105).Clock(16, 0, time.UTC)))
	}
	late := []Action{{Kind: Dividend, Ex: 20240105, Amount: dec("1")}}
	stream, err := Adjusted(bars(), late, TotalReturn, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var batch market.Bars
	var missing *NoReferenceError
	if err := stream.Next(&batch); !errors.As(err, &missing) || missing.Dividend.Ex != 20240105 || batch.Len() != 0 {
		t.Errorf("got %v with %d rows", err, batch.Len())
	}
	// No bar depends on a dividend that is older than all.
	stream, err = Adjusted(bars(), []Action{{Kind: Dividend, Ex: 20240102, Amount: dec("1")}}, TotalReturn, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if got := drain(t, stream); got.Close[0] != 5 {
		t.Errorf("adjusted to %v", got.Close)
	}
}

// A close from before a hole in the data is no reference.
func TestWithReferencesDoesNotBridgeHoles(t *testing.T) {
	day := func(date market.Date) market.Time { return market.At(date.Clock(16, 0, time.UTC)) }
	bars := barsOfPrices(5, day(20240102), day(20240301), day(20240304))
	got, err := WithReferences([]Action{
		{Kind: Dividend, Ex: 20240305, Amount: dec("1")},
		{Kind: Dividend, Ex: 20240301, Amount: dec("1")},
		{Kind: Dividend, Ex: 20240103, Amount: dec("1"), Reference: dec("7")},
	}, bars, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if !got[0].Reference.Equal(dec("7")) || !got[1].Reference.IsZero() || !got[2].Reference.Equal(dec("7")) {
		t.Errorf("references %s, %s, %s: want 7 as given, none, and the close 7 of 2024-03-04", got[0].Reference, got[1].Reference, got[2].Reference)
	}
}
