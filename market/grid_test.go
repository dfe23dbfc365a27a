package market

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// ladder is the grid of US shares, and a coarser rung as in many exchanges' tick tables.
var ladder = PriceGrid{{Increment: dec("0.0001")}, {From: dec("1"), Increment: dec("0.01")}, {From: dec("1000"), Increment: dec("0.5")}}

func TestGridRounding(t *testing.T) {
	for _, want := range []struct{ price, nearest, down, up string }{
		{"10.004", "10", "10", "10.01"},
		{"10.005", "10.01", "10", "10.01"},
		{"10", "10", "10", "10"},
		{"0.99994", "0.9999", "0.9999", "1"},
		{"0.12345", "0.1235", "0.1234", "0.1235"},
		{"1.0001", "1", "1", "1.01"},
		{"1000.25", "1000.5", "1000", "1000.5"},
		{"999.995", "1000", "999.99", "1000"},
		{"-10.005", "-10.01", "-10.01", "-10"}, // half away from zero; down is towards minus infinity
		{"-10.004", "-10", "-10.01", "-10"},
		{"0", "0", "0", "0"},
		// More digits than a division keeps.
		{"9.99999999999999999999", "10", "9.99", "10"},
		{"10.00000000000000000001", "10", "10", "10.01"},
	} {
		for rounding, text := range map[Rounding]string{Nearest: want.nearest, Down: want.down, Up: want.up} {
			if got := ladder.Round(dec(want.price), rounding); !got.Equal(dec(text)) {
				t.Errorf("%s rounded %d is %s, want %s", want.price, rounding, got, text)
			}
		}
	}
}

func TestGridContains(t *testing.T) {
	for price, want := range map[string]bool{
		"0.9999": true, "0.99995": false, "1": true, "1.01": true, "1.001": false, "-1.01": true, "-1.005": false,
		"999.99": true, "1000.5": true, "1000.25": false, "0": true,
	} {
		if got := ladder.Contains(dec(price)); got != want {
			t.Errorf("%s on the grid: %v, want %v", price, got, want)
		}
	}
}

func TestGridValidate(t *testing.T) {
	if err := ladder.Validate(); err != nil {
		t.Error(err)
	}
	for text, grid := range map[string]PriceGrid{
		"empty":             {},
		"must start at 0":   {{From: dec("1"), Increment: dec("0.01")}},
		"must be above 0":   UniformGrid(dec("0")),
		"does not ascend":   {{Increment: dec("1")}, {From: dec("5"), Increment: dec("1")}, {From: dec("5"), Increment: dec("2")}},
		"increment -1 from": UniformGrid(dec("-1")),
	} {
		if err := grid.Validate(); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%v: error %v, want one with %q", grid, err, text)
		}
	}
}

// Rounding reaches the grid, on the right side, by less than one increment, and leaves what lies on it.
func TestGridRoundingProperties(t *testing.T) {
	grids := []PriceGrid{ladder, UniformGrid(dec("0.25")), UniformGrid(dec("0.03")), UniformGrid(dec("0.00005")), UniformGrid(dec("7"))}
	rapid.Check(t, func(t *rapid.T) {
		grid := rapid.SampledFrom(grids).Draw(t, "grid")
		price := decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "coefficient"), int32(rapid.IntRange(-20, 0).Draw(t, "exponent")))
		down, near, up := grid.Round(price, Down), grid.Round(price, Nearest), grid.Round(price, Up)
		step := grid.Increment(price)
		if down.GreaterThan(price) || up.LessThan(price) || price.Sub(down).GreaterThanOrEqual(step) || up.Sub(price).GreaterThanOrEqual(step) {
			t.Fatalf("%s lies between %s and %s, steps of %s", price, down, up, step)
		}
		for _, rounded := range []decimal.Decimal{down, near, up} {
			if !rounded.Mod(step).IsZero() {
				t.Fatalf("%s is rounded to %s, not a multiple of %s", price, rounded, step)
			}
		}
		if off := near.Sub(price).Abs().Mul(dec("2")); off.GreaterThan(step) {
			t.Fatalf("%s is nearest to %s, steps of %s", price, near, step)
		}
		if grid.Contains(price) != down.Equal(up) {
			t.Fatalf("%s on the grid: %v, but it lies between %s and %s", price, grid.Contains(price), down, up)
		}
	})
}

// TestOnStepIsModulo compares the quick way with the exact one, for sizes that fit and sizes that do not.
func TestOnStepIsModulo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) decimal.Decimal {
			return decimal.New(rapid.Int64().Draw(t, name), int32(rapid.IntRange(-20, 20).Draw(t, name+" exponent")))
		}
		value, step := draw("value"), draw("step")
		if step.IsZero() {
			step = one
		}
		if rapid.Bool().Draw(t, "multiple") {
			value = step.Mul(decimal.NewFromInt(rapid.Int64Range(-1000, 1000).Draw(t, "factor")))
		}
		if got, want := onStep(value, step), value.Mod(step).IsZero(); got != want {
			t.Fatalf("%s on %s: %t, want %t", value, step, got, want)
		}
	})
}

func TestOnGridAllocatesNothing(t *testing.T) {
	spy := NewEquity("SPY")
	price, quantity := dec("123.45"), dec("100")
	if n := testing.AllocsPerRun(100, func() { _ = spy.OnGrid(price) && spy.OnSizeGrid(quantity) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
