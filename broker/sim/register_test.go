package sim

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/order"
)

// Orders that work outlive any number that end; of these the latest are known, and the oldest are not.
func TestRegisterForgetsWhatEnded(t *testing.T) {
	r := newRegister()
	stays := []*working{{id: "b"}, {id: "a"}, {id: "c"}}
	for _, w := range stays {
		r.add(w)
	}
	id := func(i int) order.ID { return order.ID(fmt.Sprint("x", i)) }
	const n = 5 * recentlyEnded
	for i := range n {
		w := &working{id: id(i)}
		if r.repeats(w.id) {
			t.Fatalf("order %s repeats one", w.id)
		}
		r.add(w)
		r.end(w)
		if !r.repeats(w.id) || !r.find(w.id).done() || r.working(w.id) != nil {
			t.Fatalf("order %s is not known as ended", w.id)
		}
	}
	for i := n - recentlyEnded; i < n; i++ {
		if r.find(id(i)) == nil {
			t.Fatalf("order %s, of the last %d, is forgotten", id(i), recentlyEnded)
		}
	}
	if r.find(id(0)) != nil || len(r.byID) > recentlyEnded+len(stays) {
		t.Errorf("%d orders are known", len(r.byID))
	}
	r.end(stays[1])
	for i := range recentlyEnded - 1 {
		w := &working{id: id(n + i)}
		r.add(w)
		r.end(w)
	}
	if old := r.find("a"); old == nil || !old.done() {
		t.Error("an old order that has only just ended is forgotten")
	}
	var list []order.ID
	for w := range r.all() {
		list = append(list, w.id)
	}
	if fmt.Sprint(list) != "[b c]" || r.working("c") != stays[2] || r.working("a") != nil {
		t.Errorf("%v work, want b and c", list)
	}
}

// Ids in any order: what was sent is known, what was not is not.
func TestRegisterKnowsRepetitions(t *testing.T) {
	r := newRegister()
	for i, c := range []struct {
		id      order.ID
		repeats bool
	}{{"m9", false}, {"m10", false}, {"m9", true}, {"a1", false}, {"a1", true}, {"m10", true}, {"m11", false}, {"z", false}, {"z", true}} {
		if got := r.repeats(c.id); got != c.repeats {
			t.Errorf("order %d, %s: repeats is %v", i, c.id, got)
		}
		if !c.repeats {
			r.refused(c.id)
		}
	}
}
