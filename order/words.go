package order

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Words is the order in a line, without its symbol: "buy 100 limit 99.5 gtc". It names everything that is unlike a
// plain order.
func (r *Request) Words() string {
	var b strings.Builder
	word := func(words ...string) {
		for _, w := range words {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w)
		}
	}
	value := func(name string, d decimal.Decimal) {
		if !d.IsZero() {
			word(name, d.String())
		}
	}
	word(r.Side.String(), r.Quantity.String())
	switch r.Type {
	case Limit:
		word("limit", r.LimitPrice.String())
	case Stop:
		word("stop", r.StopPrice.String())
	case StopLimit:
		word("stop", r.StopPrice.String(), "limit", r.LimitPrice.String())
	case Market:
		word("market")
	default:
		word(r.Type.String())
		value("at", r.StopPrice)
		value("limit", r.LimitPrice)
		value("trail", r.TrailAmount)
		value("trail-percent", r.TrailPercent)
		value("offset", r.Offset)
	}
	word(r.TimeInForce.String())
	r.instructions(word, value)
	return b.String()
}

func (r *Request) instructions(word func(...string), value func(string, decimal.Decimal)) {
	if r.GoodAfter > 0 {
		word("after", r.GoodAfter.String())
	}
	if r.Trigger != DefaultTrigger {
		word("by", r.Trigger.String())
	}
	if a := r.Adjust; a != nil {
		change := a.Change()
		adjusted := change.Apply(*r)
		word("adjust", a.At.String(), "to", a.To.String())
		value("at", adjusted.StopPrice)
		value("trail", a.TrailAmount)
		value("trail-percent", a.TrailPercent)
	}
	value("display", r.DisplaySize)
	value("minimum", r.MinQuantity)
	value("discretion", r.Discretion)
	if r.Hidden {
		word("hidden")
	}
	if r.AllOrNone {
		word("all-or-none")
	}
}
