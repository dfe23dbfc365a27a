package gateway

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// DemoAccount is the paper account of a gateway that is given none.
const DemoAccount = "DU1234567"

// How much of the made-up market there is around its start.
const (
	builtinPast   = 400 // days before
	builtinFuture = 30  // days after
)

// latestOpening is when New York opened last.
func latestOpening() (market.Time, error) {
	newYork, err := calendar.Get("XNYS")
	if err != nil {
		return 0, err
	}
	latest, ok := newYork.Previous(market.At(time.Now()))
	if !ok {
		return 0, fmt.Errorf("gateway: no session of New York before today: check the clock of this machine")
	}
	return latest.Open, nil
}

// SeededFloor is contracts, the built-in ones when there are none, on a market made up of a seed, which opens at start,
// or at the latest opening of New York when start is 0, and goes on for a month.
func SeededFloor(seed uint64, start market.Time, listings ...floor.Spec) (*floor.Floor, error) {
	if start == 0 {
		var err error
		if start, err = latestOpening(); err != nil {
			return nil, err
		}
	}
	day := market.DateOf(start.UTC())
	archive, err := floor.NewSynthetic(seed, day.AddDays(-builtinPast), day.AddDays(builtinFuture))
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	f, err := floor.New(floor.Options{Listings: listings, Archive: archive, Start: start})
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	return f, nil
}

// builtinDesk is one paper account.
func builtinDesk() desk.Options {
	return desk.Options{Accounts: []desk.Account{{Name: DemoAccount}}}
}
