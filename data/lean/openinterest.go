package lean

import (
	"errors"
	"io"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Interest is how many contracts were open.
type Interest struct {
	// Date is that of the row's stamp. What a day's number is, is known when its session has ended: exchanges publish
	// it afterwards, and the files do not say when.
	Date      market.Date
	Contracts float64
}

// OpenInterest reads the daily open interest of a contract, oldest first; the selection's resolution does not matter. It
// is empty when the tree has none of the contract.
func (t *Tree) OpenInterest(s Selection) ([]Interest, error) {
	s.Resolution, s.Price = Daily, market.Last
	f, err := t.newFeed(s, OpenInterest, 2)
	var none *NoDataError
	if errors.As(err, &none) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := interestRows{feed: f}
	list, err := r.all()
	return list, errors.Join(err, f.Close())
}

type interestRows struct{ *feed }

func (r *interestRows) all() (list []Interest, err error) {
	for {
		fields, err := r.nextOfAny()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		date, timeOfDay, ok := r.stamp(fields[0])
		if !ok {
			r.Blame("time", fields[0], rows.BadTime)
		}
		contracts := r.Size("open interest", fields[1])
		keep, err := r.Settle(r.clock.Time(date, timeOfDay), false)
		if err != nil {
			return nil, err
		}
		if keep && (r.selection.From == 0 || date >= r.selection.From) && (r.selection.To == 0 || date <= r.selection.To) {
			list = append(list, Interest{Date: date, Contracts: contracts})
		}
	}
}
