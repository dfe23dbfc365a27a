package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Combos. The order of a combo is one order; the positions are those of its legs. So its executions come in two kinds:
// those of the legs are booked, those of the whole move the order alone.

// bare is the error of a subscription to a combo, which has no data of its own.
func (r *route) bare() error {
	in := r.instrument
	if in.Kind != market.Combo {
		return nil
	}
	legs := make([]string, len(in.Legs))
	for i, leg := range in.Legs {
		legs[i] = leg.Symbol
	}
	return fmt.Errorf("%s is a combo and has no data of its own: subscribe to its legs, %s", in.Symbol, strings.Join(legs, ", "))
}

// net is the price of a combo at the last prices of its legs; false while one has none.
func (e *Engine) net(in *market.Instrument) (float64, bool) {
	sum := 0.0
	for i, part := range e.Universe.Parts(in) {
		price := e.routes[part.ID].price
		if price == 0 {
			return 0, false
		}
		sum += float64(in.Legs[i].Ratio) * price * part.Multiplier.InexactFloat64()
	}
	return sum / in.Multiplier.InexactFloat64(), true
}

// trades reports whether an order trades an instrument, itself or by a leg.
func trades(o *order.Order, in *market.Instrument) bool {
	if o.Instrument == in || o.Instrument == nil || in == nil {
		return o.Instrument == in
	}
	return hasLeg(o.Instrument, in.Symbol)
}

func hasLeg(combo *market.Instrument, symbol string) bool {
	return slices.ContainsFunc(combo.Legs, func(l market.Leg) bool { return l.Symbol == symbol })
}

// openIn is what an order may still add to the position in an instrument.
func openIn(o *order.Order, in *market.Instrument) decimal.Decimal {
	if o.Instrument == in {
		return o.SignedOpen()
	}
	for _, l := range o.Instrument.Legs {
		if l.Symbol == in.Symbol {
			return o.SignedOpen().Mul(decimal.NewFromInt(int64(l.Ratio)))
		}
	}
	return decimal.Zero
}

// pass takes an execution of a combo as a whole. Its legs have moved the positions, or will; what it costs beside them is
// charged.
func (e *Engine) pass(f *order.Fill, replaced string) {
	if e.live != nil {
		e.live.pass(f, replaced)
		return
	}
	if !f.Fee.IsZero() {
		if err := e.account.Charge(f, f.Fee, f.FeeCurrency); err != nil {
			e.summary.Impossible++
			e.Log.Error().Err(err).Str("order", string(f.Order)).Str("exec", f.ExecID).Msg("fee could not be booked")
		}
		e.moment.Version++
	}
	e.Recorder.Fill(f, &portfolio.Effect{})
}

// pass remembers the execution, so that it is known when the broker lists it and when its fee comes.
func (l *live) pass(f *order.Fill, replaced string) {
	trade, revision := order.Trade(f.ExecID)
	known := l.executed[trade]
	if known != nil {
		if _, was := order.Trade(known.fill.ExecID); was >= revision {
			return
		}
	} else if replaced != "" {
		old, _ := order.Trade(replaced)
		known = l.executed[old]
	}
	fee := broker.LateFee{ExecID: f.ExecID, Fee: f.Fee, Currency: f.FeeCurrency}
	if waiting, waits := l.fees[f.ExecID]; waits {
		fee = waiting
		delete(l.fees, f.ExecID)
	}
	x := &execution{fill: *f}
	x.fill.Fee = decimal.Zero
	if known != nil {
		x.fill.Fee, x.fill.FeeCurrency = known.fill.Fee, known.fill.FeeCurrency
		old, _ := order.Trade(known.fill.ExecID)
		l.executed[old] = x
	}
	l.executed[trade] = x
	if fee.Currency != "" && !fee.Fee.IsZero() {
		l.lateFee(fee)
	}
	l.remember(f)
	l.engine.Recorder.Fill(f, &portfolio.Effect{})
}

// lostLeg reports the execution of a leg that is no instrument of the run: it moves a position that these books do not have.
func (l *live) lostLeg(o *order.Order, f *order.Fill) bool {
	if !f.Leg || f.Instrument != nil {
		return false
	}
	trade, _ := order.Trade(f.ExecID)
	if l.executed[trade] == nil {
		l.alarm(fmt.Sprintf("%s %s of a leg of %s were traded at %s for order %s; this run does not have the instrument",
			f.Side, f.Quantity, o.Symbol, f.Price, o.ID))
	}
	kept := *f
	kept.Order, kept.Strategy, kept.Instrument = o.ID, o.Strategy, o.Instrument // what it costs is charged there
	l.executed[trade] = &execution{fill: kept}
	return true
}
