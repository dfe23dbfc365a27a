package synth

import "math"

// The functions of this file give the same bits on every machine. Package math's Log and Exp do not
// promise that, and a compiler may fuse x*y + z into one rounding, unless the product is
// converted explicitly (Go specification, "Floating-point operators").

// mul is the product, rounded before anything is added to it.
func mul(x, y float64) float64 { return float64(x * y) }

// ln is the natural logarithm of a normal number above 0, to ten digits: the series of artanh after the
// argument has been brought between the square roots of 1/2 and 2.
func ln(x float64) float64 {
	const exponentBits, half = 0x7ff << 52, 0x3fe << 52
	bits := math.Float64bits(x)
	exponent := float64(int(bits>>52) - 0x3fe)
	fraction := math.Float64frombits(bits&^exponentBits | half)
	if fraction < math.Sqrt2/2 {
		fraction *= 2
		exponent--
	}
	s := (fraction - 1) / (fraction + 1) // |s| < 0.172
	square := mul(s, s)
	sum := mul(square, 1./11) + 1./9
	sum = mul(sum, square) + 1./7
	sum = mul(sum, square) + 1./5
	sum = mul(sum, square) + 1./3
	sum = mul(sum, square) + 1
	return mul(exponent, math.Ln2) + mul(2*s, sum)
}

// exp is the exponential of a number between -600 and 600, to ten digits: a power of two times the
// Taylor series of the rest.
func exp(x float64) float64 {
	n := math.Floor(mul(x, 1/math.Ln2) + 0.5)
	rest := x - mul(n, math.Ln2)
	sum := 1.0
	for k := 10; k > 0; k-- {
		sum = 1 + mul(rest, sum)/float64(k)
	}
	return math.Ldexp(sum, int(n))
}
