package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// dialDemo is Dial for the examples that show something else.
func dialDemo(o client.Options) *client.Conn {
	c, err := client.Dial(context.Background(), o)
	if err != nil {
		panic(err)
	}
	return c
}

// A description that fits several contracts is an error that lists them.
func ExampleConn_Resolve() {
	c := dialDemo(demo(func(p *peer) {
		r := expect[*wire.RequestContractDetails](p)
		for i, exchange := range []string{"NASDAQ", "LSEETF"} {
			k := r.Contract
			k.ConID, k.LocalSymbol, k.Exchange, k.PrimaryExchange = 320227571+i, k.Symbol, "SMART", exchange
			p.send(&wire.ContractDetails{RequestID: r.RequestID, Contract: k})
		}
		p.send(&wire.ContractDetailsEnd{RequestID: r.RequestID})
	}))
	defer c.Close()
	_, err := c.Resolve(context.Background(), wire.Contract{Symbol: "QQQ", SecType: wire.Stock, Currency: "USD"})
	var several *client.AmbiguousError
	if errors.As(err, &several) {
		fmt.Println(len(several.Candidates), "candidates")
	}
	fmt.Println(err)
	// Output:
	// 2 candidates
	// client: QQQ STK is ambiguous, give the contract id of one of:
	//   320227571: QQQ  on SMART (NASDAQ) in USD
	//   320227572: QQQ  on SMART (LSEETF) in USD
}

// Bars of the past are one call. FormatDate 2 gives them as seconds since 1970, which need no time zone.
func ExampleConn_HistoricalBars() {
	c := dialDemo(demo(func(p *peer) {
		r := expect[*wire.RequestHistoricalData](p)
		p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: []wire.Bar{
			{Date: "1700000000", Open: 189.5, High: 190, Low: 189.25, Close: 189.75, Volume: wire.Some(1200.0), Count: 31},
		}}, &wire.HistoricalDataEnd{RequestID: r.RequestID})
	}))
	defer c.Close()
	bars, err := c.HistoricalBars(context.Background(), wire.RequestHistoricalData{
		Contract: wire.Contract{ConID: 265598, Exchange: "SMART"},
		Duration: "1 D", BarSize: "1 min", WhatToShow: "TRADES", UseRTH: true, FormatDate: 2,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range bars {
		fmt.Println(b.Date, b.Open, b.High, b.Low, b.Close, b.Volume.Or(-1))
	}
	// Output: 1700000000 189.5 190 189.25 189.75 1200
}

// What ends nothing, such as the state of the link to IB, comes out of one stream.
func ExampleConn_Notices() {
	c := dialDemo(demo(func(p *peer) {
		p.send(&wire.Error{RequestID: -1, Code: 2104, Message: "Market data farm connection is OK:usfarm"},
			&wire.Error{RequestID: -1, Code: 1100, Message: "Connectivity between IBKR and Trader Workstation has been lost."},
			&wire.Error{RequestID: -1, Code: 1102, Message: "Connectivity restored - data maintained."})
	}))
	defer c.Close()
	for range 3 {
		n, err := c.Notices().Next(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		switch n.Event {
		case client.FarmConnected, client.FarmLost:
			fmt.Println(n.Event, n.Service, n.Farm)
		default:
			fmt.Println(n.Event)
		}
	}
	// Output:
	// farm connected market data usfarm
	// link lost
	// link restored
}

// What is beyond a limit of IB waits, as long as its context allows, and the statistics show it.
func ExampleConn_Stats() {
	o := demo(func(p *peer) {
		for { // it never answers
			if _, err := p.in.Next(); err != nil {
				return
			}
		}
	})
	o.Lines = 1
	c := dialDemo(o)
	defer c.Close()
	apple := wire.RequestMarketData{Contract: wire.Contract{ConID: 265598, Exchange: "SMART"}}
	ticks, err := c.MarketData(context.Background(), apple)
	if err != nil {
		fmt.Println(err)
		return
	}
	lines := c.Stats().Limits[client.MarketDataLines]
	fmt.Println(lines.Used, "of", lines.Limit)

	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err = c.MarketData(ctx, apple)
	fmt.Println(err)

	ticks.Close()
	fmt.Println(c.Stats().Limits[client.MarketDataLines].Used)
	// Output:
	// 1 of 1
	// client: RequestMarketData: no complete answer: all 1 market data lines are in use: context deadline exceeded
	// 0
}

// Any message can be sent, and any that arrives can be seen.
func ExampleConn_Send() {
	arrived := make(chan wire.Message, 10)
	o := demo(func(p *peer) {
		p.send(&wire.VerifyMessageAPI{Data: "challenge " + expect[*wire.VerifyRequest](p).APIName})
	})
	decoder := wire.NewDecoder(false, 225) // the version that is agreed on
	o.MinVersion = 225
	o.Tap = client.TapFunc(func(fromClient bool, payload []byte) {
		if m, err := decoder.Decode(payload); !fromClient && err == nil {
			arrived <- m
		}
	})
	c := dialDemo(o)
	defer c.Close()
	if err := c.Send(context.Background(), &wire.VerifyRequest{APIName: "mine", APIVersion: "1"}); err != nil {
		fmt.Println(err)
		return
	}
	for m := range arrived {
		if m, ok := m.(*wire.VerifyMessageAPI); ok {
			fmt.Println(m.Data)
			return
		}
	}
	// Output: challenge mine
}

// A log of all that travels, without account numbers, made while it is wanted and printed later.
func ExampleOptions_tap() {
	var file bytes.Buffer // wirelog.Create makes a real one, which rotates
	log, err := wirelog.New(&file, wirelog.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := demo(func(p *peer) {
		expect[*wire.RequestCurrentTime](p)
		p.send(&wire.CurrentTime{Time: 1_700_000_000})
	})
	o.Tap = log
	c := dialDemo(o)
	if _, err := c.CurrentTime(context.Background()); err != nil {
		fmt.Println(err)
	}
	c.Close()
	if err := log.Close(); err != nil {
		fmt.Println(err)
	}

	var printed strings.Builder
	if err := wirelog.Print(&printed, wirelog.NewReader(&file), wirelog.PrintOptions{}); err != nil {
		fmt.Println(err)
	}
	for line := range strings.Lines(printed.String()) {
		os.Stdout.WriteString(line[len("2026-11-20 15:00:00.000000 "):])
	}
	// Output:
	// == session: server version 225, client 1
	// -> StartAPI ClientID=1
	// <- ManagedAccounts Accounts=account-1,account-2,
	// <- NextValidID OrderID=17
	// -> RequestCurrentTime
	// <- CurrentTime Time=1700000000
}
