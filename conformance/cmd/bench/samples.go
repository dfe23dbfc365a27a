package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// samples make the i-th of many different messages of one kind.
var samples = []func(i int) wire.Message{
	func(i int) wire.Message {
		return &wire.TickPrice{RequestID: 1001 + i%50, Type: wire.TickBid, Price: price(i), Size: wire.Some(float64(100 + i)),
			Attributes: wire.CanAutoExecute}
	},
	func(i int) wire.Message {
		return &wire.TickSize{RequestID: 1001 + i%50, Type: wire.TickBidSize, Size: wire.Some(float64(100 + i))}
	},
	func(i int) wire.Message {
		return &wire.TickByTick{RequestID: 1001 + i%50, Type: wire.TickAllLast, Time: 1_700_000_000 + int64(i), Price: price(i),
			Size: wire.Some(float64(1 + i)), Exchange: "ISLAND", SpecialConditions: "T I"}
	},
	func(i int) wire.Message {
		return &wire.OrderStatus{OrderID: 1 + i, Status: wire.Submitted, Filled: decimal.NewFromInt(int64(i)),
			Remaining: decimal.NewFromInt(1000), AvgFillPrice: money(i), PermID: 1_500_000_000 + int64(i), ClientID: 1}
	},
	func(i int) wire.Message {
		m := order()
		m.Order.PermID, m.Order.ClientID = 1_500_000_000+int64(i), 1
		return &wire.OpenOrder{OrderID: 1 + i, Contract: m.Contract, Order: m.Order,
			State: wire.OrderState{Status: wire.Submitted}}
	},
}

func price(i int) float64 { return 180 + float64(i)/100 }

func money(i int) decimal.Decimal { return decimal.New(18000+int64(i), -2) }

// order is what most orders are: a limit order for a stock. python/bench.py has the same.
func order() *wire.PlaceOrder {
	return &wire.PlaceOrder{
		OrderID: 1,
		Contract: wire.Contract{ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD",
			LocalSymbol: "AAPL", TradingClass: "NMS"},
		Order: wire.Order{Action: wire.Buy, TotalQuantity: decimal.NewFromInt(100), OrderType: wire.Limit,
			LimitPrice: wire.Some(money(25)), TimeInForce: wire.Day, Account: "DU1234567", Ref: fmt.Sprint("ema-cross/", 17),
			Transmit: true, Short: wire.ShortSale{ExemptCode: -1}},
	}
}
