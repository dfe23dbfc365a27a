package report_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report"
)

// An engine gives the recorder what happens; the report is built when the run is over.
func ExampleRecorder() {
	abc := market.NewEquity("ABC")
	recorder := report.NewRecorder([]*market.Instrument{&abc}, report.RecorderOptions{})

	account := func(equity int64) portfolio.Snapshot {
		return portfolio.Snapshot{Base: "USD", Equity: decimal.NewFromInt(equity)}
	}
	average := recorder.Plot("trend", "average", "ABC", "")
	recorder.Sample(report.SampleOf(at(1, 21), account(10_000)))
	for _, day := range []int{4} {
		recorder.Bar(&market.Bar{Start: at(day, 14), End: at(day, 21), Open: 99, High: 102, Low: 98, Close: 101, Volume: 5_000})
		average.Add(at(day, 21), 100)
		recorder.Sample(report.SampleOf(at(day, 21), account(10_100)))
	}
	var orders []order.Order // as they ended
	run := recorder.Finish(report.Manifest{
		Strategies: []report.StrategyInfo{{Name: "trend"}},
		Base:       "USD", Calendar: "XNYS", Zone: "America/New_York", Sampling: "session close", PeriodsPerYear: 252,
	}, orders)

	result, err := report.Build(run)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Manifest.Title, result.Period.From, "to", result.Period.To)
	fmt.Println("return", result.Statistics.Value("total_return"))
	fmt.Println("candles", len(run.Charts[0].Candles), "plots", len(run.Plots))
	// Output:
	// trend 2024-03-01T21:00:00Z to 2024-03-04T21:00:00Z
	// return 0.01
	// candles 1 plots 1
}
