package desk_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func TestModify(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
	b.told = nil
	b.place(1, 5, aaplID, limit(wire.Buy, "200", "169.5"))
	b.expect("acknowledged", "1 open 5 Submitted", "1 status 5 Submitted 0/200")
	first := b.all[0].(*wire.OpenOrder).Order.PermID
	if last := b.all[len(b.all)-1].(*wire.OrderStatus).PermID; first != last || first == 0 {
		t.Errorf("permId %d became %d", first, last)
	}
	b.place(1, 5, aaplID, limit(wire.Buy, "200", "170.05"))
	b.has("marketable now: it takes what is there", "1 exec 5 BOT 200 AAPL @ 170.02")
	b.place(1, 5, aaplID, limit(wire.Buy, "200", "171"))
	b.expect("filled", "1 error 5 104")
	b.place(1, 6, aaplID, limit(wire.Buy, "100", "169"))
	b.told = nil
	b.place(1, 6, aaplID, with(limit(wire.Buy, "300", "160"), func(o *wire.Order) { o.Transmit = false }))
	b.expect("a change that is not transmitted changes nothing")
	b.wait("10:00:01")
	b.quote("AAPL", 168.9, 169)
	b.has("as it was", "1 exec 6 BOT 100 AAPL @ 169")
}

// A change that the venue cannot make keeps the order's identity: the time in force, and what hangs on the order.
func TestModifyTimeInForceOfAParent(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	bracket(b)
	b.told = nil
	parent := limit(wire.Buy, "100", "169.5")
	parent.TimeInForce = wire.GoodTillCancelled
	b.place(1, 5, aaplID, parent)
	b.expect("acknowledged", "1 open 5 Submitted", "1 status 5 Submitted 0/100")
	b.wait("2024-03-05 10:00:00")
	b.has("the children were for the day", "1 status 7 Cancelled 0/100")
	b.quote("AAPL", 169, 169.4)
	b.has("the parent is not", "1 exec 5 BOT 100 AAPL @ 169.5")
}

func TestRefusedModifications(t *testing.T) {
	resting := with(limit(wire.Buy, "100", "169"), func(o *wire.Order) { o.OCA = wire.OCA{Group: "g", Type: 1} })
	change := func(f func(*wire.Order)) wire.Order { return with(resting, f) }
	for _, c := range []struct {
		name  string
		conID int
		order wire.Order
		code  int
	}{
		{"price off the grid", aaplID, change(func(o *wire.Order) { o.LimitPrice = wire.Some(dec("169.005")) }), 110},
		{"another side", aaplID, change(func(o *wire.Order) { o.Action = wire.Sell }), 105},
		{"another contract", msftID, resting, 105},
		{"another account", aaplID, change(func(o *wire.Order) { o.Account = "DU2" }), 105},
		{"another group", aaplID, change(func(o *wire.Order) { o.OCA.Group = "h" }), 105},
		{"another parent", aaplID, change(func(o *wire.Order) { o.ParentID = 3 }), 105},
		{"another type", aaplID, change(func(o *wire.Order) { o.OrderType = wire.Market }), 329},
		{"size zero", aaplID, change(func(o *wire.Order) { o.TotalQuantity = dec("0") }), 434},
		{"not enough money", aaplID, change(func(o *wire.Order) { o.TotalQuantity = dec("1000000") }), 201},
	} {
		b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("100000")}}})
		b.quote("AAPL", 170, 170.02)
		b.place(1, 5, aaplID, resting)
		b.told = nil
		b.place(1, 5, c.conID, c.order)
		b.expect(c.name, fmt.Sprintf("1 error 5 %d", c.code))
		b.wait("10:00:01")
		b.quote("AAPL", 168.9, 169)
		b.has(c.name+" leaves the order live", "1 exec 5 BOT 100 AAPL @ 169")
	}
}
