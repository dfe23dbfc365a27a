package quality

import "github.com/tidemark/tidemark/market"

// run counts rows in a row that are alike.
type run struct {
	kind  Kind
	least int64 // shorter runs are not noted
	first Finding
	n     int64
}

// longer adds a row to the run, which it begins if there is none.
func (r *run) longer(at market.Time, row int64, value float64) {
	if r.n == 0 {
		r.first = Finding{Kind: r.kind, Time: at, Row: row, Value: value}
	}
	r.n++
}

// end ends the run and notes it if it is long enough.
func (r *run) end(n *notes) {
	if r.n >= r.least && r.n > 0 {
		r.first.Rows = r.n
		n.run(r.first)
	}
	r.n = 0
}
