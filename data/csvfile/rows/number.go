package rows

import (
	"math"
	"strconv"
)

// Float reads a decimal number, with or without sign, fraction and exponent, multiplied by ten to the
// power of shift. The result is the nearest float64 to the exact value, so 973100 shifted by -4 is 97.31
// itself. Point is the decimal sign; with a comma, a full stop is an error.
func Float(field []byte, point byte, shift int) (float64, Problem) {
	mantissa, exponent, ok := decimal(field, point)
	if !ok {
		return slowFloat(field, point, shift)
	}
	exponent += shift
	// Both mantissa and power of ten are exact float64 values, so one operation rounds once (Clinger).
	switch {
	case mantissa > 1<<53 || mantissa < -1<<53:
		return slowFloat(field, point, shift)
	case exponent == 0:
		return float64(mantissa), NoProblem
	case exponent < 0 && exponent >= -22:
		return float64(mantissa) / tens[-exponent], NoProblem
	case exponent > 0 && exponent <= 22:
		return float64(mantissa) * tens[exponent], NoProblem
	}
	return slowFloat(field, point, shift)
}

var tens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// Int reads a decimal number multiplied by ten to the power of shift, as an integer; digits below one
// are cut off. It is how times of day with fractions become nanoseconds.
func Int(field []byte, shift int) (int64, bool) {
	mantissa, exponent, ok := decimal(field, '.')
	if !ok {
		return 0, false
	}
	for exponent += shift; exponent < 0 && mantissa != 0; exponent++ {
		mantissa /= 10
	}
	for ; exponent > 0 && mantissa != 0; exponent-- {
		if mantissa > math.MaxInt64/10 || mantissa < math.MinInt64/10 {
			return 0, false
		}
		mantissa *= 10
	}
	return mantissa, true
}

// decimal reads plain digits with sign and point as mantissa × 10^exponent. It is not ok for anything
// else, an exponent or more digits than an int64 has among it.
func decimal(field []byte, point byte) (mantissa int64, exponent int, ok bool) {
	i, negative := 0, false
	if len(field) > 0 && (field[0] == '-' || field[0] == '+') {
		i, negative = 1, field[0] == '-'
	}
	digits, fraction := 0, false
	for ; i < len(field); i++ {
		c := field[i]
		if c == point && !fraction {
			fraction = true
			continue
		}
		if c < '0' || c > '9' || mantissa > (math.MaxInt64-9)/10 {
			return 0, 0, false
		}
		mantissa = mantissa*10 + int64(c-'0')
		digits++
		if fraction {
			exponent--
		}
	}
	if negative {
		mantissa = -mantissa
	}
	return mantissa, exponent, digits > 0
}

// slowFloat reads what decimal cannot, and says what is wrong.
func slowFloat(field []byte, point byte, shift int) (float64, Problem) {
	var scratch [64]byte
	if len(field) == 0 || len(field) > len(scratch)-8 {
		return 0, BadNumber
	}
	text, exponent := scratch[:0], 0
	for i, c := range field {
		switch {
		case c == point:
			text = append(text, '.')
		case c >= '0' && c <= '9', c == '-', c == '+':
			text = append(text, c)
		case c == 'e' || c == 'E':
			parsed, err := strconv.Atoi(string(field[i+1:]))
			if err != nil || parsed > 400 || parsed < -400 {
				return 0, BadNumber
			}
			exponent = parsed
			return parseFloat(text, exponent+shift)
		default:
			return 0, wordProblem(field)
		}
	}
	return parseFloat(text, exponent+shift)
}

func parseFloat(text []byte, exponent int) (float64, Problem) {
	if exponent != 0 {
		text = strconv.AppendInt(append(text, 'e'), int64(exponent), 10)
	}
	value, err := strconv.ParseFloat(string(text), 64)
	switch {
	case err == nil:
		return value, NoProblem
	case math.IsInf(value, 0):
		return 0, NotFinite
	}
	return 0, BadNumber
}

// wordProblem tells NaN and infinity, however they are spelt, from other text.
func wordProblem(field []byte) Problem {
	if value, err := strconv.ParseFloat(string(field), 64); err == nil && (math.IsNaN(value) || math.IsInf(value, 0)) {
		return NotFinite
	}
	return BadNumber
}
