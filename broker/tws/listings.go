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
}

// listings knows which contract each instrument is. What is found stays; what is not is asked for again.
type listings struct {
	instruments []*market.Instrument
	ids         map[string]int

	mu         sync.Mutex // guards what follows
	found      []*listing // by instrument
	byContract map[int]*listing
}

func newListings(instruments []*market.Instrument, ids map[string]int) *listings {
	return &listings{
		instruments: instruments, ids: ids,
		found: make([]*listing, len(instruments)), byContract: map[int]*listing{},
	}
}

func (l *listings) of(id market.ID) *listing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.found[id]
}

// by finds the instrument of a contract that was reported, nil when the run does not have it.
func (l *listings) by(k *wire.Contract) *listing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.byContract[k.ConID]
}

// resolve finds the contract of every instrument that has none yet. The error joins those that stay without.
func (l *listings) resolve(ctx context.Context, r *client.Resolver) error {
	var faults []error
	for _, in := range l.instruments {
		if l.of(in.ID) != nil {
			continue
		}
		found, err := l.find(ctx, r, in)
		if err != nil {
			faults = append(faults, fmt.Errorf("tws: find the contract of %s: %w", in.Symbol, err))
			continue
		}
		l.mu.Lock()
		l.found[in.ID], l.byContract[found.contract.ConID] = found, found
		l.mu.Unlock()
	}
	return errors.Join(faults...)
}

func (l *listings) find(ctx context.Context, r *client.Resolver, in *market.Instrument) (*listing, error) {
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
