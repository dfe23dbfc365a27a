package gateway_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A gateway inside a test: a client connects to it in memory, buys ten shares, and prints the fill. The options may
// be empty: then there are some forty contracts on a market that is made up. This one has a share with one quote.
func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	var tape floor.Recording
	open := market.At(time.Date(2024, 3, 4, 14, 30, 0, 0, time.UTC))
	tape.Quotes.Append(market.Quote{Time: open, Bid: 180.01, Ask: 180.03, BidSize: 300, AskSize: 200})
	shares, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ"}},
		Archive:  floor.Memory{"AAPL": tape}, Start: open,
	})
	if err != nil {
		log.Fatal(err)
	}

	g, err := gateway.New(gateway.Options{Floor: shares})
	if err != nil {
		log.Fatal(err)
	}
	go g.Run(ctx)
	conn, err := client.Dial(ctx, client.Options{Dialer: g, ClientID: 1})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	id, err := conn.NextOrderID()
	if err != nil {
		log.Fatal(err)
	}
	err = conn.PlaceOrder(ctx, &wire.PlaceOrder{
		OrderID:  id,
		Contract: wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"},
		Order:    wire.Order{Action: wire.Buy, TotalQuantity: decimal.NewFromInt(10), OrderType: wire.Market, Transmit: true},
	})
	if err != nil {
		log.Fatal(err)
	}
	for {
		m, err := conn.Orders().Next(ctx)
		if err != nil {
			log.Fatal(err)
		}
		if fill, ok := m.(*wire.Executed); ok {
			fmt.Println(fill.Execution.Side, fill.Execution.Shares, fill.Contract.Symbol, "at", fill.Execution.Price)
			return
		}
	}
	// Output: BOT 10 AAPL at 180.03
}
