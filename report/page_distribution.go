package report

import (
	"math"
	"strconv"

	"github.com/tidemark/tidemark/report/html"
	"github.com/tidemark/tidemark/report/stats"
)

// distribution draws the histogram of returns with the value at risk.
func (r *Result) distribution() html.Distribution {
	const width, height = 1000.0, 240.0
	returns, _ := r.series.Returns()
	h := stats.HistogramOf(returns, 61)
	var d html.Distribution
	most := 0
	for _, n := range h.Counts {
		most = max(most, n)
	}
	if most == 0 {
		return d
	}
	step := width / float64(len(h.Counts))
	for i, n := range h.Counts {
		from := h.From + float64(i)*h.Width
		tall := height * 0.94 * float64(n) / float64(most)
		d.Bars = append(d.Bars, html.Bar{
			X: round1(float64(i)*step + 0.06*step), Y: round1(height - tall), Width: round1(0.88 * step), Height: round1(tall),
			Tone: html.Tone(sign(from + h.Width/2)),
			Help: fixed(100*from, 2) + " % to " + fixed(100*(from+h.Width), 2) + " %: " + plural(n, "period", "periods"),
		})
	}
	place := func(x float64) float64 { return (x - h.From) / h.Width * step }
	for _, id := range []string{"var_95", "var_99"} {
		if x, ok := r.Statistics.Value(id).Float(); ok {
			d.Marks = append(d.Marks, round1(place(x)))
		}
	}
	if len(d.Marks) > 0 {
		d.Note = "Dashed: value at risk, 95 % at " + r.text("var_95") + ", 99 % at " + r.text("var_99") + "."
	}
	to := h.From + float64(len(h.Counts))*h.Width
	for _, x := range ticks(h.From, to) {
		d.Axis = append(d.Axis, html.Label{X: round1(place(x) / width * 100), Text: strconv.FormatFloat(100*x, 'g', 4, 64) + " %"})
	}
	return d
}

// ticks are round numbers between two values, about six of them.
func ticks(from, to float64) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((to-from)/6)))
	for _, nicer := range []float64{2, 2.5, 2} { // 1, 2, 5, 10 times a power of ten
		if (to-from)/step > 8 {
			step *= nicer
		}
	}
	var all []float64
	for x := math.Ceil(from/step) * step; x < to; x += step {
		all = append(all, math.Round(x/step)*step)
	}
	return all
}

func round1(x float64) float64 { return math.Round(10*x) / 10 }
