package report_test

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report"
)

func at(day, hour int) market.Time {
	return market.At(time.Date(2024, time.March, day, hour, 0, 0, 0, time.UTC))
}

// smallRun is a run of three sessions whose every number can be checked by hand: 10 shares of ABC bought at
// 100.10 and sold at 103.35 with a fee of 1 USD each, one order denied and one expired, one left open.
func smallRun() *report.Run {
	abc := market.NewEquity("ABC")
	xyz := market.NewEquity("XYZ")
	xyz.ID, xyz.Currency = 1, "EUR"
	buy := order.Fill{
		ExecID: "e1", Order: "s-1", Strategy: "s", Instrument: &abc, Side: order.Buy, Quantity: d("10"), Price: d("100.10"),
		Time: at(4, 15), Fee: d("1.00"), FeeCurrency: "USD", Rule: "open of the bar", Tag: "in",
	}
	sell := buy
	sell.ExecID, sell.Order, sell.Side, sell.Price, sell.Time, sell.Tag = "e2", "s-2", order.Sell, d("103.35"), at(5, 16), `out, "quick"`
	foreign := order.Fill{
		ExecID: "e3", Order: "s-5", Strategy: "s", Instrument: &xyz, Side: order.Sell, Quantity: d("2"), Price: d("50"),
		Time: at(6, 15), Fee: d("0.50"), FeeCurrency: "EUR", Rule: "limit",
	}
	profit := portfolio.Profit{Gross: d("32.50"), Fees: d("2.00"), Net: d("30.50")}
	run := &report.Run{
		Manifest:    manifest("s"),
		Instruments: []*market.Instrument{&abc, &xyz},
		Samples: []report.Sample{
			{Time: at(1, 21), Equity: d("10000"), Cash: usd(d("10000")), Strategies: shares("10000")},
			{Time: at(4, 21), Equity: d("10018.00"), Cash: usd(d("8998.00")), Gross: d("1020"), Net: d("1020"), Strategies: shares("10018")},
			{Time: at(5, 21), Equity: d("10030.50"), Cash: usd(d("10030.50")), Strategies: shares("10030.5")},
			{Time: at(6, 21), Equity: d("10028.30"), Cash: []portfolio.Money{{Currency: "EUR", Amount: d("99.50")}, {Currency: "USD", Amount: d("10028.85")}}, Gross: d("110"), Net: d("-110"), Strategies: shares("10028.3")},
		},
		Fills: []report.Fill{{Fill: &buy}, {Fill: &sell}, {Fill: &foreign, Rate: d("1.10"), FeeRate: d("1.10")}},
		RoundTrips: []portfolio.RoundTrip{
			{
				Strategy: "s", Instrument: &abc, Side: order.Buy, Quantity: d("10"), EntryTime: at(4, 15), ExitTime: at(5, 16),
				EntryPrice: d("100.10"), ExitPrice: d("103.35"), Profit: profit, Base: &profit, MFE: d("41.20"), MAE: d("-8.00"),
				Bars: 2, Fills: 2, EntryTag: "in", ExitTag: `out, "quick"`,
			},
			{
				Strategy: "s", Instrument: &xyz, Side: order.Sell, Quantity: d("2"), EntryTime: at(6, 15), EntryPrice: d("50"),
				Profit: portfolio.Profit{Fees: d("0.50"), Net: d("-0.50")}, Bars: 1, Fills: 1, Open: true,
			},
		},
		Benchmark: &report.Benchmark{Name: "IDX", Points: []report.Point{
			{Time: at(1, 21), Value: 500}, {Time: at(4, 21), Value: 505}, {Time: at(5, 21), Value: 500}, {Time: at(6, 21), Value: 510},
		}},
	}
	run.Orders, run.Events = smallOrders(&abc, &xyz, []order.Fill{buy, sell, foreign})
	run.Manifest.From, run.Manifest.To = at(1, 21), at(6, 21)
	return run
}

func smallOrders(abc, xyz *market.Instrument, fills []order.Fill) ([]order.Order, []order.Event) {
	head := func(id order.ID, t market.Time) order.Header { return order.Header{Order: id, Time: t} }
	orders := []order.Order{
		{Request: order.NewMarket("ABC", order.Buy, d("10")), ID: "s-1", Instrument: abc},
		{Request: order.NewMarket("ABC", order.Sell, d("10")), ID: "s-2", Instrument: abc},
		{Request: order.NewMarket("ABC", order.Buy, d("900")), ID: "s-3", Instrument: abc},
		{Request: order.NewStopLimit("ABC", order.Buy, d("5"), d("110"), d("110.50")).Until(at(6, 12)), ID: "s-4", Instrument: abc},
		{Request: order.NewLimit("XYZ", order.Sell, d("2"), d("50")).For(order.GTC), ID: "s-5", Instrument: xyz},
	}
	events := []order.Event{
		order.WasSent{Header: head("s-1", at(4, 14))}, order.WasSubmitted{Header: head("s-1", at(4, 14))},
		order.WasAccepted{Header: head("s-1", at(4, 14)), BrokerID: "71"}, order.WasFilled{Header: head("s-1", at(4, 15)), Fill: &fills[0]},
		order.WasSent{Header: head("s-2", at(5, 15))}, order.WasFilled{Header: head("s-2", at(5, 16)), Fill: &fills[1]},
		order.WasDenied{Header: head("s-3", at(5, 17)), Reason: order.Reason{
			Code: order.BuyingPower, Limit: d("10030.50"), Value: d("93015"), Detail: "cost of the order"}},
		order.WasSent{Header: head("s-4", at(5, 18))}, order.WasAccepted{Header: head("s-4", at(5, 18)), BrokerID: "72"},
		order.Noted{Header: head("s-4", at(5, 19)), Reason: order.Reason{Code: order.StopNotReached, Limit: d("110"), Value: d("104.20")}},
		order.HasExpired{Header: head("s-4", at(6, 12)), Reason: order.Reason{Code: order.GoodTillReached}},
		order.WasSent{Header: head("s-5", at(6, 14))}, order.WasFilled{Header: head("s-5", at(6, 15)), Fill: &fills[2]},
	}
	for i := range orders {
		o := &orders[i]
		o.Strategy = "s"
		for _, e := range events {
			if e.About().Order != o.ID {
				continue
			}
			if o.Created == 0 {
				o.Created = e.About().Time
			}
			if _, err := o.Apply(e); err != nil {
				panic(err)
			}
		}
	}
	return orders, events
}
