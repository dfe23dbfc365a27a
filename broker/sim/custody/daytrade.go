package custody

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// DayTrading lets an account with margin buy shares during the day with a quarter of their value, as long as half of it is
// there at the end of the day.
//
// Until 3 June 2026 that was for pattern day traders alone: FINRA rule 4210 (f)(8)(B) asked them for 25,000 of equity at the
// close of the day before, and gave them four times the maintenance excess of that close to open positions with. Who has less
// may make three day trades in five business days; then nothing new can be opened, as at IBKR. From 4 June 2026 on there is
// neither minimum nor count (SR-FINRA-2025-017, Release 34-105226): the maintenance margin must be there at every moment.
type DayTrading struct {
	// Minimum is in the base currency, 25,000 by the rule.
	Minimum decimal.Decimal
	// Calendar is that of the account.
	Calendar *calendar.Calendar
}

var (
	intradayRule  = market.NewDate(2026, 6, 4)
	dayMultiple   = decimal.NewFromInt(4)
	regTRate      = decimal.New(50, -2)
	mayDayTrade   = 3
	countedDays   = 5
	beforeTheEnd  = 10 * time.Minute // IBKR looks at the special memorandum account from 15:50 on, New York time
	overnightDays = "day trades within five business days are all that an account below the minimum may make"
)

// days is what an account remembers of its days.
type days struct {
	DayTrading
	cursor *calendar.Cursor
	rules  *margin.Rules
	today  market.Date
	closes market.Time
	// equity and excess are of the close before, latestEquity and latestExcess of the last look.
	equity, excess             decimal.Decimal
	latestEquity, latestExcess decimal.Decimal
	// memo is the special memorandum account: 12 CFR 220.5. Purchases take half of their value, sales give it back, and a
	// day begins with what Regulation T leaves over, if that is more.
	memo, latestMemo decimal.Decimal
	// begun are the positions at the beginning of the day, opened what the day has added to them, signed.
	begun, opened map[*market.Instrument]decimal.Decimal
	trades        []market.Date
	lastTrade     order.ID
}

func newDays(o *DayTrading, rules *margin.Rules) *days {
	return &days{
		DayTrading: *o, cursor: o.Calendar.Cursor(), rules: rules.ForTheDay(),
		begun: map[*market.Instrument]decimal.Decimal{}, opened: map[*market.Instrument]decimal.Decimal{},
	}
}

// turn begins a new day when one has come.
func (a *Account) turn() {
	d := a.days
	session, _ := d.cursor.Seek(a.now)
	s := *session
	if s.Date == 0 {
		s, _ = d.Calendar.Next(a.now)
	}
	if s.Date == d.today {
		return
	}
	if d.today == 0 {
		a.look()
		d.memo = d.latestMemo
	}
	d.today, d.closes = s.Date, s.Close
	d.equity, d.excess = d.latestEquity, d.latestExcess
	d.memo = decimal.Max(d.memo, d.latestMemo)
	clear(d.begun)
	clear(d.opened)
	for in, held := range a.positions() {
		d.begun[in] = held
	}
}

// look notes where the account stands.
func (a *Account) look() {
	f := a.book.Figures(a.trades()...)
	a.days.latestEquity, a.days.latestExcess, a.days.latestMemo = f.Net, f.Excess(), f.Loan.Sub(f.RegT())
}

// pattern reports whether the rule for pattern day traders holds today.
func (d *days) pattern() bool { return d.today < intradayRule }

// qualified reports whether shares can be had with a quarter of their value today.
func (d *days) qualified() bool { return !d.pattern() || d.equity.GreaterThanOrEqual(d.Minimum) }

// reviewDay is why the rules of day trading forbid an order that opens something.
func (a *Account) reviewDay(p *sim.Prospect, others []sim.Prospect) *order.Reason {
	d := a.days
	held := a.held(p.Instrument)
	if !d.pattern() || !isShare(p.Instrument) || p.Exit || held.Add(p.Signed()).Abs().LessThanOrEqual(held.Abs()) {
		return nil
	}
	if !d.qualified() {
		if made := d.made(); made >= mayDayTrade {
			return &order.Reason{
				Code: order.DayTradeLimit, Limit: decimal.NewFromInt(int64(mayDayTrade)), Value: decimal.NewFromInt(int64(made)), Detail: overnightDays,
			}
		}
		return nil
	}
	power, value := decimal.Max(decimal.Zero, d.excess.Mul(dayMultiple)), a.openedToday(append(others[:len(others):len(others)], *p))
	if value.GreaterThan(power) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: power.Round(2), Value: value.Round(2),
			Detail: "four times the excess of the close before bounds what is opened in a day, in " + string(a.books.Base()),
		}
	}
	return nil
}

// openedToday is the value of what the day has added to positions in shares, and of what orders may add.
func (a *Account) openedToday(prospects []sim.Prospect) decimal.Decimal {
	after := map[*market.Instrument]decimal.Decimal{}
	for in, held := range a.positions() {
		after[in] = held
	}
	for i := range prospects {
		if p := &prospects[i]; !p.Exit {
			after[p.Instrument] = after[p.Instrument].Add(p.Signed())
		}
	}
	sum := decimal.Zero
	for in, quantity := range after {
		more := quantity.Abs().Sub(a.days.begun[in].Abs())
		price, _ := a.books.Last(in.ID)
		rate, err := a.books.Rate(in.Currency)
		if isShare(in) && more.IsPositive() && err == nil {
			sum = sum.Add(in.Notional(price, more).Mul(rate))
		}
	}
	return sum
}

// made is how many day trades the last five business days have had.
func (d *days) made() int {
	now, _ := d.Calendar.Index(d.today)
	made := 0
	for _, day := range d.trades {
		if i, ok := d.Calendar.Index(day); ok && i > now-countedDays {
			made++
		}
	}
	return made
}

// tradedToday counts a booked fill. What an order closes of the day's own shares is one day trade.
func (a *Account) tradedToday(f *order.Fill) {
	a.turn()
	d, in, signed := a.days, f.Instrument, f.Signed()
	if !isShare(in) {
		return
	}
	before := a.books.Quantity(in.ID).Sub(signed)
	closing := decimal.Zero
	if before.Sign()*signed.Sign() < 0 {
		closing = decimal.Min(before.Abs(), f.Quantity)
	}
	opened := d.opened[in]
	if closing.IsPositive() && opened.Sign() == before.Sign() {
		same := decimal.Min(closing, opened.Abs())
		if f.Order == "" || f.Order != d.lastTrade {
			d.trades, d.lastTrade = append(d.trades, d.today), f.Order
		}
		opened = opened.Sub(same.Mul(decimal.NewFromInt(int64(opened.Sign()))))
	}
	opening := f.Quantity.Sub(closing)
	d.opened[in] = opened.Add(opening.Mul(decimal.NewFromInt(int64(signed.Sign()))))
	if rate, err := a.books.Rate(in.Currency); err == nil {
		d.memo = d.memo.Add(in.Notional(f.Price, closing.Sub(opening)).Mul(regTRate).Mul(rate))
	}
}

// overnight reports whether the day is about to end, so that Regulation T must be met.
func (d *days) overnight(now market.Time) bool {
	return now >= d.closes.Add(-beforeTheEnd) && now <= d.closes
}

func isShare(in *market.Instrument) bool { return in.Kind == market.Equity || in.Kind == market.ETF }
