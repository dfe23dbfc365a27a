package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
)

// IBFees are IBKR Pro's published commissions, those of the simulated venue's plans, the fixed one where there are two: of
// shares (in currencies without rates as in the United States) and futures; options and currencies by their tiers; crypto
// 0.18 %, at least 1.75.
//
// Source: ibkr.com, "Commissions", as each plan of package fee says; crypto: North America, 2024.
func IBFees() fee.Schedule {
	return fee.Schedule{
		Rules: fee.IBKRShares(false, decimal.Zero),
		Kinds: map[market.Kind]fee.Model{
			market.Option: fee.IBKROptions(),
			market.Future: fee.IBKRFuturesFixed(),
			market.Forex:  fee.IBKRForex(),
			market.Crypto: fee.Percent{Rate: decimal.New(18, -2), Minimum: decimal.New(175, -2)},
		},
		Default: fee.IBKRFixed(),
	}
}
