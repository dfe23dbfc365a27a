package tws

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Contract is the request for an instrument:
//
//	equity, etf   STK routed by SMART; an exchange other than SMART is the primary one
//	forex         CASH of the base, on IDEALPRO
//	future        FUT of the underlying symbol, with expiry, on its exchange
//	option        OPT, or FOP on an exchange of futures, of the underlying symbol; routed by SMART unless it has an exchange
//	index         IND on its exchange
//	crypto        CRYPTO of the base, on PAXOS unless it has an exchange
//	cfd           CFD routed by SMART
//
// It has no multiplier, since an instrument's is not IB's where there is a price magnifier; of several contracts that
// match, [Choose] takes the one whose point is worth as much as the instrument's. Nobody is asked for combos: they are made of
// their legs (combo.go).
// The error is a [*DetailsError] that says what the instrument lacks.
func Contract(in *market.Instrument) (wire.Contract, error) {
	k := wire.Contract{Symbol: in.Symbol, Exchange: in.Exchange, Currency: string(in.Currency)}
	switch in.Kind {
	case market.Equity, market.ETF:
		k.SecType = wire.Stock
		if in.Exchange != smart {
			k.PrimaryExchange = in.Exchange
		}
		k.Exchange = smart
	case market.Forex:
		k.SecType, k.Symbol, k.Exchange = wire.Cash, string(in.Base), "IDEALPRO"
	case market.Crypto:
		k.SecType, k.Symbol, k.Exchange = wire.Crypto, string(in.Base), or(in.Exchange, "PAXOS")
	case market.Index:
		k.SecType = wire.Index
	case market.CFD:
		k.SecType, k.Exchange = wire.ContractDifference, smart
	case market.Future:
		k.SecType, k.Symbol, k.LastTradeDateOrContractMonth = wire.Future, in.Underlying, dateText(in.Expiry)
	case market.Option:
		k.SecType, k.Symbol, k.LastTradeDateOrContractMonth = wire.Option, in.Underlying, dateText(in.Expiry)
		k.Exchange = or(in.Exchange, smart)
		if futuresExchanges[k.Exchange] {
			k.SecType = wire.FutureOption
		}
		k.Strike, k.Right = wire.Some(in.Strike), wireRight(in.Right)
	default:
		return wire.Contract{}, lacks(in, "a %s is not one contract: request the contracts it is made of, or give a contract id", in.Kind)
	}
	return k, complete(in, &k)
}

const smart = "SMART"

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

func dateText(d market.Date) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%08d", int(d))
}

func lacks(in *market.Instrument, format string, args ...any) error {
	return &DetailsError{fmt.Sprintf("%s %q", in.Kind, in.Symbol), fmt.Sprintf(format, args...)}
}

// complete refuses what IB would answer with something else than was meant.
func complete(in *market.Instrument, k *wire.Contract) error {
	derived := in.Kind == market.Future || in.Kind == market.Option
	switch {
	case k.Currency == "":
		return lacks(in, "its currency is missing")
	case derived && in.Underlying == "":
		return lacks(in, "its underlying is missing: IB's symbol of the product, such as ES")
	case k.Symbol == "":
		return lacks(in, "its symbol, or the base currency of a pair, is missing")
	case derived && in.Expiry == 0:
		return lacks(in, "its expiry is missing: without the day every month matches")
	case in.Kind == market.Option && (in.Right == market.NoRight || !in.Strike.IsPositive()):
		return lacks(in, "its strike or its right, call or put, is missing")
	case (in.Kind == market.Future || in.Kind == market.Index) && (k.Exchange == "" || k.Exchange == smart):
		return lacks(in, "its exchange is missing: name where it is listed, such as CME or CBOE")
	}
	return nil
}
