package rows

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFloat(t *testing.T) {
	for _, test := range []struct {
		text  string
		point byte
		shift int
		want  float64
		p     Problem
	}{
		{"973100", '.', -4, 97.31, NoProblem},
		{"1.38686", '.', 0, 1.38686, NoProblem},
		{"0.00002853", '.', 0, 0.00002853, NoProblem},
		{"24.568570729999998", '.', 0, 24.568570729999998, NoProblem},
		{"9007199254740993", '.', 0, 9007199254740992, NoProblem}, // 2^53 + 1, a tie
		{"99999999999999999999", '.', 0, 1e20, NoProblem},
		{"-40.32", '.', 0, -40.32, NoProblem},
		{"+5", '.', 0, 5, NoProblem},
		{".5", '.', 0, 0.5, NoProblem},
		{"5.", '.', 0, 5, NoProblem},
		{"1e-8", '.', 0, 1e-8, NoProblem},
		{"1.5E3", '.', -2, 15, NoProblem},
		{"10,25", ',', 0, 10.25, NoProblem},
		{"123456789,123456789123", ',', -4, 12345.6789123456789123, NoProblem},

		{"10,25", '.', 0, 0, BadNumber},
		{"10.25", ',', 0, 0, BadNumber},
		{"1,000.5", '.', 0, 0, BadNumber},
		{"", '.', 0, 0, BadNumber},
		{"-", '.', 0, 0, BadNumber},
		{".", '.', 0, 0, BadNumber},
		{"1.2.3", '.', 0, 0, BadNumber},
		{"12a", '.', 0, 0, BadNumber},
		{"0x10", '.', 0, 0, BadNumber},
		{"1_000", '.', 0, 0, BadNumber},
		{"1e5000", '.', 0, 0, BadNumber},
		{strings.Repeat("9", 100), '.', 0, 0, BadNumber},
		{"NaN", '.', 0, 0, NotFinite},
		{"-Inf", '.', 0, 0, NotFinite},
		{"infinity", '.', 0, 0, NotFinite},
		{"1e399", '.', 0, 0, NotFinite},
	} {
		got, p := Float([]byte(test.text), test.point, test.shift)
		if got != test.want || p != test.p {
			t.Errorf("Float(%q, %q, %d) = %v, %v, want %v, %v", test.text, test.point, test.shift, got, p, test.want, test.p)
		}
	}
}

// The result is the float64 that strconv, which is correctly rounded, gives for the same decimal.
func TestFloatIsCorrectlyRounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{0,20})?`).Draw(t, "text")
		shift := rapid.IntRange(-6, 6).Draw(t, "shift")
		want, err := strconv.ParseFloat(text+"e"+strconv.Itoa(shift), 64)
		if err != nil {
			t.Fatal(err)
		}
		got, p := Float([]byte(text), '.', shift)
		if p != NoProblem || math.Float64bits(got) != math.Float64bits(want) && !(got == 0 && want == 0) {
			t.Fatalf("Float(%q, %d) = %v, %v, want %v", text, shift, got, p, want)
		}
	})
}

func TestInt(t *testing.T) {
	for _, test := range []struct {
		text  string
		shift int
		want  int64
		ok    bool
	}{
		{"34200000", 6, 34_200_000_000_000, true},
		{"292.5", 6, 292_500_000, true},
		{"0.0000019", 6, 1, true}, // 1.9 nanoseconds
		{"-5", 1, -50, true},
		{"0", 9, 0, true},
		{"1583020803145000001", 0, 1583020803145000001, true},
		{"9223372036854775807", 3, 0, false},
		{"99999999999999999999", 0, 0, false},
		{"1e5", 0, 0, false},
		{"", 0, 0, false},
	} {
		if got, ok := Int([]byte(test.text), test.shift); got != test.want || ok != test.ok {
			t.Errorf("Int(%q, %d) = %d, %v, want %d, %v", test.text, test.shift, got, ok, test.want, test.ok)
		}
	}
}

func FuzzFloat(f *testing.F) {
	f.Add("1.5e3", byte('.'), -4)
	f.Add("1,5", byte(','), 0)
	f.Fuzz(func(t *testing.T, text string, point byte, shift int) {
		value, p := Float([]byte(text), point, shift%400)
		if math.IsNaN(value) || math.IsInf(value, 0) || p != NoProblem && value != 0 {
			t.Fatalf("Float(%q, %q, %d) = %v, %v", text, point, shift%400, value, p)
		}
	})
}

func BenchmarkFloat(b *testing.B) {
	text := []byte("1673000")
	b.ReportAllocs()
	for b.Loop() {
		if _, p := Float(text, '.', -4); p != NoProblem {
			b.Fatal(p)
		}
	}
}
