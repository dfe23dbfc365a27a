package report

import "testing"

func TestPile(t *testing.T) {
	for _, n := range []int{0, 1, 16, 17, 5000, 20_000} {
		var p pile[int]
		for i := range n {
			*p.add() = i
		}
		all := p.all()
		if len(all) != n || (all == nil) != (n == 0) {
			t.Fatalf("%d of %d records", len(all), n)
		}
		for i, x := range all {
			if x != i {
				t.Fatalf("record %d of %d is %d", i, n, x)
			}
		}
	}
}
