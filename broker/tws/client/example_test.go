package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// demo is a gateway in memory; without the Dialer the examples talk to TWS on this machine.
func demo(script func(p *peer)) client.Options {
	return client.Options{ClientID: 1, Dialer: gateway(log.Fatalf, func(p *peer) {
		p.ready(225)
		script(p)
	})}
}

// Connect, ask, close.
func Example() {
	options := demo(func(p *peer) {
		r := expect[*wire.RequestContractDetails](p)
		r.Contract.ConID = 265598
		p.send(&wire.ContractDetails{RequestID: r.RequestID, Contract: r.Contract,
			Details: wire.Details{LongName: "APPLE INC"}},
			&wire.ContractDetailsEnd{RequestID: r.RequestID})
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := client.Dial(ctx, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()

	apple, err := c.Resolve(ctx, wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Accounts(), apple.Contract.ConID, apple.Details.LongName)
	// Output: [DU1 DU2] 265598 APPLE INC
}

// Returning after a loss is one call. Afterwards ask for orders and executions, and subscribe anew.
func ExampleRedial() {
	attempts := 0
	options := demo(func(*peer) {})
	up := options.Dialer
	options.Dialer = dialFunc(func(ctx context.Context) (net.Conn, error) {
		if attempts++; attempts == 1 {
			return nil, syscall.ECONNREFUSED // the gateway restarts
		}
		return up.DialContext(ctx, "", "")
	})
	c, err := client.Redial(context.Background(), options, client.Backoff{
		First: time.Millisecond, Max: time.Minute, Reconnect: true,
		Failed: func(attempt int, _ time.Duration, err error) {
			fmt.Println(attempt, errors.Is(err, client.ErrRefused))
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	fmt.Println("server version", c.Version())
	// Output:
	// 1 true
	// server version 225
}

// A stream is read until it ends, here because a snapshot is complete.
func ExampleConn_MarketData() {
	options := demo(func(p *peer) {
		r := expect[*wire.RequestMarketData](p)
		p.send(&wire.TickPrice{RequestID: r.RequestID, Type: wire.TickBid, Price: 189.5, Size: wire.Some(300.0)},
			&wire.TickPrice{RequestID: r.RequestID, Type: wire.TickAsk, Price: 189.51, Size: wire.Some(200.0)},
			&wire.TickSnapshotEnd{RequestID: r.RequestID})
	})
	ctx := context.Background()
	c, err := client.Dial(ctx, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()

	ticks, err := c.MarketData(ctx, wire.RequestMarketData{
		Contract: wire.Contract{ConID: 265598, Exchange: "SMART"}, Snapshot: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer ticks.Close()
	for {
		tick, err := ticks.Next(ctx)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		if tick.Other == nil {
			fmt.Println(tick.Type, tick.Price, tick.Size.Value)
		}
	}
	// Output:
	// BID 189.5 300
	// ASK 189.51 200
}

// What a refusal means is in its code.
func ExampleRequestError() {
	options := demo(func(p *peer) {
		r := expect[*wire.RequestHistoricalData](p)
		p.send(&wire.Error{RequestID: r.RequestID, Code: 162, Message: "HMDS query returned no data: AAPL@SMART Trades"})
	})
	ctx := context.Background()
	c, err := client.Dial(ctx, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()

	_, err = c.HistoricalBars(ctx, wire.RequestHistoricalData{
		Contract: wire.Contract{ConID: 265598, Exchange: "SMART"},
		Duration: "1 D", BarSize: "1 min", WhatToShow: "TRADES", FormatDate: 2,
	})
	var refused *client.RequestError
	if errors.As(err, &refused) {
		fmt.Println(refused.Code.Class, refused.Code.Retriable, errors.Is(err, client.ErrNoData))
	}
	fmt.Println(err)
	// Output:
	// failure false true
	// client: RequestHistoricalData: error 162: HMDS query returned no data: AAPL@SMART Trades
}

// Orders leave with an id of their own and are followed on one stream.
func ExampleConn_PlaceOrder() {
	options := demo(func(p *peer) {
		m := expect[*wire.PlaceOrder](p)
		p.send(&wire.OrderStatus{OrderID: m.OrderID, Status: wire.PreSubmitted, Remaining: m.Order.TotalQuantity},
			&wire.Error{RequestID: m.OrderID, Code: 399, Message: "Warning: Your order will not be placed at the exchange until 09:30"})
	})
	ctx := context.Background()
	c, err := client.Dial(ctx, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()

	id, err := c.NextOrderID()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = c.PlaceOrder(ctx, &wire.PlaceOrder{
		OrderID:  id,
		Contract: wire.Contract{ConID: 265598, Exchange: "SMART"},
		Order:    wire.Order{Action: wire.Buy, TotalQuantity: dec("100"), OrderType: wire.Market, Transmit: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		event, err := c.Orders().Next(ctx)
		if err != nil {
			fmt.Println(err)
			return
		}
		switch m := event.(type) {
		case *wire.OrderStatus:
			fmt.Println(m.OrderID, m.Status, m.Remaining)
		case *wire.Error:
			fmt.Println(m.RequestID, client.Classify(m).Class)
		}
	}
	// Output:
	// 17 PreSubmitted 100
	// 17 warning
}
