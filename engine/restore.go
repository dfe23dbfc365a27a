package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
)

const (
	// forgetAfter is the age at which ended orders and their bookings leave the state file. Interactive Brokers
	// corrects executions of the day before at the latest and lists those of up to seven days.
	forgetAfter = 8 * 24 * time.Hour
	// loopStarts within loopSpan, none of which ended in order, are a loop that somebody must break.
	loopStarts = 5
	loopSpan   = 10 * time.Minute
)

// restorer reads the state of the run before. A record that cannot be applied is put aside, and then the run starts
// halted: nothing new leaves until a person has looked.
type restorer struct {
	*live
	aside  []string
	forget store.Step
}

// restore brings back ledgers, bookings, orders, foreign orders, counters and the halt. It runs before the first
// ledger is opened. The error is one of reading or writing the file.
func (l *live) restore() error {
	r := &restorer{live: l}
	if err := r.ledgers(); err != nil {
		return err
	}
	l.engine.account.Open(portfolio.External, zero, l.engine.Base)
	for _, read := range []func() error{r.bookings, r.orders, r.foreignOrders, r.counters, r.haltRecords, r.reserveIDs} {
		if err := read(); err != nil {
			return err
		}
	}
	if err := l.Store.Commit(r.forget); err != nil {
		return err
	}
	l.countStart()
	if len(r.aside) > 0 {
		l.halt("records of the state file could not be applied and are in quarantine: " + r.aside[0])
	}
	return nil
}

// each decodes the records of a table; what cannot be applied is put aside.
func (r *restorer) each(t store.Table, apply func(key string, value []byte) error) error {
	type bad struct {
		key string
		err error
	}
	var list []bad
	err := r.Store.Walk(t, func(key string, value []byte) error {
		if err := apply(key, value); err != nil {
			list = append(list, bad{key, err})
		}
		return nil
	})
	for _, b := range list {
		err = errors.Join(err, r.quarantine(t, b.key, b.err))
	}
	return err
}

func (r *restorer) quarantine(t store.Table, key string, why error) error {
	text := fmt.Sprintf("%s %q: %v", t, key, why)
	r.aside = append(r.aside, text)
	r.alarm("put aside: " + text)
	return r.Store.Quarantine(t, key, why.Error())
}

func (r *restorer) ledgers() error {
	var prices []portfolio.PriceState
	err := r.each(store.Counters, func(key string, value []byte) error {
		if key == counterPrices {
			return json.Unmarshal(value, &prices)
		}
		return nil
	})
	state := portfolio.State{Base: r.engine.Base, Prices: prices}
	err = errors.Join(err, r.each(store.Ledgers, func(_ string, value []byte) error {
		var l portfolio.LedgerState
		if err := json.Unmarshal(value, &l); err != nil {
			return err
		}
		alone := portfolio.NewAccount(r.engine.Base, r.engine.Universe.All())
		if err := alone.Restore(portfolio.State{Base: state.Base, Prices: prices, Ledgers: []portfolio.LedgerState{l}}); err != nil {
			return err
		}
		state.Ledgers = append(state.Ledgers, l)
		return nil
	}))
	if err != nil {
		return err
	}
	return r.engine.account.Restore(state)
}

func (r *restorer) old(at market.Time) bool { return at < r.engine.now.Add(-forgetAfter) }

func (r *restorer) bookings() error {
	var list []portfolio.Booking
	err := r.each(store.Bookings, func(key string, value []byte) error {
		var b portfolio.Booking
		if err := json.Unmarshal(value, &b); err != nil {
			return err
		}
		in, err := r.engine.Universe.Find(b.Before.Symbol)
		if err != nil {
			return err
		}
		if r.engine.account.Ledger(b.Fill.Strategy) == nil {
			return fmt.Errorf("there is no ledger of strategy %s", b.Fill.Strategy)
		}
		if r.old(b.Fill.Time) {
			r.forget.Puts = append(r.forget.Puts, store.Put{Table: store.Bookings, Key: key})
		}
		b.Fill.Instrument = in
		list = append(list, b)
		r.recall(&b)
		return nil
	})
	return errors.Join(err, r.engine.account.Recall(list))
}

// recall makes an execution known again.
func (r *restorer) recall(b *portfolio.Booking) {
	if b.Fill.ExecID == "" {
		return
	}
	trade, _ := order.Trade(b.Fill.ExecID)
	known := r.executed[trade]
	switch {
	case !b.Charge:
		r.executed[trade] = &execution{fill: b.Fill, number: b.Number}
		r.remember(&b.Fill)
	case known == nil && !b.Fill.Moves():
		r.executed[trade] = &execution{fill: b.Fill} // a fee of a combo as a whole
	case known != nil:
		known.fill.Fee, known.fill.FeeCurrency = known.fill.Fee.Add(b.Fill.Fee), b.Fill.FeeCurrency
	}
}

// recallUnbooked makes executions known that were never booked: those that were taken back before they were told, and
// those of a combo as a whole.
func (r *restorer) recallUnbooked(o *order.Order) {
	for id, quantity := range o.Executions() {
		trade, _ := order.Trade(id)
		if r.executed[trade] == nil && (quantity.IsZero() || o.Instrument.Kind == market.Combo) {
			r.executed[trade] = &execution{fill: order.Fill{
				ExecID: id, Order: o.ID, Strategy: o.Strategy, Instrument: o.Instrument, Side: o.Side, Quantity: quantity,
			}}
		}
	}
}

func (r *restorer) orders() error {
	e := r.engine
	var list []*order.Order
	err := r.each(store.Orders, func(key string, value []byte) error {
		o := &order.Order{}
		if err := json.Unmarshal(value, o); err != nil {
			return err
		}
		in, err := e.Universe.Find(o.Symbol)
		if err != nil {
			return err
		}
		if string(o.ID) != key {
			return fmt.Errorf("the record is of order %q", o.ID)
		}
		o.Instrument = in
		if o.State.Done() && r.old(o.Updated) {
			r.forget.Puts = append(r.forget.Puts, store.Put{Table: store.Orders, Key: key})
			return nil
		}
		list = append(list, o)
		return nil
	})
	for _, o := range list {
		e.book.add(o)
		r.recallUnbooked(o)
	}
	for _, o := range e.book.all() {
		if o.State.Done() || o.State == order.New {
			e.book.end(o)
			if o.State.Done() && (o.Instrument.Kind == market.Combo || o.Type.Instructs()) {
				r.Venue.Resume(o) // its legs, or what an option brought, may not have been told yet, and are known by their order
			}
			continue
		}
		e.book.work(o)
		r.Venue.Resume(o)
		if o.State == order.PendingSubmit || o.State == order.Submitted {
			e.enqueue(order.InDoubt{Header: e.header(o), Reason: order.Reason{Code: order.OrderInDoubt, Detail: "the run before ended before the broker answered"}})
		}
	}
	return err
}

func (r *restorer) foreignOrders() error {
	return r.each(store.External, func(key string, value []byte) error {
		var report broker.Report
		if err := json.Unmarshal(value, &report); err != nil {
			return err
		}
		report.Instrument, _ = r.engine.Universe.Find(report.Symbol) // none is none
		r.foreign[key] = report
		return nil
	})
}

func (r *restorer) counters() error {
	return r.each(store.Counters, func(key string, value []byte) error {
		switch key {
		case counterRisk:
			var m risk.Memory
			if err := json.Unmarshal(value, &m); err != nil {
				return err
			}
			r.engine.Gate.Recall(m)
		case counterSession:
			var s sessionRecord
			if err := json.Unmarshal(value, &s); err != nil {
				return err
			}
			r.isNew, r.day, r.starts = s.New, s.Day, s.Starts
		}
		return nil
	})
}

func (r *restorer) haltRecords() error {
	return r.each(store.Halts, func(_ string, value []byte) error {
		var h HaltRecord
		if err := json.Unmarshal(value, &h); err != nil {
			return err
		}
		r.halts = max(r.halts, h.Number)
		if h.Lifted == 0 {
			r.halted, r.cause = h, h.Reason
			r.session = r.session.on(HaltOrdered)
		}
		return nil
	})
}

// idBlock is how many order ids are reserved at a time.
const idBlock = 1024

func (r *restorer) reserveIDs() error {
	r.engine.book.reserve = r.reserve
	return r.reserve()
}

// reserveAhead takes more order ids while no order waits for them, because that is on the disk when it returns.
func (l *live) reserveAhead() {
	if b := &l.engine.book; b.limit-b.last < idBlock/2 && !l.session.storeBroken && l.retryAt == market.Never {
		_ = l.reserveMore() // it has raised the alarm
	}
}

// reserve takes more order ids when there is none, which no other run will use.
func (l *live) reserve() error {
	for b := &l.engine.book; b.last >= b.limit; {
		if err := l.reserveMore(); err != nil {
			return err
		}
	}
	return nil
}

func (l *live) reserveMore() error {
	b := &l.engine.book
	first, err := l.Store.Reserve("orders "+b.prefix, idBlock)
	if err != nil {
		if !l.session.storeBroken {
			l.move(StoreBroken, err.Error())
			l.retryAt = l.engine.now.Add(storeRetry)
			l.dirty.counters = true // so that there is something to try again
		}
		return err
	}
	before := int(first) - 1
	if before != b.limit { // not those that follow
		b.last = max(b.last, before)
	}
	b.limit = before + idBlock
	return nil
}

// countStart remembers this start until it ends in order.
func (l *live) countStart() {
	recent := l.starts[:0]
	for _, at := range l.starts {
		if at > l.engine.now.Add(-loopSpan) {
			recent = append(recent, at)
		}
	}
	l.starts = append(recent, l.engine.now)
	l.dirty.counters = true
	if len(l.starts) > l.MaxStarts {
		l.halt(fmt.Sprintf("started %d times within %s without ending in order", len(l.starts), loopSpan))
	}
}
