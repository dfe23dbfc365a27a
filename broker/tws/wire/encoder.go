package wire

import (
	"encoding/binary"
	"strconv"
)

// Encoder writes the frames of one direction of one connection. It is not safe for concurrent use.
type Encoder struct {
	c coder
}

// NewEncoder returns an encoder for a client, or for a gateway, once the handshake has settled the server
// version.
func NewEncoder(client bool, version int) *Encoder {
	return &Encoder{c: coder{client: client, version: version}}
}

// Append writes m as one frame, in the form the official client and servers use at this version, and
// returns the longer slice. On error it returns dst unchanged: a [*VersionError] when the server is too
// old for the message or for a field that is set, an [*EncodeError] otherwise. Nothing keeps a reference to m,
// but no other goroutine may use it meanwhile.
func (e *Encoder) Append(dst []byte, m Message) ([]byte, error) {
	c := &e.c
	c.kind, c.err = m.Kind(), nil
	d := c.kind.lookup()
	switch {
	case d == nil || c.kind.FromClient() != c.client:
		return dst, &EncodeError{Kind: c.kind, Field: "id", Err: ErrDirection}
	case c.version < d.since:
		return dst, &VersionError{Feature: d.name, Need: d.since, Have: c.version}
	case d.text == protoOnly && c.version < binaryIDs:
		return dst, &EncodeError{Kind: c.kind, Field: "id", Err: ErrNoTextForm}
	}
	mark := len(dst)
	c.out = append(dst, 0, 0, 0, 0)
	if c.kind.Proto(c.version) {
		c.out = binary.BigEndian.AppendUint32(c.out, uint32(c.kind.ID()+protoOffset))
		c.body(m)
	} else {
		c.head(d)
		c.mode = textOut
		m.fields(c)
	}
	out := c.out
	c.out = nil // the caller's memory
	if c.err == nil && len(out)-mark-lengthBytes > MaxFrame {
		c.reject("(frame)", "", ErrTooLong)
	}
	if c.err != nil {
		return dst, c.err
	}
	return seal(out, mark), nil
}

// head writes the id and the version field of a text message.
func (c *coder) head(d *def) {
	if c.version < binaryIDs {
		c.out = strconv.AppendInt(c.out, int64(c.kind.ID()), 10)
		c.end()
	} else {
		c.out = binary.BigEndian.AppendUint32(c.out, uint32(c.kind.ID()))
	}
	if d.text.present(c.version) {
		c.out = strconv.AppendInt(c.out, int64(d.text.version), 10)
		c.end()
	}
}

// body writes the root's own fields, then the sub-messages that the description jumped between.
func (c *coder) body(m Message) {
	c.mode, c.part = protoOut, 0
	m.fields(c)
	c.into(0)
	for num := 1; num < len(c.parts); num++ {
		if c.used[num] {
			c.used[num] = false
			c.key(num, bytesOf)
			c.out = binary.AppendUvarint(c.out, uint64(len(c.parts[num])))
			c.out = append(c.out, c.parts[num]...)
		}
	}
	c.parts[0] = nil
}
