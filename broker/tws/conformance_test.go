package tws

import (
	"bytes"
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/brokertest"
	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// exchange is a gateway behind which the simulated venue matches: what the live venue is to IB, it is to that.
type exchange struct {
	*scene
	venue *sim.Venue
	spy   *market.Instrument

	trading sync.Mutex // guards the venue and what follows
	now     market.Time
	places  map[int]*wire.PlaceOrder
	fills   int
}

func newExchange(t *testing.T) *exchange {
	spy := market.NewEquity("SPY")
	x := &exchange{places: map[int]*wire.PlaceOrder{}, spy: &spy}
	venue, err := sim.New([]*market.Instrument{&spy}, calendars, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x.venue, x.now = venue, newYork("10:00:00")
	venue.Advance(x.now)
	if err := venue.Start(t.Context(), x.hear); err != nil {
		t.Fatal(err)
	}
	return x
}

func calendars(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }

// act lets something happen in the market.
func (x *exchange) act(do func()) {
	x.trading.Lock()
	defer x.trading.Unlock()
	do()
}

// take is what the gateway makes of the venue's messages.
func (x *exchange) take(p *peer, m wire.Message) bool {
	x.trading.Lock()
	defer x.trading.Unlock()
	switch m := m.(type) {
	case *wire.PlaceOrder:
		id := order.ID(strconv.Itoa(m.OrderID))
		o := &m.Order
		if before := x.places[m.OrderID]; before != nil {
			x.venue.Modify(id, order.Change{Quantity: &o.TotalQuantity, LimitPrice: price(o.LimitPrice), StopPrice: price(o.AuxPrice)})
			return true
		}
		x.places[m.OrderID] = m
		r := order.Request{Symbol: "SPY", Quantity: o.TotalQuantity, LimitPrice: o.LimitPrice.Value, StopPrice: o.AuxPrice.Value, OCA: o.OCA.Group}
		if o.Action == wire.Sell {
			r.Side = order.Sell
		}
		r.Type = map[wire.OrderType]order.Type{"MKT": order.Market, "LMT": order.Limit, "STP": order.Stop, "STP LMT": order.StopLimit}[o.OrderType]
		r.TimeInForce = map[wire.TimeInForce]order.TimeInForce{"DAY": order.Day, "GTC": order.GTC, "IOC": order.IOC}[o.TimeInForce]
		if o.ParentID != 0 {
			r.Parent = order.ID(strconv.Itoa(o.ParentID))
		}
		x.venue.Submit(&order.Order{Request: r, ID: id, Instrument: x.spy})
	case *wire.CancelOrder:
		x.venue.Cancel(order.ID(strconv.Itoa(m.OrderID)))
	case *wire.RequestCurrentTime:
		p.send(&wire.Error{RequestID: settled, Code: 399, Message: "settled"})
	default:
		return false
	}
	return true
}

// settled is the order id of a remark that comes after everything else.
const settled = 999_999

func price[T any](o wire.Opt[T]) *T {
	if !o.Valid {
		return nil
	}
	return &o.Value
}

// hear says what happened in TWS's words.
func (x *exchange) hear(ev order.Event) {
	id, _ := strconv.Atoi(string(ev.About().Order))
	m := x.places[id]
	if m == nil {
		return
	}
	permID := int64(70_000 + id)
	send := func(messages ...wire.Message) { x.peer.send(messages...) }
	switch ev := ev.(type) {
	case order.WasAccepted:
		send(working(m, permID)...)
	case order.WasModified:
		changed := *m
		changed.Order.TotalQuantity = *ev.Change.Quantity
		if ev.Change.LimitPrice != nil {
			changed.Order.LimitPrice = wire.Some(*ev.Change.LimitPrice)
		}
		x.places[id] = &changed
		send(working(&changed, permID)...)
	case order.ModifyRefused:
		send(orderError(m, 110, ev.Reason.Error()))
	case order.WasRejected:
		send(orderError(m, 201, ev.Reason.Error()))
	case order.WasFilled:
		x.fills++
		exec := "0001.f.0" + strconv.Itoa(x.fills) + ".01"
		send(executed(m, permID, exec, ev.Fill.Quantity.String(), ev.Fill.Price.String()), fee(exec, "1"))
	case order.WasCancelled:
		send(orderError(m, 202, "Order Canceled - reason:"), orderStatus(m, permID, wire.Cancelled, "0"))
	case order.CancelRefused:
		send(orderError(m, 10148, "OrderId that needs to be cancelled can not be cancelled, state: Filled."))
	case order.HasExpired:
		send(orderStatus(m, permID, wire.Cancelled, "0"))
	}
}

// signal tells when a text is logged.
type signal struct {
	text []byte
	came chan struct{}
}

func (s signal) Write(line []byte) (int, error) {
	if bytes.Contains(line, s.text) {
		s.came <- struct{}{}
	}
	return len(line), nil
}

// sinking hands order events to the sink of the conformance suite.
type sinking struct {
	*Venue
	in *inbox
}

func (s sinking) Start(ctx context.Context, sink func(order.Event)) error {
	s.in.sink = sink
	return s.Venue.Start(ctx, sink)
}

func TestConformance(t *testing.T) {
	brokertest.Run(t, func(t *testing.T) *brokertest.Bench {
		x := newExchange(t)
		told := signal{[]byte(`"order":999999`), make(chan struct{}, 1)}
		s := &scene{
			T: t, in: &inbox{}, spy: x.spy, version: 225, accounts: account, nextID: 100, cash: "100000",
			mute: map[wire.Kind]bool{}, take: x.take,
		}
		x.scene = s
		v, err := New([]*market.Instrument{s.spy}, calendars, s.in, Options{
			Client:  client.Options{ClientID: clientID, Dialer: s, Idle: -1, Rate: 10_000},
			Account: account, Log: zerolog.New(told),
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Venue = v
		t.Cleanup(func() {
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		})
		settle := func() {
			c := v.session.Load()
			<-c.known
			// Everything posted before has left when this has, and what it caused has been dealt with when the remark is.
			if err := c.conn.Send(t.Context(), &wire.RequestCurrentTime{}); err != nil {
				t.Fatal(err)
			}
			<-told.came
		}
		return &brokertest.Bench{
			Venue: sinking{v, s.in}, Instrument: s.spy,
			Quote: func(bid, ask float64) {
				settle()
				x.act(func() {
					x.now = x.now.Add(time.Second)
					x.venue.Observe(&market.Event{Kind: market.QuoteEvent, Time: x.now, Quote: market.Quote{Time: x.now, Bid: bid, Ask: ask}})
				})
			},
			Settle:     settle,
			EndSession: func() { x.act(func() { x.venue.Advance(newYork("16:00:00")) }) },
		}
	})
}
