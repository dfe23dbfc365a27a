package wire

import "bytes"

// mode is what a visit of the fields does.
type mode uint8

const (
	textIn mode = iota
	textOut
	protoIn
	protoOut
	absent // the server is too old for the field: nothing is read or written
)

// coder visits the fields of one message at a time. Its methods take the protobuf number of a field
// (0: the field exists only as text), its protocol name, and where its value lives.
//
// The first error sticks; everything after it is a no-op.
type coder struct {
	mode    mode
	client  bool // the frame travels from client to gateway
	version int
	kind    Kind
	err     error

	frame []byte // being read; offsets in errors count from its start
	pos   int    // next text field
	last  int    // start of the text field read last
	names interner
	index index
	pair  boolPair // see coder.flags

	out   []byte
	parts [8][]byte // bodies of sub-messages of the root while the description jumps between them
	part  int       // the one being written, 0 for the root
	used  [8]bool   // parts written to, or asked for
	older *coder    // stand-in handed out by since
	owner *coder    // of a stand-in
	need  int       // of a stand-in: the version its fields need
}

// since returns a coder for the fields that exist from a server version on: itself, or, when the
// connection is older, one that leaves them alone. A client that set such a field gets a VersionError.
func (c *coder) since(version int) *coder {
	if c.version >= version || c.mode == absent {
		return c
	}
	if c.older == nil {
		c.older = &coder{mode: absent, owner: c}
	}
	c.older.version, c.older.need = c.version, version
	return c.older
}

// proto tells whether the body is protobuf; reading whether values move into the struct.
func (c *coder) proto() bool   { return c.mode == protoIn || c.mode == protoOut }
func (c *coder) reading() bool { return c.mode == textIn || c.mode == protoIn }
func (c *coder) text() bool    { return c.mode == textIn || c.mode == textOut }

// leave handles a field the server does not know: what a gateway would say is dropped, what a client
// wants and cannot have is an error.
func (c *coder) leave(name string, set bool) {
	o := c.owner
	if set && o.client && o.mode != textIn && o.mode != protoIn && o.err == nil {
		o.err = &VersionError{Feature: o.kind.String() + "." + name, Need: c.need, Have: c.version}
	}
}

// refuse records why a received field cannot be read.
func (c *coder) refuse(name string, offset int, value []byte, err error) {
	if c.err == nil {
		c.err = &DecodeError{Kind: c.kind, Field: name, Offset: offset, Value: shorten(value), Err: err}
	}
}

// reject records why a value cannot be written.
func (c *coder) reject(name, value string, err error) {
	if c.err == nil {
		c.err = &EncodeError{Kind: c.kind, Field: name, Value: shorten([]byte(value)), Err: err}
	}
}

// next returns the next text field.
func (c *coder) next(name string) []byte {
	if c.err != nil {
		return nil
	}
	rest := c.frame[c.pos:]
	c.last = c.pos
	n := bytes.IndexByte(rest, 0)
	if n < 0 {
		c.refuse(name, c.pos, rest, ErrMissing)
		return nil
	}
	c.pos += n + 1
	return rest[:n]
}

// bad refuses the text field read last.
func (c *coder) bad(name string, value []byte, err error) { c.refuse(name, c.last, value, err) }

// end closes a text field.
func (c *coder) end() { c.out = append(c.out, 0) }

// fixed is a text field whose value never changes and means nothing.
func (c *coder) fixed(name, value string) {
	switch c.mode {
	case textIn:
		c.next(name)
	case textOut:
		c.out = append(append(c.out, value...), 0)
	}
}

// into moves to a sub-message of the root, or with 0 back to the root. Text is flat and does not notice.
// A description may come back to a sub-message as often as the text order demands.
func (c *coder) into(num int) {
	switch c.mode {
	case protoIn:
		c.openPart(num)
	case protoOut:
		c.parts[c.part] = c.out
		c.part = num
		if num != 0 && !c.used[num] {
			c.used[num] = true
			c.parts[num] = c.parts[num][:0]
		}
		c.out = c.parts[num]
	}
}

// interner keeps short strings that come again and again (exchanges, currencies, accounts), so that
// reading them costs no memory. It is direct mapped, hence bounded.
type interner [256]string

const internLimit = 32

func (t *interner) get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLimit {
		return string(b)
	}
	h := uint32(2166136261) // FNV-1a
	for _, x := range b {
		h = (h ^ uint32(x)) * 16777619
	}
	slot := &t[(h^h>>16)&255]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}
