package stats_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// table is a daily CSV file of the data pack as columns by name.
type table struct {
	time    []market.Time
	columns map[string][]float64
}

func readTable(t *testing.T, name string) table {
	t.Helper()
	file, err := os.Open(datapack.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	read := table{columns: map[string][]float64{}}
	for _, row := range rows[1:] {
		date, err := market.ParseDate(row[0])
		if err != nil {
			t.Fatal(err)
		}
		read.time = append(read.time, market.At(date.Clock(0, 0, time.UTC)))
		for i, text := range row[1:] {
			number, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			column := rows[0][i+1]
			read.columns[column] = append(read.columns[column], number)
		}
	}
	return read
}

func google(t *testing.T) stats.Series {
	data := readTable(t, "ohlc/backtesting.py/GOOG.csv")
	return stats.Series{Time: data.time, Value: data.columns["Close"]}
}

// oracle is the adjusted close of ORCL on the sessions of google.
func oracle(t *testing.T, sessions []market.Time) []float64 {
	data := readTable(t, "yahoo/orcl-1995-2014.txt")
	price := map[market.Time]float64{}
	for i, at := range data.time {
		price[at] = data.columns["Adj Close"][i]
	}
	aligned := make([]float64, len(sessions))
	for i, at := range sessions {
		aligned[i] = price[at]
	}
	return aligned
}

var xnys = stats.Daily(252, "XNYS sessions")

// The expected values are of the daily returns of GOOG (2004-08-19 to 2013-03-01), with ORCL as the
// benchmark, computed with empyrical-reloaded 0.7.1 (em), scipy 1.17.1 and quantstats 0.0.86 (qs) from the
// same files. Where a library defines a number otherwise, the conversion is written out.
func TestAgainstLibraries(t *testing.T) {
	series := google(t)
	returns, whole := series.Returns()
	if !whole || len(returns) != 2147 {
		t.Fatalf("got %d returns, whole %t; the file has 2148 rows", len(returns), whole)
	}
	pairs := stats.Align(series.Value, oracle(t, series.Time), nil)
	fit := pairs.Regress(xnys)
	above := make([]float64, len(returns))
	for i, r := range returns {
		above[i] = r - 0.0001
	}
	for _, test := range []struct {
		name string
		got  stats.Value
		want float64
	}{
		{"em.sharpe_ratio", stats.Sharpe(returns, xnys), 0.8815185699129495},
		{"em.sharpe_ratio risk_free=0.0001", stats.Sharpe(above, xnys), 0.8082750756895285},
		{"em.sortino_ratio", stats.Sortino(returns, 0, xnys), 1.3541673631507354},
		{"em.annual_volatility", stats.Volatility(returns, xnys), 0.34405786161892116},
		{"em.max_drawdown", stats.Of(stats.MaxDepth(stats.Drawdowns(series))), -0.65294759972499},
		{"em.value_at_risk 0.05", stats.ValueAtRisk(returns, 0.95), -0.030780025087434947},
		{"em.conditional_value_at_risk 0.05", stats.ConditionalValueAtRisk(returns, 0.95), -0.04808958498266026},
		{"em.value_at_risk 0.01", stats.ValueAtRisk(returns, 0.99), -0.057657608552781354},
		{"em.conditional_value_at_risk 0.01", stats.ConditionalValueAtRisk(returns, 0.99), -0.07651602899327523},
		{"scipy.stats.skew bias=False", stats.Skew(returns), 0.7509291849603792},
		{"scipy.stats.kurtosis bias=False", stats.ExcessKurtosis(returns), 8.977884467756587},
		{"qs.probabilistic_ratio", stats.PSR(returns), 0.995555452680773},
		// qs divides by n-1: its 0.2512483297732764 squared is Σdd²/2146.
		{"qs.ulcer_index", stats.Ulcer(series).Then(func(u float64) float64 { return u * u * 2147 / 2146 }), 0.2512483297732764 * 0.2512483297732764},
		{"em.alpha", fit.Alpha, 0.23330615815727151},
		{"em.beta", fit.Beta, 0.4860669369235909},
		{"scipy.stats.linregress r²", fit.RSquared, 0.1886665189247193},
		{"em.up_capture", pairs.UpCapture(xnys), 0.13508172768186036},
		{"em.down_capture", pairs.DownCapture(xnys), 0.7627903530260494},
		{"numpy std(r - b)·√252", pairs.TrackingError(xnys), 0.3478648770963884},
		{"em.excess_sharpe·√252", pairs.InformationRatio(xnys), 0.31885188339236425},
	} {
		wantClose(t, test.name, test.got, test.want)
	}
}

// quantstats.stats.drawdown_details finds 55 drawdowns of GOOG with a mean of -5.449449353406318 %. It
// dates a drawdown from the first day below the peak to the last one, hence the sessions around them here.
func TestDrawdownsOfGoogle(t *testing.T) {
	all := stats.Drawdowns(google(t))
	if len(all) != 55 {
		t.Fatalf("got %d drawdowns, want 55", len(all))
	}
	var sum float64
	for _, d := range all {
		sum += d.Depth
	}
	wantClose(t, "mean depth", stats.Of(100*sum/55), -5.449449353406318)
	want := []struct {
		peak, valley, end string
		depth             float64
	}{
		{"2007-11-06", "2008-11-24", "2012-09-24", -65.294760},
		{"2006-01-11", "2006-03-13", "2006-10-23", -28.532960},
		{"2005-02-03", "2005-03-14", "2005-04-22", -17.011287},
		{"2004-11-01", "2004-11-22", "2004-12-30", -15.778197},
	}
	for i, d := range stats.Deepest(all, len(want)) {
		w := want[i]
		if got := d.Peak.UTC().Format(time.DateOnly); got != w.peak {
			t.Errorf("drawdown %d: peak on %s, want %s", i, got, w.peak)
		}
		if got := d.Valley.UTC().Format(time.DateOnly); got != w.valley {
			t.Errorf("drawdown %d: valley on %s, want %s", i, got, w.valley)
		}
		if got := d.End.UTC().Format(time.DateOnly); got != w.end || !d.Recovered {
			t.Errorf("drawdown %d: ends on %s, recovered %t; want %s", i, got, d.Recovered, w.end)
		}
		if diff := 100*d.Depth - w.depth; diff > 1e-6 || diff < -1e-6 {
			t.Errorf("drawdown %d: depth %.6f %%, want %.6f", i, 100*d.Depth, w.depth)
		}
	}
}

// empyrical.aggregate_returns and empyrical.roll_sharpe_ratio (window 126) of the same returns.
func TestPeriodsAndRollingOfGoogle(t *testing.T) {
	series := google(t)
	yearly := []float64{0.921367, 1.151875, 0.109965, 0.501650, -0.555085, 1.015212, -0.041953, 0.087429, 0.095185, 0.139684}
	got := stats.Yearly(series, time.UTC)
	if len(got) != len(yearly) {
		t.Fatalf("got %d years, want %d", len(got), len(yearly))
	}
	for i, want := range yearly {
		value, _ := got[i].Return.Float()
		if got[i].Year != 2004+i || value-want > 1e-6 || want-value > 1e-6 {
			t.Errorf("%d: got %d %v, want %v", 2004+i, got[i].Year, value, want)
		}
	}
	months := stats.Monthly(series, time.UTC)
	for i, want := range []float64{0.020231, 0.265996, 0.470988, -0.045426} {
		value, _ := months[i].Return.Float()
		if months[i].Month != time.August+time.Month(i) || value-want > 1e-6 || want-value > 1e-6 {
			t.Errorf("month %d: got %v of %s, want %v", i, value, months[i].Month, want)
		}
	}
	returns, _ := series.Returns()
	rolling := stats.RollingSharpe(returns, 126, 1, xnys)
	if len(rolling) != 2022 {
		t.Fatalf("got %d windows, want 2022", len(rolling))
	}
	wantClose(t, "first window", rolling[0], 2.922186201847796)
	wantClose(t, "window 1000", rolling[1000], -0.5429579831892692)
	wantClose(t, "last window", rolling[2021], 1.8105110191867912)
}
