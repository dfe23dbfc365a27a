package brokertest

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// cases are numbered from 1. The market of every case begins at 99.99 to 100.01. Numbers are part of the
// language of bug reports: add cases at the end.
var cases = []struct {
	name string
	run  func(*desk)
}{
	{"a far limit order is submitted, accepted and rests", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "90"))
		d.state("a", order.Accepted)
		if !saw[order.WasSubmitted](d, "a") || !saw[order.WasAccepted](d, "a") {
			d.t.Error("want both WasSubmitted and WasAccepted")
		}
		if d.order("a").BrokerID == "" {
			d.t.Error("an accepted order needs the broker's id")
		}
		d.quote(98.99, 99.01)
		d.state("a", order.Accepted)
	}},
	{"a market order fills whole and tells all about it", func(d *desk) {
		req := d.market(order.Buy, 10)
		req.Tag = "entry"
		d.send("a", req)
		d.quote(99.99, 100.01)
		d.state("a", order.Filled)
		total := decimal.Zero
		ids := map[string]bool{}
		for _, f := range d.fills("a") {
			total = total.Add(f.Quantity)
			switch {
			case f.Order != "a" || f.Strategy != "brokertest" || f.Instrument != d.Instrument || f.Side != order.Buy || f.Tag != "entry":
				d.t.Errorf("fill of another order: %+v", f)
			case !f.Quantity.IsPositive() || !f.Price.Equal(decimal.RequireFromString("100.01")):
				d.t.Errorf("filled %s at %s, want the ask of 100.01", f.Quantity, f.Price)
			case f.ExecID == "" || ids[f.ExecID] || f.FeeCurrency == "" || f.Time == 0:
				d.t.Errorf("fill without an id of its own, a fee currency or a time: %+v", f)
			}
			ids[f.ExecID] = true
		}
		if !total.Equal(units(10)) {
			d.t.Errorf("fills add up to %s, want 10", total)
		}
	}},
	{"a market sell order gets the bid", func(d *desk) {
		d.send("a", d.market(order.Sell, 10))
		d.quote(99.99, 100.01)
		d.state("a", order.Filled)
		d.price("a", "99.99")
	}},
	{"a limit order fills at its limit or better when the market comes", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99.50"))
		d.quote(99.60, 99.62)
		d.state("a", order.Accepted)
		d.quote(99.40, 99.42)
		d.state("a", order.Filled)
		if price := d.fills("a")[0].Price; price.GreaterThan(decimal.RequireFromString("99.50")) {
			d.t.Errorf("bought at %s through a limit of 99.50", price)
		}
	}},
	{"a marketable limit order fills at the offer", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "101"))
		d.quote(99.99, 100.01)
		d.state("a", order.Filled)
		d.price("a", "100.01")
	}},
	{"a stop order waits for its price", func(d *desk) {
		d.send("a", d.stop(order.Sell, 10, "99.00"))
		d.quote(99.10, 99.12)
		d.state("a", order.Accepted)
		d.quote(98.90, 98.92)
		d.quote(98.90, 98.92)
		d.state("a", order.Filled)
	}},
	{"cancel ends a working order", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "90"))
		d.cancel("a")
		d.state("a", order.Cancelled)
		d.quote(89.99, 90.00)
		if len(d.fills("a")) > 0 {
			d.t.Error("a cancelled order filled")
		}
	}},
	{"cancel of an unknown order is refused", func(d *desk) {
		d.cancel("nobody")
		if !saw[order.CancelRefused](d, "nobody") {
			d.t.Error("want CancelRefused")
		}
	}},
	{"cancel of a filled order is refused and changes nothing", func(d *desk) {
		d.send("a", d.market(order.Buy, 10))
		d.quote(99.99, 100.01)
		d.cancel("a")
		d.state("a", order.Filled)
		if !saw[order.CancelRefused](d, "a") {
			d.t.Error("want CancelRefused")
		}
	}},
	{"modify changes the price that an order fills at", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "90"))
		limit := decimal.RequireFromString("99.50")
		d.modify("a", order.Change{LimitPrice: &limit})
		d.state("a", order.Accepted)
		if !saw[order.WasModified](d, "a") || !d.order("a").LimitPrice.Equal(limit) {
			d.t.Error("want WasModified with the new limit")
		}
		d.quote(99.40, 99.50)
		d.state("a", order.Filled)
	}},
	{"modify changes the quantity", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99.50"))
		quantity := units(25)
		d.modify("a", order.Change{Quantity: &quantity})
		d.quote(99.40, 99.50)
		d.state("a", order.Filled)
		if filled := d.order("a").Filled; !filled.Equal(quantity) {
			d.t.Errorf("filled %s, want 25", filled)
		}
	}},
	{"modify of an unknown order is refused", func(d *desk) {
		quantity := units(25)
		d.modify("nobody", order.Change{Quantity: &quantity})
		if !saw[order.ModifyRefused](d, "nobody") {
			d.t.Error("want ModifyRefused")
		}
	}},
	{"a change to a price off the grid is refused and the order works on", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99.50"))
		limit := decimal.RequireFromString("99.505")
		d.modify("a", order.Change{LimitPrice: &limit})
		d.state("a", order.Accepted)
		if !saw[order.ModifyRefused](d, "a") || d.order("a").LimitPrice.Equal(limit) {
			d.t.Error("want ModifyRefused and the old limit")
		}
	}},
	{"an order off the price grid is rejected", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99.505"))
		d.state("a", order.Rejected)
	}},
	{"a fill in an OCA group cancels the others", func(d *desk) {
		a, b := d.limit(order.Buy, 10, "99"), d.limit(order.Buy, 10, "98")
		a.OCA, b.OCA = "group 15", "group 15"
		d.send("a", a)
		d.send("b", b)
		d.quote(98.90, 98.95)
		d.state("a", order.Filled)
		d.state("b", order.Cancelled)
		d.quote(97.90, 97.95)
		if len(d.fills("b")) > 0 {
			d.t.Error("the group filled twice")
		}
	}},
	{"a child waits for its parent and works after it", func(d *desk) {
		child := d.limit(order.Sell, 10, "101")
		child.Parent = "parent"
		d.send("parent", d.limit(order.Buy, 10, "99"))
		d.send("child", child)
		d.quote(101.50, 101.52)
		d.state("child", order.Accepted)
		d.quote(98.90, 98.95)
		d.state("parent", order.Filled)
		d.quote(101.50, 101.52)
		d.state("child", order.Filled)
	}},
	{"the end of an unfilled parent cancels its children", func(d *desk) {
		child := d.limit(order.Sell, 10, "101")
		child.Parent = "parent"
		d.send("parent", d.limit(order.Buy, 10, "99"))
		d.send("child", child)
		d.cancel("parent")
		d.state("parent", order.Cancelled)
		d.state("child", order.Cancelled)
	}},
	{"an id sent twice is one order", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99"))
		d.resend("a")
		d.state("a", order.Accepted)
		d.quote(98.90, 98.95)
		d.state("a", order.Filled)
		if filled := d.order("a").Filled; !filled.Equal(units(10)) {
			d.t.Errorf("filled %s, want 10", filled)
		}
	}},
	{"immediate or cancel does not rest", func(d *desk) {
		d.send("a", d.limit(order.Buy, 10, "99").For(order.IOC))
		d.quote(99.99, 100.01)
		d.state("a", order.Cancelled)
	}},
	{"a day order ends with the session, a GTC order does not", func(d *desk) {
		if d.EndSession == nil {
			d.t.Skip("the bench cannot move the clock to the end of the session")
		}
		d.send("day", d.limit(order.Buy, 10, "90"))
		d.send("gtc", d.limit(order.Buy, 10, "90").For(order.GTC))
		d.EndSession()
		d.Settle()
		if state := d.order("day").State; state != order.Expired && state != order.Cancelled {
			d.t.Errorf("the day order is %s after its day", state)
		}
		d.state("gtc", order.Accepted)
	}},
}

// price fails unless every execution of an order has the price.
func (d *desk) price(id order.ID, want string) {
	d.t.Helper()
	for _, f := range d.fills(id) {
		if !f.Price.Equal(decimal.RequireFromString(want)) {
			d.t.Errorf("order %s filled at %s, want %s", id, f.Price, want)
		}
	}
}
