package stats

import (
	"bytes"
	"math"
	"strconv"
)

// Value is a number that may not exist. The zero Value does not exist, for the reason NotComputed.
type Value struct {
	number float64
	ok     bool
	reason Reason
}

// Of is a number that exists. NaN and infinities are no numbers: they become Undefined(NotFinite).
func Of(number float64) Value {
	if math.IsNaN(number) || math.IsInf(number, 0) {
		return Undefined(NotFinite)
	}
	return Value{number: number, ok: true}
}

// Undefined is a number that does not exist.
func Undefined(reason Reason) Value { return Value{reason: reason} }

// Float is the number and whether it exists.
func (v Value) Float() (float64, bool) { return v.number, v.ok }

// Defined reports whether the number exists.
func (v Value) Defined() bool { return v.ok }

// Reason is why the number does not exist; meaningless when it does.
func (v Value) Reason() Reason { return v.reason }

// Then applies f to the number; an undefined value stays what it is.
func (v Value) Then(f func(float64) float64) Value {
	if !v.ok {
		return v
	}
	return Of(f(v.number))
}

func negate(x float64) float64 { return -x }

// Over is v divided by d, undefined for the given reason when d is zero.
func (v Value) Over(d Value, reason Reason) Value {
	switch {
	case !v.ok:
		return v
	case !d.ok:
		return d
	case d.number == 0:
		return Undefined(reason)
	}
	return Of(v.number / d.number)
}

// digits bounds what is written of a number, so that a machine that fuses a multiplication with an
// addition writes the same text as one that does not.
const digits = 12

// String is the number with at most 12 significant digits, or "n/a".
func (v Value) String() string {
	if !v.ok {
		return "n/a"
	}
	return string(v.append(nil))
}

func (v Value) append(b []byte) []byte {
	if v.number == 0 { // never "-0"
		return append(b, '0')
	}
	return strconv.AppendFloat(b, v.number, 'g', digits, 64)
}

// MarshalJSON writes the number, or null when it does not exist.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.ok {
		return []byte("null"), nil
	}
	return v.append(nil), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is undefined for the reason NotComputed.
func (v *Value) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		*v = Value{}
		return nil
	}
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return err
	}
	*v = Of(number)
	return nil
}
