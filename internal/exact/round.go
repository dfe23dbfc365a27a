package exact

import "math/bits"

// DivRound is the quotient to a number of decimals, half away from zero. It panics when b is 0.
func (a Number) DivRound(b Number, decimals int32) Number {
	if a.wide != nil || b.wide != nil || b.coef == 0 || decimals < 0 || decimals > maxScale {
		return Of(a.Decimal().DivRound(b.Decimal(), decimals))
	}
	// Most averages come out even with no more decimals than went in.
	if a.scale >= b.scale && int32(a.scale-b.scale) <= decimals && a.coef%b.coef == 0 {
		return Number{coef: a.coef / b.coef, scale: a.scale - b.scale}
	}
	shift := decimals + int32(b.scale) - int32(a.scale)
	if shift >= 0 && shift <= maxScale {
		if q, ok := quotient(magnitude(a.coef), uint64(pow10[shift]), magnitude(b.coef)); ok {
			if (a.coef < 0) != (b.coef < 0) {
				q = -q
			}
			return Number{coef: q, scale: uint8(decimals)}.short()
		}
	}
	return Of(a.Decimal().DivRound(b.Decimal(), decimals))
}

// quotient is x × factor / by, half up, unless it does not fit.
func quotient(x, factor, by uint64) (int64, bool) {
	hi, lo := bits.Mul64(x, factor)
	if hi >= by {
		return 0, false
	}
	q, rest := bits.Div64(hi, lo, by)
	if rest >= by-rest && q < 1<<63 { // a quotient of all ones must not become 0
		q++
	}
	return int64(q), q < 1<<63
}

// short is the number without zeros at its end, so that sums with it stay short.
func (a Number) short() Number {
	for a.scale > 0 && a.coef%10 == 0 {
		a.coef, a.scale = a.coef/10, a.scale-1
	}
	return a
}

// Round keeps a number of decimals, half away from zero.
func (a Number) Round(decimals int32) Number {
	switch {
	case a.wide != nil || decimals < 0:
		return Of(a.Decimal().Round(decimals))
	case int32(a.scale) <= decimals:
		return a
	}
	step := pow10[int32(a.scale)-decimals]
	coef, rest := a.coef/step, a.coef%step
	switch {
	case rest >= step-rest:
		coef++
	case -rest >= step+rest:
		coef--
	}
	return Number{coef: coef, scale: uint8(decimals)}
}
