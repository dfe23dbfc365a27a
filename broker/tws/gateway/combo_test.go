package gateway_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// pairMarket is a market of two shares with the same quotes.
func pairMarket(t *testing.T) gateway.Options {
	t.Helper()
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{
			{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598},
			{Symbol: "IBM", Kind: market.Equity, Primary: "NYSE", ConID: 8314},
		},
		Archive: floor.Memory{"AAPL": rising(600), "IBM": rising(600)}, Start: opening,
	})
	if err != nil {
		t.Fatal(err)
	}
	return gateway.Options{Floor: f}
}

// pair is AAPL against IBM, as IB's documentation of spreads writes it.
func pair() wire.Contract {
	return wire.Contract{Symbol: "AAPL,IBM", SecType: wire.Combo, Exchange: "SMART", Currency: "USD", ComboLegs: []wire.ComboLeg{
		{ConID: 265598, Ratio: 1, Action: wire.Buy, Exchange: "SMART", ExemptCode: -1},
		{ConID: 8314, Ratio: 1, Action: wire.Sell, Exchange: "SMART", ExemptCode: -1},
	}}
}

func pairOrder(kind wire.OrderType, price string) wire.Order {
	o := marketOrder(wire.Buy, "10")
	o.OrderType, o.LimitPrice = kind, wire.Some(dec(price))
	o.SmartCombo = []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}}
	return o
}

// AAPL is bought at 100.02 and IBM sold at 100.00: 0.02, told for the whole and for each leg. Each leg has a commission, the
// least of 1; the one that is sold has the SEC's 8 dollars a million of 1,000 and FINRA's 0.000166 a share too.
func TestComboFills(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, pairMarket(t)), 1, version)
		id := place(t, c, pair(), pairOrder(wire.Market, "0"))
		var told, fees []string
		until(t, c, func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.Executed:
				told = append(told, fmt.Sprint(m.Execution.OrderID-id, " ", m.Contract.SecType, " ", m.Contract.Symbol, " ", m.Execution.Side, " ", m.Execution.Shares, " ", m.Execution.Price))
			case *wire.CommissionReport:
				fees = append(fees, m.Commission.Value.String())
			case *wire.OrderStatus:
				if m.Status == wire.Filled && (!m.AvgFillPrice.Equal(dec("0.02")) || !m.Filled.Equal(dec("10"))) {
					t.Errorf("%s filled at %s", m.Filled, m.AvgFillPrice)
				}
			}
			return len(fees) == 2
		})
		if want := []string{"0 BAG AAPL,IBM BOT 10 0.02", "0 STK AAPL BOT 10 100.02", "0 STK IBM SLD 10 100"}; !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
		if !slices.Equal(fees, []string{"1", "1.00966"}) {
			t.Errorf("fees %v", fees)
		}
		positions, err := c.Positions(t.Context())
		if err != nil || len(positions) != 2 {
			t.Errorf("positions %v, %v", positions, err)
		}
	})
}

// The legs of an order that rests below zero come back as they were sent.
func TestComboIsListed(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, pairMarket(t)), 1, version)
		id := place(t, c, pair(), pairOrder(wire.Limit, "-0.5"))
		until(t, c, func(m wire.Message) bool {
			s, ok := m.(*wire.OrderStatus)
			return ok && s.Status == wire.Submitted
		})
		open, err := c.OpenOrders(t.Context())
		if err != nil || len(open) != 1 || open[0].OpenOrder.OrderID != id {
			t.Fatalf("open orders %v, %v", open, err)
		}
		m := open[0].OpenOrder
		if k := m.Contract; k.ConID != 28812380 || !slices.Equal(k.ComboLegs, pair().ComboLegs) || !m.Order.LimitPrice.Value.Equal(dec("-0.5")) ||
			k.ComboLegsDescription != "265598|1,8314|-1" || len(m.Order.SmartCombo) != 1 {
			t.Errorf("%+v, %+v", k, m.Order)
		}
	})
}

// A line shows what the legs show: who buys the pair pays AAPL's ask and gets IBM's bid. Sizes are of the smaller one.
func TestComboQuotes(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := converse(t, start(t, pairMarket(t)), 1, version)
		c.say(&wire.RequestMarketData{RequestID: 7, Contract: pair()})
		<-time.After(3 * time.Second)
		synctest.Wait()
		got := map[wire.TickType]string{}
		c.each(func(m wire.Message) {
			switch m := m.(type) {
			case *wire.TickPrice:
				got[m.Type] = fmt.Sprint(m.Price)
			case *wire.TickSize:
				got[m.Type] = fmt.Sprint(m.Size.Value)
			}
		})
		if got[wire.TickBid] != "-0.02" || got[wire.TickAsk] != "0.02" || got[wire.TickBidSize] != "200" || got[wire.TickAskSize] != "200" {
			t.Errorf("%v", got)
		}
		c.say(&wire.CancelMarketData{RequestID: 7})
		c.hearAll()
		<-time.After(3 * time.Second)
		synctest.Wait()
		if more := c.hearAll(); len(more.told) > 0 {
			t.Errorf("after the end: %v", more)
		}
	})
}

// Every other request that has a contract, and every generic tick, is refused or harmless.
func TestComboAskedForEverything(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := converse(t, start(t, pairMarket(t)), 1, version)
		for n := range 1000 {
			c.say(&wire.RequestMarketData{RequestID: 1000 + n, Contract: pair(), GenericTicks: strconv.Itoa(n)})
			c.hearAll()
			c.say(&wire.CancelMarketData{RequestID: 1000 + n})
			c.hearAll()
		}
		for want, m := range map[string]wire.Message{
			"history": &wire.RequestHistoricalData{RequestID: 1, Contract: pair(), BarSize: "1 min", Duration: "1 D", WhatToShow: "TRADES"},
			"depth":   &wire.RequestMarketDepth{RequestID: 2, Contract: pair(), Rows: 5},
			"bars":    &wire.RequestRealTimeBars{RequestID: 3, Contract: pair(), BarSize: 5, WhatToShow: "TRADES"},
		} {
			if got := c.ask(m); !slices.Contains(got.told, "Error 321") {
				t.Errorf("%s: %v", want, got)
			}
		}
	})
}

// IB has no details of combos, and answers as its clients have reported.
func TestComboHasNoDetails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, start(t, pairMarket(t)), 1, 225)
		var refused *client.RequestError
		if _, err := c.ContractDetails(t.Context(), pair()); !errors.As(err, &refused) || refused.Code.Number != 321 {
			t.Errorf("%v, want error 321", err)
		}
	})
}
