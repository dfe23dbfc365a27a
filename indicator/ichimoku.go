package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Ichimoku is Hosoda's ichimoku kinko hyo (1969). With the middle of a range being
// (highest high + lowest low)/2:
//
//	tenkan = middle of the last short bars,  kijun = middle of the last medium bars
//	senkou A = (tenkan + kijun)/2,  senkou B = middle of the last long bars
//
// The cloud between the senkou lines is drawn ahead: SenkouA and SenkouB are what was computed ahead
// bars ago and lies at this bar. The chikou line is the close drawn behind; compare the close with
// that of as many bars ago. The value is the tenkan line.
// Warm-up: the longest period + ahead; each line is there as soon as its bars have come.
type Ichimoku struct {
	core
	short, medium, long *Midprice
	a, b                lag
	senkouA, senkouB    float64
}

// NewIchimoku makes the indicator; Hosoda's are 9, 26, 52 and 26.
func NewIchimoku(short, medium, long, ahead int) *Ichimoku {
	i := &Ichimoku{
		short: NewMidprice(short), medium: NewMidprice(medium), long: NewMidprice(long),
		a: newLag(ahead), b: newLag(ahead),
	}
	i.start(i, max(short, medium, long)+ahead, named("Ichimoku").
		period("short", short).period("medium", medium).period("long", long).period("ahead", ahead))
	return i
}

// Update adds a bar and returns the new Value, the tenkan line.
func (i *Ichimoku) Update(b market.Bar) float64 {
	if !i.acceptBar(&b) {
		return i.Value()
	}
	short, medium, long := i.short.Update(b), i.medium.Update(b), i.long.Update(b)
	if a := (short + medium) / 2; !math.IsNaN(a) {
		i.senkouA = i.a.push(a)
	}
	if i.long.Ready() {
		i.senkouB = i.b.push(long)
	}
	return i.set(short)
}

// Tenkan is the conversion line.
func (i *Ichimoku) Tenkan() float64 { return i.short.Value() }

// Kijun is the base line.
func (i *Ichimoku) Kijun() float64 { return i.medium.Value() }

// SenkouA is the first edge of the cloud at this bar.
func (i *Ichimoku) SenkouA() float64 { return i.senkouA }

// SenkouB is the second edge of the cloud at this bar.
func (i *Ichimoku) SenkouB() float64 { return i.senkouB }

func (i *Ichimoku) state(c *codec) {
	c.visit(i.short, i.medium, i.long)
	i.a.state(c)
	i.b.state(c)
	c.output(&i.senkouA)
	c.output(&i.senkouB)
}
