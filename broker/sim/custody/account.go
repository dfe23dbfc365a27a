package custody

import (
	"errors"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Options are what kind of account it is.
type Options struct {
	// Cash makes a cash account: Rules are then those of its futures alone.
	Cash  bool
	Rules *margin.Rules
	// DayTrading is for accounts with margin; nil asks for the same at every time of the day.
	DayTrading *DayTrading
	// Keep leaves positions alone when margin is missing; the account is only told.
	Keep bool
	// Fees makes a schedule for estimates, which must not count for the volume of a month; nil costs nothing.
	Fees func() fee.Schedule
	// Calendars are those of the instruments, for settlement.
	Calendars func(*market.Instrument) (*calendar.Calendar, error)
	// Find is an instrument of the run by its symbol, nil if there is none.
	Find func(symbol string) *market.Instrument
	// Tell, if given, hears what happens to the account.
	Tell func(Event)
}

// Account is an account in a broker's keeping. The engine's loop owns it.
type Account struct {
	opts  Options
	books *portfolio.Account
	book  margin.Book
	// estimates are the fees of one review.
	estimates fee.Schedule
	standing  standing

	// days is nil without day trading.
	days *days

	// now is the time of the last fill or look.
	now market.Time
	// pending are the fills of the venue that are not in the books yet, in their order.
	pending []order.Fill
	// receipts are on their way and count as cash in the books already.
	receipts []receipt
	// forced are the orders of the last look that have not come back for review.
	forced []order.Order
	// called is true from a margin call until the margin is there again.
	called bool
}

var _ sim.Funds = (*Account)(nil)

type receipt struct {
	at       market.Time
	currency market.Currency
	amount   decimal.Decimal
}

// New is an account without books: give it those of the run with Open before anything trades.
func New(o Options) (*Account, error) {
	if o.Rules == nil || o.Calendars == nil || o.Find == nil {
		return nil, errors.New("custody: rules, calendars and a way to find instruments are needed")
	}
	if o.Fees == nil {
		o.Fees = func() fee.Schedule { return fee.Schedule{} }
	}
	if o.Tell == nil {
		o.Tell = func(Event) {}
	}
	a := &Account{opts: o}
	if o.DayTrading != nil && !o.Cash {
		a.days = newDays(o.DayTrading, o.Rules)
	}
	return a, nil
}

// Open gives the account its books, and forgets what it knew of others.
func (a *Account) Open(books *portfolio.Account) {
	a.books, a.pending, a.receipts, a.standing = books, nil, nil, standing{}
	a.book = margin.Book{
		Account: books, Rules: a.opts.Rules,
		Price:      func(in *market.Instrument) (decimal.Decimal, bool) { return books.Last(in.ID) },
		Underlying: func(in *market.Instrument) *market.Instrument { return a.opts.Find(in.Underlying) },
	}
}

// Review is why the account cannot carry an order beside others.
func (a *Account) Review(p *sim.Prospect, others []sim.Prospect) *order.Reason {
	a.now = max(a.now, p.At)
	if a.forces(p) {
		return nil
	}
	a.estimates = a.opts.Fees()
	single := others
	if hasCombos(others) {
		single = apart(others)
	}
	if p.Legs != nil {
		return a.reviewCombo(p, others, single)
	}
	p, reason := a.priced(p)
	switch {
	case reason != nil:
		return reason
	case a.opts.Cash:
		return a.reviewCash(p, single)
	}
	if reason := a.reviewDays(p, single); reason != nil {
		return reason
	}
	return a.reviewMargin(p, others)
}

// priced is an order with the last price where it has none.
func (a *Account) priced(p *sim.Prospect) (*sim.Prospect, *order.Reason) {
	if p.Known {
		return p, nil
	}
	last, ok := a.books.Last(p.Instrument.ID)
	if !ok {
		return p, &order.Reason{Code: order.NoPrice, Detail: "nothing is known yet that " + p.Instrument.Symbol + " would cost"}
	}
	priced := *p
	priced.Price, priced.Known = last, true
	return &priced, nil
}

// reviewDays is reviewDay where there are rules of day trading.
func (a *Account) reviewDays(p *sim.Prospect, others []sim.Prospect) *order.Reason {
	if a.days == nil {
		return nil
	}
	a.turn()
	a.book.Rules = a.rulesNow()
	return a.reviewDay(p, others)
}

// Pay takes a fill.
func (a *Account) Pay(f *order.Fill) *order.Reason {
	a.now = max(a.now, f.Time)
	if a.opts.Cash {
		if reason := a.afford(f); reason != nil {
			return reason
		}
	}
	a.pending = append(a.pending, *f)
	return nil
}

// PayAll takes the fills of a combo's legs, or none of them. What is bought comes first: shares cover the call that is
// written on them.
func (a *Account) PayAll(legs []order.Fill) *order.Reason {
	before := len(a.pending)
	for _, side := range [...]order.Side{order.Buy, order.Sell} {
		for i := range legs {
			if legs[i].Side != side {
				continue
			}
			if reason := a.Pay(&legs[i]); reason != nil {
				a.pending = a.pending[:before]
				return reason
			}
		}
	}
	return nil
}

// Booked tells of a fill that is in the books now. Fills that no order caused, such as those of an exercise, come here only.
func (a *Account) Booked(f *order.Fill) {
	a.now = max(a.now, f.Time)
	for i := range a.pending {
		if a.pending[i].ExecID == f.ExecID {
			a.pending = append(a.pending[:i], a.pending[i+1:]...)
			break
		}
	}
	switch {
	case a.opts.Cash:
		a.receive(f)
	case a.days != nil:
		a.tradedToday(f)
	}
}

// Advance tells the time to an account that nobody inspects.
func (a *Account) Advance(now market.Time) { a.now = max(a.now, now) }

// Recall notes what a fill brings that its books have had already when they were given to the account.
func (a *Account) Recall(f *order.Fill) {
	if a.opts.Cash {
		a.receive(f)
	}
}

// held is the position with what is not booked yet.
func (a *Account) held(in *market.Instrument) decimal.Decimal {
	held := a.books.Quantity(in.ID)
	for i := range a.pending {
		if a.pending[i].Instrument == in {
			held = held.Add(a.pending[i].Signed())
		}
	}
	return held
}

// positions are everything that is held, with what is not booked yet.
func (a *Account) positions() iter.Seq2[*market.Instrument, decimal.Decimal] {
	return func(yield func(*market.Instrument, decimal.Decimal) bool) {
		for in := range a.books.Quantities() {
			if !yield(in, a.held(in)) {
				return
			}
		}
		for i := range a.pending {
			in := a.pending[i].Instrument
			first := slices.IndexFunc(a.pending, func(f order.Fill) bool { return f.Instrument == in }) == i
			if first && a.books.Quantity(in.ID).IsZero() && !yield(in, a.held(in)) {
				return
			}
		}
	}
}

// trades are the fills that are not booked yet.
func (a *Account) trades() []margin.Trade {
	var list []margin.Trade
	for i := range a.pending {
		f := &a.pending[i]
		list = append(list, margin.Trade{Instrument: f.Instrument, Signed: f.Signed(), Price: f.Price, Commission: f.Fee})
	}
	return list
}

// BuyingPower is the value of shares that could be bought: what is available over what a dollar of them asks for; in a cash
// account, the settled cash of the base currency that is free.
func (a *Account) BuyingPower(f *margin.Figures) decimal.Decimal {
	if a.opts.Cash {
		return decimal.Max(decimal.Zero, a.free(a.books.Base()))
	}
	rate := a.rulesNow().Shares().Long.Initial
	if !rate.IsPositive() {
		return decimal.Zero
	}
	return decimal.Max(decimal.Zero, f.Available().DivRound(rate, 2))
}

// underPrice is the last price of an option's underlying, zero when it is unknown.
func (a *Account) underPrice(in *market.Instrument) decimal.Decimal {
	if in.Kind != market.Option {
		return decimal.Zero
	}
	under := a.opts.Find(in.Underlying)
	if under == nil {
		return decimal.Zero
	}
	price, _ := a.books.Last(under.ID)
	return price
}

// commission is what a trade would cost.
func (a *Account) commission(in *market.Instrument, signed, price decimal.Decimal) decimal.Decimal {
	model := a.estimates.For(in)
	if model == nil || signed.IsZero() {
		return decimal.Zero
	}
	side := order.Buy
	if signed.IsNegative() {
		side = order.Sell
	}
	return model.Charge(&fee.Tally{Estimate: true}, &order.Fill{
		Instrument: in, Side: side, Quantity: signed.Abs(), Price: price, Time: a.now, FeeCurrency: in.Currency,
	})
}

// Figures are the account as margin sees it, at the last prices.
func (a *Account) Figures() margin.Figures {
	a.book.Rules = a.rulesNow()
	return a.book.Figures(a.trades()...)
}

// rulesNow are those of the day for who may trade by them.
func (a *Account) rulesNow() *margin.Rules {
	if a.days != nil && a.days.today != 0 && a.days.qualified() {
		return a.days.rules
	}
	return a.opts.Rules
}
