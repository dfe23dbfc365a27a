package engine

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// instructible is what forbids an instruction about an option, nil when nothing does. The broker would refuse the same, an
// option that is not in the money with IB's error 322.
func (e *Engine) instructible(o *order.Order, group []*order.Order) *order.Reason {
	in := o.Instrument
	no := func(code order.Code, format string, args ...any) *order.Reason {
		return &order.Reason{Code: code, Detail: fmt.Sprintf(format, args...)}
	}
	underlying, err := e.Universe.Find(in.Underlying)
	if err != nil {
		return no(order.UnknownInstrument, "the underlying %s of %s is not in the run: add the instrument", in.Underlying, in.Symbol)
	}
	if held := e.uninstructed(o, group); held.LessThan(o.Quantity) {
		reason := no(order.NotHeld, "no more of %s is held, less what instructions have asked for already", in.Symbol)
		reason.Limit, reason.Value = held, o.Quantity
		return reason
	}
	cal := e.routes[in.ID].calendar
	if last, ok := cal.Latest(in.Expiry); ok && e.now > last.Close {
		return no(order.AlreadyExpired, "the last session of %s has closed", in.Symbol)
	}
	if o.Type == order.Lapse {
		return nil
	}
	if before, ok := cal.Latest(in.Expiry.AddDays(-1)); ok && !underlying.Kind.Tradable() && e.now <= before.Close {
		return no(order.NotExercisable, "an option on an index is European: %s can be exercised on %s", in.Symbol, in.Expiry)
	}
	if spot := e.routes[underlying.ID].price; spot != 0 && !inTheMoney(in, spot) {
		return no(order.NotExercisable, "%s is not in the money, %s stands at %v: sell it or keep it", in.Symbol, underlying.Symbol, spot)
	}
	return nil
}

func inTheMoney(option *market.Instrument, spot float64) bool {
	strike := option.Strike.InexactFloat64()
	return option.Right == market.Call && spot > strike || option.Right == market.Put && spot < strike
}

// uninstructed is what a strategy holds of an option and has given no instruction about, before this one.
func (e *Engine) uninstructed(o *order.Order, group []*order.Order) decimal.Decimal {
	held := e.owner(o.Strategy).ledger.Position(o.Instrument.ID).Quantity
	for _, list := range [][]*order.Order{e.book.working, group} {
		for _, w := range list {
			if w.Type.Instructs() && w.Strategy == o.Strategy && w.Instrument == o.Instrument && w.ID != o.ID {
				held = held.Sub(w.Open())
			}
		}
	}
	return held
}
