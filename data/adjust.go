package data

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"time"

	"github.com/tidemark/tidemark/market"
)

// NoReferenceError is a dividend that cannot be taken out of earlier prices, because the close before its
// ex-date is not known.
type NoReferenceError struct{ Dividend Action }

func (e *NoReferenceError) Error() string {
	return fmt.Sprintf("dividend of %s with ex-date %s: the close of the session before is not known, so earlier prices cannot be adjusted; "+
		"give daily bars that reach back to it, or adjust for splits only", e.Dividend.Amount, e.Dividend.Ex)
}

// Adjusted is a view of a stream of raw bars; closing it closes the stream. A bar that ends by midnight,
// on the exchange's wall clock, in which an action's ex-date begins is adjusted for it. Factors are
// products of exact ratios, rounded once to a float64.
//
// Actions later than the last bar scale all bars alike; leave them out if the last bar is to keep its
// price. Dividends need their Reference (see WithReferences); the stream's Next returns a
// *NoReferenceError when it meets bars that depend on one without.
func Adjusted(stream market.BarStream, actions []Action, a Adjustment, zone *time.Location) (market.BarStream, error) {
	if err := validateActions(actions); err != nil {
		return nil, err
	}
	var steps []adjustmentStep
	if a != Raw {
		steps = adjustmentSteps(actions, a, zone)
	}
	if len(steps) == 0 {
		return stream, nil
	}
	return &adjusted{stream: stream, steps: steps}, nil
}

// adjustmentStep holds the factors of the bars that end by until and after the step before.
type adjustmentStep struct {
	until         market.Time
	price, volume float64
	// missing is the first dividend without a reference that these bars depend on.
	missing *Action
}

// adjustmentSteps works out the factors from the last action back to the first.
func adjustmentSteps(actions []Action, a Adjustment, zone *time.Location) []adjustmentStep {
	actions = slices.Clone(actions)
	slices.SortStableFunc(actions, Action.Order)
	var steps []adjustmentStep
	price, volume := big.NewRat(1, 1), big.NewRat(1, 1)
	var missing *Action
	for i := len(actions) - 1; i >= 0; i-- {
		action := &actions[i]
		switch {
		case action.Kind == Split:
			ratio := big.NewRat(action.Ratio.New, action.Ratio.Old)
			price.Quo(price, ratio)
			volume.Mul(volume, ratio)
		case action.Kind == Dividend && a == TotalReturn && action.Reference.IsZero():
			missing = action
		case action.Kind == Dividend && a == TotalReturn:
			left := action.Reference.Sub(action.Amount).Rat()
			price.Mul(price, left.Quo(left, action.Reference.Rat()))
		default:
			continue
		}
		step := adjustmentStep{until: midnight(action.Ex, zone), missing: missing}
		step.price, _ = price.Float64()
		step.volume, _ = volume.Float64()
		if n := len(steps); n > 0 && steps[n-1].until == step.until {
			steps[n-1] = step
			continue
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return steps
}

func midnight(date market.Date, zone *time.Location) market.Time {
	return market.At(date.Clock(0, 0, zone))
}

type adjusted struct {
	stream market.BarStream
	// steps still ahead, oldest first.
	steps []adjustmentStep
	// scaled is where adjusted columns are kept, because the stream's belong to it.
	scaled market.Bars
	err    error
}

func (s *adjusted) Next(batch *market.Bars) error {
	if s.err != nil {
		*batch = market.Bars{}
		return s.err
	}
	if err := s.stream.Next(batch); err != nil || batch.Len() == 0 {
		return err
	}
	for len(s.steps) > 0 && batch.End[0] > s.steps[0].until {
		s.steps = s.steps[1:]
	}
	if len(s.steps) == 0 {
		return nil
	}
	s.copyColumns(batch)
	if s.err = s.scale(batch); s.err != nil {
		*batch = market.Bars{}
	}
	return s.err
}

// copyColumns replaces the columns that adjusting changes by copies.
func (s *adjusted) copyColumns(b *market.Bars) {
	for _, c := range []struct{ kept, column *[]float64 }{
		{&s.scaled.Open, &b.Open}, {&s.scaled.High, &b.High}, {&s.scaled.Low, &b.Low}, {&s.scaled.Close, &b.Close},
		{&s.scaled.Volume, &b.Volume}, {&s.scaled.Spread, &b.Spread},
	} {
		if *c.column != nil {
			*c.kept = append((*c.kept)[:0], *c.column...)
			*c.column = *c.kept
		}
	}
}

func (s *adjusted) scale(b *market.Bars) error {
	from := 0
	for _, step := range s.steps {
		rest := b.End[from:]
		to := from + sort.Search(len(rest), func(i int) bool { return rest[i] > step.until })
		if to > from && step.missing != nil {
			return &NoReferenceError{*step.missing}
		}
		part := b.Slice(from, to)
		for _, prices := range [...][]float64{part.Open, part.High, part.Low, part.Close, part.Spread} {
			multiply(prices, step.price)
		}
		multiply(part.Volume, step.volume)
		if from = to; from == b.Len() {
			break
		}
	}
	return nil
}

func multiply(values []float64, factor float64) {
	for i := range values {
		values[i] *= factor
	}
}

func (s *adjusted) Close() error { return s.stream.Close() }
