package report

import (
	"math"

	"github.com/tidemark/tidemark/report/html"
	"github.com/tidemark/tidemark/report/stats"
)

// heatMap colours months by their return relative to the strongest month, years to the strongest year.
func (r *Result) heatMap() html.Months {
	var m html.Months
	strongest := func(all []stats.PeriodReturn) float64 {
		most := 0.0
		for _, p := range all {
			x, _ := p.Return.Float()
			most = math.Max(most, math.Abs(x))
		}
		return most
	}
	months, years := strongest(r.Monthly), strongest(r.Yearly)
	benchmark := map[int]stats.Value{}
	if r.run.Benchmark != nil {
		m.Benchmark = r.run.Benchmark.Name
		for _, p := range stats.Yearly(r.benchmarkSeries(), r.zone) {
			benchmark[p.Year] = p.Return
		}
	}
	for _, p := range r.Yearly {
		year := html.Year{Year: p.Year, Total: heat(p.Return, years)}
		if v, ok := benchmark[p.Year]; ok {
			year.Benchmark = heat(v, math.Max(years, math.Abs(value(v))))
		}
		m.Years = append(m.Years, year)
	}
	row := 0
	for _, p := range r.Monthly {
		for m.Years[row].Year != p.Year {
			row++
		}
		m.Years[row].Months[p.Month-1] = heat(p.Return, months)
	}
	return m
}

func value(v stats.Value) float64 {
	x, _ := v.Float()
	return x
}

func heat(v stats.Value, strongest float64) html.Heat {
	x, ok := v.Float()
	if !ok {
		return html.Heat{Text: "n/a"}
	}
	h := html.Heat{Text: fixed(100*x, 1), Tone: html.Tone(sign(x))}
	if strongest > 0 {
		h.Level = int(math.Round(8 + 62*math.Sqrt(math.Abs(x)/strongest)))
	}
	return h
}

// benchmarkSeries is the benchmark at the samples where it has a price.
func (r *Result) benchmarkSeries() stats.Series {
	var s stats.Series
	for i, price := range r.benchmark {
		if !math.IsNaN(price) {
			s.Time = append(s.Time, r.series.Time[i])
			s.Value = append(s.Value, price)
		}
	}
	return s
}
