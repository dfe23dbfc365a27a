package risk

import (
	"slices"

	"github.com/tidemark/tidemark/market"
)

// Memory is what a Gate remembers of the orders it approved: by the owner of a limit, as in Description, the
// times that its order rate counts, oldest first.
type Memory map[string][]market.Time

// Memory is a copy of what the gate remembers.
func (g *Gate) Memory() Memory {
	m := Memory{}
	for _, b := range g.books {
		if b.rate != nil && len(b.rate.sent) > 0 {
			m[b.owner] = b.rate.times()
		}
	}
	return m
}

// Recall goes on from a memory, in a gate that has approved nothing yet. What belongs to no rate of this gate is
// forgotten, and of a rate that has become smaller the oldest.
func (g *Gate) Recall(m Memory) {
	for _, b := range g.books {
		if b.rate == nil {
			continue
		}
		times := m[b.owner]
		for _, at := range times[max(0, len(times)-b.rate.rate.Orders):] {
			b.rate.record(at)
		}
	}
}

// times lists the approvals, oldest first.
func (r *orderRate) times() []market.Time {
	if len(r.sent) < r.rate.Orders {
		return slices.Clone(r.sent)
	}
	return slices.Concat(r.sent[r.next:], r.sent[:r.next])
}
