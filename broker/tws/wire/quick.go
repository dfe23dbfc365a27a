package wire

// Nearly every number of a text message is short and plain. Such a field is read in one pass, without first looking for
// its end; for any other quickInt and quickFloat answer false and leave it where it is.

const (
	quickDigits      = 9  // of whole numbers, which so fit into 32 bits
	quickFloatDigits = 15 // of others, which so are exact in a float64
)

// quickInt reads a whole number that is not negative.
func (c *coder) quickInt() (v int64, ok bool) {
	b := c.frame[c.pos:]
	for i, x := range b {
		d := x - '0'
		if d <= 9 {
			v = v*10 + int64(d)
			continue
		}
		if x != 0 || i == 0 || i > quickDigits || c.err != nil {
			return 0, false
		}
		c.last = c.pos
		c.pos += i + 1
		return v, true
	}
	return 0, false
}

// quickFloat reads a positive number that is not 2147483647, which may stand for none.
func (c *coder) quickFloat() (v float64, ok bool) {
	b := c.frame[c.pos:]
	point, mantissa := -1, int64(0)
	for i, x := range b {
		d := x - '0'
		if d <= 9 {
			mantissa = mantissa*10 + int64(d)
			continue
		}
		if x == '.' && point < 0 {
			point = i
			continue
		}
		digits, scale := i, 0
		if point >= 0 {
			digits, scale = i-1, i-1-point
		}
		if x != 0 || digits == 0 || digits > quickFloatDigits || mantissa == unsetInt || c.err != nil {
			return 0, false
		}
		c.last = c.pos
		c.pos += i + 1
		return scaled(mantissa, scale), true
	}
	return 0, false
}
