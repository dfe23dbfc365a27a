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
	asked, err := l.request(in)
	if err != nil {
		return nil, err
	}
	d, err := r.Resolve(ctx, asked)
	candidates := []*wire.ContractDetails{d}
	var several *client.AmbiguousError
	if errors.As(err, &several) {
		candidates = several.Candidates
	} else if err != nil {
		return nil, err
	}
	d, ok := Choose(in, candidates)
	switch {
	case !ok && several != nil:
		return nil, several
	case !ok:
		k := &candidates[0].Contract
		return nil, fmt.Errorf("IB has %s %s in %s (contract %d), which is another instrument than the configured one",
			k.SecType, nameOf(k), k.Currency, k.ConID)
	}
	found := &listing{instrument: in, contract: d.Contract, details: d.Details}
	if asked.Exchange != "" {
		found.contract.Exchange = asked.Exchange
	}
	rules := map[int][]wire.PriceIncrement{}
	if id, named := PriceRule(d); named {
		if rules[id], err = r.MarketRule(ctx, id); err != nil {
			return nil, err
		}
	}
	var noCalendar *CalendarError
	if found.listed, err = Instrument(d, rules); err != nil && !errors.As(err, &noCalendar) {
		return nil, err
	}
	return found, nil
}

func (l *listings) request(in *market.Instrument) (wire.Contract, error) {
	if id := l.ids[in.Symbol]; id != 0 {
		k, err := Contract(in)
		if err != nil || k.Exchange == "" {
			k.Exchange = or(in.Exchange, smart)
		}
		return wire.Contract{ConID: id, Exchange: k.Exchange}, nil
	}
	return Contract(in)
}
