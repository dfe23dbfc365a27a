package portfolio

import "github.com/tidemark/tidemark/market"

// settlement is how a trade moves money.
type settlement uint8

const (
	// unsettled instruments have no fills of their own.
	unsettled settlement = iota
	// paid: the price changes hands.
	paid
	// margined: only profit and loss change hands.
	margined
	// exchanged: one currency for another.
	exchanged
)

func settlementOf(k market.Kind) settlement {
	switch k {
	case market.Equity, market.ETF, market.Option, market.Bond, market.Crypto:
		return paid
	case market.Future, market.CFD:
		return margined
	case market.Forex:
		return exchanged
	}
	return unsettled
}
