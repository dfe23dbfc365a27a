package wire

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// int visits a 32-bit number; empty text and a missing field are 0.
func (c *coder) int(num int, name string, p *int) {
	v := int64(*p)
	c.number(num, name, &v, 32)
	*p = int(v)
}

// id visits the request an answer belongs to, where a missing one means none: -1.
func (c *coder) id(num int, name string, p *int) {
	if c.mode == protoIn && c.index.here.last[num] == 0 {
		*p = -1
		return
	}
	c.int(num, name, p)
}

// long visits a 64-bit number.
func (c *coder) long(num int, name string, p *int64) { c.number(num, name, p, 64) }

// enum visits a number with a name.
func enum[T ~int](c *coder, num int, name string, p *T) {
	v := int64(*p)
	c.number(num, name, &v, 32)
	*p = T(v)
}

func (c *coder) number(num int, name string, p *int64, size int) {
	switch c.mode {
	case textIn:
		var ok bool
		if *p, ok = c.quickInt(); !ok {
			*p = c.parseInt(name, c.next(name), size)
		}
	case protoIn:
		*p = 0
		if f := c.find(num, name, varint); f != nil {
			*p = c.fits(name, f, size)
		}
	case textOut:
		c.check(name, *p, size)
		c.out = strconv.AppendInt(c.out, *p, 10)
		c.end()
	case protoOut:
		c.check(name, *p, size)
		c.varint(num, uint64(*p))
	case absent:
		c.leave(name, *p != 0)
	}
}

func (c *coder) parseInt(name string, b []byte, size int) int64 {
	if len(b) == 0 {
		return 0
	}
	var v int64
	for _, x := range b {
		d := x - '0'
		if d > 9 || v > (math.MaxInt64-9)/10 {
			return c.parseLong(name, b, size)
		}
		v = v*10 + int64(d)
	}
	if size == 32 && v > math.MaxInt32 {
		c.bad(name, b, ErrRange)
		return 0
	}
	return v
}

// parseLong is parseInt for signs and long numbers.
func (c *coder) parseLong(name string, b []byte, size int) int64 {
	v, err := strconv.ParseInt(string(b[:min(len(b), 32)]), 10, size)
	if err != nil || len(b) > 32 {
		c.bad(name, b, ErrSyntax)
		return 0
	}
	return v
}

// fits narrows a protobuf number as its declared type asks.
func (c *coder) fits(name string, f *span, size int) int64 {
	v := int64(f.bits)
	if size == 32 && v != int64(int32(v)) {
		c.refuse(name, int(f.at), c.frame[f.at:f.end], ErrRange)
		return 0
	}
	return v
}

func (c *coder) check(name string, v int64, size int) {
	if size == 32 && v != int64(int32(v)) {
		c.reject(name, strconv.FormatInt(v, 10), ErrRange)
	}
}

// bool visits a flag; protobuf writes it only when set, as the official client does.
func (c *coder) bool(num int, name string, p *bool) {
	switch c.mode {
	case textIn:
		*p = c.parseInt(name, c.next(name), 32) != 0
	case protoIn:
		f := c.find(num, name, varint)
		*p = f != nil && f.bits != 0
	case textOut:
		c.out = append(c.out, '0'+bit(*p), 0)
	case protoOut:
		if *p {
			c.varint(num, 1)
		}
	case absent:
		c.leave(name, *p)
	}
}

// flag is a bool whose missing value is not false: protobuf always writes it, and a missing one leaves
// what was there.
func (c *coder) flag(num int, name string, p *bool) {
	switch c.mode {
	case protoIn:
		if f := c.find(num, name, varint); f != nil {
			*p = f.bits != 0
		}
	case protoOut:
		c.varint(num, uint64(bit(*p)))
	default:
		c.bool(num, name, p)
	}
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// float visits an observed number; empty text and a missing field are 0.
func (c *coder) float(num int, name string, p *float64) {
	switch c.mode {
	case textIn:
		var ok bool
		if *p, ok = c.quickFloat(); ok {
			return
		}
		if b := c.next(name); len(b) > 0 {
			*p = c.parseFloat(name, b)
		}
	case protoIn:
		*p = 0
		if f := c.find(num, name, fixed64); f != nil {
			*p = f.float()
		}
	case textOut:
		c.out = appendFloat(c.out, *p)
		c.end()
	case protoOut:
		c.fixed64(num, *p)
	case absent:
		c.leave(name, *p != 0)
	}
}

func (c *coder) parseFloat(name string, b []byte) float64 {
	v, err := parseFloat(b)
	if err != nil {
		c.bad(name, b, err)
	}
	return v
}

// price visits a committed price or amount that is always there; the wire carries a double.
func (c *coder) price(num int, name string, p *decimal.Decimal) {
	o := Opt[decimal.Decimal]{Value: *p, Valid: c.mode != absent || !p.IsZero()}
	c.optPrice(num, name, &o)
	*p = o.Value
}

// size visits a committed quantity that is always there; the wire carries decimal text.
func (c *coder) size(num int, name string, p *decimal.Decimal) {
	o := Opt[decimal.Decimal]{Value: *p, Valid: c.mode != absent || !p.IsZero()}
	c.optSize(num, name, &o)
	*p = o.Value
}

// varint, fixed64 and bytes write protobuf fields.
func (c *coder) varint(num int, v uint64) {
	if num != 0 {
		c.key(num, varint)
		c.out = binary.AppendUvarint(c.out, v)
	}
}

func (c *coder) fixed64(num int, v float64) {
	if num != 0 {
		c.key(num, fixed64)
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(v))
	}
}

func (c *coder) key(num int, wire byte) {
	c.out = binary.AppendUvarint(c.out, uint64(num)<<3|uint64(wire))
}
