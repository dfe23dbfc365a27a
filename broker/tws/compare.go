package tws

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// compare confirms a change, takes over what IB itself does to an order, and raises an alarm when the broker works an
// order on other terms than it was sent with: presets of TWS alter orders in silence.
func (b *blotter) compare(e *entry, o *wire.Order) {
	if e.over || e.Type.Instructs() { // what TWS shows of an instruction are not its terms
		return
	}
	if e.change != nil {
		if len(differences(&e.change.next, o, b.opts.Account)) == 0 {
			change := e.change.Change
			e.Request, e.change = e.change.next, nil
			e.doubted = false
			b.emit(order.WasModified{Header: about(e.id), Change: change})
		}
		return // the terms are on their way from the one to the other
	}
	if change := unasked(&e.Request, o, b.opts.Account); change != (order.Change{}) {
		e.Request = change.Apply(e.Request)
		b.emit(order.WasModified{Header: about(e.id), Change: change})
	}
	if differ := differences(&e.Request, o, b.opts.Account); len(differ) > 0 && e.once(termsAlarm) {
		b.alarm("the broker works order %s on other terms than it was sent with: %s", e.id, strings.Join(differ, ", "))
		if b.opts.CancelChanged {
			b.requestCancel(e)
		}
		b.inbox.Notice(broker.Doubt{Moment: moment(), Cause: fmt.Sprintf("the broker changed order %s", e.id)})
	}
}

// Kinds of alarm that an order raises once, beside codes, which are positive.
const (
	termsAlarm = -1 - iota
	locateAlarm
	inactiveAlarm
	statusAlarm
)

// unasked is what IB has done to an order by the order's own terms: its stop was adjusted, its group was reduced, or the
// rest of a market-to-limit order has got its limit. It is empty unless that explains the order as it is now.
func unasked(r *order.Request, o *wire.Order, account string) order.Change {
	var change order.Change
	next := *r
	if r.Adjust != nil && len(differences(r, o, account)) > 0 {
		change = r.Adjust.Change()
		next = change.Apply(next)
	}
	if left := o.TotalQuantity; r.OCA != "" && r.OCAType != order.CancelWithBlock && left.IsPositive() && left.LessThan(r.Quantity) {
		change.Quantity = &left
	}
	if limit := o.LimitPrice.Value; r.Type == order.MarketToLimit && r.LimitPrice.IsZero() && !limit.IsZero() {
		change.LimitPrice = &limit
	}
	if next = change.Apply(next); len(differences(&next, o, account)) > 0 {
		return order.Change{}
	}
	return change
}

// differ collects what differs.
type differ []string

func (d *differ) note(differs bool, what string, have, want any) {
	if differs {
		*d = append(*d, fmt.Sprintf("%s %v instead of %v", what, have, want))
	}
}

func (d *differ) price(what string, have wire.Opt[decimal.Decimal], want decimal.Decimal) {
	d.note(!have.Value.Equal(want), what, have.Value, want)
}

// differences lists what an order's terms at the broker have that the intent has not.
func differences(r *order.Request, o *wire.Order, account string) []string {
	var d differ
	want := terms(r)
	d.note(o.Action != want.Action && o.Action != 0 && !(r.Side == order.Sell && o.Action == wire.SellShort), "action", o.Action, want.Action)
	d.note(!o.TotalQuantity.Equal(r.Quantity), "quantity", o.TotalQuantity, r.Quantity)
	d.note(o.OrderType != want.OrderType && !(r.Type == order.MarketToLimit && o.OrderType == wire.Limit), "type", o.OrderType, want.OrderType)
	d.prices(r, o)
	d.note(o.TimeInForce != want.TimeInForce && o.TimeInForce != "", "time in force", o.TimeInForce, want.TimeInForce)
	d.note(o.Account != account && o.Account != "", "account", o.Account, account)
	d.note(o.Hidden != r.Hidden, "hidden", o.Hidden, r.Hidden)
	d.note(o.AllOrNone != r.AllOrNone, "all-or-none", o.AllOrNone, r.AllOrNone)
	d.note(o.DisplaySize.Or(0) != want.DisplaySize.Or(0), "display size", o.DisplaySize.Value, r.DisplaySize)
	d.note(o.MinQuantity.Or(0) != want.MinQuantity.Or(0), "minimum quantity", o.MinQuantity.Value, r.MinQuantity)
	d.price("discretionary amount", o.DiscretionaryAmt, r.Discretion)
	d.note((o.GoodAfterTime == "") != (r.GoodAfter == 0), "good after", o.GoodAfterTime, r.GoodAfter)
	d.note(r.Trigger != order.DefaultTrigger && o.TriggerMethod != want.TriggerMethod, "trigger method", o.TriggerMethod, want.TriggerMethod)
	d.note(r.Adjust != nil && o.Adjust.OrderType != want.Adjust.OrderType, "adjustment", o.Adjust.OrderType, want.Adjust.OrderType)
	return d
}

// prices compares the prices that mean something for the type. Of a trailing order the stop moves by itself, to one side
// only, and the limit with it.
func (d *differ) prices(r *order.Request, o *wire.Order) {
	switch {
	case r.Type.HasLimit(), !r.LimitPrice.IsZero() && (r.Type.Pegs() || r.Type == order.MarketToLimit):
		d.price("limit", o.LimitPrice, r.LimitPrice)
	}
	switch {
	case r.Type.HasStop():
		d.price("stop", o.AuxPrice, r.StopPrice)
	case r.Type.Pegs():
		d.price("offset", o.AuxPrice, r.Offset)
	case r.Type.Trails():
		if r.TrailPercent.IsZero() {
			d.price("trailing amount", o.AuxPrice, r.TrailAmount)
		}
		d.price("trailing percentage", o.TrailingPercent, r.TrailPercent)
		back := o.TrailStopPrice.Value.Sub(r.StopPrice).Mul(decimal.NewFromInt(r.Side.Sign()))
		d.note(!r.StopPrice.IsZero() && back.IsPositive(), "trailing stop", o.TrailStopPrice.Value, r.StopPrice)
		if r.Type == order.TrailingStopLimit && o.Adjust.LimitOffset.Valid {
			d.price("limit offset", o.Adjust.LimitOffset, r.Offset)
		}
	}
}
