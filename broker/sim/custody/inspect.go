package custody

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// LiquidationTag is the tag of an order, and of its fills, with which the broker closes a position.
const LiquidationTag = "liquidation"

// Inspect looks at the account at the end of an instant. It returns the market orders that must be sent for strategies, as
// their strategy, instrument and request; closing are those that work already.
func (a *Account) Inspect(now market.Time, closing []*order.Order) []order.Order {
	a.now, a.forced = max(a.now, now), nil
	if a.days != nil {
		a.turn()
		defer a.look()
	}
	if !a.exposed() {
		return a.calm(nil)
	}
	a.estimates = a.opts.Fees()
	trades := a.trades()
	for _, o := range closing {
		price, _ := a.books.Last(o.Instrument.ID)
		signed := o.Open()
		if o.Side == order.Sell {
			signed = signed.Neg()
		}
		trades = append(trades, margin.Trade{
			Instrument: o.Instrument, Signed: signed, Price: price, Commission: a.commission(o.Instrument, signed, price),
		})
	}
	f := a.book.Figures(trades...)
	kind, excess := Call, a.excess
	if d := a.days; d != nil && d.overnight(now) && !excess(&f).IsNegative() {
		kind, excess = Overnight, a.memorandum(closing, f.RegT())
	}
	if !excess(&f).IsNegative() {
		if len(closing) > 0 {
			return nil // it will be well when they have filled
		}
		return a.calm(&f)
	}
	if !a.called {
		a.called = true
		a.tell(kind, &f, nil)
	}
	if a.opts.Keep {
		return nil
	}
	a.forced = a.liquidate(f, trades, closing, excess)
	return a.forced
}

// forces reports whether an order is one that the last look has sent. Nobody asks whether the account can carry it: to close
// one of two positions that offset each other asks for more until the other has gone.
func (a *Account) forces(p *sim.Prospect) bool {
	k := slices.IndexFunc(a.forced, func(o order.Order) bool {
		return o.Strategy == p.Strategy && o.Instrument == p.Instrument && o.Side == p.Side && o.Quantity.Equal(p.Open)
	})
	if k < 0 {
		return false
	}
	a.forced = slices.Delete(slices.Clone(a.forced), k, k+1)
	return true
}

// memorandum is what the special memorandum account has when positions ask for less than they do now: half of the value of
// what is closed comes back, also of what is being closed already; and it is never below what Regulation T leaves over.
func (a *Account) memorandum(closing []*order.Order, now decimal.Decimal) func(*margin.Figures) decimal.Decimal {
	memo := a.days.memo
	for _, o := range closing {
		price, _ := a.books.Last(o.Instrument.ID)
		if rate, err := a.books.Rate(o.Instrument.Currency); err == nil && isShare(o.Instrument) {
			memo = memo.Add(o.Instrument.Notional(price, o.Open()).Mul(regTRate).Mul(rate))
		}
	}
	return func(f *margin.Figures) decimal.Decimal {
		regT := f.RegT()
		return decimal.Max(memo.Add(now).Sub(regT), f.Loan.Sub(regT))
	}
}

// exposed reports whether anything is held that could make margin missing.
func (a *Account) exposed() bool {
	for in, quantity := range a.books.Quantities() {
		if !a.opts.Cash || in.Kind == market.Future || in.Kind == market.Option && quantity.IsNegative() {
			return true
		}
	}
	return false
}

func (a *Account) calm(f *margin.Figures) []order.Order {
	if a.called {
		a.called = false
		if f == nil {
			now := a.Figures()
			f = &now
		}
		a.tell(Restored, f, nil)
	}
	return nil
}

// excess is what is above the maintenance margin. In a cash account only futures have any.
func (a *Account) excess(f *margin.Figures) decimal.Decimal {
	if a.opts.Cash {
		return f.Cash.Add(f.Futures).Sub(f.Commodities.Maintenance)
	}
	return f.Excess()
}

func (a *Account) tell(k EventKind, f *margin.Figures, o *order.Order) {
	e := Event{Time: a.now, Kind: k, Equity: f.Loan, Maintenance: f.Maintenance()}
	if a.opts.Cash {
		e.Equity, e.Maintenance = f.Cash.Add(f.Futures), f.Commodities.Maintenance
	}
	if o != nil {
		e.Strategy, e.Symbol, e.Quantity = o.Strategy, o.Symbol, o.Quantity
		if o.Side == order.Sell {
			e.Quantity = e.Quantity.Neg()
		}
	}
	a.opts.Tell(e)
}

// target is a position that may be closed.
type target struct {
	in   *market.Instrument
	held decimal.Decimal
	need decimal.Decimal // in the base currency
}

// targets are the positions, the one that asks for the most first; what asks for nothing comes last.
func (a *Account) targets(trades []margin.Trade) []target {
	var list []target
	for in, held := range a.books.Quantities() {
		for i := range trades {
			if trades[i].Instrument == in {
				held = held.Add(trades[i].Signed)
			}
		}
		if held.IsZero() || held.Sign() != a.books.Quantity(in.ID).Sign() || a.opts.Cash && in.Kind != market.Future {
			continue
		}
		rate, err := a.books.Rate(in.Currency)
		if err != nil {
			continue
		}
		price, _ := a.book.Price(in)
		list = append(list, target{in, held, a.opts.Rules.Need(in, held, price, a.underPrice(in)).Maintenance.Mul(rate)})
	}
	slices.SortStableFunc(list, func(x, y target) int {
		return cmp.Or(y.need.Cmp(x.need), cmp.Compare(x.in.ID, y.in.ID))
	})
	return list
}

// liquidate closes as much as heals the account: first what brings relief by itself, and if that is not enough, everything.
func (a *Account) liquidate(
	f margin.Figures, trades []margin.Trade, closing []*order.Order, excess func(*margin.Figures) decimal.Decimal,
) []order.Order {
	var orders []order.Order
	targets := a.targets(trades)
	for _, anything := range []bool{false, true} {
		for i := range targets {
			t := &targets[i]
			missing := excess(&f).Neg()
			if !missing.IsPositive() || t.held.IsZero() {
				continue
			}
			part, ok := a.part(t, f, trades, missing, excess)
			if !ok && !anything {
				continue
			}
			t.held = t.held.Add(part.Signed)
			trades = append(trades[:len(trades):len(trades)], part)
			for _, o := range a.divide(t.in, part.Signed, closing) {
				a.tell(Liquidation, &f, &o)
				orders = append(orders, o)
			}
			f = a.book.Figures(trades...)
		}
	}
	return orders
}

// part is the trade that closes as much of a position as is missing; false when closing it brings no relief.
func (a *Account) part(
	t *target, f margin.Figures, trades []margin.Trade, missing decimal.Decimal, excess func(*margin.Figures) decimal.Decimal,
) (margin.Trade, bool) {
	price, _ := a.book.Price(t.in)
	part := margin.Trade{Instrument: t.in, Signed: t.held.Neg(), Price: price}
	left := func(part margin.Trade) decimal.Decimal {
		after := a.book.Figures(append(trades[:len(trades):len(trades)], part)...)
		return excess(&after)
	}
	relief := left(part).Sub(excess(&f))
	if relief.GreaterThan(missing) {
		part.Signed = a.enough(t, price, missing, relief)
		a.enlarge(&part, t, left)
	}
	part.Commission = a.commission(t.in, part.Signed, price)
	return part, relief.IsPositive()
}

// enough is how much of a position heals the account when all of it would bring relief: what is missing, and the commission
// of closing that much.
func (a *Account) enough(t *target, price, missing, relief decimal.Decimal) decimal.Decimal {
	part := margin.Trade{Instrument: t.in, Price: price}
	rate, err := a.books.Rate(t.in.Currency)
	if err != nil {
		return t.held.Neg()
	}
	for range 3 { // a larger part may cost a little more
		want := missing.Add(a.commission(t.in, part.Signed, price).Mul(rate))
		quantity := ceilSize(t.in, t.held.Abs().Mul(want).DivRound(relief, 16), t.held.Abs())
		part.Signed = quantity.Mul(decimal.NewFromInt(int64(-t.held.Sign())))
	}
	return part.Signed
}

// enlarge makes a part as large as heals the account where a share of the relief is not that share of the position: what stands
// against another position asks for something else than the rest.
func (a *Account) enlarge(part *margin.Trade, t *target, left func(margin.Trade) decimal.Decimal) {
	sign := decimal.NewFromInt(int64(-t.held.Sign()))
	few, many := part.Signed.Abs(), t.held.Abs()
	for tries := 0; tries < 40; tries++ {
		part.Commission = a.commission(t.in, part.Signed, part.Price)
		if !left(*part).IsNegative() {
			if many = part.Signed.Abs(); tries == 0 {
				return
			}
		} else {
			few = part.Signed.Abs()
		}
		next := ceilSize(t.in, few.Add(many).Div(decimal.NewFromInt(2)), many)
		if next.Equal(many) {
			break
		}
		part.Signed = next.Mul(sign)
	}
	part.Signed = many.Mul(sign)
}

// ceilSize moves a quantity up onto the size grid, and not beyond what is held.
func ceilSize(in *market.Instrument, quantity, held decimal.Decimal) decimal.Decimal {
	steps := quantity.DivRound(in.SizeIncrement, 16).Ceil()
	return decimal.Min(held, decimal.Max(in.MinSize, steps.Mul(in.SizeIncrement)))
}

// divide makes the orders of the strategies that hold a position, the largest holder first. What closing orders will take of
// a strategy is not there any more.
func (a *Account) divide(in *market.Instrument, signed decimal.Decimal, closing []*order.Order) []order.Order {
	type holder struct {
		name string
		held decimal.Decimal
	}
	var holders []holder
	for _, l := range a.books.Ledgers() {
		held := l.Position(in.ID).Quantity
		if held.Sign() != -signed.Sign() {
			continue
		}
		left := held.Abs()
		for _, o := range closing {
			if o.Strategy == l.Strategy() && o.Instrument == in {
				left = left.Sub(o.Open())
			}
		}
		if left.IsPositive() {
			holders = append(holders, holder{l.Strategy(), left})
		}
	}
	slices.SortStableFunc(holders, func(x, y holder) int { return y.held.Cmp(x.held) })
	side := order.Buy
	if signed.IsNegative() {
		side = order.Sell
	}
	var orders []order.Order
	left := signed.Abs()
	for _, h := range holders {
		quantity := decimal.Min(left, h.held)
		if !quantity.IsPositive() {
			break
		}
		left = left.Sub(quantity)
		orders = append(orders, order.Order{
			Strategy: h.name, Instrument: in,
			Request: order.Request{Symbol: in.Symbol, Side: side, Quantity: quantity, Type: order.Market, TimeInForce: order.Day, Tag: LiquidationTag},
		})
	}
	return orders
}
