package order_test

import (
	"fmt"

	"github.com/tidemark/tidemark/order"
)

// A bracket: the entry, a stop that bounds the loss and a target that takes the gain. The exits wait for
// the entry and cancel one another.
func Example_bracket() {
	entry := order.Order{ID: "1", Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("50"))}
	stop := order.Order{ID: "2", Request: order.NewStop("SPY", order.Sell, dec("100"), dec("48"))}
	target := order.Order{ID: "3", Request: order.NewLimit("SPY", order.Sell, dec("100"), dec("55"))}
	for _, exit := range []*order.Order{&stop, &target} {
		exit.Parent, exit.OCA, exit.TimeInForce = entry.ID, "exits of 1", order.GTC
	}
	show := func(what string) {
		fmt.Printf("%-20s entry %s, stop %s, target %s\n", what, entry.State, stop.State, target.State)
	}
	about := func(o *order.Order) order.Header { return order.Header{Order: o.ID} }
	apply := func(o *order.Order, ev order.Event) {
		if _, err := o.Apply(ev); err != nil {
			fmt.Println(err)
		}
	}

	for i, o := range []*order.Order{&entry, &stop, &target} {
		apply(o, order.WasSent{Header: about(o)})
		apply(o, order.WasAccepted{Header: about(o), BrokerID: fmt.Sprint("perm ", 7001+i)})
	}
	show("sent")
	apply(&entry, order.WasFilled{Header: about(&entry), Fill: &order.Fill{ExecID: "x1", Quantity: dec("40"), Price: dec("50.00")}})
	show("40 bought at 50.00")
	apply(&entry, order.WasFilled{Header: about(&entry), Fill: &order.Fill{ExecID: "x2", Quantity: dec("60"), Price: dec("49.95")}})
	show("60 bought at 49.95")
	apply(&target, order.WasFilled{Header: about(&target), Fill: &order.Fill{ExecID: "x3", Quantity: dec("100"), Price: dec("55")}})
	apply(&stop, order.WasCancelled{Header: about(&stop), Reason: order.Reason{Code: order.CancelledByOCA}})
	show("100 sold at 55.00")

	// (40 × 50.00 + 60 × 49.95) / 100
	fmt.Println("average entry", entry.AveragePrice, "and the stop ended as", stop.Reason.Code)
	// Output:
	// sent                 entry accepted, stop accepted, target accepted
	// 40 bought at 50.00   entry partially-filled, stop accepted, target accepted
	// 60 bought at 49.95   entry filled, stop accepted, target accepted
	// 100 sold at 55.00    entry filled, stop cancelled, target filled
	// average entry 49.97 and the stop ended as cancelled-by-oca
}
