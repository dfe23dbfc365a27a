package wire

import (
	"encoding/binary"
	"math"
	"strconv"
)

// Limits on what one message may hold, far above what servers send.
const (
	maxFields   = 1 << 18
	maxElements = 1 << 18
	fieldLimit  = 192 // higher protobuf field numbers are unknown and skipped
	depthLimit  = 16  // sub-messages open at once; the descriptions need fewer
)

// Protobuf wire types (https://protobuf.dev/programming-guides/encoding/).
const (
	varint  = 0
	fixed64 = 1
	bytesOf = 2
	fixed32 = 5
)

// span is one protobuf field found in the frame.
type span struct {
	num, wire int32
	at, end   int32 // of the value
	before    int32 // previous span of the same field plus one, 0 for none
	taken     bool
	bits      uint64
}

// scope is one sub-message whose fields can be looked up by number.
type scope struct {
	last        [fieldLimit]int32 // last span of each field plus one
	base, count int               // its spans
}

// index finds protobuf fields in whatever order they came. A field that came twice counts with its last
// value, as protobuf prescribes.
type index struct {
	spans  []span
	scopes [depthLimit]scope
	open   int    // scopes in use; 0 is the root
	here   *scope // the one being read
	parts  [8]*scope
	extra  int    // unknown fields
	kept   []byte // their raw bytes
}

// load cuts frame[from:to] into fields.
func (c *coder) load(s *scope, from, to int) {
	x := &c.index
	spans, body := x.spans, c.frame[:to]
	s.base = len(spans)
	for from < to {
		start := from
		key, n := uint64(body[from]), 1
		if key >= 0x80 {
			key, n = binary.Uvarint(body[from:])
		}
		num, wire := key>>3, int32(key&7)
		if n <= 0 || num == 0 || num > 1<<29-1 {
			c.refuse("(protobuf key)", start, body[start:], ErrSyntax)
			break
		}
		if len(spans) >= maxFields {
			c.refuse("(protobuf key)", start, nil, ErrTooMany)
			break
		}
		at, end, bits := from+n, -1, uint64(0)
		switch { // what nearly every field is, without a call
		case wire == varint && at < to && body[at] < 0x80:
			end, bits = at+1, uint64(body[at])
		case wire == fixed64 && to-at >= 8:
			end, bits = at+8, binary.LittleEndian.Uint64(body[at:])
		case wire == bytesOf && at < to && body[at] < 0x80:
			at++
			if end = at + int(body[at-1]); end > to {
				end = -1
			}
		default:
			at, end, bits = cut(body, at, wire)
		}
		if end < 0 {
			c.refuse("(protobuf field "+strconv.Itoa(int(num))+")", start, body[start:], fault(wire))
			break
		}
		if len(spans) == cap(spans) {
			spans = append(spans, span{})[:len(spans)]
		}
		spans = spans[:len(spans)+1]
		f := &spans[len(spans)-1] // written in place: a copy of what was just written in parts waits for all of them
		f.num, f.wire, f.at, f.end, f.bits = int32(num), wire, int32(at), int32(end), bits
		f.before, f.taken = 0, false
		from = end
		if num < fieldLimit {
			f.before = s.last[num]
			s.last[num] = int32(len(spans))
		}
	}
	x.spans, s.count = spans, len(spans)-s.base
}

// cut finds a value at body[from:]: where it starts and ends, and its bits when it is a number. The end is
// below zero when the value is malformed.
func cut(body []byte, from int, wire int32) (at, end int, bits uint64) {
	switch wire {
	case varint:
		if from < len(body) && body[from] < 0x80 {
			return from, from + 1, uint64(body[from])
		}
		if v, n := binary.Uvarint(body[from:]); n > 0 {
			return from, from + n, v
		}
	case fixed64:
		if len(body)-from >= 8 {
			return from, from + 8, binary.LittleEndian.Uint64(body[from:])
		}
	case bytesOf:
		size, n := uvarint(body[from:])
		if at := from + n; n > 0 && size <= uint64(len(body)-at) {
			return at, at + int(size), 0
		}
	case fixed32:
		if len(body)-from >= 4 {
			return from, from + 4, 0
		}
	}
	return from, -1, 0
}

// fault says why cut failed.
func fault(wire int32) error {
	switch wire {
	case varint:
		return ErrSyntax
	case fixed64, bytesOf, fixed32:
		return ErrMissing
	}
	return ErrWireType
}

// find returns the value of a field of the current scope, nil when it did not come.
func (c *coder) find(num int, name string, wire int32) *span {
	if c.err != nil || num == 0 {
		return nil
	}
	s := c.index.here
	at := s.last[num]
	if at == 0 {
		return nil
	}
	f := &c.index.spans[at-1]
	if f.wire != wire {
		c.refuse(name, int(f.at), c.frame[f.at:f.end], ErrWireType)
		return nil
	}
	f.taken = true
	return f
}

// chain counts how often a field came.
func (c *coder) chain(num int) (last int32, n int) {
	s := c.index.here
	last = s.last[num]
	for at := last; at != 0; at = c.index.spans[at-1].before {
		c.index.spans[at-1].taken = true
		n++
	}
	return last, n
}

// enter opens the sub-message in a span; exit closes it.
func (c *coder) enter(f span) (outer *scope) {
	x := &c.index
	outer = x.here
	if x.open == depthLimit-1 {
		c.refuse("(protobuf nesting)", int(f.at), nil, ErrTooMany)
		return outer
	}
	x.open++
	x.here = &x.scopes[x.open]
	c.load(x.here, int(f.at), int(f.end))
	return outer
}

func (c *coder) exit(outer *scope) {
	x := &c.index
	if c.err != nil {
		return // everything is thrown away
	}
	c.close(x.here)
	x.spans = x.spans[:x.here.base]
	x.open--
	x.here = outer
}

// close empties a scope and keeps what the description did not ask for.
func (c *coder) close(s *scope) {
	x := &c.index
	for i := s.base; i < s.base+s.count; i++ {
		f := &x.spans[i]
		if !f.taken {
			x.extra++
			x.kept = append(x.kept, c.frame[f.at:f.end]...)
		}
		if f.num < fieldLimit {
			s.last[f.num] = 0
		}
	}
	s.count = 0
}

// openPart makes a sub-message of the root, or the root, the current scope.
func (c *coder) openPart(num int) {
	x := &c.index
	if c.err != nil {
		return
	}
	if num == 0 {
		x.here = &x.scopes[0]
		return
	}
	if x.parts[num] == nil {
		x.here = &x.scopes[0]
		f := c.find(num, "(sub-message)", bytesOf)
		if c.err != nil {
			return
		}
		x.open++
		s := &x.scopes[x.open]
		x.parts[num] = s
		if f == nil {
			s.base, s.count = len(x.spans), 0
		} else {
			c.load(s, int(f.at), int(f.end))
		}
	}
	x.here = x.parts[num]
}

// begin indexes a whole protobuf body; finish reports what was left over.
func (c *coder) begin(from int) {
	x := &c.index
	x.spans, x.kept, x.extra = x.spans[:0], x.kept[:0], 0
	x.open, x.here = 0, &x.scopes[0]
	c.load(x.here, from, len(c.frame))
}

func (c *coder) finish() {
	x := &c.index
	if c.err != nil {
		x.scopes = [depthLimit]scope{}
		x.parts = [8]*scope{}
		return
	}
	for i := x.open; i >= 0; i-- {
		c.close(&x.scopes[i])
	}
	if x.open > 0 {
		x.parts = [8]*scope{}
	}
}

// uvarint is [binary.Uvarint] with the one byte case first.
func uvarint(b []byte) (uint64, int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	return binary.Uvarint(b)
}

func (f *span) float() float64 { return math.Float64frombits(f.bits) }
