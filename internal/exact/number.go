package exact

import (
	"math/bits"

	"github.com/shopspring/decimal"
)

// maxScale is the most decimals of a number that is kept in an integer; 10 to its power still fits.
const maxScale = 18

var pow10 = func() (p [maxScale + 1]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()

// Number is a decimal number. The zero value is 0. Compare with Equal, not with ==: a number has many forms.
type Number struct {
	// The number is coef × 10^-scale, or wide where that does not do.
	coef  int64
	scale uint8
	wide  *decimal.Decimal
}

// Of is the number that a decimal stands for.
func Of(d decimal.Decimal) Number {
	if d.NumDigits() <= maxScale {
		coef, exp := d.CoefficientInt64(), d.Exponent()
		switch {
		case coef == 0:
			return Number{}
		case exp <= 0 && exp >= -maxScale:
			return Number{coef: coef, scale: uint8(-exp)}
		case exp > 0 && exp+int32(d.NumDigits()) <= maxScale:
			return Number{coef: coef * pow10[exp]}
		}
	}
	beyond := d
	return Number{wide: &beyond}
}

// Int is a whole number.
func Int(n int64) Number { return Number{coef: n} }

// Decimal is the number as a decimal.
func (a Number) Decimal() decimal.Decimal {
	switch {
	case a.wide != nil:
		return *a.wide
	case a.coef == 0:
		return decimal.Zero
	}
	step := pow10[a.scale]
	if n := a.coef / step; n*step == a.coef && n >= -handy && n <= handy {
		return whole[n+handy]
	}
	return decimal.New(a.coef, -int32(a.scale))
}

// handy bounds the whole numbers whose decimals are kept: quantities so often are one, and money is, where round lots
// trade at prices in cents.
const handy = 1000

var whole = func() (list [2*handy + 1]decimal.Decimal) {
	for i := range list {
		list[i] = decimal.NewFromInt(int64(i) - handy)
	}
	return list
}()

// String is the number in figures.
func (a Number) String() string { return a.Decimal().String() }

// Sign is -1, 0 or 1.
func (a Number) Sign() int {
	switch {
	case a.wide != nil:
		return a.wide.Sign()
	case a.coef < 0:
		return -1
	case a.coef > 0:
		return 1
	}
	return 0
}

// IsZero, IsPositive and IsNegative report the sign.
func (a Number) IsZero() bool { return a.coef == 0 && (a.wide == nil || a.wide.IsZero()) }

// IsPositive reports a number above 0.
func (a Number) IsPositive() bool { return a.Sign() > 0 }

// IsNegative reports a number below 0.
func (a Number) IsNegative() bool { return a.Sign() < 0 }

// Neg is the number with the other sign.
func (a Number) Neg() Number {
	if a.wide != nil {
		return Of(a.wide.Neg())
	}
	a.coef = -a.coef // never the lowest integer: see fits
	return a
}

// Abs is the distance from 0.
func (a Number) Abs() Number {
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// fits keeps the lowest integer out, which has no opposite.
func fits(coef int64) bool { return coef != -coef || coef == 0 }

// aligned brings two numbers to one scale.
func aligned(a, b Number) (x, y int64, scale uint8, ok bool) {
	switch {
	case a.wide != nil || b.wide != nil:
		return 0, 0, 0, false
	case a.scale == b.scale:
		return a.coef, b.coef, a.scale, true
	case a.scale > b.scale:
		y, ok = times(b.coef, pow10[a.scale-b.scale])
		return a.coef, y, a.scale, ok
	}
	x, ok = times(a.coef, pow10[b.scale-a.scale])
	return x, b.coef, b.scale, ok
}

// times multiplies, unless the product does not fit.
func times(x, y int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(x), magnitude(y))
	if hi != 0 || lo >= 1<<63 {
		return 0, false
	}
	if (x < 0) != (y < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// Add is the sum.
func (a Number) Add(b Number) Number {
	if a.coef == 0 && a.wide == nil {
		return b
	}
	if b.coef == 0 && b.wide == nil {
		return a
	}
	if x, y, scale, ok := aligned(a, b); ok {
		if sum := x + y; (sum > x) == (y > 0) && fits(sum) {
			if sum == 0 {
				scale = 0 // a zero must not make others long
			}
			return Number{coef: sum, scale: scale}
		}
	}
	return Of(a.Decimal().Add(b.Decimal()))
}

// Sub is the difference.
func (a Number) Sub(b Number) Number { return a.Add(b.Neg()) }

// Mul is the product.
func (a Number) Mul(b Number) Number {
	if a.wide == nil && b.wide == nil && a.scale+b.scale <= maxScale {
		if product, ok := times(a.coef, b.coef); ok {
			return Number{coef: product, scale: a.scale + b.scale}
		}
	}
	return Of(a.Decimal().Mul(b.Decimal()))
}

// Cmp is -1, 0 or 1, as a is below, at or above b.
func (a Number) Cmp(b Number) int {
	if x, y, _, ok := aligned(a, b); ok {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return a.Decimal().Cmp(b.Decimal())
}

// Equal reports the same number.
func (a Number) Equal(b Number) bool { return a.Cmp(b) == 0 }

// Above reports that a is greater than b.
func (a Number) Above(b Number) bool { return a.Cmp(b) > 0 }

// Below reports that a is less than b.
func (a Number) Below(b Number) bool { return a.Cmp(b) < 0 }

// Max is the greater of two numbers.
func Max(a, b Number) Number {
	if b.Above(a) {
		return b
	}
	return a
}

// Min is the lesser of two numbers.
func Min(a, b Number) Number {
	if b.Below(a) {
		return b
	}
	return a
}
