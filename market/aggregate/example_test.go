package aggregate_test

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
	"github.com/tidemark/tidemark/market/calendar"
)

// The last hour bar of a half day is cut by the close, and comes with the minute that ends there.
func Example() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	hours, err := aggregate.New(market.Hours(1), market.Minutes(1), nyse, aggregate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	clock := func(t market.Time) string { return t.In(nyse.Zone()).Format("15:04") }
	halfDay, _ := nyse.Session(20240703)
	for end := halfDay.Open.Add(time.Minute); end <= halfDay.Close; end = end.Add(time.Minute) {
		minute := market.Bar{Start: end.Add(-time.Minute), End: end, Open: 100, High: 101, Low: 99, Close: 100, Volume: 10}
		for _, bar := range hours.Bar(&minute) {
			fmt.Println("at", clock(end), "the bar", clock(bar.Start), "to", clock(bar.End), "with volume", bar.Volume)
		}
	}
	// Output:
	// at 10:30 the bar 09:30 to 10:30 with volume 600
	// at 11:30 the bar 10:30 to 11:30 with volume 600
	// at 12:30 the bar 11:30 to 12:30 with volume 600
	// at 13:00 the bar 12:30 to 13:00 with volume 300
}

// Without another trade, the clock completes the bar.
func ExampleBuilder_Advance() {
	crypto, err := calendar.Get("24/7")
	if err != nil {
		fmt.Println(err)
		return
	}
	minutes, err := aggregate.New(market.Minutes(1), market.Ticks(1), crypto, aggregate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	at := market.At(time.Date(2024, 7, 3, 12, 0, 30, 0, time.UTC))
	fmt.Println(len(minutes.Trade(&market.Trade{Time: at, Price: 60_000, Size: 0.5})), "bars after the trade")
	due := minutes.Due()
	for _, bar := range minutes.Advance(due) {
		fmt.Println("at", due, "a bar that closes at", bar.Close)
	}
	// Output:
	// 0 bars after the trade
	// at 2024-07-03T12:01:00Z a bar that closes at 60000
}

func ExampleNew() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = aggregate.New(market.Minutes(3), market.Minutes(5), nyse, aggregate.Options{})
	fmt.Println(err)
	// Output:
	// build 3m bars from 5m: the source's span must divide the bars' span
}
