package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// inquiry is the question that is out, and what has happened since.
type inquiry struct {
	number   uint64
	deadline market.Time // of the answer; market.Never when none is awaited
	next     market.Time // when to ask again
	failures int
	// doubtful counts the answers in a row that left something open.
	doubtful  int
	suspected []reconcile.Difference
	fresh     map[order.ID]bool
	traded    map[market.ID]bool
}

const (
	// askAgain is the pause before a doubt is asked about again; failures double it up to maxPause.
	askAgain = time.Second
	maxPause = 30 * time.Second
	// cashAgain is the pause before cash that differs is looked at again: it holds nothing up.
	cashAgain = time.Minute
	// patience is how many doubtful answers in a row a ready session takes: while orders fill, the parts of an
	// answer do not fit.
	patience = 3
)

// doubt: news may have been missed. Nothing is sent until the broker has been asked.
func (l *live) doubt(cause string) {
	l.move(Doubted, cause)
	l.ask()
}

// ask puts the question, when there is somebody to ask. An answer to an earlier one is not waited for any more.
func (l *live) ask() {
	l.truth.next = market.Never
	if !l.session.linked {
		return
	}
	clear(l.truth.fresh)
	clear(l.truth.traded)
	l.counts.Inquiries++
	l.truth.deadline = l.engine.now.Add(l.InquiryTimeout)
	l.truth.number = l.Venue.Inquire()
}

// inquiryFailed asks again after a pause. Nothing follows from a failure (invariant N1).
func (l *live) inquiryFailed(cause string) {
	l.truth.deadline = market.Never
	l.truth.failures++
	l.counts.InquiriesFailed++
	pause := min(maxPause, askAgain<<min(l.truth.failures-1, 5))
	l.truth.next = l.engine.now.Add(pause)
	l.Log.Warn().Str("cause", cause).Int("attempt", l.truth.failures).Dur("pause", pause).Msg("the broker did not tell the truth in full")
}

// learn compares the books with a truth and settles what differs.
func (l *live) learn(t *broker.Truth) {
	if t.Inquiry != l.truth.number || l.truth.deadline == market.Never {
		return // the answer to a question that has been asked again since
	}
	l.truth.deadline, l.truth.failures = market.Never, 0
	l.recover(t)
	result := reconcile.Reconcile(l.books(), t, l.policy())
	l.counts.Reconciliations++
	for _, s := range result.Settlements {
		l.settle(s)
	}
	l.engine.settle()
	l.truth.suspected = result.Doubtful
	switch {
	case len(result.Unexplained) > 0:
		l.move(Doubted, "the books are not the broker's")
		l.halt("unexplained: " + sentence(result.Unexplained))
		l.truth.next = market.Never
	case result.Agreed():
		l.agree()
		if len(result.Doubtful) > 0 { // cash
			l.truth.next = min(l.truth.next, l.engine.now.Add(cashAgain))
		}
	default:
		l.truth.doubtful++
		if l.truth.doubtful >= patience {
			l.move(Doubted, sentence(result.Doubtful))
		}
		l.truth.next = l.engine.now.Add(askAgain)
	}
}

func (l *live) agree() {
	l.truth.doubtful = 0
	l.adopt = false
	if l.isNew {
		l.isNew = false
		l.dirty.counters = true
	}
	clear(l.exits)
	l.truth.next = l.engine.now.Add(l.ReconcileEvery)
	l.move(Agreed, "the books are the broker's")
}

func sentence(list []reconcile.Difference) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	return strings.Join(words, "; ")
}

// books is what the engine believes, for the comparison.
func (l *live) books() *reconcile.Books {
	e := l.engine
	return &reconcile.Books{
		Account: l.Account, Instruments: e.Universe.All(), Orders: e.book.all(), Foreign: l.foreign,
		Execution: func(id string) (order.Fill, bool) {
			trade, _ := order.Trade(id)
			if x := l.executed[trade]; x != nil {
				return x.fill, true
			}
			return order.Fill{}, false
		},
		Quantity: e.account.Quantity, Cash: e.account.Cash, Price: e.account.Last, Expires: l.expires,
		Fresh:  func(id order.ID) bool { return l.truth.fresh[id] },
		Traded: func(id market.ID) bool { return l.truth.traded[id] },
		New:    l.isNew, Suspected: l.truth.suspected,
	}
}

// expires is when the time in force of an order ends.
func (l *live) expires(o *order.Order) market.Time {
	switch o.TimeInForce {
	case order.GTC:
		return market.Never
	case order.GTD:
		return o.GoodTill
	case order.IOC, order.FOK:
		return o.Created
	}
	cal := l.engine.routes[o.Instrument.ID].calendar
	session, _ := cal.At(o.Created)
	if session.Date == 0 || session.LateClose <= o.Created {
		session, _ = cal.Next(o.Created)
	}
	switch {
	case session.Date == 0:
		return market.Never
	case o.OutsideRTH:
		return session.LateClose
	case o.Created >= session.Close: // sent after the close: for the next session
		session, _ = cal.Next(o.Created)
	}
	return session.Close
}

// settle carries out one settlement.
func (l *live) settle(s reconcile.Settlement) {
	e := l.engine
	l.counts.Settlements++
	l.Log.Warn().Stringer("reason", s.Why()).Str("what", fmt.Sprintf("%+v", s)).Msg("the books were settled")
	switch s := s.(type) {
	case reconcile.OrderEvent:
		e.enqueue(s.Event)
	case reconcile.Execution:
		l.settleExecution(&s)
	case reconcile.Fee:
		l.lateFee(broker.LateFee{ExecID: s.ExecID, Fee: s.Amount, Currency: s.Currency})
	case reconcile.Again:
		if o := e.book.find(s.Order); o != nil {
			l.post(outgoing{kind: cancellation, order: o})
		}
	case reconcile.Surplus:
		l.alarm(fmt.Sprintf("two orders at the broker carry our id %s: the one with the id %s there is cancelled", s.Order, s.BrokerID))
		l.post(outgoing{kind: foreignCancel, brokerID: s.BrokerID})
	case reconcile.Foreign:
		l.foreignOrder(s.Report, s.Gone)
	case reconcile.Position:
		l.adjust(&s)
	case reconcile.Cash:
		l.moveCash(s.Currency, s.Amount)
	}
}

func (l *live) settleExecution(s *reconcile.Execution) {
	e := l.engine
	o := e.book.find(s.Fill.Fill.Order)
	if o == nil {
		l.foreignFill(&s.Fill, "")
		return
	}
	if l.lostLeg(o, &s.Fill.Fill) {
		return
	}
	fill := complete(o, &s.Fill.Fill)
	if s.Reason == reconcile.Corrected || fill.Quantity.IsZero() {
		e.enqueue(order.FillCorrected{Header: e.header(o), Replaced: fill.ExecID, Fill: fill})
		return
	}
	e.enqueue(order.WasFilled{Header: e.header(o), Fill: fill})
}

func (l *live) moveCash(c market.Currency, amount decimal.Decimal) {
	ledger := l.external()
	var err error
	if amount.IsNegative() {
		err = ledger.Withdraw(c, amount.Neg(), l.engine.now)
	} else {
		err = ledger.Deposit(c, amount, l.engine.now)
	}
	l.dirty.ledger(portfolio.External)
	l.engine.moment.Version++
	if err != nil {
		l.alarm(fmt.Sprintf("cash of %s %s could not be booked: %v", amount, c, err))
	}
}

// all lists the orders that can be found, in the order of their creation.
func (b *orderBook) all() []*order.Order {
	list := make([]*order.Order, 0, len(b.byID))
	for _, x := range b.byID {
		list = append(list, x.order)
	}
	slices.SortFunc(list, func(x, y *order.Order) int {
		return cmp.Or(cmp.Compare(x.Created, y.Created), cmp.Compare(len(x.ID), len(y.ID)), cmp.Compare(x.ID, y.ID))
	})
	return list
}
