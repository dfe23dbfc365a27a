package reconcile_test

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// desk is plain books that settlements can be applied to.
type desk struct {
	instruments []*market.Instrument
	orders      []*order.Order
	fills       map[string]order.Fill // by trade
	quantity    map[market.ID]decimal.Decimal
	cash        map[market.Currency]decimal.Decimal
	foreign     map[string]broker.Report
	fresh       map[order.ID]bool
	traded      map[market.ID]bool
	expires     market.Time
	suspected   []reconcile.Difference
	new         bool
	actions     []string
}

func newDesk() *desk {
	spy, option := market.NewEquity("SPY"), market.NewEquity("SPY C100")
	spy.ID, option.ID = 0, 1
	option.Kind, option.Multiplier, option.Underlying, option.Right = market.Option, dec("100"), "SPY", market.Call
	option.Strike, option.Expiry = dec("100"), market.NewDate(2024, 3, 1)
	return &desk{
		instruments: []*market.Instrument{&spy, &option}, fills: map[string]order.Fill{}, quantity: map[market.ID]decimal.Decimal{},
		cash: map[market.Currency]decimal.Decimal{}, foreign: map[string]broker.Report{}, fresh: map[order.ID]bool{},
		traded: map[market.ID]bool{}, expires: market.Never,
	}
}

// order adds an order to buy 100 SPY at 50 in a state.
func (d *desk) order(id string, s order.State, brokerID string) *order.Order {
	o := &order.Order{Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("50")), ID: order.ID(id), Strategy: "alpha",
		Instrument: d.instruments[0], State: s, BrokerID: brokerID}
	d.orders = append(d.orders, o)
	return o
}

func (d *desk) books() *reconcile.Books {
	return &reconcile.Books{
		Account: "DU1", Instruments: d.instruments, Orders: d.orders, Foreign: d.foreign,
		Execution: func(id string) (order.Fill, bool) {
			trade, _ := order.Trade(id)
			f, ok := d.fills[trade]
			return f, ok
		},
		Quantity: func(id market.ID) decimal.Decimal { return d.quantity[id] },
		Cash:     func(c market.Currency) decimal.Decimal { return d.cash[c] },
		Price:    func(market.ID) (decimal.Decimal, bool) { return dec("50"), true },
		Expires:  func(*order.Order) market.Time { return d.expires },
		Fresh:    func(id order.ID) bool { return d.fresh[id] },
		Traded:   func(id market.ID) bool { return d.traded[id] },
		New:      d.new, Suspected: d.suspected,
	}
}

// reconcile compares, applies what was settled and remembers what is open.
func (d *desk) reconcile(t reconcile.Policy, truth broker.Truth) reconcile.Result {
	truth.Account, truth.Time = "DU1", noon
	r := reconcile.Reconcile(d.books(), &truth, t)
	for _, s := range r.Settlements {
		d.apply(s)
	}
	d.suspected = r.Doubtful
	d.new = false
	return r
}

func (d *desk) apply(s reconcile.Settlement) {
	switch s := s.(type) {
	case reconcile.OrderEvent:
		for _, o := range d.orders {
			if o.ID == s.Event.About().Order {
				_, _ = o.Apply(s.Event)
			}
		}
	case reconcile.Execution:
		if s.Fill.Fill.Moves() {
			trade, _ := order.Trade(s.Fill.Fill.ExecID)
			if known, ok := d.fills[trade]; ok {
				d.quantity[known.Instrument.ID] = d.quantity[known.Instrument.ID].Sub(known.Signed())
			}
			d.fills[trade] = s.Fill.Fill
			id := s.Fill.Fill.Instrument.ID
			d.quantity[id] = d.quantity[id].Add(s.Fill.Fill.Signed())
		}
		for _, o := range d.orders {
			if o.ID == s.Fill.Fill.Order {
				_, _ = o.Apply(order.WasFilled{Header: order.Header{Order: o.ID, Time: noon}, Fill: &s.Fill.Fill})
			}
		}
	case reconcile.Foreign:
		if s.Gone {
			delete(d.foreign, s.Report.BrokerID)
		} else {
			d.foreign[s.Report.BrokerID] = s.Report
		}
	case reconcile.Position:
		d.quantity[s.Instrument.ID] = d.quantity[s.Instrument.ID].Add(s.Quantity)
	case reconcile.Cash:
		d.cash[s.Currency] = d.cash[s.Currency].Add(s.Amount)
	case reconcile.Surplus:
		d.actions = append(d.actions, "cancel "+s.BrokerID)
	case reconcile.Fee:
		trade, _ := order.Trade(s.ExecID)
		f := d.fills[trade]
		f.Fee, f.FeeCurrency = s.Amount, s.Currency
		d.fills[trade] = f
	case reconcile.Again:
		d.actions = append(d.actions, "cancel again "+string(s.Order))
	}
}

// reasons lists why things were settled.
func reasons(r reconcile.Result) string {
	var list []string
	for _, s := range r.Settlements {
		list = append(list, s.Why().String())
	}
	return strings.Join(list, " ")
}

func (d *desk) execution(id, exec string, signed int64, price string) broker.ForeignFill {
	f := order.Fill{ExecID: exec, Order: order.ID(id), Instrument: d.instruments[0], Quantity: decimal.NewFromInt(signed).Abs(), Price: dec(price), Time: noon}
	if signed < 0 {
		f.Side = order.Sell
	}
	return broker.ForeignFill{Fill: f, Symbol: "SPY"}
}

func report(id, brokerID string, s order.State, filled string) broker.Report {
	return broker.Report{ID: order.ID(id), BrokerID: brokerID, Symbol: "SPY", State: s, Filled: dec(filled),
		Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("50"))}
}

func holding(d *desk, quantity string) []broker.Holding {
	return []broker.Holding{{Instrument: d.instruments[0], Symbol: "SPY", Quantity: dec(quantity), Cost: dec("50")}}
}

func usd(amount decimal.Decimal) broker.Balance {
	return broker.Balance{Currency: market.USD, Amount: amount}
}
