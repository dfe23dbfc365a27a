package market_test

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
)

func ExampleParseBarSpec() {
	for _, text := range []string{"5m", "1d", "0.5range-mid", "5min"} {
		spec, err := market.ParseBarSpec(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(spec, spec.Span, spec.Count, spec.Size, spec.Price)
	}
	// Output:
	// 5m 5m0s 0 0 last
	// 1d 0s 1 0 last
	// 0.5range-mid 0s 0 0.5 mid
	// bar specification "5min": want a size and a unit such as 30s, 5m, 1h, 1d, 100tick, 5000vol, 1000000usd, 0.5range or 2renko
}

func ExampleInstrument_PriceOf() {
	spy := market.NewEquity("SPY")
	fmt.Println(spy.PriceOf(512.3456, market.Down), spy.PriceOf(512.3456, market.Up), spy.PriceOf(0.12345, market.Nearest))
	// Output:
	// 512.34 512.35 0.1235
}

func ExampleDate() {
	d, err := market.ParseDate("2024-02-28")
	if err != nil {
		fmt.Println(err)
		return
	}
	next := d.AddDays(2)
	fmt.Println(next, next.Weekday(), next > d, int(next))
	// Output:
	// 2024-03-01 Friday true 20240301
}
