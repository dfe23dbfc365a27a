package lean

import (
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// exchangeQuotes reads the quote ticks of everything but forex and CFDs: time, bid, bid size, ask, ask
// size, and, where there are several exchanges, the exchange, the condition and whether the tick is
// suspicious. A side that a row does not give is 0 and stays as it was.
type exchangeQuotes struct {
	*feed
	// held is the quote after the rows read so far; it waits for a row of the same time that gives the
	// side which its own row did not give.
	held           market.Quote
	waiting        bool
	hasBid, hasAsk bool
	date           market.Date
	err            error
}

func (r *exchangeQuotes) Read(q *market.Quote) error {
	for r.err == nil {
		handOut, err := r.row(q)
		if r.err = err; err == nil && handOut {
			return nil
		}
	}
	if r.waiting {
		r.waiting = false
		*q = r.held
		return nil
	}
	return r.err
}

// row reads one row. When the row begins another quote, q is the one that waited before it.
func (r *exchangeQuotes) row(q *market.Quote) (handOut bool, err error) {
	fields, date, timeOfDay, err := r.next()
	if err != nil {
		return false, err
	}
	if r.suspicious(fields, 7) {
		r.Skip(rows.Suspicious)
		return false, nil
	}
	row, hasBid, hasAsk := r.sides(fields, date, timeOfDay)
	if !hasBid && !hasAsk && r.Readable() {
		r.Skip(rows.Empty)
		return false, nil
	}
	if r.waiting && row.Time == r.held.Time && !(hasBid && r.hasBid) && !(hasAsk && r.hasAsk) && !r.Faulty() {
		r.apply(&row, hasBid, hasAsk)
		r.Skip(rows.Merged)
		return false, nil
	}
	if ok, err := r.Settle(row.Time, false); !ok || err != nil {
		return false, err
	}
	handOut, *q = r.waiting, r.held
	if date != r.date {
		// Yesterday's quotes say nothing about today's.
		r.date, r.held = date, market.Quote{}
	}
	r.waiting, r.hasBid, r.hasAsk = true, false, false
	r.apply(&row, hasBid, hasAsk)
	return handOut, nil
}

func (r *exchangeQuotes) sides(fields [][]byte, date market.Date, timeOfDay time.Duration) (row market.Quote, hasBid, hasAsk bool) {
	row.Time = r.clock.Time(date, timeOfDay)
	row.Bid, hasBid = r.sidePrice("bid", fields[1])
	row.Ask, hasAsk = r.sidePrice("ask", fields[3])
	if hasBid {
		row.BidSize = r.Size("bid size", fields[2])
	}
	if hasAsk {
		row.AskSize = r.Size("ask size", fields[4])
	}
	return row, hasBid, hasAsk
}

func (r *exchangeQuotes) sidePrice(column string, field []byte) (float64, bool) {
	if len(field) == 0 {
		return 0, false
	}
	price := r.Price(column, field)
	if price == 0 {
		return 0, false
	}
	r.CheckPrice(column, field, price)
	return price, true
}

// apply changes the sides of the held quote that the row gives.
func (r *exchangeQuotes) apply(row *market.Quote, hasBid, hasAsk bool) {
	r.held.Time = row.Time
	if hasBid {
		r.held.Bid, r.held.BidSize, r.hasBid = row.Bid, row.BidSize, true
	}
	if hasAsk {
		r.held.Ask, r.held.AskSize, r.hasAsk = row.Ask, row.AskSize, true
	}
}
