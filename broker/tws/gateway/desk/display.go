package desk

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

// Books. With Options.Books the venue is shown the floor's book in place of each quote: orders walk its levels, and what
// they take is gone until the book shows another size there. Without, an order of any size fills at the quote.

// observe shows the venue what has happened.
func (d *Desk) observe(ev *market.Event) {
	if d.opts.Books && ev.Kind == market.QuoteEvent && d.display(&ev.Quote) {
		d.venue.Observe(&d.displayed)
		return
	}
	d.venue.Observe(ev)
}

// display makes the book that a quote is the top of; false when there is none.
func (d *Desk) display(q *market.Quote) bool {
	b := &d.book
	*b = market.Depth{Instrument: q.Instrument, Session: q.Session, Time: q.Time}
	d.market.Book(b)
	d.displayed = market.Event{Kind: market.DepthEvent, Instrument: q.Instrument, Time: q.Time, Depth: b}
	return b.Bids[0].Size > 0 || b.Asks[0].Size > 0
}

// took notes that an order may have taken from the book of a contract.
func (d *Desk) took(l *floor.Listing) {
	if d.opts.Books {
		d.thinned[l.ID()] = true
		d.taken = append(d.taken, l.ID())
	}
}

// Books reports whether orders walk the books.
func (d *Desk) Books() bool { return d.opts.Books }

// Thinned reports whether orders have taken from a contract's book: what clients see of it is then Book. A combo, which
// comes later than the rest, has no book of its own.
func (d *Desk) Thinned(id market.ID) bool {
	return d.opts.Books && uint(id) < uint(len(d.thinned)) && d.thinned[id]
}

// Book is what can be traded with of the book of b.Instrument: what the floor displays, less what orders have taken.
func (d *Desk) Book(b *market.Depth) {
	d.market.Book(b)
	d.venue.Remaining(b)
}

// Taken lists the contracts whose books orders have taken from since it was asked last. The slice is used again.
func (d *Desk) Taken() []market.ID {
	taken := d.taken
	d.taken = d.taken[:0]
	return taken
}
