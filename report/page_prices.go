package report

import (
	"math"
	"slices"
	"sort"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/html"
)

// drawPrices draws the instruments with the most trades, each with its trades and plots.
func (r *Result) drawPrices(d *html.Data, rows []*portfolio.RoundTrip) {
	d.Prices, d.Series = []html.Price{}, []html.Plot{}
	charts := r.chosenCharts()
	candles := min(chartCandles, max(leastCandles, pageCandles/max(1, len(charts))))
	points := min(2*chartCandles, max(leastCandles, pagePlotPoints/max(1, len(r.run.Plots))))
	var ends [][]market.Time // of the candles of each chart
	for _, c := range charts {
		price, drawn := r.priceChart(c, candles, rows)
		d.Prices, ends = append(d.Prices, price), append(ends, drawn)
	}
	for _, plot := range r.run.Plots {
		drawn := html.Plot{Name: plotName(plot, len(r.Manifest.Strategies)), Pane: plot.Pane}
		i := slices.IndexFunc(d.Prices, func(p html.Price) bool { return p.Symbol == plot.Symbol })
		if plot.Symbol == "" && len(d.Prices) == 1 {
			i = 0
		}
		switch {
		case i >= 0:
			drawn.Curve = onCandles(plot.Points, ends[i], d.Prices[i].Time)
			d.Prices[i].Plots = append(d.Prices[i].Plots, drawn)
		case plot.Symbol == "":
			drawn.Curve = r.alone(plot.Points, points)
			d.Series = append(d.Series, drawn)
		}
	}
}

func plotName(p Plot, strategies int) string {
	if strategies > 1 {
		return p.Strategy + ": " + p.Name
	}
	return p.Name
}

func (r *Result) chosenCharts() []Chart {
	trips := map[market.ID]int{}
	for i := range r.run.RoundTrips {
		trips[r.run.RoundTrips[i].Instrument.ID]++
	}
	var charts []Chart
	for _, c := range r.run.Charts {
		if len(c.Candles) > 0 {
			charts = append(charts, c)
		}
	}
	slices.SortStableFunc(charts, func(a, b Chart) int { return trips[b.Instrument.ID] - trips[a.Instrument.ID] })
	return charts[:min(pageCharts, len(charts))]
}

// priceChart draws an instrument; ends are the moments behind the times of the chart.
func (r *Result) priceChart(c Chart, limit int, rows []*portfolio.RoundTrip) (p html.Price, ends []market.Time) {
	p = html.Price{
		Symbol: c.Instrument.Symbol, Currency: string(c.Instrument.Currency),
		Trades: []html.Arrow{}, Plots: []html.Plot{},
	}
	for _, k := range distinct(thin(c.Candles, limit)) {
		ends = append(ends, k.End)
		p.Open, p.High = append(p.Open, k.Open), append(p.High, k.High)
		p.Low, p.Close = append(p.Low, k.Low), append(p.Close, k.Close)
		p.Volume = append(p.Volume, k.Volume)
	}
	p.Time, p.Daily = r.wall(ends), daily(ends)
	p.Decimals = decimalsOf(c.Instrument, p.Close[len(p.Close)-1])
	for row, t := range rows {
		if t.Instrument.ID == c.Instrument.ID && len(p.Trades) < arrowsOfAChart {
			p.Trades = append(p.Trades, arrow(t, row, ends, &p))
		}
	}
	return p, ends
}

// distinct merges candles that end within the same second, which the page cannot tell apart.
func distinct(candles []Candle) []Candle {
	out := make([]Candle, 0, len(candles))
	for i := range candles {
		if n := len(out); n > 0 && seconds(out[n-1].End) == seconds(candles[i].End) {
			out[n-1].merge(&candles[i])
			continue
		}
		out = append(out, candles[i])
	}
	return out
}

// decimalsOf is how many decimals the prices of an instrument have, at a price.
func decimalsOf(in *market.Instrument, price float64) int {
	if len(in.Grid) == 0 {
		return 2
	}
	increment := in.Grid.Increment(in.PriceOf(math.Abs(price), market.Nearest))
	return int(max(0, min(8, -increment.Exponent())))
}

// arrow puts a round trip on a chart. One that is still open ends at the last price.
func arrow(t *portfolio.RoundTrip, row int, ends []market.Time, p *html.Price) html.Arrow {
	last := len(ends) - 1
	a := html.Arrow{
		Row: row, Long: t.Side.Sign() > 0, Won: t.Net.IsPositive(), Open: t.Open,
		Entry: p.Time[candleOf(t.EntryTime, ends)], EntryPrice: t.EntryPrice.InexactFloat64(),
		Exit: p.Time[last], ExitPrice: p.Close[last],
	}
	if !t.Open {
		a.Exit, a.ExitPrice = p.Time[candleOf(t.ExitTime, ends)], t.ExitPrice.InexactFloat64()
	}
	return a
}

// candleOf is the candle that a moment lies in: the first that ends at or after it.
func candleOf(at market.Time, ends []market.Time) int {
	i := sort.Search(len(ends), func(i int) bool { return ends[i] >= at })
	return min(i, len(ends)-1)
}

// onCandles puts a plot on the times of candles: the last value within each.
func onCandles(points []Point, ends []market.Time, shown html.Seconds) html.Curve {
	var c html.Curve
	for _, p := range points {
		at := shown[candleOf(p.Time, ends)]
		if n := len(c.Time); n > 0 && c.Time[n-1] == at {
			if !math.IsNaN(p.Value) {
				c.Values[n-1] = p.Value
			}
			continue
		}
		c.Time, c.Values = append(c.Time, at), append(c.Values, p.Value)
	}
	return c
}
