package quality

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// CheckQuotes reads a stream of quotes to its end, which it does not close. Several quotes may share an
// instant. Of gaps it says which sessions have no quote at all.
func CheckQuotes(quotes market.QuoteStream, in market.Instrument, c *calendar.Calendar, o Options) (Report, error) {
	if err := o.Validate(); err != nil {
		return Report{}, err
	}
	k := newTickCheck(&in, c, o.withDefaults(false))
	var batch market.Quotes
	var q market.Quote
	for {
		err := quotes.Next(&batch)
		if errors.Is(err, io.EOF) {
			return k.report(in.Symbol, data.Quotes), nil
		}
		if err != nil {
			return Report{}, fmt.Errorf("check %s quotes after row %d: %w", in.Symbol, k.row, err)
		}
		for i := range batch.Len() {
			batch.Row(i, &q)
			k.quote(&q)
		}
	}
}

// CheckTrades reads a stream of trades to its end, which it does not close. Several trades may share an
// instant. Of gaps it says which sessions have no trade at all.
func CheckTrades(trades market.TradeStream, in market.Instrument, c *calendar.Calendar, o Options) (Report, error) {
	if err := o.Validate(); err != nil {
		return Report{}, err
	}
	k := newTickCheck(&in, c, o.withDefaults(false))
	var batch market.Trades
	var t market.Trade
	for {
		err := trades.Next(&batch)
		if errors.Is(err, io.EOF) {
			return k.report(in.Symbol, data.Trades), nil
		}
		if err != nil {
			return Report{}, fmt.Errorf("check %s trades after row %d: %w", in.Symbol, k.row, err)
		}
		for i := range batch.Len() {
			batch.Row(i, &t)
			k.trade(&t)
		}
	}
}

// tickCheck is a check of quotes or trades in progress.
type tickCheck struct {
	notes    notes
	prices   priceWatch
	coverage *coverage // nil without a calendar
	grid     grid
	anyPrice bool
	row      int64
	oneSided int64
	// latest is the latest time of all rows, and last that of the row before.
	first, latest, last market.Time
}

func newTickCheck(in *market.Instrument, c *calendar.Calendar, o Options) *tickCheck {
	k := &tickCheck{notes: newNotes(o.Findings), grid: newGrid(in, market.Last), anyPrice: anyPrice(in.Kind)}
	k.prices = newPriceWatch(&k.notes, o)
	if c != nil {
		k.coverage = newCoverage(c, 0, &k.notes, o.Gaps)
	}
	return k
}

func (k *tickCheck) quote(q *market.Quote) {
	ordered := k.time(q.Time)
	// A side without a quote is 0.
	for _, side := range [...][2]float64{{q.Bid, q.BidSize}, {q.Ask, q.AskSize}} {
		if side[0] != 0 {
			k.value(q.Time, side[0], side[1])
		}
	}
	switch {
	case q.Bid == 0 || q.Ask == 0:
		k.oneSided++
		return
	case q.Bid > q.Ask:
		k.notes.add(Crossed, q.Time, k.row, q.Ask, q.Bid)
	}
	if ordered {
		k.prices.see(q.Time, k.row, q.Mid(), q.Mid())
	}
}

func (k *tickCheck) trade(t *market.Trade) {
	ordered := k.time(t.Time)
	k.value(t.Time, t.Price, t.Size)
	if ordered {
		k.prices.see(t.Time, k.row, t.Price, t.Price)
	}
}

// time counts a row. It reports whether no row was later, so that its price can be compared.
func (k *tickCheck) time(at market.Time) (ordered bool) {
	k.row++
	if k.row == 1 {
		k.first, k.latest, k.last = at, at, at
	}
	if at < k.last {
		k.notes.add(OutOfOrder, at, k.row, 0, 0)
	}
	k.last = at
	if at < k.latest {
		return false
	}
	k.latest = at
	if k.coverage != nil {
		k.coverage.see(at, at, k.row)
	}
	return true
}

// value looks at one price and its size.
func (k *tickCheck) value(at market.Time, price, size float64) {
	switch nearest, off := k.grid.off(price); {
	case math.IsNaN(price) || math.IsInf(price, 0):
		k.notes.add(NotFinite, at, k.row, price, 0)
	case price <= 0 && !k.anyPrice:
		k.notes.add(NotPositive, at, k.row, price, 0)
	case off:
		k.notes.add(OffGrid, at, k.row, price, nearest)
	}
	switch {
	case math.IsNaN(size) || math.IsInf(size, 0):
		k.notes.add(NotFinite, at, k.row, size, 0)
	case size < 0:
		k.notes.add(NegativeVolume, at, k.row, size, 0)
	}
}

func (k *tickCheck) report(symbol string, kind data.Kind) Report {
	k.prices.end()
	r := Report{Symbol: symbol, Kind: kind, Rows: k.row, First: k.first, Last: k.last, OneSided: k.oneSided}
	if k.coverage != nil {
		k.coverage.report(&r)
	}
	k.notes.report(&r)
	return r
}
