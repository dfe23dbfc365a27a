package synth

import (
	"math"
	"math/rand/v2"
)

// chance draws random numbers. Its generator is seeded anew at the start of each period with what the
// numbers are for and the period's number, so that draws do not depend on what was drawn before.
type chance struct {
	seed uint64
	pcg  rand.PCG
}

// purposes keep the streams of random numbers of one seed apart.
const (
	forDays     = 0x6461_7973
	forHours    = 0x686f_7572
	forGaps     = 0x6761_7073
	forMinutes  = 0x6d69_6e73
	forEvents   = 0x6576_7473
	forTapeSeed = 0x7461_7065
)

func newChance(seed, purpose uint64) chance { return chance{seed: mix(seed ^ mix(purpose))} }

// mix spreads every bit of x over the result (the finaliser of SplitMix64, Steele et al. 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// begin starts the numbers of a period.
func (c *chance) begin(period int64) { c.pcg.Seed(c.seed, mix(uint64(period))) }

// uniform is above 0 and below 1.
func (c *chance) uniform() float64 { return fraction(c.pcg.Uint64()) }

// fraction makes the upper 52 of 64 random bits a number above 0 and below 1.
func fraction(bits uint64) float64 { return (float64(bits>>12) + 0.5) / (1 << 52) }

// below is a whole number from 0 up to but not including n, which is above 0.
func (c *chance) below(n int64) int64 { return int64(mul(c.uniform(), float64(n))) }

// normal is of the standard normal distribution.
func (c *chance) normal() float64 { return quantile(c.uniform()) }

// quantile is the normal distribution's inverse, to about seven digits: algorithm AS 241, PPND7, of
// M. J. Wichura, Applied Statistics 37 (1988).
func quantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - mul(q, q)
		return mul(q, polynomial(r, 59.109374720, 159.29113202, 50.434271938, 3.3871327179)) /
			polynomial(r, 67.187563600, 78.757757664, 17.895169469, 1)
	}
	tail := min(p, 1-p)
	r := math.Sqrt(-ln(tail))
	var z float64
	if r <= 5 {
		r -= 1.6
		z = polynomial(r, 0.17023821103, 1.3067284816, 2.7568153900, 1.4234372777) /
			(mul(mul(r, 0.12021132975)+0.73700164250, r) + 1)
	} else {
		r -= 5
		z = polynomial(r, 0.017337203997, 0.42868294337, 3.0812263860, 6.6579051150) /
			(mul(mul(r, 0.012258202635)+0.24197894225, r) + 1)
	}
	if q < 0 {
		return -z
	}
	return z
}

// polynomial is ax³ + bx² + cx + d.
func polynomial(x, a, b, c, d float64) float64 {
	return mul(mul(mul(a, x)+b, x)+c, x) + d
}
