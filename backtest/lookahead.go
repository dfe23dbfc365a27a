package backtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Decision is an order as a strategy asked for it.
type Decision struct {
	Time     market.Time `json:"time"`
	Strategy string      `json:"strategy"`
	Request  string      `json:"request"`
}

// String is the decision on one line.
func (d Decision) String() string { return fmt.Sprintf("%s %s: %s", d.Time, d.Strategy, d.Request) }

// Foresight is the result of the look-ahead check.
type Foresight struct {
	// Decisions is how many orders the plain run asked for, Runs how often it was repeated.
	Decisions int `json:"decisions"`
	Runs      int `json:"runs"`
	// Difference is the first decision that changed when only the future was changed; nil when none did.
	Difference *Difference `json:"difference"`
}

// Difference is a decision that depends on data from after it was made, or on chance.
type Difference struct {
	// Cut is the moment after which the data was changed; Change says how: repeated (not at all),
	// truncated or poisoned.
	Cut    market.Time `json:"cut"`
	Change string      `json:"change"`
	// Before is the decision of the plain run and After of the repeated one; nil where there is none.
	Before *Decision `json:"before"`
	After  *Decision `json:"after"`
}

// CheckForesight runs a configuration once as it is and then, for a number of moments within its period, with
// the data after that moment cut off and with the bars after it made nonsense (quotes and trades stay as they
// are). Decisions up to the moment must not
// change; one that does was made with knowledge of the future. A plain repetition comes first, because a
// strategy that decides by chance would show the same.
func CheckForesight(ctx context.Context, run *config.Run, cuts int, o Options) (*Foresight, error) {
	o.tamper, o.until = nil, 0
	plain, _, err := decide(ctx, run, o)
	if err != nil {
		return nil, err
	}
	f := &Foresight{Decisions: len(plain), Runs: 1}
	if len(plain) == 0 {
		return f, nil
	}
	trials := []trial{{change: unchangedData, cut: market.Never}}
	for i := range cuts {
		cut := plain[(i+1)*len(plain)/(cuts+1)].Time
		trials = append(trials, trial{truncatedData, cut}, trial{poisonedData, cut})
	}
	for _, t := range trials {
		o.tamper, o.until = nil, 0
		switch t.change {
		case truncatedData:
			o.until = t.cut
		case poisonedData:
			o.tamper = t.poison(run.Seed)
		}
		got, last, err := decide(ctx, run, o)
		if err != nil && !errors.Is(err, errNoData) {
			return nil, fmt.Errorf("run %s after %s: %w", t.change, t.cut, err)
		}
		f.Runs++
		if t.change == truncatedData {
			t.cut = min(t.cut, last-1) // the end of the data ends the run, and strategies may act on that
		}
		if f.Difference = t.compare(plain, got); f.Difference != nil {
			return f, nil
		}
	}
	return f, nil
}

// decide runs and collects what the strategies asked for; last is the end of the run.
func decide(ctx context.Context, run *config.Run, o Options) (list []Decision, last market.Time, err error) {
	o.decisions = func(ord *order.Order) {
		list = append(list, Decision{Time: ord.Created, Strategy: ord.Strategy, Request: word(&ord.Request)})
	}
	outcome, err := Run(ctx, run, o)
	if outcome != nil {
		last = outcome.Summary.Last
	}
	return list, last, err
}

func word(r *order.Request) string { return r.Symbol + " " + r.Words() }

// The ways in which a repetition changes the data.
const (
	unchangedData = "repeated"
	truncatedData = "truncated"
	poisonedData  = "poisoned"
)

// trial is one repetition with a changed future.
type trial struct {
	change string
	cut    market.Time
}

func (t trial) poison(seed uint64) func(market.BarStream) market.BarStream {
	return func(s market.BarStream) market.BarStream {
		return &poisoned{BarStream: s, cut: t.cut, chance: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))}
	}
}

// compare finds the first decision up to the cut that is not the same.
func (t trial) compare(plain, got []Decision) *Difference {
	for i := 0; ; i++ {
		before, after := at(plain, i, t.cut), at(got, i, t.cut)
		if before == nil && after == nil {
			return nil
		}
		if before == nil || after == nil || *before != *after {
			return &Difference{Cut: t.cut, Change: t.change, Before: before, After: after}
		}
	}
}

func at(list []Decision, i int, cut market.Time) *Decision {
	if i >= len(list) || list[i].Time > cut {
		return nil
	}
	return &list[i]
}

// poisoned makes nonsense of a stream after a moment: each bar is scaled by a random factor.
type poisoned struct {
	market.BarStream
	cut    market.Time
	chance *rand.Rand
	own    market.Bars
}

func (s *poisoned) Next(batch *market.Bars) error {
	if err := s.BarStream.Next(batch); err != nil {
		return err
	}
	if batch.End[batch.Len()-1] <= s.cut {
		return nil
	}
	s.own.Reset()
	var b market.Bar
	for i := range batch.Len() {
		b.Spread = 0
		batch.Row(i, &b)
		if b.End > s.cut {
			factor := 0.5 + s.chance.Float64()
			b.Open, b.High, b.Low, b.Close = b.Open*factor, b.High*factor, b.Low*factor, b.Close*factor
		}
		s.own.Append(b)
	}
	*batch = s.own
	return nil
}
