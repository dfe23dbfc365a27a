package exact

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// anyDecimal is money of every size: small, at the border of 64 bits, and beyond.
func anyDecimal() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		coef := rapid.OneOf(
			rapid.Int64Range(-1_000_000, 1_000_000), rapid.Int64(),
			rapid.SampledFrom([]int64{0, 1, -1, 10, math.MaxInt64, math.MinInt64, 1e17, -1e18, 999_999_999_999_999_999}),
		).Draw(t, "coefficient")
		d := decimal.New(coef, rapid.OneOf(rapid.Int32Range(-10, 0), rapid.Int32Range(-25, 25)).Draw(t, "exponent"))
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			d = d.Mul(decimal.New(math.MaxInt64-2, -3))
		}
		return d
	})
}

func same(t *rapid.T, what string, got Number, want decimal.Decimal) {
	t.Helper()
	if !got.Decimal().Equal(want) {
		t.Fatalf("%s: %s, want %s", what, got, want)
	}
	if got.Sign() != want.Sign() || got.IsZero() != want.IsZero() {
		t.Fatalf("%s: sign %d of %s", what, got.Sign(), want)
	}
}

// TestAsDecimal compares every operation with the one of decimal.Decimal.
func TestAsDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := anyDecimal().Draw(t, "x"), anyDecimal().Draw(t, "y")
		a, b := Of(x), Of(y)
		same(t, "x", a, x)
		same(t, "x + y", a.Add(b), x.Add(y))
		same(t, "x - y", a.Sub(b), x.Sub(y))
		same(t, "x × y", a.Mul(b), x.Mul(y))
		same(t, "-x", a.Neg(), x.Neg())
		same(t, "|x|", a.Abs(), x.Abs())
		same(t, "max", Max(a, b), decimal.Max(x, y))
		same(t, "min", Min(a, b), decimal.Min(x, y))
		if a.Cmp(b) != x.Cmp(y) || a.Equal(b) != x.Equal(y) || a.Above(b) != x.GreaterThan(y) || a.Below(b) != x.LessThan(y) {
			t.Fatalf("%s and %s compare as %d", x, y, a.Cmp(b))
		}
		places := rapid.Int32Range(0, 24).Draw(t, "decimals")
		same(t, "rounded", a.Round(places), x.Round(places))
		if !y.IsZero() {
			same(t, "x / y", a.DivRound(b, places), x.DivRound(y, places))
		}
		if got, want := a.Float64(), x.InexactFloat64(); got != want {
			t.Fatalf("%s as a float: %v, want %v", x, got, want)
		}
	})
}

// TestChains works on with results, whose forms inputs do not have.
func TestChains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyDecimal().Draw(t, "first")
		a := Of(x)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			y := anyDecimal().Draw(t, "next")
			switch rapid.SampledFrom([]string{"add", "sub", "mul", "div"}).Draw(t, "step") {
			case "add":
				x, a = x.Add(y), a.Add(Of(y))
			case "sub":
				x, a = x.Sub(y), a.Sub(Of(y))
			case "mul":
				x, a = x.Mul(y).Round(10), a.Mul(Of(y)).Round(10)
			default:
				if !y.IsZero() {
					x, a = x.DivRound(y, 16), a.DivRound(Of(y), 16)
				}
			}
			same(t, "result", a, x)
		}
	})
}

// TestFloat compares with decimal.NewFromFloat: prices with few decimals, and any other float.
func TestFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.OneOf(
			rapid.Float64Range(-1e6, 1e6), rapid.Float64(),
			rapid.Custom(func(t *rapid.T) float64 {
				n, places := rapid.Int64Range(-1e15, 1e15).Draw(t, "n"), rapid.IntRange(0, 12).Draw(t, "places")
				return float64(n) / math.Pow10(places)
			}),
		).Filter(func(x float64) bool { return x-x == 0 }).Draw(t, "x")
		same(t, "float", Float(x), decimal.NewFromFloat(x))
	})
}

// By hand: half away from zero, and what an integer cannot hold.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		what string
		got  Number
		want string
	}{
		{"10 / 4 to a whole", Int(10).DivRound(Int(4), 0), "3"},
		{"-10 / 4 to a whole", Int(-10).DivRound(Int(4), 0), "-3"},
		{"2 / 3 to 4", Int(2).DivRound(Int(3), 4), "0.6667"},
		// 18446744073709551615.79 hundredths, which round to 2^64
		{"3504881374004814807 / 19 to 2", Int(3504881374004814807).DivRound(Int(19), 2), "184467440737095516.16"},
		{"0.125 to 2", Float(0.125).Round(2), "0.13"},
		{"-0.125 to 2", Float(-0.125).Round(2), "-0.13"},
		{"0.1 + 0.2", Float(0.1).Add(Float(0.2)), "0.3"},
		{"the greatest integer and 1", Int(math.MaxInt64).Add(Int(1)), "9223372036854775808"},
		{"10^10 × 10^10", Int(1e10).Mul(Int(1e10)), "100000000000000000000"},
		{"100 shares at 1.005", Int(100).Mul(Float(1.005)), "100.5"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	price, quantity := decimal.RequireFromString("187.2345"), decimal.NewFromInt(300)
	sum := Number{}
	n := testing.AllocsPerRun(100, func() {
		value := Of(price).Mul(Of(quantity))
		sum = sum.Add(value).Sub(Float(0.0001)).Add(value.DivRound(Int(7), 10)).Round(8)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkNumber(b *testing.B) {
	price, quantity := decimal.RequireFromString("187.2345"), decimal.NewFromInt(300)
	b.Run("add_mul", func(b *testing.B) {
		for b.Loop() {
			_ = Of(price).Mul(Of(quantity)).Add(Int(5))
		}
	})
	b.Run("float", func(b *testing.B) {
		for b.Loop() {
			_ = Float(187.23)
		}
	})
	b.Run("long_float", func(b *testing.B) {
		for b.Loop() {
			_ = Float(187.23456789012345)
		}
	})
	b.Run("decimal", func(b *testing.B) {
		for b.Loop() {
			_ = Float(187.23).Decimal()
		}
	})
}
