package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// HaltRecord is one halt. Lifted is zero while it lasts.
type HaltRecord struct {
	Number uint64      `json:"number"`
	At     market.Time `json:"at"`
	Reason string      `json:"reason"`
	Lifted market.Time `json:"lifted,omitzero"`
}

// changes is what has not been stored yet.
type changes struct {
	orders   map[order.ID]*order.Order
	ledgers  []string
	bookings map[uint64]portfolio.Booking
	foreign  map[string]bool
	halts    []HaltRecord
	counters bool
}

func newChanges() changes {
	return changes{orders: map[order.ID]*order.Order{}, bookings: map[uint64]portfolio.Booking{}, foreign: map[string]bool{}}
}

func (c *changes) ledger(name string) {
	if !slices.Contains(c.ledgers, name) {
		c.ledgers = append(c.ledgers, name)
	}
}

func (c *changes) empty() bool {
	return len(c.orders)+len(c.ledgers)+len(c.bookings)+len(c.foreign)+len(c.halts) == 0 && !c.counters
}

func (c *changes) reset() {
	clear(c.orders)
	clear(c.bookings)
	clear(c.foreign)
	c.ledgers, c.halts, c.counters = c.ledgers[:0], nil, false
}

// storeRetry is between two attempts to store what could not be stored.
const storeRetry = time.Second

// commit stores everything that has changed, in one transaction. When it fails, nothing is forgotten: new orders are
// refused, what comes in is handled in memory, and the clock brings the next attempt.
func (l *live) commit() {
	if l.dirty.empty() || l.retryAt != market.Never {
		return
	}
	step, saved := l.step()
	if err := l.Store.Commit(step); err != nil {
		l.retryAt = l.engine.now.Add(storeRetry)
		if !l.session.storeBroken {
			l.alarm(err.Error())
			l.move(StoreBroken, err.Error())
		}
		return
	}
	l.counts.Commits++
	l.dirty.reset()
	maps.Copy(l.saved, saved)
	if l.session.storeBroken {
		l.move(StoreWhole, "the state file can be written again")
	}
}

// step is the changes as records.
func (l *live) step() (store.Step, map[string]string) {
	var s store.Step
	put := func(t store.Table, key string, value any) {
		s.Puts = append(s.Puts, store.Put{Table: t, Key: key, Value: value})
	}
	for _, id := range slices.Sorted(maps.Keys(l.dirty.orders)) {
		put(store.Orders, string(id), l.dirty.orders[id].Clone())
	}
	for _, number := range slices.Sorted(maps.Keys(l.dirty.bookings)) {
		put(store.Bookings, store.NumberKey(number), l.dirty.bookings[number])
	}
	for _, name := range l.dirty.ledgers {
		put(store.Ledgers, name, l.engine.account.Ledger(name).State())
	}
	for _, id := range slices.Sorted(maps.Keys(l.dirty.foreign)) {
		if r, known := l.foreign[id]; known {
			put(store.External, id, r)
		} else {
			put(store.External, id, nil)
		}
	}
	for _, h := range l.dirty.halts {
		put(store.Halts, store.NumberKey(h.Number), h)
	}
	if len(l.dirty.ledgers) > 0 {
		put(store.Counters, counterPrices, l.prices())
	}
	if len(l.dirty.orders) > 0 {
		put(store.Counters, counterRisk, l.engine.Gate.Memory())
	}
	if l.dirty.counters {
		put(store.Counters, counterSession, sessionRecord{New: l.isNew, Day: l.day, Starts: slices.Clone(l.starts)})
	}
	blobs, saved := l.durables()
	s.Durable = blobs
	return s, saved
}

// Names of counters.
const (
	counterPrices  = "prices"
	counterRisk    = "risk"
	counterSession = "session"
)

// sessionRecord is what the next start must know of this one.
type sessionRecord struct {
	New bool `json:"new"`
	Day day  `json:"day"`
	// Starts are the recent starts that did not end in order.
	Starts []market.Time `json:"starts,omitempty"`
}

// day is the account's day and what had been earned at its start: equity less deposits.
type day struct {
	Date   market.Date     `json:"date"`
	Earned decimal.Decimal `json:"earned"`
}

// prices are the last prices of what is held, which the ledgers are valued at.
func (l *live) prices() []portfolio.PriceState {
	var list []portfolio.PriceState
	for _, in := range l.engine.Universe.All() {
		if price, known := l.engine.account.Last(in.ID); known {
			list = append(list, portfolio.PriceState{Symbol: in.Symbol, Price: price.InexactFloat64()})
		}
	}
	return list
}

// durables are the strategies' values that have changed since they were saved.
func (l *live) durables() ([]store.Blob, map[string]string) {
	var blobs []store.Blob
	saved := map[string]string{}
	for _, r := range l.engine.runners {
		for _, d := range r.durables {
			key := r.name + "\x00" + d.name
			value, err := json.Marshal(d.value)
			if err != nil {
				l.alarm(fmt.Sprintf("durable value %q of strategy %s cannot be saved: %v", d.name, r.name, err))
				continue
			}
			if l.saved[key] != string(value) {
				blobs = append(blobs, store.Blob{Strategy: r.name, Name: d.name, Value: value})
				saved[key] = string(value)
			}
		}
	}
	return blobs, saved
}
