package order_test

import (
	"testing"

	"github.com/tidemark/tidemark/order"
)

// BenchmarkApply is the life of an order in five events, two of them fills.
func BenchmarkApply(b *testing.B) {
	events := []order.Event{
		order.WasSent{Header: head(1)}, order.WasSubmitted{Header: head(2)}, order.WasAccepted{Header: head(3), BrokerID: "7"},
		fill(4, "x1", "40", "50.25"), fill(5, "x2", "60", "50.20"),
	}
	start := buy()
	b.ReportAllocs()
	for b.Loop() {
		o := *start
		for _, ev := range events {
			if _, err := o.Apply(ev); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkOn is one step of the machine.
func BenchmarkOn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		order.Accepted.On(order.FillPart, true)
	}
}
