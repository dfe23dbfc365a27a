package engine

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// booking runs something that books in the named ledgers and remembers what it changed.
func (l *live) booking(in *market.Instrument, book func() error, ledgers ...string) error {
	from := l.engine.account.Booked() + 1
	if err := book(); err != nil {
		return err
	}
	l.changed(in, from, ledgers...)
	return nil
}

func (l *live) changed(in *market.Instrument, from uint64, ledgers ...string) {
	for _, name := range ledgers {
		l.dirty.ledger(name)
		for _, b := range l.engine.account.Ledger(name).Bookings(in.ID, from) {
			l.dirty.bookings[b.Number] = b
		}
	}
	l.truth.traded[in.ID] = true
	l.engine.moment.Version++
	l.stale = true
}

// bookLive books an execution once: the first time as a fill, a later revision in its place. Replaced is the execution
// that it corrects when the ids do not tell. It reports whether anything changed.
func (e *Engine) bookLive(f *order.Fill, replaced string) bool {
	l := e.live
	trade, revision := order.Trade(f.ExecID)
	known, old := l.executed[trade], trade
	if known != nil {
		if _, was := order.Trade(known.fill.ExecID); was >= revision {
			return false
		}
	} else if replaced != "" {
		old, _ = order.Trade(replaced)
		known = l.executed[old]
	}
	if fee, waits := l.fees[f.ExecID]; waits {
		f.Fee, f.FeeCurrency = fee.Fee, fee.Currency
		delete(l.fees, f.ExecID)
	}
	if known != nil && known.number > 0 {
		return l.rebook(known, old, trade, f)
	}
	if f.Quantity.IsZero() { // taken back before it was told
		l.executed[trade] = &execution{fill: *f}
		return false
	}
	var effect portfolio.Effect
	err := l.booking(f.Instrument, func() (err error) {
		effect, err = e.account.Apply(f)
		return err
	}, f.Strategy)
	if err != nil {
		l.unbookable(err)
		return false
	}
	l.executed[trade] = &execution{fill: *f, number: e.account.Booked()}
	delete(l.exits, exitKey{f.Strategy, f.Instrument.ID})
	e.summary.Fills++
	l.remember(f)
	e.Recorder.Fill(f, &effect)
	if !f.Fee.IsZero() {
		l.charged(f)
	}
	return true
}

func (l *live) charged(f *order.Fill) {
	if l.Charged != nil {
		l.Charged(f)
	}
}

// rebook puts a correction in the place of what counted.
func (l *live) rebook(known *execution, old, trade string, f *order.Fill) bool {
	e := l.engine
	paid, currency := known.fill.Fee, known.fill.FeeCurrency
	fee := f.Fee
	booked := e.account.Ledger(known.fill.Strategy).Bookings(f.Instrument.ID, known.number)
	if len(booked) == 0 || booked[0].Number != known.number {
		l.unbookable(fmt.Errorf("correct execution %s: it is too old", known.fill.ExecID))
		return false
	}
	f.Strategy, f.Fee, f.FeeCurrency = known.fill.Strategy, booked[0].Fill.Fee, booked[0].Fill.FeeCurrency
	if _, err := e.account.Correct(known.fill.ExecID, f); err != nil {
		l.unbookable(err)
		return false
	}
	l.changed(f.Instrument, known.number, f.Strategy)
	known.fill = *f
	known.fill.Fee, known.fill.FeeCurrency = paid, currency
	l.executed[trade] = known
	if old != trade {
		l.executed[old] = known // the replaced one, should it come again
	}
	if !fee.IsZero() {
		l.lateFee(broker.LateFee{ExecID: f.ExecID, Fee: fee, Currency: or(currency, f.Instrument.Currency)})
	}
	l.remember(f)
	return true
}

// unbookable is money that moved and is not in the books: nothing may be sent until a person has looked.
func (l *live) unbookable(err error) {
	l.engine.summary.Impossible++
	l.alarm(err.Error())
	l.halt("an execution could not be booked: " + err.Error())
}

// maxWaitingFees bounds the fees that wait for their executions.
const maxWaitingFees = 10_000

// lateFee books what a fee differs from the one that is known. One whose execution has not come waits for it.
func (l *live) lateFee(n broker.LateFee) {
	trade, _ := order.Trade(n.ExecID)
	known := l.executed[trade]
	if known == nil {
		if len(l.fees) < maxWaitingFees {
			l.fees[n.ExecID] = n
		} else {
			l.alarm("a fee was lost: " + fmt.Sprint(maxWaitingFees) + " fees wait for executions that never came")
		}
		return
	}
	charge := func(fee decimal.Decimal, c market.Currency) {
		if fee.IsZero() {
			return
		}
		err := l.booking(known.fill.Instrument, func() error { return l.engine.account.Charge(&known.fill, fee, c) }, known.fill.Strategy)
		if err != nil {
			l.unbookable(err)
		}
	}
	if paid := known.fill.FeeCurrency; paid != "" && paid != n.Currency {
		charge(known.fill.Fee.Neg(), paid)
		known.fill.Fee = decimal.Zero
	}
	changed := !n.Fee.Equal(known.fill.Fee)
	charge(n.Fee.Sub(known.fill.Fee), n.Currency)
	known.fill.Fee, known.fill.FeeCurrency = n.Fee, n.Currency
	if changed {
		l.charged(&known.fill)
	}
}

// recentFills is how many fills the status shows.
const recentFills = 100

func (l *live) remember(f *order.Fill) {
	if len(l.recent) == recentFills {
		l.recent = l.recent[1:]
	}
	l.recent = append(l.recent, *f)
}

// cancelParent ends the rest of an entry when its exits have closed what it had filled: what fills then would be
// without protection.
func (l *live) cancelParent(o *order.Order) {
	e := l.engine
	parent := e.book.find(o.Parent)
	if parent == nil || !parent.State.Working() || parent.State == order.PendingCancel || parent.Filled.IsZero() || parent.Instrument != o.Instrument {
		return
	}
	closed := l.position(o).IsZero()
	if o.Instrument.Kind == market.Combo { // whose position is of its legs
		closed = o.Filled.GreaterThanOrEqual(parent.Filled)
	}
	if closed {
		e.requestCancel(parent)
	}
}
