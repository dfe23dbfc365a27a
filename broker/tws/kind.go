package tws

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// kindOf is the class of a contract. Whatever has no class here is refused rather than traded as something else.
func kindOf(d *wire.ContractDetails) (market.Kind, error) {
	k := &d.Contract
	switch k.SecType {
	case wire.Stock:
		if d.Details.StockType == "ETF" {
			return market.ETF, nil
		}
		return market.Equity, nil
	case wire.Future:
		return market.Future, nil
	case wire.Option:
		return market.Option, nil
	case wire.FutureOption:
		if !futuresExchanges[k.Exchange] {
			return 0, reject(k, "options on futures are told from other options by their exchange, and this one lists both")
		}
		return market.Option, nil
	case wire.Cash:
		return market.Forex, nil
	case wire.Index:
		return market.Index, nil
	case wire.Crypto:
		return market.Crypto, nil
	case wire.ContractDifference:
		return market.CFD, nil
	case wire.ContinuousFuture:
		return 0, reject(k, "a continuous future has prices but cannot be traded: name one of its contracts")
	case wire.Combo:
		return 0, reject(k, "a combo has no details of its own: describe its legs")
	}
	return 0, reject(k, "securities of type %q are not supported", k.SecType)
}

// futuresExchanges list futures, and options on nothing else.
var futuresExchanges = map[string]bool{
	"CME": true, "CBOT": true, "NYMEX": true, "COMEX": true, "CFE": true, "NYBOT": true, "IPE": true,
	"GLOBEX": true, "ECBOT": true, // what CME and CBOT were called until 2022
}

func rightOf(r wire.Right) market.Right {
	switch r {
	case wire.Call:
		return market.Call
	case wire.Put:
		return market.Put
	}
	return market.NoRight
}

func wireRight(r market.Right) wire.Right {
	switch r {
	case market.Call:
		return wire.Call
	case market.Put:
		return wire.Put
	}
	return 0
}
