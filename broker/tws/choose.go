package tws

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Choose is the one candidate that is the instrument: of its kind, currency, expiry, strike and right, with a point
// worth as much. COMEX lists silver of 5000 and of 1000 ounces by one symbol, for example. It is false when none
// is or several are, as with options of two trading classes; then only a contract id can tell.
func Choose(in *market.Instrument, candidates []*wire.ContractDetails) (*wire.ContractDetails, bool) {
	var chosen *wire.ContractDetails
	for _, d := range candidates {
		if !same(in, d) {
			continue
		}
		if chosen != nil {
			return nil, false
		}
		chosen = d
	}
	return chosen, chosen != nil
}

func same(in *market.Instrument, d *wire.ContractDetails) bool {
	k := &d.Contract
	kind, err := kindOf(d)
	share := kind == market.Equity || kind == market.ETF // which is no matter: IB calls ETF what others call ETC
	if err != nil || kind != in.Kind && !(share && (in.Kind == market.Equity || in.Kind == market.ETF)) || k.Currency != string(in.Currency) {
		return false
	}
	if share && in.Exchange != "" && in.Exchange != smart && k.PrimaryExchange != in.Exchange {
		return false
	}
	worth, err := multiplier(d, kind)
	if err != nil || !worth.Equal(in.Multiplier) {
		return false
	}
	if kind != market.Future && kind != market.Option {
		return true
	}
	day, err := expiry(d)
	return err == nil && day == in.Expiry && k.Symbol == in.Underlying && rightOf(k.Right) == in.Right &&
		(kind == market.Future || k.Strike.Valid && k.Strike.Value.Equal(in.Strike))
}
