package fee

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Line is one charge of a schedule of one's own, under a name. What it asks for may change from day to day.
type Line struct {
	Name, Source string
	Side         Sides
	// Terms are sorted by their first day. Before the first of them nothing is charged.
	Terms []Terms
}

// Terms are what an order pays from a day on, in the instrument's currency: PerOrder + PerUnit × quantity + Percent of the
// value, at least Minimum, then at most Maximum, and at most MaximumPercent of the value. So a maximum wins over the
// minimum, as at IBKR. What is zero is not asked for.
type Terms struct {
	// From is the first day, as the instrument's market counts days; zero is since ever.
	From                       market.Date
	PerUnit, Percent, PerOrder decimal.Decimal
	Minimum                    decimal.Decimal
	Maximum, MaximumPercent    decimal.Decimal
}

// Sides are the sides that a charge is for.
type Sides uint8

// The sides.
const (
	BothSides Sides = iota
	Buys
	Sells
)

func (s Sides) includes(side order.Side) bool {
	return s == BothSides || s == Buys && side == order.Buy || s == Sells && side == order.Sell
}

// Charge is the order's total after the fill less its total before.
func (l *Line) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	terms := l.on(Day(f))
	if terms == nil || !l.Side.includes(f.Side) {
		return decimal.Zero
	}
	if sofar.Bill == nil && terms.perUnitAlone() {
		return terms.PerUnit.Mul(f.Quantity) // whatever else the order has filled
	}
	now := sofar.with(f)
	total := terms.total(&now)
	amount := total
	if sofar.Quantity.IsPositive() {
		amount = total.Sub(terms.total(sofar))
	}
	if sofar.Bill != nil {
		sofar.Bill.add(Item{
			Name: l.Name, Rate: terms.rate(f.Instrument), From: terms.From, Source: l.Source, Amount: amount,
			Rule: joined(l.Side.text(), bounds(total, terms.Minimum, terms.Maximum, terms.MaximumPercent.Shift(-2), now.Value)),
		})
	}
	return amount
}

func (t *Terms) perUnitAlone() bool {
	return t.PerOrder.IsZero() && t.Percent.IsZero() && t.Minimum.IsZero() && t.Maximum.IsZero() && t.MaximumPercent.IsZero()
}

func (l *Line) on(day market.Date) *Terms {
	for i := len(l.Terms) - 1; i >= 0; i-- {
		if l.Terms[i].From <= day {
			return &l.Terms[i]
		}
	}
	return nil
}

func (t *Terms) total(sum *Tally) decimal.Decimal {
	total := t.PerOrder
	if t.PerUnit.IsPositive() {
		total = total.Add(t.PerUnit.Mul(sum.Quantity))
	}
	if t.Percent.IsPositive() {
		total = total.Add(t.Percent.Shift(-2).Mul(sum.Value))
	}
	if t.Minimum.IsPositive() {
		total = decimal.Max(total, t.Minimum)
	}
	if t.Maximum.IsPositive() {
		total = decimal.Min(total, t.Maximum)
	}
	if t.MaximumPercent.IsPositive() {
		total = decimal.Min(total, t.MaximumPercent.Shift(-2).Mul(sum.Value))
	}
	return total
}

func (t *Terms) rate(in *market.Instrument) string {
	var list []string
	if !t.PerOrder.IsZero() {
		list = append(list, fmt.Sprintf("%s an order", t.PerOrder))
	}
	if !t.PerUnit.IsZero() {
		list = append(list, perUnit(t.PerUnit, in))
	}
	if !t.Percent.IsZero() {
		list = append(list, ofValue(t.Percent.Shift(-2)))
	}
	if list == nil {
		return "nothing"
	}
	return strings.Join(list, " and ")
}

func (s Sides) text() string {
	switch s {
	case Buys:
		return "of purchases"
	case Sells:
		return "of sales"
	}
	return ""
}
