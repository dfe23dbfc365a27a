package engine

import (
	"errors"
	"fmt"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// Options is everything a run is made of.
type Options struct {
	Universe *market.Universe
	// Feeds says, by instrument, which data there is.
	Feeds []Feed
	// Rolls are the continuous series among the instruments, which strategies' positions follow.
	Rolls []strategy.Roll
	// Start is when trading begins; what comes before is warm-up.
	Start market.Time
	Venue broker.Venue
	Gate  *risk.Gate
	// Base is the currency that the account is valued in.
	Base       market.Currency
	Strategies []Member
	Recorder   Recorder
	// Durable keeps strategies' state over restarts; nil forgets it at the end.
	Durable DurableStore
	// Calendar names the trading calendar at whose closes equity is sampled; empty means the first
	// instrument's.
	Calendar string
	// OrderPrefix begins every order id: unique to the run where runs share a broker.
	OrderPrefix string
	// Books books what no order causes, such as dividends and interest; nil books nothing.
	Books Bookkeeper
	// Custodian closes positions when margin is missing; nil never does.
	Custodian Custodian
	// OnFault says what becomes of a failed strategy's positions.
	OnFault FaultPolicy
	Log     zerolog.Logger
	// Live is set in a run at a broker and nil in a backtest.
	Live *Live
}

// Bookkeeper books what no order causes.
type Bookkeeper interface {
	// Due is when there is something to book next, market.Never if nothing comes.
	Due() market.Time
	// Book books what is due up to t. The fills are those that the account must still take: cash for fractions of
	// shares, and positions that end without an order.
	Book(t market.Time, a *portfolio.Account) ([]order.Fill, error)
}

// Custodian is the broker's eye on the account of a backtest. A live run has a real one.
type Custodian interface {
	// Booked tells of every fill in the books.
	Booked(f *order.Fill)
	// Inspect looks at the account when an instant is over. It returns the orders that must be sent to close positions, by
	// strategy, instrument and request; closing are those of before that still work.
	Inspect(now market.Time, closing []*order.Order) []order.Order
}

// Member is one strategy of the run.
type Member struct {
	// Name is unique in the run.
	Name     string
	Strategy strategy.Strategy
	// Cash is this strategy's share of the account at the start, in the base currency.
	Cash decimal.Decimal
	// TradeLate lets it send orders while it is shown what was missed and fetched afterwards. It means nothing in
	// a backtest.
	TradeLate bool
}

// FaultPolicy says what happens to the positions of a strategy that failed. Its orders are cancelled
// either way.
type FaultPolicy uint8

const (
	// HoldPositions leaves them for a person to decide on.
	HoldPositions FaultPolicy = iota
	// FlattenPositions closes them with market orders.
	FlattenPositions
)

// DurableStore keeps named values of strategies as JSON; *store.Store is one. SaveDurable takes all of them
// in one atomic step.
type DurableStore interface {
	LoadDurable(strategy, name string) ([]byte, error)
	SaveDurable(blobs []store.Blob) error
}

func (o *Options) validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if o.Universe == nil || o.Universe.Len() == 0 {
		return errors.New("a run needs at least one instrument")
	}
	if len(o.Feeds) != o.Universe.Len() {
		fault("%d feeds for %d instruments: each instrument needs one", len(o.Feeds), o.Universe.Len())
	}
	if o.Venue == nil || o.Gate == nil || o.Recorder == nil {
		fault("a run needs a venue, a risk gate and a recorder")
	}
	if len(o.Strategies) == 0 {
		fault("a run needs at least one strategy")
	}
	if o.Live != nil {
		faults = append(faults, o.Live.validate())
	}
	seen := map[string]bool{}
	if o.Live != nil {
		seen[portfolio.External] = true
	}
	for _, m := range o.Strategies {
		if m.Name == "" || seen[m.Name] {
			fault("strategy name %q: names must be unique, not empty and not one of the engine's own", m.Name)
		}
		seen[m.Name] = true
		if m.Strategy == nil {
			fault("strategy %s is missing", m.Name)
		}
	}
	return errors.Join(faults...)
}
