package wire

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapes is the server version from which servers escape what is not ASCII in some texts.
const escapes = 153

// str visits text.
func (c *coder) str(num int, name string, p *string) {
	switch c.mode {
	case textIn, protoIn:
		b, _ := c.raw(num, name)
		*p = c.names.get(b)
	case textOut, protoOut:
		c.allowed(name, *p)
		putString(c, num, *p)
	case absent:
		c.leave(name, *p != "")
	}
}

// words visits text that people read: text escapes what is not ASCII, protobuf has plain UTF-8.
func (c *coder) words(num int, name string, p *string) {
	if c.mode == textOut && c.version >= escapes {
		c.out = append(appendEscaped(c.out, *p), 0)
		return
	}
	c.str(num, name, p)
	if c.mode == textIn && c.version >= escapes {
		*p = unescape(*p)
	}
}

// bytes visits text that changes with every message. It reuses the memory that is there.
func (c *coder) bytes(num int, name string, p *[]byte) {
	switch c.mode {
	case textIn, protoIn:
		b, _ := c.raw(num, name)
		*p = append((*p)[:0], b...)
	case textOut, protoOut:
		if !plain(*p) {
			c.allowed(name, string(*p))
		}
		c.put(num, *p)
	case absent:
		c.leave(name, len(*p) > 0)
	}
}

// raw returns the bytes of a text or length-delimited field and where they start.
func (c *coder) raw(num int, name string) ([]byte, int) {
	if c.mode == textIn {
		b := c.next(name)
		return b, c.last
	}
	f := c.find(num, name, bytesOf)
	if f == nil {
		return nil, 0
	}
	return c.frame[f.at:f.end], int(f.at)
}

// put writes bytes as a text field or a protobuf string. Protobuf leaves the empty string out.
func (c *coder) put(num int, b []byte) { putString(c, num, b) }

func putString[T string | []byte](c *coder, num int, v T) {
	switch {
	case c.mode == textOut:
		c.out = append(append(c.out, v...), 0)
	case len(v) > 0 && num != 0:
		c.key(num, bytesOf)
		c.out = binary.AppendUvarint(c.out, uint64(len(v)))
		c.out = append(c.out, v...)
	}
}

// allowed rejects what would break a frame or what the gateway refuses: clients send printable ASCII,
// TAB, LF and CR only; protobuf must be UTF-8; no text may hold a zero byte.
func (c *coder) allowed(name, s string) {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b >= ' ' && b < 0x7f || b == '\t' || b == '\n' || b == '\r' {
			continue
		}
		if c.client || s[i] == 0 && c.mode == textOut || c.mode == protoOut && !utf8.ValidString(s) {
			c.reject(name, s, ErrText)
			return
		}
	}
}

// plain reports what is allowed everywhere. It spares ticks the copy that a string would be.
func plain(s []byte) bool {
	for _, b := range s {
		if b < ' ' || b >= 0x7f {
			return false
		}
	}
	return true
}

// appendEscaped writes everything but printable ASCII as \uXXXX. The backslash is escaped too, because
// the official Python client would take what follows one for an escape of its own.
func appendEscaped(b []byte, s string) []byte {
	unit := func(u uint16) {
		const hex = "0123456789abcdef"
		b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
	}
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7f && r != '\\' || r == '\t' || r == '\n' || r == '\r':
			b = append(b, byte(r))
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			unit(uint16(high))
			unit(uint16(low))
		default:
			unit(uint16(r))
		}
	}
	return b
}

// unescape undoes \uXXXX, including surrogate pairs, and leaves every other backslash alone.
func unescape(s string) string {
	i := strings.Index(s, `\u`)
	if i < 0 {
		return s
	}
	out := append(make([]byte, 0, len(s)), s[:i]...)
	for i < len(s) {
		r, ok := codeUnit(s[i:])
		if !ok {
			out = append(out, s[i])
			i++
			continue
		}
		i += 6
		if utf16.IsSurrogate(r) {
			if low, ok := codeUnit(s[i:]); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
				r = utf16.DecodeRune(r, low)
				i += 6
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

func codeUnit(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	v, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(v), err == nil
}
