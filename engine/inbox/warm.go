package inbox

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
)

// staleAfter is how old what has waited for the history may be and still count as live.
const staleAfter = 10 * time.Second

// warm puts what has come so far into the order of a recorded run: by time, then instrument. What is not
// later than the start is history; the notice that it is complete stands behind it. What is later and has waited for
// the history is no present either: it is late.
//
// A line of bars may have been lost before its history came, and quotes come while that is fetched. So every event goes
// by its own time, and a notice about data stands behind the bars that came before it, whenever that was.
func (b *Inbox) warm() {
	type keyed struct {
		slot
		at         market.Time
		instrument market.ID
	}
	now := b.clock.now()
	barred := make([]bool, len(b.newest)) // instruments of which there are bars
	for place := b.market.first; place < b.market.next; place++ {
		if s := b.market.at(place); s.notice == nil && s.ev.Kind == market.BarEvent {
			barred[s.ev.Instrument] = true
		}
	}
	reached := make([]market.Time, len(b.newest))
	waiting := make([]keyed, 0, b.market.len())
	for b.market.len() > 0 {
		k := keyed{slot: *b.market.front()}
		b.market.pop()
		switch n := k.notice.(type) {
		case nil:
			k.at, k.instrument = k.ev.Time, k.ev.Instrument
			k.ev.Late = k.ev.Late || k.at > b.start && now.Sub(k.at) > staleAfter
			if k.ev.Kind == market.BarEvent || !barred[k.instrument] {
				reached[k.instrument] = max(reached[k.instrument], k.at)
			}
		case broker.DataLost:
			k.at, k.instrument = reached[n.Instrument], n.Instrument
		case broker.DataRestored:
			k.at, k.instrument = reached[n.Instrument], n.Instrument
		default:
			k.at, k.instrument = b.start, math.MaxInt32
		}
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
