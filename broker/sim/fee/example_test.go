package fee_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// A charge, and the bill of it: IBKR's fixed plan for a sale of 200,000 shares at 5 in June 2023.
func ExampleBill() {
	spy := market.NewEquity("SPY")
	sale := order.Fill{
		Instrument: &spy, Side: order.Sell, Quantity: decimal.NewFromInt(200_000), Price: decimal.NewFromInt(5),
		Time: fee.Noon(&spy, 20230601),
	}
	tally := fee.Tally{Bill: &fee.Bill{}}
	fmt.Println(fee.IBKRFixed().Charge(&tally, &sale))
	for _, item := range tally.Bill.Items {
		fmt.Println(item.Amount, item.Name, item.Rate)
	}
	// Output:
	// 1015.27
	// 1000 commission 0.005 a share
	// 8 SEC fee 0.0008 % of the value
	// 7.27 FINRA trading activity fee 0.000145 a share
}

// A schedule of one's own: a commission with a minimum, and a tax on purchases since 2024.
func ExampleLine() {
	commission := &fee.Line{Name: "commission", Terms: []fee.Terms{{PerUnit: decimal.New(1, -2), Minimum: decimal.NewFromInt(2)}}}
	tax := &fee.Line{Name: "tax", Side: fee.Buys, Terms: []fee.Terms{{From: 20240101, Percent: decimal.New(5, -1)}}}
	model := fee.Sum{commission, tax}

	share := market.NewEquity("SHARE")
	var tally fee.Tally
	for _, quantity := range []int64{100, 300} { // one order in two fills
		f := order.Fill{
			Instrument: &share, Quantity: decimal.NewFromInt(quantity), Price: decimal.NewFromInt(10), Time: fee.Noon(&share, 20240304),
		}
		fmt.Println(model.Charge(&tally, &f))
		tally.Add(&f)
	}
	// Output:
	// 7
	// 17
}
