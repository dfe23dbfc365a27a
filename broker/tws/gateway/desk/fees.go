package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
)

// IBFees are IBKR Pro's published commissions, the fixed plan where there is one: US shares 0.005 a share, at least
// 1.00; options 0.65 a contract, at least 1.00 an order; futures 0.85 a contract and an exchange fee of 1.40 (as of
// E-mini futures); forex 0.2 basis points, at least 2.00; crypto 0.18 %, at least 1.75.
//
// Source: ibkr.com, "Commissions", North America, 2024.
func IBFees() fee.Schedule {
	stocks := fee.IBKRFixed()
	per := func(rate, minimum int64) fee.Model {
		return fee.PerUnit{Rate: decimal.New(rate, -2), Minimum: decimal.New(minimum, -2)}
	}
	return fee.Schedule{
		Kinds: map[market.Kind]fee.Model{
			market.Option: per(65, 100),
			market.Future: per(225, 0),
			market.Forex:  fee.Percent{Rate: decimal.New(2, -3), Minimum: decimal.NewFromInt(2)},
			market.Crypto: fee.Percent{Rate: decimal.New(18, -2), Minimum: decimal.New(175, -2)},
		},
		Default: stocks,
	}
}
