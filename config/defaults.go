package config

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Default is the configuration before any file is read.
func Default() Run {
	return Run{
		Name: "backtest",
		Seed: 1,
		Account: Account{
			Base: market.USD, Cash: decimal.NewFromInt(100_000), Type: "simple", Liquidation: "market",
			DayTrading: "none", DayTradingMinimum: decimal.NewFromInt(25_000),
			PortfolioMinimum: decimal.NewFromInt(100_000),
			Actions:          "ignore", Expiry: "ignore", Assignment: "expiry", Variation: "at-close",
		},
		Data: Data{Catalog: "catalog"},
		Sim: Sim{
			Timing:   "next-open",
			Path:     "nearest-extreme",
			Limits:   "touch",
			Queue:    "none",
			Auctions: "bars",
			Fees:     Fees{Model: "ibkr-fixed", Kinds: "shares"},
			Slippage: Slippage{Model: "none"},
			OnFault:  "hold",
		},
		Broker: Broker{
			Host: "127.0.0.1", Port: 4002, ClientID: 1, Sync: "always", Unexplained: "halt", Exit: "keep", Depth: "smart",
			Simulated: Simulated{Queue: "none"},
		},
		Monitor: Monitor{Listen: "127.0.0.1:0"},
		Risk:    Risk{BuyingPower: true},
		Log:     Log{Level: "warn", Format: "auto"},
	}
}

// defaultSource completes an instrument's source.
func defaultSource() Source {
	return Source{
		From:   "catalog",
		Market: "usa",
		Adjust: "raw",
	}
}
