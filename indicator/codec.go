package indicator

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

type codecMode uint8

const (
	writing codecMode = iota
	reading
	clearing
)

// codec does one thing to every field of a state: writes it, reads it, or clears it to what it is in
// a new indicator. Numbers are 8 bytes, little-endian.
type codec struct {
	mode codecMode
	data []byte // grows when writing, shrinks when reading
	err  error  // the first one; what follows it is not read
}

// visitor is a part of an indicator that can list its own state.
type visitor interface{ visit(c *codec) }

func (c *codec) visit(parts ...visitor) {
	for _, p := range parts {
		p.visit(c)
	}
}

func (c *codec) word(bits uint64) uint64 {
	switch {
	case c.mode == clearing:
		return 0
	case c.mode == writing:
		c.data = binary.LittleEndian.AppendUint64(c.data, bits)
	case c.err != nil:
	case len(c.data) < 8:
		c.fail("it ends too early")
	default:
		bits = binary.LittleEndian.Uint64(c.data)
		c.data = c.data[8:]
	}
	return bits
}

func (c *codec) fail(why string) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s", ErrState, why)
	}
}

// number is a field that starts at 0.
func (c *codec) number(x *float64) { *x = math.Float64frombits(c.word(math.Float64bits(*x))) }

// output is a field that starts as NaN: a result that does not exist yet.
func (c *codec) output(x *float64) {
	if c.mode == clearing {
		*x = math.NaN()
		return
	}
	c.number(x)
}

// numbers is a buffer; its length belongs to the parameters, not to the state.
func (c *codec) numbers(x []float64) {
	for i := range x {
		c.number(&x[i])
	}
}

func (c *codec) flag(on *bool) {
	var bit uint64
	if *on {
		bit = 1
	}
	*on = c.word(bit) != 0
}

// count is an integer that is never negative.
func (c *codec) count(n *int) { c.index(n, math.MaxInt) }

// index is an integer from 0 to below limit.
func (c *codec) index(n *int, limit int) {
	v := c.word(uint64(*n))
	if v >= uint64(limit) {
		c.fail(fmt.Sprintf("it holds %d where less than %d is possible", v, limit))
		v = 0
	}
	*n = int(v)
}

func (c *codec) date(d *market.Date) { *d = market.Date(int32(c.word(uint64(uint32(*d))))) }

func (c *codec) time(t *market.Time) { *t = market.Time(c.word(uint64(*t))) }

// indicator is a part that may be of a type of the user's; its state carries its length.
func (c *codec) indicator(part Indicator) {
	switch {
	case c.mode == clearing:
		part.Reset()
	case c.err != nil:
	case c.mode == writing:
		at := len(c.data)
		c.data = append(c.data, 0, 0, 0, 0, 0, 0, 0, 0)
		c.data, c.err = part.AppendBinary(c.data)
		if c.err == nil {
			binary.LittleEndian.PutUint64(c.data[at:], uint64(len(c.data)-at-8))
		}
	default:
		n := c.word(0)
		if n > uint64(len(c.data)) {
			c.fail("it ends too early")
			return
		}
		c.err = part.UnmarshalBinary(c.data[:n])
		c.data = c.data[n:]
	}
}
