package desk

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Market is what the desk asks of the market behind the gateway. *floor.Floor is one.
type Market interface {
	Now() market.Time
	// Listings are indexed by the ID of their instruments and do not change.
	Listings() []*floor.Listing
	// Combos are those that Resolve has found so far; their IDs follow those of the listings.
	Combos() []*floor.Listing
	Resolve(k *wire.Contract) (*floor.Listing, *floor.Refusal)
	Top(id market.ID) *floor.Top
	// Book fills in the levels of b.Instrument's book, as many as a Depth has room for; none when nothing is quoted.
	Book(b *market.Depth)
	// Watch and Unwatch bracket the time in which an option's quotes are wanted.
	Watch(id market.ID) error
	Unwatch(id market.ID)
}

var _ Market = (*floor.Floor)(nil)

// watch asks for the quotes of a contract until a day begins on which there is neither an order nor a position in it.
func (d *Desk) watch(id market.ID) error {
	if d.watched[id] {
		return nil
	}
	if err := d.market.Watch(id); err != nil {
		return fmt.Errorf("watch %s: %w", d.market.Listings()[id].Instrument.Symbol, err)
	}
	d.watched[id] = true
	return nil
}

// legs are the contracts in which an order leads to positions.
func (t *Ticket) legs() []*floor.Listing {
	if t.combo() {
		return t.listing.Legs
	}
	return []*floor.Listing{t.listing}
}

// watchAll asks for the quotes of all that an order trades.
func (d *Desk) watchAll(t *Ticket) error {
	var faults []error
	for _, l := range t.legs() {
		faults = append(faults, d.watch(l.ID()))
	}
	return errors.Join(faults...)
}

// unwatch lets go of the contracts that nobody trades any more.
func (d *Desk) unwatch() {
	used := map[market.ID]bool{}
	for _, t := range d.tickets {
		for _, l := range t.legs() {
			used[l.ID()] = used[l.ID()] || !t.done()
		}
	}
	for _, a := range d.accounts {
		for p := range a.ledger.Positions() {
			used[p.Instrument.ID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.watched)) {
		if !used[id] {
			delete(d.watched, id)
			d.market.Unwatch(id)
		}
	}
}

// standing is the quote that an order sent now meets, stamped with now; false when nothing is quoted. A quote of an
// earlier session stands no more.
func (d *Desk) standing(l *floor.Listing) (market.Quote, bool) {
	top := d.market.Top(l.ID())
	if top == nil || top.Bid == 0 && top.Ask == 0 {
		return market.Quote{}, false
	}
	session, _ := l.Calendar.At(d.now)
	if top.QuoteTime < session.EarlyOpen {
		return market.Quote{}, false
	}
	return market.Quote{
		Instrument: l.ID(), Session: session.Date, Time: d.now,
		Bid: top.Bid, Ask: top.Ask, BidSize: top.BidSize, AskSize: top.AskSize,
	}, true
}

// price is what an instrument is valued at: the middle of the quote, else the last trade, else nothing known. A combo is
// valued at its legs.
func (d *Desk) price(l *floor.Listing) (decimal.Decimal, bool) {
	if l.Legs != nil {
		return d.netPrice(l, func(i int) (decimal.Decimal, bool) { return d.price(l.Legs[i]) })
	}
	if price, ok := d.marked(l.ID()); ok {
		return price, true
	}
	top := d.market.Top(l.ID())
	if top == nil {
		return decimal.Zero, false
	}
	q := market.Quote{Bid: top.Bid, Ask: top.Ask}
	if mid := tidy(q.Mid()); mid != 0 {
		return decimal.NewFromFloat(mid), true
	}
	return decimal.NewFromFloat(top.Last), top.Last != 0
}

// marked is the last price that the accounts have seen.
func (d *Desk) marked(id market.ID) (decimal.Decimal, bool) {
	return d.accounts[0].books.Last(id)
}

// mark values the instrument of an event in all accounts: at the middle of quotes, and at trades only as long as
// nothing was quoted.
func (d *Desk) mark(ev *market.Event) {
	var price float64
	switch ev.Kind {
	case market.QuoteEvent:
		d.quoted[ev.Instrument] = true
		price = tidy(ev.Quote.Mid())
	case market.TradeEvent:
		if d.quoted[ev.Instrument] {
			return
		}
		price = ev.Trade.Price
	case market.BarEvent:
		price = ev.Bar.Close
	}
	if price == 0 {
		return
	}
	for _, a := range d.accounts {
		a.books.Mark(ev.Instrument, price)
	}
}

// markAll values everything at what stands on the floor, as a desk does that has just opened.
func (d *Desk) markAll() {
	for _, l := range d.market.Listings() {
		top := d.market.Top(l.ID())
		if top == nil {
			continue
		}
		q := market.Quote{Bid: top.Bid, Ask: top.Ask}
		price := tidy(q.Mid())
		if d.quoted[l.ID()] = price != 0; price == 0 {
			price = top.Last
		}
		if price == 0 {
			continue
		}
		for _, a := range d.accounts {
			a.books.Mark(l.ID(), price)
		}
	}
}

// tidy takes off what halving a sum of floats leaves behind: 96.91499999999999 is 96.915.
func tidy(price float64) float64 { return math.Round(price*1e8) / 1e8 }
