package sim

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// memory knows how near prices came to each order, at a cost that does not grow with the orders. Time
// since the oldest order is cut into stretches, each beginning where orders were added; an observation
// goes into the last stretch only, and an order looks at all stretches from its own on.
type memory []stretch

type stretch struct {
	beginning
	best reach
}

// beginning is where orders were added: after the observation of that number, at that time.
type beginning struct {
	from  uint32
	since market.Time
}

func (b beginning) before(other beginning) bool {
	return b.from < other.from || b.from == other.from && b.since < other.since
}

var nothing = reach{math.Inf(-1), math.Inf(-1), math.Inf(-1), math.Inf(-1)}

// begin makes sure that a stretch starts with an order added now.
func (m *memory) begin(at beginning) {
	if n := len(*m); n > 0 && (*m)[n-1].beginning == at {
		return
	}
	*m = append(*m, stretch{at, nothing})
}

// observe records an observation. Orders added within a bar see its close only, and orders added while
// it was matched see nothing of it.
func (m memory) observe(s *sight, all *reach) {
	closeSeen := false
	for i := len(m) - 1; i >= 0; i-- {
		st := &m[i]
		switch {
		case st.from >= s.number:
		case st.since <= s.start:
			st.best.raise(all)
			return
		case !closeSeen && st.since < s.end:
			last := s.closeReach()
			st.best.raise(&last)
			closeSeen = true
		}
	}
}

// nearest is the best price seen by an order of a shelf; false if it has seen none.
func (m memory) nearest(w *working, k shelf) (float64, bool) {
	best := math.Inf(-1)
	own := beginning{w.entered, w.since}
	for i := len(m) - 1; i >= 0 && !m[i].before(own); i-- {
		best = max(best, m[i].best[k])
	}
	return k.price(best), !math.IsInf(best, -1)
}

// compact merges the stretches in which no order begins into those before them.
func (m *memory) compact(needed map[beginning]bool) {
	kept := (*m)[:0]
	for _, st := range *m {
		if len(kept) > 0 && !needed[st.beginning] {
			kept[len(kept)-1].best.raise(&st.best)
			continue
		}
		kept = append(kept, st)
	}
	*m = kept
}
