package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// External names the ledger of everything in the account that no strategy did: fills of other clients and of
// people, sales that the broker forced, and what an adjustment found. No strategy may have the name.
const External = "external"

// Adjust changes a position without a trade, as the broker's own record says it must be: the signed quantity
// comes in, or leaves, in kind at the price. The note tells why. Its money is a deposit or withdrawal, so that
// it is nobody's profit. The error is an [*Unbookable].
func (a *Account) Adjust(ledger, note string, in *market.Instrument, signed, price decimal.Decimal, at market.Time) (Effect, error) {
	f := internal(ledger, in, signed, price, at)
	f.Rule = note
	if settlementOf(in.Kind) == exchanged {
		return Effect{}, &Unbookable{Fill: f, Reason: "the position in a currency pair is its two balances: adjust the cash"}
	}
	effect, err := a.Apply(&f)
	if err != nil {
		return Effect{}, err
	}
	if settlementOf(in.Kind) == paid {
		a.byName[ledger].flow(Flow{at, Money{in.Currency, in.Notional(price, signed)}})
	}
	return effect, nil
}

// Transfer moves a signed quantity from one ledger to another at a price, as a trade between them without a
// fee. The account as a whole does not change. The error is an [*Unbookable] and nothing has changed.
func (a *Account) Transfer(from, to, note string, in *market.Instrument, signed, price decimal.Decimal, at market.Time) error {
	gives, takes := internal(from, in, signed.Neg(), price, at), internal(to, in, signed, price, at)
	gives.Rule, takes.Rule = note, note
	for _, f := range []*order.Fill{&gives, &takes} {
		if err := a.bookable(f); err != nil {
			return err
		}
	}
	for _, f := range []*order.Fill{&gives, &takes} {
		if _, err := a.Apply(f); err != nil {
			return err
		}
	}
	return nil
}

// internal is a fill that no order caused.
func internal(ledger string, in *market.Instrument, signed, price decimal.Decimal, at market.Time) order.Fill {
	f := order.Fill{Strategy: ledger, Instrument: in, Quantity: signed.Abs(), Price: price, Time: at}
	if signed.IsNegative() {
		f.Side = order.Sell
	}
	return f
}
