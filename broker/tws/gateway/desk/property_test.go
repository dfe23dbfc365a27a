package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// legal are the transitions of an order's status (semantics of TWS, "order status").
var legal = map[wire.Status][]wire.Status{
	"":                 {wire.APIPending, wire.PendingSubmit, wire.PreSubmitted, wire.Submitted, wire.Filled, wire.Inactive, wire.Cancelled, wire.APICancelled},
	wire.APIPending:    {wire.PendingSubmit, wire.PreSubmitted, wire.Submitted, wire.APICancelled, wire.Inactive},
	wire.PendingSubmit: {wire.PreSubmitted, wire.Submitted, wire.Filled, wire.PendingCancel, wire.Cancelled, wire.APICancelled, wire.Inactive},
	wire.PreSubmitted:  {wire.Submitted, wire.Filled, wire.PendingCancel, wire.Cancelled, wire.Inactive, wire.PendingSubmit},
	wire.Submitted:     {wire.Filled, wire.PendingCancel, wire.Cancelled, wire.PreSubmitted, wire.Inactive},
	wire.PendingCancel: {wire.Cancelled, wire.Filled, wire.Submitted, wire.PreSubmitted},
	wire.Inactive:      {wire.PreSubmitted, wire.Submitted, wire.Cancelled},
}

// auditor follows the messages of a desk and knows nothing else.
type auditor struct {
	status map[int64]wire.Status
	filled map[int64]decimal.Decimal
	// execs has the latest revision of each execution, by its id without the revision.
	execs  map[string]*wire.Executed
	orders map[[2]int]int64
	closed map[int64]bool
}

func newAuditor() *auditor {
	return &auditor{
		status: map[int64]wire.Status{}, filled: map[int64]decimal.Decimal{}, execs: map[string]*wire.Executed{},
		orders: map[[2]int]int64{}, closed: map[int64]bool{},
	}
}

func (a *auditor) hear(t *rapid.T, m wire.Message) {
	switch m := m.(type) {
	case *wire.OpenOrder:
		if m.Order.WhatIf {
			return
		}
		a.know(t, m.Order.ClientID, m.OrderID, m.Order.PermID)
		a.become(t, m.Order.PermID, m.State.Status)
	case *wire.OrderStatus:
		a.know(t, m.ClientID, m.OrderID, m.PermID)
		a.become(t, m.PermID, m.Status)
		a.filled[m.PermID] = m.Filled
		if m.Remaining.IsNegative() || m.Filled.IsNegative() {
			t.Fatalf("order %d has %s filled and %s to go", m.OrderID, m.Filled, m.Remaining)
		}
	case *wire.Executed:
		id := m.Execution.ExecID
		a.execs[id[:strings.LastIndex(id, ".")]] = m
	}
}

// know checks that an order id always means the same order.
func (a *auditor) know(t *rapid.T, client, orderID int, permID int64) {
	if orderID == 0 {
		return // of TWS, and not bound
	}
	key := [2]int{client, orderID}
	if was, ok := a.orders[key]; ok && was != permID || permID == 0 {
		t.Fatalf("order %d of client %d was %d and is %d", orderID, client, was, permID)
	}
	a.orders[key] = permID
}

func (a *auditor) become(t *rapid.T, permID int64, status wire.Status) {
	was := a.status[permID]
	if status != was && !slices.Contains(legal[was], status) {
		t.Fatalf("order %d: %q became %q", permID, was, status)
	}
	a.status[permID] = status
}

// settle compares sums: executions with what orders report and with positions.
func (a *auditor) settle(t *rapid.T, d *desk.Desk) {
	byOrder, byContract := map[int64]decimal.Decimal{}, map[int]decimal.Decimal{}
	for _, m := range a.execs {
		e := &m.Execution
		if strings.Split(e.ExecID, ".")[2] == "01" { // others are of legs
			byOrder[e.PermID] = byOrder[e.PermID].Add(e.Shares)
		}
		if m.Contract.SecType == wire.Combo {
			continue
		}
		signed := e.Shares
		if e.Side == wire.Sold {
			signed = signed.Neg()
		}
		byContract[m.Contract.ConID] = byContract[m.Contract.ConID].Add(signed)
	}
	for permID, filled := range a.filled {
		if !byOrder[permID].Equal(filled) {
			t.Fatalf("order %d: %s filled, %s executed", permID, filled, byOrder[permID])
		}
	}
	held := map[int]decimal.Decimal{}
	for _, p := range d.Positions("") {
		held[p.Contract.ConID] = p.Position
	}
	for conID, quantity := range byContract {
		if !held[conID].Equal(quantity) {
			t.Fatalf("contract %d: position %s, executed %s", conID, held[conID], quantity)
		}
	}
}

// picture is everything that can be asked of a desk.
func picture(d *desk.Desk) string {
	var text strings.Builder
	for client := range 3 {
		fmt.Fprintln(&text, d.NextOrderID(client))
		for _, m := range d.OpenOrders(client) {
			fmt.Fprintln(&text, line(m))
		}
	}
	for _, list := range [][]wire.Message{d.CompletedOrders(false), d.Executions(&wire.RequestExecutions{LastDays: wire.Some(7)})} {
		for _, m := range list {
			fmt.Fprintln(&text, line(m))
			if e, ok := m.(*wire.Executed); ok {
				fmt.Fprintln(&text, e.Execution)
			}
		}
	}
	pnl, _ := d.PNL("")
	for _, v := range d.Values("DU1") {
		fmt.Fprintln(&text, v)
	}
	fmt.Fprintln(&text, d.Portfolio("DU1"), d.Positions(""), pnl)
	return text.String()
}

// trader does random things to a desk.
type trader struct {
	*bench
	audit *auditor
	price int // of the bid of AAPL, in cents
	next  map[int]int
}

func (x *trader) order(t *rapid.T) wire.Order {
	action := rapid.SampledFrom([]wire.Action{wire.Buy, wire.Sell}).Draw(t, "action")
	quantity := fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "lots") * 100)
	near := decimal.New(int64(x.price+rapid.IntRange(-60, 60).Draw(t, "distance")), -2)
	var o wire.Order
	kind := rapid.SampledFrom([]wire.OrderType{
		wire.Market, wire.Limit, wire.Limit, wire.Stop, wire.StopLimit, wire.Trail, wire.TrailLimit, wire.IfTouched, wire.LimitTouched,
		wire.MarketOnClose, wire.LimitOnClose, wire.MarketToLimit, wire.PegMid, wire.Relative,
	}).Draw(t, "type")
	switch kind {
	case wire.Market:
		o = at(action, quantity)
	case wire.Limit:
		o = limit(action, quantity, near.String())
	case wire.Stop:
		o = stop(action, quantity, near.String())
	case wire.StopLimit:
		o = stop(action, quantity, near.String())
		o.OrderType, o.LimitPrice = wire.StopLimit, wire.Some(near)
	default:
		o = limit(action, quantity, near.String())
		o.OrderType, o.AuxPrice = kind, wire.Some(near)
		if kind == wire.Trail || kind == wire.TrailLimit || kind == wire.PegMid || kind == wire.Relative {
			o.AuxPrice, o.Adjust.LimitOffset = wire.Some(dec("0.2")), wire.Some(dec("0.05"))
		}
	}
	x.instruct(t, &o, near)
	o.TimeInForce = rapid.SampledFrom([]wire.TimeInForce{wire.Day, wire.Day, wire.GoodTillCancelled, wire.ImmediateOrCancel, wire.AtOpen, wire.AtAuction}).Draw(t, "tif")
	o.OutsideRTH = rapid.IntRange(0, 4).Draw(t, "outside") == 0
	o.Transmit = rapid.IntRange(0, 4).Draw(t, "hold") > 0
	if group := rapid.IntRange(0, 8).Draw(t, "group"); group < 3 {
		o.OCA = wire.OCA{Group: fmt.Sprint("g", group), Type: wire.OCAType(rapid.IntRange(1, 3).Draw(t, "oca"))}
	}
	return o
}

// instruct gives some orders what few have.
func (x *trader) instruct(t *rapid.T, o *wire.Order, near decimal.Decimal) {
	switch rapid.IntRange(0, 12).Draw(t, "instruction") {
	case 0:
		o.Hidden = true
	case 1:
		o.DisplaySize = wire.Some(100)
	case 2:
		o.AllOrNone = true
	case 3:
		o.MinQuantity = wire.Some(100)
	case 4:
		o.DiscretionaryAmt = wire.Some(dec("0.05"))
	case 5:
		o.GoodAfterTime = ibtime.FormatUTC(x.pit.now.UTC().Add(time.Hour))
	case 6:
		o.TriggerMethod = wire.TriggerBidAsk
	case 7:
		by := dec("0.3")
		if o.Action == wire.Buy {
			by = by.Neg()
		}
		o.Adjust = wire.Adjust{OrderType: wire.Trail, TriggerPrice: wire.Some(near.Add(by)), TrailingAmount: wire.Some(dec("0.1"))}
	}
}

func (x *trader) client(t *rapid.T) int { return rapid.IntRange(0, 2).Draw(t, "client") }

// known is an order id of the client, most of the time.
func (x *trader) known(t *rapid.T, client int) int {
	return rapid.IntRange(max(0, x.next[client]-6), x.next[client]).Draw(t, "id")
}

func (x *trader) hear(t *rapid.T) {
	for _, m := range x.all {
		x.audit.hear(t, m)
	}
	x.all, x.told = nil, nil
}

func TestWhateverHappensTheSumsAreRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := desk.Options{
			Book: newShelf(), Books: rapid.Bool().Draw(t, "books"), Queue: sim.Queue(rapid.IntRange(0, 2).Draw(t, "queue")),
		}
		b := &bench{t: t, pit: newPit("09:00:00")}
		b.open(o)
		x := &trader{bench: b, audit: newAuditor(), price: 17000, next: map[int]int{}}
		actions := x.actions()
		actions["restart"] = func(t *rapid.T) {
			x.desk.OpenOrders(0) // binds
			before := picture(x.desk)
			x.hear(t)
			x.open(o)
			if after := picture(x.desk); after != before {
				t.Fatalf("a restart has changed it (- before, + after):\n%s", cmp.Diff(before, after))
			}
		}
		actions[""] = func(t *rapid.T) {
			x.hear(t)
			x.audit.settle(t, x.desk)
			if err := x.desk.Err(); err != nil {
				t.Fatal(err)
			}
		}
		t.Repeat(actions)
	})
}

func (x *trader) actions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"place": func(t *rapid.T) {
			client := x.client(t)
			x.next[client] += rapid.IntRange(1, 2).Draw(t, "step")
			x.place(client, x.next[client], aaplID, x.order(t))
		},
		"child": func(t *rapid.T) {
			client := x.client(t)
			o := x.order(t)
			o.ParentID = x.known(t, client)
			o.AutoCancelParent = rapid.Bool().Draw(t, "auto")
			x.next[client]++
			x.place(client, x.next[client], aaplID, o)
		},
		"modify": func(t *rapid.T) {
			client := x.client(t)
			o := x.order(t)
			o.OCA, o.Transmit = wire.OCA{}, true
			x.place(client, x.known(t, client), aaplID, o)
		},
		"combine": func(t *rapid.T) {
			client := x.client(t)
			id := x.known(t, client) // a change, perhaps
			if rapid.Bool().Draw(t, "new") {
				x.next[client]++
				id = x.next[client]
			}
			o := x.order(t)
			o.LimitPrice = wire.Some(decimal.New(int64(rapid.IntRange(-30, 30).Draw(t, "net")), -2))
			o.SmartCombo = []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}}
			k := bag("SMART", [2]int{aaplID, 1}, [2]int{msftID, -1})
			if rapid.Bool().Draw(t, "ratio") {
				k = bag("SMART", [2]int{msftID, 2}, [2]int{aaplID, 3})
			}
			x.combine(client, id, k, o)
		},
		"cancel":        func(t *rapid.T) { c := x.client(t); x.cancel(c, x.known(t, c)) },
		"global cancel": func(t *rapid.T) { x.desk.GlobalCancel(1) },
		"manual": func(t *rapid.T) {
			o := x.order(t)
			x.bench.desk.AutoOpenOrders(0, rapid.Bool().Draw(t, "bind"))
			if id := x.desk.NextOrderID(0); o.OrderType == wire.Limit {
				x.manual(o.TotalQuantity.String(), o.LimitPrice.Value.String())
				x.next[0] = max(x.next[0], id)
			}
		},
		"quote": func(t *rapid.T) {
			x.price += rapid.IntRange(-40, 40).Draw(t, "move")
			bid := float64(x.price) / 100
			d := market.Depth{}
			for i := range rapid.IntRange(0, 3).Draw(t, "levels") {
				d.Bids[i] = level(float64(x.price-i)/100, float64(rapid.IntRange(1, 6).Draw(t, "bids")*50))
				d.Asks[i] = level(float64(x.price+2+i)/100, float64(rapid.IntRange(1, 6).Draw(t, "asks")*50))
			}
			x.pit.books[x.pit.find("AAPL").ID()] = d
			x.quote("AAPL", bid, bid+0.02)
			x.trade("AAPL", bid)
			if rapid.Bool().Draw(t, "both") {
				x.quote("MSFT", bid-0.05, bid+0.03)
			}
		},
		"wait": func(t *rapid.T) {
			x.pit.now = x.pit.now.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 3600, 20000, 90000}).Draw(t, "seconds")) * time.Second)
			x.desk.Advance(x.pit.now)
		},
		"correct": func(t *rapid.T) {
			list := slices.DeleteFunc(x.desk.Executions(&wire.RequestExecutions{}), func(m wire.Message) bool {
				_, ok := m.(*wire.Executed)
				return !ok
			})
			if len(list) == 0 {
				return
			}
			e := list[rapid.IntRange(0, len(list)-1).Draw(t, "execution")].(*wire.Executed).Execution
			var err error
			if rapid.Bool().Draw(t, "bust") || e.Shares.IsZero() {
				err = x.desk.Bust(e.ExecID)
			} else {
				err = x.desk.Correct(e.ExecID, dec("170"), decimal.Min(dec("100"), e.Shares))
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	}
}
