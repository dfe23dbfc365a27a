package wire

import (
	"bytes"
	"encoding/binary"
)

// binaryIDs is the server version from which message ids are four bytes, and protobuf exists.
const binaryIDs = 201

// Unknown is a message this package has no description of. It is kept as it came.
type Unknown struct {
	kind  Kind
	Proto bool   // the body is protobuf
	Body  []byte // a copy, without the id
}

// Kind returns the direction and id the message came with.
func (m *Unknown) Kind() Kind { return m.kind }

func (m *Unknown) fields(*coder) {}

// Leftover is what a message brought beyond its description.
type Leftover struct {
	Fields int    // how many text or protobuf fields
	Bytes  []byte // their content, valid until the next Decode and while the frame is
}

// Decoder reads the frames of one direction of one connection. It is not safe for concurrent use.
type Decoder struct {
	c       coder
	hot     [128]Message // reused ticks by id
	left    Leftover
	unknown uint64
	extra   uint64
}

// NewDecoder returns a decoder for what clients send (a gateway's need) or what the gateway sends (a
// client's need), once the handshake has settled the server version.
func NewDecoder(fromClient bool, version int) *Decoder {
	return &Decoder{c: coder{client: fromClient, version: version}}
}

// Decode reads the payload of one frame. An id without a description gives an [*Unknown], a message that
// contradicts its description a [*DecodeError]; the stream stays in step in both cases.
//
// The message belongs to the caller, except ticks ([TickPrice], [TickSize], [TickString], [TickGeneric],
// [TickByTick], [MarketDepth], [MarketDepthL2]): those are reused by the next Decode of their kind.
// No message refers to the frame afterwards, only [Decoder.Leftover] does.
func (d *Decoder) Decode(frame []byte) (Message, error) {
	c := &d.c
	c.frame, c.pos, c.last, c.err = frame, 0, 0, nil
	d.left = Leftover{}
	id, proto := d.id(frame)
	if c.err != nil {
		return nil, c.err
	}
	known := c.kind.lookup()
	if known == nil || proto && known.proto == never || !proto && known.text == protoOnly {
		d.unknown++
		return &Unknown{kind: c.kind, Proto: proto, Body: bytes.Clone(frame[c.pos:])}, nil
	}
	m := d.instance(known, id)
	if proto {
		c.mode = protoIn
		c.begin(c.pos)
		m.fields(c)
		c.finish()
		d.left = Leftover{c.index.extra, c.index.kept}
	} else {
		c.mode = textIn
		if known.text.present(c.version) {
			c.next("version")
		}
		m.fields(c)
		if c.err == nil && c.pos < len(frame) {
			rest := frame[c.pos:]
			d.left = Leftover{max(1, bytes.Count(rest, []byte{0})), rest}
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	d.extra += uint64(d.left.Fields)
	return m, nil
}

// id reads the message id and leaves c.pos at the body.
func (d *Decoder) id(frame []byte) (id int, proto bool) {
	c := &d.c
	c.kind = 0
	if c.client {
		c.kind = fromClient
	}
	if c.version < binaryIDs {
		id = int(c.parseInt("id", c.next("id"), 32))
	} else if len(frame) < 4 {
		c.refuse("id", 0, frame, ErrMissing)
	} else {
		id = int(int32(binary.BigEndian.Uint32(frame)))
		c.pos = 4
		if id > protoOffset {
			id, proto = id-protoOffset, true
		}
	}
	if c.err == nil && (id < 0 || id >= int(fromClient)) {
		c.refuse("id", 0, frame[:min(len(frame), 8)], ErrRange)
		return 0, false
	}
	c.kind |= Kind(id)
	return id, proto
}

// instance returns a message to read into.
func (d *Decoder) instance(known *def, id int) Message {
	if !reused(d.c.kind) {
		return known.make()
	}
	slot := &d.hot[id]
	if *slot == nil {
		*slot = known.make()
	}
	return *slot
}

// reused tells the kinds that arrive thousands of times a second. Their descriptions assign every field.
func reused(k Kind) bool {
	switch k {
	case 1, 2, 12, 13, 45, 46, 99:
		return true
	}
	return false
}

// Leftover returns what the last message brought beyond its description.
func (d *Decoder) Leftover() Leftover { return d.left }

// Counts returns how many unknown messages and how many fields beyond the descriptions came so far.
func (d *Decoder) Counts() (unknown, extra uint64) { return d.unknown, d.extra }
