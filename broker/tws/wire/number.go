package wire

import (
	"bytes"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// Sentinels of the protocol for "no value". They never leave this package.
const (
	unsetInt   = math.MaxInt32
	unsetLong  = math.MaxInt64
	unsetFloat = math.MaxFloat64
)

// largest bounds decimals, so that no text can ask for a number of a million digits.
const largest = 1e40

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// digits reads plain decimal text of at most 18 digits: mantissa and digits after the point.
func digits(b []byte) (mantissa int64, scale int, ok bool) {
	i, neg := 0, false
	if len(b) > 0 && b[0] == '-' {
		i, neg = 1, true
	}
	if len(b)-i < 1 || len(b)-i > 19 {
		return 0, 0, false
	}
	point, n := -1, 0
	for ; i < len(b); i++ {
		d := b[i] - '0'
		if d <= 9 {
			mantissa = mantissa*10 + int64(d)
			n++
		} else if b[i] == '.' && point < 0 {
			point = i
		} else {
			return 0, 0, false
		}
	}
	if n == 0 || n > 18 {
		return 0, 0, false
	}
	if point >= 0 {
		scale = len(b) - point - 1
	}
	if neg {
		if mantissa == 0 {
			return 0, 0, false // minus zero keeps its sign on the slow path
		}
		mantissa = -mantissa
	}
	return mantissa, scale, true
}

// scaled is m / 10^scale, for m below 2^53: exact operands, one rounding (Clinger).
func scaled(m int64, scale int) float64 {
	if scale == 0 {
		return float64(m)
	}
	return float64(m) / pow10[scale]
}

// parseFloat accepts what the official clients and TWS itself print.
func parseFloat(b []byte) (float64, error) {
	if m, scale, ok := digits(b); ok && m < 1<<53 && m > -1<<53 {
		return scaled(m, scale), nil
	}
	if string(b) == "Infinite" {
		return math.Inf(1), nil
	}
	if len(b) > 400 || bytes.ContainsAny(b, "_xXpP") {
		return 0, ErrSyntax
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return 0, ErrSyntax
	}
	return f, nil
}

// appendFloat prints like Python's repr, which is what the official client sends: shortest digits that
// read back exactly, always a point or an exponent, an exponent below 1e-4 and from 1e16 on.
func appendFloat(b []byte, f float64) []byte {
	switch a := math.Abs(f); {
	case math.IsInf(f, 1):
		return append(b, "Infinity"...)
	case math.IsInf(f, -1):
		return append(b, "-Infinity"...)
	case math.IsNaN(f):
		return append(b, "NaN"...)
	case a != 0 && (a < 1e-4 || a >= 1e16):
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	if i := int64(f); float64(i) == f && (i != 0 || !math.Signbit(f)) {
		return append(strconv.AppendInt(b, i, 10), '.', '0')
	}
	mark := len(b)
	b = strconv.AppendFloat(b, f, 'f', -1, 64)
	if bytes.IndexByte(b[mark:], '.') < 0 {
		b = append(b, '.', '0')
	}
	return b
}

// parseDecimal reads an exact number. Missing values, in any of the protocol's spellings, give ok false.
func parseDecimal(b []byte) (d decimal.Decimal, ok bool, err error) {
	if len(b) == 0 {
		return d, false, nil
	}
	if m, scale, plain := digits(b); plain {
		if m == unsetInt && scale == 0 {
			return d, false, nil
		}
		return decimal.New(m, -int32(scale)), true, nil
	}
	switch string(b) {
	case "9223372036854775807", "-9223372036854775808":
		return d, false, nil
	}
	f, err := parseFloat(b)
	if err != nil {
		return d, false, err
	}
	if f == unsetFloat {
		return d, false, nil
	}
	if err := bounded(f); err != nil {
		return d, false, err
	}
	if d, err = decimal.NewFromString(string(b)); err != nil {
		return d, false, ErrSyntax
	}
	if d.Exponent() < -64 || d.Exponent() > 64 || len(b) > 128 {
		return d, false, ErrRange
	}
	return d, true, nil
}

func bounded(f float64) error {
	if math.IsNaN(f) || f > largest || f < -largest {
		return ErrRange
	}
	return nil
}

// fromFloat turns a protocol double into the decimal it was printed from.
func fromFloat(f float64) (decimal.Decimal, error) {
	if err := bounded(f); err != nil {
		return decimal.Decimal{}, err
	}
	if i := int64(f); float64(i) == f && i < 1<<53 && i > -1<<53 {
		return decimal.New(i, 0), nil
	}
	if a := math.Abs(f); a < 1e-40 {
		return decimal.Decimal{}, ErrRange
	}
	return decimal.NewFromFloat(f), nil
}

// toFloat is the double nearest to a decimal.
func toFloat(d decimal.Decimal) float64 {
	if d.NumDigits() <= 15 {
		switch m, e := float64(d.CoefficientInt64()), int(d.Exponent()); {
		case e == 0:
			return m
		case e < 0 && e >= -22:
			return m / pow10[-e]
		case e > 0 && e <= 7:
			return m * pow10[e]
		}
	}
	if d.Exponent() > 400 {
		return math.Inf(d.Sign())
	}
	return d.InexactFloat64()
}

// appendDecimal prints plain digits without trailing zeros after the point.
func appendDecimal(b []byte, d decimal.Decimal) ([]byte, error) {
	e := int(d.Exponent())
	if e < -64 || e > 64 {
		return b, ErrRange
	}
	if d.NumDigits() > 18 || e > 0 || e < -18 {
		return append(b, d.String()...), nil
	}
	m := d.CoefficientInt64()
	for ; e < 0 && m%10 == 0; e++ {
		m /= 10
	}
	if e == 0 {
		return strconv.AppendInt(b, m, 10), nil
	}
	if m < 0 {
		b, m = append(b, '-'), -m
	}
	whole, part := m, int64(1)
	for range -e {
		whole, part = whole/10, part*10
	}
	b = append(strconv.AppendInt(b, whole, 10), '.')
	rest := m % part
	for part /= 10; part > 1 && rest < part; part /= 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, rest, 10), nil
}
