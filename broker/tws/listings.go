package tws

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A listing is an instrument as IB has it.
type listing struct {
	instrument *market.Instrument
	contract   wire.Contract // complete, with its contract id and the exchange to send to
	details    wire.Details
	// listed is the instrument as IB describes it. Its grids may be coarser than those the run was configured with.
	listed market.Instrument
	// whole tells of a combo that IB guarantees to fill in the ratio of its legs, apart of one that need not.
	whole, apart bool
}

// listings knows which contract each instrument is. What is found stays; what is not is asked for again.
type listings struct {
	instruments []*market.Instrument
	ids         map[string]int
	apart       []string // combos that need not fill whole

	mu         sync.Mutex // guards what follows
	found      []*listing // by instrument
	byContract map[int]*listing
}

func newListings(instruments []*market.Instrument, ids map[string]int, apart []string) *listings {
	return &listings{
		instruments: instruments, ids: ids, apart: apart,
		found: make([]*listing, len(instruments)), byContract: map[int]*listing{},
	}
}

func (l *listings) of(id market.ID) *listing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.found[id]
}

// by finds the instrument of a contract that was reported, nil when the run does not have it. A combo is known by its
// legs, which executions do not tell.
func (l *listings) by(k *wire.Contract) *listing {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k.SecType == wire.Combo {
		return l.ofLegs(k.ComboLegs)
	}
	return l.byContract[k.ConID]
}

// resolve finds the contract of every instrument that has none yet, then those of combos, which are made of them. The
// error joins those that stay without.
func (l *listings) resolve(ctx context.Context, r *client.Resolver) error {
	var faults []error
	for _, combos := range []bool{false, true} {
		for _, in := range l.instruments {
			if l.of(in.ID) != nil || combos != (in.Kind == market.Combo) {
				continue
			}
			found, err := l.find(ctx, r, in)
			if err != nil {
				faults = append(faults, fmt.Errorf("tws: find the contract of %s: %w", in.Symbol, err))
				continue
			}
			l.add(found)
		}
	}
	return errors.Join(faults...)
}

func (l *listings) add(found *listing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found[found.instrument.ID] = found
	if found.contract.ConID != 0 {
		l.byContract[found.contract.ConID] = found
	}
}

func (l *listings) find(ctx context.Context, r *client.Resolver, in *market.Instrument) (*listing, error) {
	if in.Kind == market.Combo {
		return l.combo(in)
	}
	d, err := l.details(ctx, r, in)
	if err != nil {
		return nil, err
	}
	found := &listing{instrument: in, contract: d.Contract, details: d.Details}
	if asked, err := Contract(in); err == nil && asked.Exchange != "" {
		found.contract.Exchange = asked.Exchange
	}
	var noCalendar *CalendarError
	if found.listed, err = describe(ctx, r, d); err != nil && !errors.As(err, &noCalendar) {
		return nil, err
	}
	return found, nil
}

// details are those of the contract that the configuration names, or of the one that the instrument describes.
func (l *listings) details(ctx context.Context, r *client.Resolver, in *market.Instrument) (*wire.ContractDetails, error) {
	id := l.ids[in.Symbol]
	if id == 0 {
		return Find(ctx, r, in)
	}
	exchange := smart
	if k, err := Contract(in); err == nil {
		exchange = k.Exchange
	}
	d, err := r.Resolve(ctx, wire.Contract{ConID: id, Exchange: exchange})
	if err != nil {
		return nil, err
	}
	if !same(in, d) {
		return nil, lacks(in, "contract %d, which the configuration names, is %s %s in %s", id, d.Contract.SecType, nameOf(&d.Contract), d.Contract.Currency)
	}
	return d, nil
}
