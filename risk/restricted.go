package risk

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/order"
)

// restricted refuses every order in listed symbols, exits too: the list says hands off.
type restricted struct {
	coded
	symbols []string // sorted
}

func newRestricted(symbols []string) restricted {
	return restricted{coded(order.Restricted), slices.Sorted(slices.Values(symbols))}
}

func (r restricted) Bound() string { return strings.Join(r.symbols, ", ") }

func (r restricted) Check(_ *Snapshot, o *order.Order) *order.Reason {
	if _, listed := slices.BinarySearch(r.symbols, o.Instrument.Symbol); listed {
		return &order.Reason{Code: order.Restricted, Detail: o.Instrument.Symbol + " is on the restricted list"}
	}
	return nil
}
