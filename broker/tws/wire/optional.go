package wire

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// How text spells a missing number differs from field to field, and a receiver accepts all of them.
const (
	asEmpty    = ""
	asZero     = "0"  // zero means none, in protobuf too
	asMinusOne = "-1" // likewise
	asMaxInt   = "2147483647"
	asMaxFloat = "1.7976931348623157e+308" // as Python prints it
	asJavaMax  = "1.7976931348623157E308"  // as TWS prints it
)

// optInt visits a 32-bit number that may be missing.
func (c *coder) optInt(num int, name string, p *Opt[int]) { c.optIntAs(num, name, p, asEmpty) }

// optIntMax is optInt for the fields whose missing value the official client spells out.
func (c *coder) optIntMax(num int, name string, p *Opt[int]) { c.optIntAs(num, name, p, asMaxInt) }

func (c *coder) optIntAs(num int, name string, p *Opt[int], missing string) {
	switch c.mode {
	case textIn:
		*p = Opt[int]{}
		if b := c.next(name); len(b) > 0 && string(b) != missing {
			if v := c.parseInt(name, b, 32); v != unsetInt && c.err == nil {
				*p = Some(int(v))
			}
		}
	case protoIn:
		*p = Opt[int]{}
		if f := c.find(num, name, varint); f != nil {
			v := c.fits(name, f, 32)
			if v != unsetInt && (v != 0 || missing != asZero) && c.err == nil {
				*p = Some(int(v))
			}
		}
	case absent:
		c.leave(name, p.Valid)
	default:
		if !p.Valid {
			switch {
			case c.mode == protoOut && missing == asZero:
				c.varint(num, 0)
			case c.mode == protoOut && missing == asMinusOne:
				c.varint(num, math.MaxUint64)
			}
			c.missing(missing)
			return
		}
		c.int(num, name, &p.Value)
	}
}

// optLong visits a 64-bit number that may be missing.
func (c *coder) optLong(num int, name string, p *Opt[int64]) {
	switch c.mode {
	case textIn:
		*p = Opt[int64]{}
		if b := c.next(name); len(b) > 0 {
			if v := c.parseInt(name, b, 64); v != unsetLong && v != unsetInt && c.err == nil {
				*p = Some(v)
			}
		}
	case protoIn:
		*p = Opt[int64]{}
		if f := c.find(num, name, varint); f != nil && int64(f.bits) != unsetLong {
			*p = Some(int64(f.bits))
		}
	case absent:
		c.leave(name, p.Valid)
	default:
		if !p.Valid {
			c.missing(asEmpty)
			return
		}
		c.long(num, name, &p.Value)
	}
}

// optFloat visits an observed number that may be missing.
func (c *coder) optFloat(num int, name string, p *Opt[float64]) {
	switch c.mode {
	case textIn:
		*p = Opt[float64]{}
		if b := c.next(name); len(b) > 0 {
			p.Value = c.parseFloat(name, b)
			p.Valid = c.err == nil
		}
	case protoIn:
		*p = Opt[float64]{}
		if f := c.find(num, name, fixed64); f != nil {
			*p = Some(f.float())
		}
	case absent:
		c.leave(name, p.Valid)
	default:
		if !p.Valid {
			c.missing(asEmpty)
			return
		}
		c.float(num, name, &p.Value)
	}
	if c.reading() && p.Value == unsetFloat {
		*p = Opt[float64]{}
	}
}

// optVolume visits an observed size, which the wire carries as decimal text in both formats.
func (c *coder) optVolume(num int, name string, p *Opt[float64]) {
	switch c.mode {
	case textIn, protoIn:
		*p = Opt[float64]{}
		if c.mode == textIn {
			if v, ok := c.quickFloat(); ok {
				*p = Some(v)
				return
			}
		}
		b, at := c.raw(num, name)
		if len(b) == 0 {
			return
		}
		if m, scale, ok := digits(b); ok && m != unsetInt && m < 1<<53 && m > -1<<53 {
			*p = Some(scaled(m, scale))
			return
		}
		if string(b) == "2147483647" || string(b) == "9223372036854775807" || string(b) == "-9223372036854775808" {
			return
		}
		v, err := parseFloat(b)
		if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			err = ErrRange
		}
		if err != nil {
			c.refuse(name, at, b, err)
		} else if v != unsetFloat {
			*p = Some(v)
		}
	case textOut, protoOut:
		if !p.Valid {
			c.missing(asEmpty)
			return
		}
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			c.reject(name, strconv.FormatFloat(p.Value, 'g', -1, 64), ErrRange)
			return
		}
		var room [400]byte
		c.put(num, strconv.AppendFloat(room[:0], p.Value, 'f', -1, 64))
	case absent:
		c.leave(name, p.Valid)
	}
}

// optPrice visits a committed price or amount that may be missing; the wire carries a double.
func (c *coder) optPrice(num int, name string, p *Opt[decimal.Decimal]) {
	c.optPriceAs(num, name, p, asEmpty)
}

// optPriceMax is optPrice for the fields whose missing value the official client spells out.
func (c *coder) optPriceMax(num int, name string, p *Opt[decimal.Decimal]) {
	c.optPriceAs(num, name, p, asMaxFloat)
}

func (c *coder) optPriceAs(num int, name string, p *Opt[decimal.Decimal], missing string) {
	switch c.mode {
	case textIn:
		b := c.next(name)
		d, ok, err := parseDecimal(b)
		if err != nil {
			c.bad(name, b, err)
		}
		*p = Opt[decimal.Decimal]{Value: d, Valid: ok && string(b) != missing}
	case protoIn:
		*p = Opt[decimal.Decimal]{}
		f := c.find(num, name, fixed64)
		if f == nil || f.float() == unsetFloat || f.float() == 0 && missing == asZero {
			return
		}
		d, err := fromFloat(f.float())
		if err != nil {
			c.refuse(name, int(f.at), c.frame[f.at:f.end], err)
			return
		}
		*p = Some(d)
	case absent:
		c.leave(name, p.Valid)
	default:
		if !p.Valid {
			if missing == asZero && c.mode == protoOut {
				c.fixed64(num, 0)
			}
			c.missing(missing)
			return
		}
		v := toFloat(p.Value)
		if v > largest || v < -largest {
			c.reject(name, p.Value.String(), ErrRange)
			return
		}
		c.float(num, name, &v)
	}
}

// optDecimal is optPrice for exact numbers that text carries as plain digits, such as a multiplier.
func (c *coder) optDecimal(num int, name string, p *Opt[decimal.Decimal]) {
	if c.proto() || c.mode == absent {
		c.optPrice(num, name, p)
		return
	}
	c.optSize(num, name, p)
}

// optSize visits a committed quantity that may be missing; the wire carries decimal text in both formats.
func (c *coder) optSize(num int, name string, p *Opt[decimal.Decimal]) {
	switch c.mode {
	case textIn, protoIn:
		b, at := c.raw(num, name)
		d, ok, err := parseDecimal(b)
		if err != nil {
			c.refuse(name, at, b, err)
		}
		*p = Opt[decimal.Decimal]{Value: d, Valid: ok}
	case textOut, protoOut:
		if !p.Valid {
			c.missing(asEmpty)
			return
		}
		var room [160]byte
		b, err := appendDecimal(room[:0], p.Value)
		if err != nil {
			c.reject(name, "(exponent out of range)", err)
			return
		}
		c.put(num, b)
	case absent:
		c.leave(name, p.Valid)
	}
}

// tri visits a flag that may be missing. Protobuf has it as the number 0 or 1.
func (c *coder) tri(num int, name string, p *Opt[bool]) {
	v := Opt[int]{Value: int(bit(p.Value)), Valid: p.Valid}
	c.optInt(num, name, &v)
	*p = Opt[bool]{Value: v.Value != 0, Valid: v.Valid}
}

// missing writes the text of a missing number; protobuf leaves it out.
func (c *coder) missing(spelled string) {
	if c.mode == textOut {
		c.out = append(append(c.out, spelled...), 0)
	}
}
