package synth_test

import (
	"fmt"

	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// A week of hours. The same seed makes the same week, everywhere and always.
func Example() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	share := market.NewEquity("ACME")
	options := synth.Defaults(&share)
	options.Seed, options.First, options.Last = 42, 20240701, 20240705

	tape, err := synth.New(&share, nyse, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	days, err := tape.Bars(market.Daily())
	if err != nil {
		fmt.Println(err)
		return
	}
	var batch market.Bars
	for days.Next(&batch) == nil {
		for _, end := range batch.End {
			fmt.Println(end.In(nyse.Zone()).Format("Mon 2 January, 15:04"))
		}
	}
	// Output:
	// Mon 1 July, 16:00
	// Tue 2 July, 16:00
	// Wed 3 July, 13:00
	// Fri 5 July, 16:00
}
