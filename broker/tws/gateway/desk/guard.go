package desk

import (
	"slices"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// guard closes positions of accounts whose margin is missing, after the price of an instrument has moved: at once and at the
// market, where the market is open. Orders of the account that would close the same position are cancelled first.
func (d *Desk) guard(moved market.ID) {
	for _, a := range d.accounts {
		if !a.liquidates || d.err != nil || !d.matters(a, moved) {
			continue
		}
		for _, o := range a.custody.Inspect(d.now, nil) {
			listing := d.market.Listings()[o.Instrument.ID]
			if !d.closable(listing) {
				continue
			}
			for _, x := range slices.Clone(d.tickets) {
				if x.account == a && x.working() && !x.held && d.trades(x, listing, o.Side) {
					d.venue.Cancel(x.venueID)
				}
			}
			d.drain()
			if err := d.liquidate(a, listing, listing.Contract, o.Quantity); err != nil {
				d.err = err
			}
		}
	}
}

// trades reports whether an order, or a leg of it, would trade a contract at a side.
func (d *Desk) trades(t *Ticket, l *floor.Listing, side order.Side) bool {
	return slices.ContainsFunc(d.parts(t, t.open()), func(p part) bool { return p.listing == l && p.side == side })
}

// matters reports whether the price of an instrument moves what an account is worth or must have.
func (d *Desk) matters(a *account, moved market.ID) bool {
	in := a.instruments[moved]
	return in.Base != "" || slices.ContainsFunc(d.market.Listings(), func(l *floor.Listing) bool {
		own := l.ID() == moved || l.Underlying != nil && l.Underlying.ID() == moved
		return own && !a.ledger.Position(l.ID()).Flat()
	})
}

// closable reports whether a market order would trade now.
func (d *Desk) closable(l *floor.Listing) bool {
	_, phase := l.Calendar.At(d.now)
	q, quoted := d.standing(l)
	return phase == calendar.Open && quoted && q.Bid > 0 && q.Ask > 0
}
