package report

import (
	"fmt"
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/html"
	"github.com/tidemark/tidemark/report/stats"
)

// What a page may hold, so that it opens at once: together well under three megabytes.
const (
	pagePoints      = 4_000  // of the equity curve, and of rolling values
	pageCharts      = 24     // price charts
	pageCandles     = 24_000 // of all charts
	chartCandles    = 2_000  // of one chart
	leastCandles    = 400    // of one chart, if there are many
	pagePlotPoints  = 60_000 // of all plots
	pageTrades      = 5_000
	pageOrders      = 1_000
	rollingPoints   = 2_000
	arrowsOfAChart  = 4_000
	leastRollWindow = 20
)

func (r *Result) draw(p *html.Page) {
	p.Data.Zone, p.Data.Currency = r.Manifest.Zone, string(r.Manifest.Base)
	p.Data.Daily = daily(r.series.Time)
	p.Data.Equity = r.equityColumns()
	p.Rolling, p.Data.Rolling = r.rollingSharpe()
	rows := r.tradeRows()
	p.Data.Trades = r.tradeGrid(rows)
	p.Data.Orders = r.orderGrid()
	r.drawPrices(&p.Data, rows)
}

// daily reports that no two moments are closer than most of a day, so that dates suffice to tell them
// apart.
func daily(moments []market.Time) bool {
	for i := 1; i < len(moments); i++ {
		if moments[i].Sub(moments[i-1]) < 20*time.Hour {
			return false
		}
	}
	return true
}

func seconds(t market.Time) int64 { return int64(t) / int64(time.Second) }

// wall turns ascending moments into what the account's wall clock showed, as if that were UTC: the charts
// divide their time axes into UTC days. The hour that a clock shows twice in autumn is pressed into the
// seconds after its first showing, because a chart needs times that ascend.
func (r *Result) wall(moments []market.Time) html.Seconds {
	shown := make(html.Seconds, len(moments))
	for i, t := range moments {
		_, offset := t.In(r.zone).Zone()
		shown[i] = seconds(t) + int64(offset)
		if i > 0 && shown[i] <= shown[i-1] {
			shown[i] = shown[i-1] + 1
		}
	}
	return shown
}

// equityColumns thins the samples to what the page shows, keeping the extremes of equity.
func (r *Result) equityColumns() html.Equity {
	kept := keep(r.series, pagePoints)
	e := html.Equity{}
	column := func(value func(i int) float64) html.Numbers {
		numbers := make(html.Numbers, len(kept))
		for k, i := range kept {
			numbers[k] = value(i)
		}
		return numbers
	}
	moments := make([]market.Time, len(kept))
	for k, i := range kept {
		moments[k] = r.series.Time[i]
	}
	e.Time = r.wall(moments)
	samples := r.run.Samples
	e.Equity = column(func(i int) float64 { return samples[i].Equity.InexactFloat64() })
	if depths := stats.Underwater(r.series); depths != nil {
		e.Underwater = column(func(i int) float64 { return depths[i] })
	} else {
		e.Underwater = column(func(int) float64 { return math.NaN() })
	}
	exposure := func(pick func(*Sample) float64) html.Numbers {
		return column(func(i int) float64 {
			if !samples[i].Equity.IsPositive() {
				return math.NaN()
			}
			return pick(&samples[i]) / samples[i].Equity.InexactFloat64()
		})
	}
	e.Gross = exposure(func(s *Sample) float64 { return s.Gross.InexactFloat64() })
	e.Net = exposure(func(s *Sample) float64 { return s.Net.InexactFloat64() })
	if scale, ok := r.benchmarkScale(); ok {
		e.BenchmarkName = r.run.Benchmark.Name
		e.Benchmark = column(func(i int) float64 { return r.benchmark[i] * scale })
	}
	for i, info := range r.Manifest.Strategies {
		if equity, _ := shareOf(samples, i); equity != nil && len(r.Manifest.Strategies) > 1 {
			e.Strategies = append(e.Strategies, html.Named{Name: info.Name, Values: column(func(i int) float64 { return equity[i] })})
		}
	}
	return e
}

// benchmarkScale makes the benchmark start at the equity of its first price.
func (r *Result) benchmarkScale() (float64, bool) {
	for i, price := range r.benchmark {
		if price > 0 {
			return r.run.Samples[i].Equity.InexactFloat64() / price, true
		}
	}
	return 0, false
}

// keep are the points of a series that stand for all of it: at most limit and a few, in distinct seconds,
// with the extremes of each stretch.
func keep(s stats.Series, limit int) []int {
	line := NewLine(limit)
	for i := range s.Value {
		line.Add(market.Time(i), s.Value[i]) // the index for a time: indexes come back
	}
	var kept []int
	for _, p := range line.Points() {
		i := int(p.Time)
		if n := len(kept); n > 0 && seconds(s.Time[i]) == seconds(s.Time[kept[n-1]]) {
			kept[n-1] = i
			continue
		}
		kept = append(kept, i)
	}
	return kept
}

// rollingSharpe is over half a year.
func (r *Result) rollingSharpe() (title string, c html.Curve) {
	returns, _ := r.series.Returns()
	window := max(leastRollWindow, int(math.Round(r.Basis.PeriodsPerYear/2)))
	step := 1 + len(returns)/rollingPoints
	values := stats.RollingSharpe(returns, window, step, r.Basis)
	if len(values) < 2 {
		return "", c
	}
	points := make([]Point, len(values))
	for i, v := range values {
		x, ok := v.Float()
		if !ok {
			x = math.NaN()
		}
		points[i] = Point{r.series.Time[window+i*step], x}
	}
	c = r.curve(points)
	return fmt.Sprintf("Rolling Sharpe ratio, %d periods", window), c
}

// alone thins a plot that has no candles to lie on.
func (r *Result) alone(points []Point, limit int) html.Curve {
	line := NewLine(limit)
	for _, p := range points {
		line.Add(p.Time, p.Value)
	}
	return r.curve(line.Points())
}

// curve draws points in distinct seconds, of each second the last.
func (r *Result) curve(points []Point) html.Curve {
	var moments []market.Time
	c := html.Curve{Values: html.Numbers{}}
	for _, p := range points {
		if n := len(moments); n > 0 && seconds(moments[n-1]) == seconds(p.Time) {
			c.Values[n-1] = p.Value
			continue
		}
		moments, c.Values = append(moments, p.Time), append(c.Values, p.Value)
	}
	c.Time = r.wall(moments)
	return c
}
