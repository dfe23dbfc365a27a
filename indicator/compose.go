package indicator

import "github.com/tidemark/tidemark/market"

// Priced feeds one price of each bar to an indicator of one number; see On.
type Priced struct {
	core
	price Price
	part  Series
}

// On makes an indicator of bars from one of prices: On(PriceTypical, NewSMA(20)). The part belongs to
// it from now on and starts afresh.
func On(price Price, part Series) *Priced {
	part = orUnmade(part)
	p := &Priced{price: price, part: part}
	n := named(part.String() + " on " + price.String()).part(part)
	if price >= prices {
		n.number("price", float64(price), 0, float64(prices-1))
	}
	p.start(p, part.Warmup(), n)
	return p
}

// Update adds a bar and returns the new Value.
func (p *Priced) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	return p.set(p.part.Update(p.price.Of(b)))
}

func (p *Priced) state(c *codec) { c.indicator(p.part) }

// Chained is an indicator of an indicator; see Chain.
type Chained[In any] struct {
	core
	outer Series
	inner Fed[In]
}

// Chain feeds each value of inner to outer: Chain(NewEMA(9), NewRSI(14)) is an EMA of an RSI, and
// Chain(NewSMA(20), NewOBV()) takes bars because OBV does. The parts belong to it from now on and
// start afresh. Warm-up: that of both, minus 1.
func Chain[In any](outer Series, inner Fed[In]) *Chained[In] {
	outer, inner = orUnmade(outer), orUnmade(inner)
	k := &Chained[In]{outer: outer, inner: inner}
	k.start(k, outer.Warmup()+inner.Warmup()-1, named(outer.String()+" of "+inner.String()).
		part(outer).part(inner))
	return k
}

// Update adds an input and returns the new Value. While inner has no value, outer keeps its own.
func (k *Chained[In]) Update(in In) float64 {
	if k.limit == 0 {
		k.count(false)
		return k.Value()
	}
	skipped := k.inner.Skipped()
	v := k.inner.Update(in)
	if !k.count(k.inner.Skipped() == skipped) {
		return k.Value()
	}
	return k.set(k.outer.Update(v))
}

func (k *Chained[In]) state(c *codec) {
	c.indicator(k.outer)
	c.indicator(k.inner)
}

// Operator combines two values.
type Operator uint8

const (
	Plus Operator = iota
	Minus
	Times
	Over
	operators // their number
)

// String is "+", "-", "*" or "/".
func (o Operator) String() string {
	if o < operators {
		return "+-*/"[o : o+1]
	}
	return "operator?"
}

func (o Operator) apply(x, y float64) float64 {
	switch o {
	case Plus:
		return x + y
	case Minus:
		return x - y
	case Times:
		return x * y
	}
	return x / y
}

// Combined is arithmetic on two indicators; see Combine.
type Combined[In any] struct {
	core
	operator Operator
	x, y     Fed[In]
}

// Combine feeds two indicators with the same inputs and applies an operator to their values:
// Combine(NewEMA(10), Minus, NewEMA(50)). It is undefined where a division is. The parts belong to it
// from now on and start afresh. Warm-up: that of the slower one.
func Combine[In any](x Fed[In], operator Operator, y Fed[In]) *Combined[In] {
	x, y = orUnmade(x), orUnmade(y)
	k := &Combined[In]{operator: operator, x: x, y: y}
	n := named(x.String() + " " + operator.String() + " " + y.String()).part(x).part(y)
	if operator >= operators {
		n.number("operator", float64(operator), 0, float64(operators-1))
	}
	k.start(k, max(x.Warmup(), y.Warmup()), n)
	return k
}

// Update adds an input and returns the new Value.
func (k *Combined[In]) Update(in In) float64 {
	if k.limit == 0 {
		k.count(false)
		return k.Value()
	}
	skipped := k.x.Skipped()
	x, y := k.x.Update(in), k.y.Update(in)
	if !k.count(k.x.Skipped() == skipped) {
		return k.Value()
	}
	return k.set(k.operator.apply(x, y))
}

func (k *Combined[In]) state(c *codec) {
	c.indicator(k.x)
	c.indicator(k.y)
}

// orUnmade stands in for a part that is nil with one that has an Err.
func orUnmade[In any](part Fed[In]) Fed[In] {
	if part == nil {
		return &Combined[In]{}
	}
	return part
}
