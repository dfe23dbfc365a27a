package floor

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Options make a floor.
type Options struct {
	// Listings are what is traded; nil is Default().
	Listings []Spec
	// Archive has the market's past and future.
	Archive Archive
	// Start is when the floor opens: what lies before is history, what comes after is replayed until End;
	// an End of 0 means as long as the archive goes on.
	Start, End market.Time
}

// Floor is a market at one moment of its time.
type Floor struct {
	archive  Archive
	now, end market.Time
	listings []*Listing
	combos   []*Listing
	byConID  map[int]*Listing
	// Options are found by the symbol of their underlying in options, everything else in bySymbol; all in
	// byLocal by their local symbol.
	bySymbol, options, byLocal map[string][]*Listing

	replay *data.Replay
	books  []book
	// combined is the top of the combo that was asked for last.
	combined Top
	days     map[dayKey]*days
	// watches are the options that are watched, by their underlying; queue[queued:] are their events that
	// have not been delivered.
	watches map[market.ID][]*watched
	queue   []market.Event
	queued  int
	err     error
}

// New opens a floor at its start, with the tops of the books as they were then.
func New(o Options) (*Floor, error) {
	if o.Archive == nil {
		return nil, errors.New("market of the gateway: the archive is missing: give a Memory, Synthetic or Catalog")
	}
	if o.End == 0 {
		o.End = market.Never
	}
	if o.End < o.Start {
		return nil, fmt.Errorf("market of the gateway: it ends at %v, before it starts at %v", o.End, o.Start)
	}
	if o.Listings == nil {
		o.Listings = Default()
	}
	f := &Floor{
		archive: o.Archive, now: o.Start, end: o.End,
		byConID: make(map[int]*Listing), bySymbol: make(map[string][]*Listing),
		days: make(map[dayKey]*days), watches: make(map[market.ID][]*watched),
		options: make(map[string][]*Listing), byLocal: make(map[string][]*Listing),
	}
	b := builder{floor: f, specs: slices.Clone(o.Listings)}
	// Chains need prices, and prices books; so they are listed when everything else is open.
	for _, step := range []func() error{b.build, f.open, b.chains, f.open, f.play} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("market of the gateway: %w", err)
		}
	}
	return f, nil
}

// Now is the market's time: that of the latest event, or of Advance.
func (f *Floor) Now() market.Time { return f.now }

// Listings is every contract, indexed by the ID of its instrument. The slice is shared: do not change it.
func (f *Floor) Listings() []*Listing { return f.listings }

// Listing is the contract or combo with an ID; nil when there is none.
func (f *Floor) Listing(id market.ID) *Listing {
	switch n := uint(len(f.listings)); {
	case uint(id) < n:
		return f.listings[id]
	case uint(id)-n < uint(len(f.combos)):
		return f.combos[uint(id)-n]
	}
	return nil
}

// Instruments is the instrument of every listing, in order, as broker/sim wants them.
func (f *Floor) Instruments() []*market.Instrument {
	all := make([]*market.Instrument, len(f.listings))
	for i, l := range f.listings {
		all[i] = l.Instrument
	}
	return all
}

// Err is what ended the replay early, or nil.
func (f *Floor) Err() error { return f.err }

// Close releases the archive's streams.
func (f *Floor) Close() error { return f.replay.Close() }
