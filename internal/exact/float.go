package exact

import (
	"bytes"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// Any number of 15 digits and less is the only one of that length that a float64 stands for, and a whole number below
// 10^15 divided by a power of ten is read back as the float64 that is nearest to the quotient.
const digits15 = 1e15

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10}

// Float is the shortest number that is read back as the same float64, as decimal.NewFromFloat. It panics when x is no
// finite number.
func Float(x float64) Number {
	for scale, ten := range tens {
		scaled := math.RoundToEven(x * ten)
		if !(math.Abs(scaled) < digits15) {
			break
		}
		if scaled/ten == x {
			return Number{coef: int64(scaled), scale: uint8(scale)}
		}
	}
	return long(x)
}

// long is Float for numbers with more digits.
func long(x float64) Number {
	var buffer [32]byte
	mantissa, exponent, _ := bytes.Cut(strconv.AppendFloat(buffer[:0], x, 'e', -1, 64), []byte{'e'})
	exp, err := strconv.Atoi(string(exponent))
	coef, digits := int64(0), 0
	for _, c := range mantissa {
		if c >= '0' && c <= '9' {
			coef, digits = 10*coef+int64(c-'0'), digits+1
		}
	}
	if exp -= digits - 1; err != nil || exp > 0 || exp < -maxScale {
		return Of(decimal.NewFromFloat(x))
	}
	if x < 0 {
		coef = -coef
	}
	return Number{coef: coef, scale: uint8(-exp)}
}

// Float64 is the nearest float64.
func (a Number) Float64() float64 {
	if a.wide == nil && int(a.scale) < len(tens) && magnitude(a.coef) < 1<<53 {
		return float64(a.coef) / tens[a.scale]
	}
	return a.Decimal().InexactFloat64()
}
