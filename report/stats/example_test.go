package stats_test

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

func ExampleCompute() {
	sheet, err := stats.Compute(stats.Input{
		Time:   []market.Time{day(0), day(1), day(2), day(3)},
		Equity: []float64{1000, 1100, 990, 1089},
		Basis:  stats.Daily(252, "XNYS sessions"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range []string{"total_return", "max_drawdown", "profit_factor"} {
		s, _ := sheet.Get(id)
		fmt.Printf("%s (%s, n=%d): %s\n", s.Name, s.Unit, s.N, s.Value)
	}
	fmt.Println("profit factor:", sheet.Value("profit_factor").Reason().Text())
	// Output:
	// Total return (fraction, n=3): 0.089
	// Max drawdown (fraction, n=1): -0.1
	// Profit factor (ratio, n=0): n/a
	// profit factor: no trade was closed
}
