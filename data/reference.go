package data

import (
	"io"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// referenceAge is how old a close before an ex-date may be: longer than any market has stayed closed
// (the NYSE in September 2001: six days), and short enough that a hole in the data is not bridged.
const referenceAge = 10 * 24 * time.Hour

// WithReferences is a copy of the actions, sorted, in which dividends without a Reference have the last
// close before midnight of their ex-date on the exchange's wall clock. The bars must be raw and should be
// daily ones of the regular session. They are read to the end and not closed. A dividend that has no bar
// in the ten days before stays without.
func WithReferences(actions []Action, daily market.BarStream, zone *time.Location) ([]Action, error) {
	actions = slices.Clone(actions)
	slices.SortStableFunc(actions, Action.Order)
	var batch market.Bars
	var last market.Time
	var closing float64
	pending := actions
	// settle gives the last close to the actions whose ex-date begins before a time.
	settle := func(now market.Time) {
		for len(pending) > 0 && now > midnight(pending[0].Ex, zone) {
			a := &pending[0]
			if a.Kind == Dividend && a.Reference.IsZero() && closing > 0 && midnight(a.Ex, zone).Sub(last) <= referenceAge {
				a.Reference = decimal.NewFromFloat(closing)
			}
			pending = pending[1:]
		}
	}
	for {
		err := daily.Next(&batch)
		if err == io.EOF {
			settle(market.Never)
			return actions, nil
		}
		if err != nil {
			return nil, err
		}
		for i, end := range batch.End {
			settle(end)
			last, closing = end, batch.Close[i]
		}
	}
}
