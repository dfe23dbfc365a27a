package wire

import (
	"math"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// TestAppendFloat compares with what Python 3 prints for repr(x).
func TestAppendFloat(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{
		{0, "0.0"}, {1, "1.0"}, {1.5, "1.5"}, {-100, "-100.0"}, {0.1, "0.1"}, {0.0001, "0.0001"}, {0.00001, "1e-05"},
		{123456789.25, "123456789.25"}, {1e15, "1000000000000000.0"}, {1e16, "1e+16"}, {1.5e-7, "1.5e-07"},
		{9999999999999998, "9999999999999998.0"}, {math.MaxFloat64, "1.7976931348623157e+308"},
		{math.Copysign(0, -1), "-0.0"}, {math.Inf(1), "Infinity"}, // Python says inf; the protocol Infinity
	} {
		if got := string(appendFloat(nil, c.f)); got != c.want {
			t.Errorf("%v: %s, want %s", c.f, got, c.want)
		}
	}
}

func TestParseFloat(t *testing.T) {
	for text, want := range map[string]float64{
		"1.5": 1.5, "1e-05": 1e-5, "1.0E-5": 1e-5, "-0.25": -0.25, "Infinity": math.Inf(1), "Infinite": math.Inf(1),
		"1.7976931348623157E308": math.MaxFloat64, "0.1": 0.1, "123456789012345678": 123456789012345678,
	} {
		if got, err := parseFloat([]byte(text)); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"x", "1_0", "0x10", "1.2.3", "1e999", "--1", ".", "-"} {
		if got, err := parseFloat([]byte(text)); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// TestFloatText checks the fast paths against strconv.
func TestFloatText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Int64Range(-1e12, 1e12), func(i int64) float64 {
			return float64(i) / 1e4
		})).Draw(t, "f")
		text := appendFloat(nil, f)
		back, err := parseFloat(text)
		if err != nil || math.Float64bits(back) != math.Float64bits(f) {
			t.Fatalf("%v printed %s, read %v, %v", f, text, back, err)
		}
		if want, _ := strconv.ParseFloat(string(text), 64); want != f {
			t.Fatalf("%s is %v for strconv", text, want)
		}
	})
}

func TestDecimalText(t *testing.T) {
	for _, text := range []string{"0", "1", "-1", "100", "0.01", "-0.01", "12.5", "1000000000000000000000.5", "0.000000001"} {
		d, ok, err := parseDecimal([]byte(text))
		if err != nil || !ok || !d.Equal(dec(text)) {
			t.Errorf("%s: %v, %v, %v", text, d, ok, err)
		}
		if got, err := appendDecimal(nil, d); err != nil || string(got) != text {
			t.Errorf("%s printed %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2147483647", "9223372036854775807", "-9223372036854775808",
		"1.7976931348623157E308", "1.7976931348623157e+308"} {
		if d, ok, err := parseDecimal([]byte(text)); ok || err != nil {
			t.Errorf("%q is %v, %v", text, d, err)
		}
	}
	for _, text := range []string{"1e999999999", "1e-999999999", "NaN", "Infinity", "1e41", "abc", "1,5"} {
		if d, ok, err := parseDecimal([]byte(text)); err == nil {
			t.Errorf("%q is %v, %v", text, d.Exponent(), ok)
		}
	}
	for _, e := range []int32{65, -65, math.MaxInt32, math.MinInt32} {
		if got, err := appendDecimal(nil, decimal.New(1, e)); err == nil {
			t.Errorf("1e%d printed %d bytes", e, len(got))
		}
	}
}

// TestDecimalsAreExact checks both decimal paths against the decimal package.
func TestDecimalsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-20, 5).Draw(t, "exponent"))
		text, err := appendDecimal(nil, d)
		if err != nil || !decimal.RequireFromString(string(text)).Equal(d) {
			t.Fatalf("%v printed %s, %v", d, text, err)
		}
		if want := d.InexactFloat64(); toFloat(d) != want {
			t.Fatalf("%v is %v, want %v", d, toFloat(d), want)
		}
	})
}
