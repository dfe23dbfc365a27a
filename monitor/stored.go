package monitor

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// Stored is what a state file tells of an engine that is not running: what it knew when it stopped. Its orders may
// have traded since.
type Stored struct {
	// Halt is the halt that lasts, nil when there is none.
	Halt    *engine.HaltRecord      `json:"halt,omitempty"`
	Ledgers []portfolio.LedgerState `json:"ledgers"`
	// Orders are those that have not ended, Ended the others, newest first; Foreign are the orders of others.
	Orders  []order.Order   `json:"orders"`
	Ended   []order.Order   `json:"ended"`
	Foreign []broker.Report `json:"foreign,omitempty"`
	// Fills are the executions that the file still has, oldest first, as they count.
	Fills []engine.FillStatus `json:"fills"`
	// Aside are the records that the last start could not apply.
	Aside []store.Quarantined `json:"aside,omitempty"`
}

// ReadStored reads a state file. The error is store.ErrLocked while an engine has it, and os.ErrNotExist when there is
// no file.
func ReadStored(path string) (s *Stored, err error) {
	f, err := store.OpenWith(path, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s = &Stored{Ledgers: []portfolio.LedgerState{}, Orders: []order.Order{}, Ended: []order.Order{}, Fills: []engine.FillStatus{}}
	halt, _, err := lastHalt(f)
	s.Halt = halt
	if err != nil {
		return nil, err
	}
	trades := map[string]int{}
	err = errors.Join(
		each(f, store.Ledgers, func(l *portfolio.LedgerState) { s.Ledgers = append(s.Ledgers, *l) }),
		each(f, store.Orders, func(o *order.Order) {
			if o.State.Done() {
				s.Ended = append(s.Ended, *o)
			} else {
				s.Orders = append(s.Orders, *o)
			}
		}),
		each(f, store.External, func(r *broker.Report) { s.Foreign = append(s.Foreign, *r) }),
		each(f, store.Bookings, func(b *portfolio.Booking) { s.book(b, trades) }),
	)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.Ended, func(a, b order.Order) int { return cmp.Compare(b.Updated, a.Updated) })
	s.Aside, err = f.Quarantines()
	return s, err
}

// book adds a booking to the fills: a late fee belongs to its execution. Trades finds executions by what stays the
// same of their ids.
func (s *Stored) book(b *portfolio.Booking, trades map[string]int) {
	trade, _ := order.Trade(b.Fill.ExecID)
	at, known := trades[trade]
	switch {
	case b.Charge && known:
		f := &s.Fills[at]
		f.Fee, f.FeeCurrency = f.Fee.Add(b.Fill.Fee), b.Fill.FeeCurrency
	case !b.Charge && !b.Fill.Quantity.IsZero():
		if trade != "" {
			trades[trade] = len(s.Fills)
		}
		s.Fills = append(s.Fills, engine.FillStatus{Symbol: b.Before.Symbol, Fill: b.Fill})
	}
}

// each decodes the records of a table.
func each[T any](f *store.Store, t store.Table, take func(*T)) error {
	return f.Walk(t, func(key string, value []byte) error {
		var v T
		if err := json.Unmarshal(value, &v); err != nil {
			return fmt.Errorf("record %q: %w; the next start puts it aside", key, err)
		}
		take(&v)
		return nil
	})
}

// lastHalt is the halt that lasts, nil when there is none, and the last number that was given.
func lastHalt(f *store.Store) (halt *engine.HaltRecord, last uint64, err error) {
	err = each(f, store.Halts, func(h *engine.HaltRecord) {
		last = max(last, h.Number)
		if h.Lifted == 0 {
			halt = h
		}
	})
	return halt, last, err
}

// StoreHalt halts an engine that is not running: its next start is halted. When it is halted already, nothing changes
// and the halt that lasts is returned. The error is store.ErrLocked when the engine is running after all.
func StoreHalt(path, reason string, now market.Time) (halt engine.HaltRecord, err error) {
	if _, err := os.Stat(path); err != nil { // opening would make a file
		return halt, fmt.Errorf("open state file: %w", err)
	}
	f, err := store.Open(path)
	if err != nil {
		return halt, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lasts, last, err := lastHalt(f)
	switch {
	case err != nil:
		return halt, err
	case lasts != nil:
		return *lasts, nil
	}
	halt = engine.HaltRecord{Number: last + 1, At: now, Reason: reason}
	return halt, f.Commit(store.Step{Puts: []store.Put{{Table: store.Halts, Key: store.NumberKey(halt.Number), Value: halt}}})
}
