package lean

import (
	"fmt"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Trades streams the trade ticks of a selection: every row, with odd lots and late reports among them, so
// that bars built from them differ from LEAN's own; DropSuspicious leaves out those that are flagged. The
// caller closes the stream.
func (t *Tree) Trades(s Selection) (*rows.TradeStream, error) {
	if s.Resolution != Tick {
		return nil, fmt.Errorf("trades of %s: set resolution to tick, or read Bars", &s)
	}
	if int(s.Type) < len(securityTypes) && securityTypes[s.Type].quotes {
		return nil, fmt.Errorf("trades of %s: %w", &s, ErrNoTrades)
	}
	f, err := t.newFeed(s, Trade, 3)
	if err != nil {
		return nil, err
	}
	return rows.Trades(&tradeTicks{f}), nil
}

// tradeTicks reads rows of time, price, size, and, where there are several exchanges, the exchange, the
// condition and whether the tick is suspicious.
type tradeTicks struct{ *feed }

func (r *tradeTicks) Read(t *market.Trade) error {
	for {
		fields, date, timeOfDay, err := r.next()
		if err != nil {
			return err
		}
		if r.suspicious(fields, 5) {
			r.Skip(rows.Suspicious)
			continue
		}
		*t = market.Trade{Time: r.clock.Time(date, timeOfDay)}
		t.Price, t.Size = r.Price("price", fields[1]), r.Size("size", fields[2])
		r.CheckPrice("price", fields[1], t.Price)
		if ok, err := r.Settle(t.Time, false); ok || err != nil {
			return err
		}
	}
}

// suspicious reports whether a tick is flagged in the column and flagged ticks are not wanted.
func (f *feed) suspicious(fields [][]byte, column int) bool {
	return f.selection.DropSuspicious && len(fields) > column && len(fields[column]) == 1 && fields[column][0] == '1'
}
