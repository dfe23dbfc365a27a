package tws

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func spyContract() wire.Contract {
	return wire.Contract{ConID: spyConID, Symbol: "SPY", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "ARCA", Currency: "USD", LocalSymbol: "SPY", TradingClass: "SPY"}
}

func spyDetails(request int) *wire.ContractDetails {
	return &wire.ContractDetails{RequestID: request, Contract: spyContract(), Details: wire.Details{
		MinTick: wire.Some(dec("0.01")), ValidExchanges: "SMART,ARCA", MarketRuleIDs: "26,26", PriceMagnifier: 1,
		StockType: "ETF", MinSize: wire.Some(dec("1")), SizeIncrement: wire.Some(dec("1")), TimeZoneID: "US/Eastern",
	}}
}

// The gateway's words about an order.

func openOrder(p *wire.PlaceOrder, permID int64, status wire.Status) *wire.OpenOrder {
	m := &wire.OpenOrder{OrderID: p.OrderID, Contract: p.Contract, Order: p.Order, State: wire.OrderState{Status: status}}
	m.Order.PermID, m.Order.ClientID = permID, clientID
	return m
}

func orderStatus(p *wire.PlaceOrder, permID int64, status wire.Status, filled string) *wire.OrderStatus {
	return &wire.OrderStatus{
		OrderID: p.OrderID, Status: status, PermID: permID, ClientID: clientID,
		Filled: dec(filled), Remaining: p.Order.TotalQuantity.Sub(dec(filled)),
	}
}

func working(p *wire.PlaceOrder, permID int64) []wire.Message {
	return []wire.Message{openOrder(p, permID, wire.Submitted), orderStatus(p, permID, wire.Submitted, "0")}
}

func executed(p *wire.PlaceOrder, permID int64, execID, shares, price string) *wire.Executed {
	side := wire.Bought
	if p.Order.Action == wire.Sell {
		side = wire.Sold
	}
	return &wire.Executed{RequestID: -1, Contract: p.Contract, Execution: wire.Execution{
		OrderID: p.OrderID, ExecID: execID, Time: "20250304 10:00:01 US/Eastern", Account: account, Exchange: "ARCA", Side: side,
		Shares: dec(shares), Price: dec(price), PermID: permID, ClientID: clientID, OrderRef: p.Order.Ref,
		CumQuantity: dec(shares), AvgPrice: dec(price),
	}}
}

func fee(execID, amount string) *wire.CommissionReport {
	return &wire.CommissionReport{ExecID: execID, Commission: wire.Some(dec(amount)), Currency: "USD"}
}

func orderError(p *wire.PlaceOrder, code int, text string) *wire.Error {
	return &wire.Error{RequestID: p.OrderID, Code: code, Message: text}
}
