package inbox

import (
	"cmp"
	"math"
	"slices"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
)

// warm puts what has come so far into the order of a recorded run: by time, then instrument. What is not
// later than the start is history; the notice that it is complete stands behind it.
func (b *Inbox) warm() {
	type keyed struct {
		slot
		at         market.Time
		instrument market.ID
	}
	waiting := make([]keyed, 0, b.market.len())
	reached := make([]market.Time, len(b.newest)) // events of one instrument keep their order
	for b.market.len() > 0 {
		k := keyed{slot: *b.market.front()}
		b.market.pop()
		switch n := k.notice.(type) {
		case nil:
			k.instrument = k.ev.Instrument
			reached[k.instrument] = max(reached[k.instrument], k.ev.Time)
		case broker.DataLost:
			k.instrument = n.Instrument
			reached[k.instrument] = max(reached[k.instrument], n.Time)
		case broker.DataRestored:
			k.instrument = n.Instrument
			reached[k.instrument] = max(reached[k.instrument], n.Time)
		default:
			k.at, k.instrument = b.start, math.MaxInt32
			waiting = append(waiting, k)
			continue
		}
		k.at = reached[k.instrument]
		waiting = append(waiting, k)
	}
	slices.SortStableFunc(waiting, func(x, y keyed) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.instrument, y.instrument))
	})
	for _, k := range waiting {
		b.market.push(k.slot)
	}
	b.cold, b.last = false, math.MinInt64
}
