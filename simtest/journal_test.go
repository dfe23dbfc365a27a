package simtest

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// journal keeps a recording in memory. What a dead process does is not recorded.
type journal struct {
	dead    *atomic.Bool
	entries [][]byte
	next    int
}

func (j *journal) Append(entry []byte) error {
	if !j.dead.Load() {
		j.entries = append(j.entries, slices.Clone(entry))
	}
	return nil
}

func (j *journal) Flush() error { return nil }

func (j *journal) Next() ([]byte, error) {
	if j.next == len(j.entries) {
		return nil, io.EOF
	}
	j.next++
	return j.entries[j.next-1], nil
}

// replay plays what a process recorded through an engine and strategies like its own. The error is the first difference.
func (us *process) replay() error {
	player, err := tape.Play(us.tape, func(tape.Header) (*market.Universe, error) { return us.universe, nil })
	if err != nil {
		return err
	}
	o, live := us.options, *us.options.Live
	o.Venue = player.Venue()
	live.Venue, live.Store, live.Latch, live.OnTransition = player.Venue(), player.Store(), player.Latch(), nil
	o.Live = &live
	o.Strategies, _ = us.plan.members(us.life, func(string, ...any) {})
	if o.Gate, err = risk.NewGate(us.plan.limits, nil, nil); err != nil {
		return err
	}
	e, err := engine.New(o)
	if err != nil {
		return errors.Join(err, player.Err())
	}
	if err := e.Start(context.Background()); err != nil {
		return errors.Join(err, player.Err())
	}
	// A recording ends where its process was killed; only a difference from it is a failure.
	_, _ = e.RunLive(context.Background(), player.Source())
	return player.Err()
}

// silent records nothing.
type silent struct{}

func (silent) Order(*order.Order, order.Event, order.Verdict) {}
func (silent) Fill(*order.Fill, *portfolio.Effect)            {}
func (silent) Sample(market.Time, *portfolio.Account)         {}
func (silent) Chart(market.ID) bool                           { return false }
func (silent) Bar(*market.Bar)                                {}
func (silent) Plot(strategy.PlotSpec) func(market.Time, float64) {
	return func(market.Time, float64) {}
}
