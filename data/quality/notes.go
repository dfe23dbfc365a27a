package quality

import (
	"slices"

	"github.com/tidemark/tidemark/market"
)

// notes collects findings: it counts all and keeps the first of each kind.
type notes struct {
	most   int
	counts [kinds]int64
	kept   [kinds][]Finding
}

func newNotes(most int) notes { return notes{most: most} }

// add notes something about one row.
func (n *notes) add(k Kind, at market.Time, row int64, value, against float64) {
	n.run(Finding{Kind: k, Time: at, Row: row, Rows: 1, Value: value, Against: against})
}

// run notes something about several rows.
func (n *notes) run(f Finding) {
	n.counts[f.Kind] += f.Rows
	if len(n.kept[f.Kind]) < n.most {
		n.kept[f.Kind] = append(n.kept[f.Kind], f)
	}
}

// forget drops everything of a kind.
func (n *notes) forget(k Kind) { n.counts[k], n.kept[k] = 0, nil }

// report writes the counts and findings.
func (n *notes) report(r *Report) {
	for k, rows := range n.counts {
		if rows > 0 {
			r.Counts = append(r.Counts, Count{Kind(k), rows})
		}
	}
	r.Findings = slices.Concat(n.kept[:]...)
}
