package synth

import (
	"math"
	"testing"
)

// Package math is exact enough to compare with, though not the same on every machine.
func TestArithmeticAgainstMath(t *testing.T) {
	for x := 1e-16; x < 1e6; x *= 1.0173 {
		if got, want := ln(x), math.Log(x); math.Abs(got-want) > 1e-10*max(1, math.Abs(want)) {
			t.Errorf("ln(%v) = %v, want %v", x, got, want)
		}
	}
	for x := -30.0; x < 30; x += 0.0171 {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-10*want {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
	}
}

// Source: published percentage points of the normal distribution.
func TestQuantile(t *testing.T) {
	for p, want := range map[float64]float64{
		0.5: 0, 0.75: 0.674490, 0.9: 1.281552, 0.95: 1.644854, 0.975: 1.959964, 0.99: 2.326348,
		0.995: 2.575829, 0.999: 3.090232, 0.9999: 3.719016, 0.025: -1.959964, 1e-6: -4.753424, 1e-12: -7.034484,
	} {
		if got := quantile(p); math.Abs(got-want) > 2e-6 {
			t.Errorf("quantile(%v) = %v, want %v", p, got, want)
		}
	}
}

// Draws of the generator have the moments of the distributions they are said to be of.
func TestDraws(t *testing.T) {
	c := newChance(7, forMinutes)
	c.begin(0)
	const n = 200_000
	var mean, square, fourth, flat, exponential float64
	for range n {
		z := c.normal()
		mean, square, fourth = mean+z/n, square+z*z/n, fourth+z*z*z*z/n
		u := c.uniform()
		if u <= 0 || u >= 1 {
			t.Fatalf("uniform %v", u)
		}
		flat, exponential = flat+u/n, exponential-ln(u)/n
		if k := c.below(7); k < 0 || k > 6 {
			t.Fatalf("below(7) = %d", k)
		}
	}
	for _, m := range []struct {
		name                 string
		got, want, tolerance float64
	}{
		{"mean", mean, 0, 0.01}, {"variance", square, 1, 0.02}, {"fourth moment", fourth, 3, 0.15},
		{"mean of the uniform", flat, 0.5, 0.005}, {"mean of the exponential", exponential, 1, 0.02},
	} {
		if math.Abs(m.got-m.want) > m.tolerance {
			t.Errorf("%s %v, want %v", m.name, m.got, m.want)
		}
	}
}
