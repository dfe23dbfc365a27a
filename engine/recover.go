package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/order"
)

// ownerMark stands in an order id before the name of the strategy.
const ownerMark = "/"

// ownerOf is the strategy that an id of this engine's names; nil for any other id.
func (l *live) ownerOf(id order.ID) *runner {
	rest, ours := strings.CutPrefix(string(id), l.engine.book.prefix)
	_, name, marked := strings.Cut(rest, ownerMark)
	if !ours || !marked {
		return nil
	}
	return l.engine.owner(name)
}

// recover takes working orders into the books that carry ids of ours and are not there: a crash came before they were
// stored. Each enters as an order of which nobody knows what became, and the comparison that follows finds out.
func (l *live) recover(t *broker.Truth) {
	e := l.engine
	for i := range t.Open {
		r := &t.Open[i]
		owner := l.ownerOf(r.ID)
		if owner == nil || r.Instrument == nil || e.book.find(r.ID) != nil {
			continue
		}
		o := &order.Order{Request: r.Request, ID: r.ID, Strategy: owner.name, Instrument: r.Instrument, Created: e.now, Updated: e.now}
		o.Symbol = r.Instrument.Symbol
		l.Log.Warn().Str("order", string(o.ID)).Msg("the broker works an order of ours that was not in the books: recovered")
		l.counts.Settlements++
		e.book.add(o)
		e.book.work(o)
		e.apply(o, order.WasSent{Header: e.header(o)})
		e.apply(o, order.InDoubt{Header: e.header(o), Reason: order.Reason{Code: order.ListedAsOpen, Detail: "recovered from the broker by its id"}})
		for _, trade := range slices.Sorted(maps.Keys(l.executed)) {
			if fill := l.executed[trade].fill; fill.Order == o.ID { // booked already, when nobody knew the order
				e.apply(o, order.WasFilled{Header: e.header(o), Fill: &fill})
			}
		}
	}
}
