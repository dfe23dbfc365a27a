package floor_test

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A floor over a script: what happens is written down, and played.
func Example() {
	start := time.Date(2025, time.June, 3, 14, 0, 0, 0, time.UTC) // 10:00 in New York
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: market.At(start.Add(time.Second)), Bid: 199.98, Ask: 200, BidSize: 300, AskSize: 100})

	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL", ConID: 265598, Primary: "NASDAQ"}},
		Archive:  floor.Memory{"AAPL": {Quotes: quotes}},
		Start:    market.At(start),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()

	l, refusal := f.Resolve(&wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"})
	if refusal != nil {
		fmt.Println(refusal)
		return
	}
	var ev market.Event
	for f.Next(market.Never, &ev) {
		top := f.Top(l.ID())
		fmt.Println(l.Contract.ConID, f.Now(), top.Bid, top.Ask)
	}
	// Output: 265598 2025-06-03T14:00:01Z 199.98 200
}
