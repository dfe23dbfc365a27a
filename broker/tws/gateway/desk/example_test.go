package desk_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A client buys at the market: the order fills at the quote that stands.
func Example() {
	var quotes market.Quotes
	open := market.At(time.Date(2024, 3, 4, 14, 30, 0, 0, time.UTC))
	quotes.Append(market.Quote{Time: open.Add(time.Second), Bid: 170, Ask: 170.02, BidSize: 100, AskSize: 300})
	pit, err := floor.New(floor.Options{Archive: floor.Memory{"AAPL": {Quotes: quotes}}, Start: open})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer pit.Close()
	d, err := desk.New(pit, desk.Options{
		Accounts: []desk.Account{{Name: "DU1234567", Cash: decimal.NewFromInt(100_000)}},
		Tell: func(to desk.Audience, m wire.Message) {
			switch m := m.(type) {
			case *wire.OrderStatus:
				fmt.Println("client", to.Client, m.Status, m.Filled)
			case *wire.Executed:
				fmt.Println("client", to.Client, m.Execution.Side, m.Execution.Shares, m.Execution.Price)
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var ev market.Event
	for pit.Next(open.Add(time.Minute), &ev) {
		d.Observe(&ev)
	}
	d.Place(1, &wire.PlaceOrder{
		OrderID: d.NextOrderID(1), Contract: wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"},
		Order: wire.Order{Action: wire.Buy, OrderType: wire.Market, TotalQuantity: decimal.NewFromInt(100), Transmit: true},
	})
	fmt.Println(d.Summary("DU1234567", "TotalCashValue"))
	// Output:
	// client 1 PreSubmitted 0
	// client 1 BOT 100 170.02
	// client 1 Filled 100
	// client 1 Filled 100
	// [{TotalCashValue 82997.00 USD}]
}
