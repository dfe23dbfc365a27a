package wire

import (
	"encoding/binary"
	"math"
)

// Numbers in a repeated protobuf field come packed into one field, or one by one; both must be read.

// floats visits a counted list of observed numbers.
func (c *coder) floats(num int, name string, p *[]float64) {
	switch c.mode {
	case protoIn:
		*p = nil
		c.packed(num, name, fixed64, func(b []byte, bits uint64) int {
			if b != nil {
				if len(b) < 8 {
					return 0
				}
				bits = binary.LittleEndian.Uint64(b)
			}
			*p = append(*p, math.Float64frombits(bits))
			return 8
		})
	case protoOut:
		if len(*p) > 0 {
			mark := c.nest(num)
			for _, v := range *p {
				c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(v))
			}
			c.unnest(mark)
		}
	default:
		list(c, num, name, p, func(v *float64, c *coder) { c.float(num, name, v) })
	}
}

// ints visits a counted list of 32-bit numbers.
func (c *coder) ints(num int, name string, p *[]int) {
	switch c.mode {
	case protoIn:
		*p = nil
		c.packed(num, name, varint, func(b []byte, bits uint64) int {
			n := 1
			if b != nil {
				bits, n = uvarint(b)
			}
			if int64(bits) != int64(int32(bits)) {
				return 0
			}
			*p = append(*p, int(int32(bits)))
			return n
		})
	case protoOut:
		if len(*p) > 0 {
			mark := c.nest(num)
			for _, v := range *p {
				c.check(name, int64(v), 32)
				c.out = binary.AppendUvarint(c.out, uint64(v))
			}
			c.unnest(mark)
		}
	default:
		list(c, num, name, p, func(v *int, c *coder) { c.int(num, name, v) })
	}
}

// packed calls take for every element: with the rest of a packed field, of which it returns how many
// bytes it used (0 or less: malformed), or with nil and the number of an unpacked one.
func (c *coder) packed(num int, name string, wire int32, take func(b []byte, bits uint64) int) {
	if c.err != nil {
		return
	}
	at, n := c.chain(num)
	order := make([]int32, n)
	for i := n - 1; i >= 0; i-- {
		order[i] = at - 1
		at = c.index.spans[at-1].before
	}
	elements := 0
	for _, i := range order {
		f := c.index.spans[i]
		value := c.frame[f.at:f.end]
		if f.wire == wire {
			if take(nil, f.bits) <= 0 {
				c.refuse(name, int(f.at), value, ErrSyntax)
				return
			}
			continue
		}
		if f.wire != bytesOf {
			c.refuse(name, int(f.at), value, ErrWireType)
			return
		}
		for rest := value; len(rest) > 0; elements++ {
			used := take(rest, 0)
			if used <= 0 || elements == maxElements {
				c.refuse(name, int(f.at), value, ErrSyntax)
				return
			}
			rest = rest[used:]
		}
	}
}
