package wire

import (
	"encoding/binary"
	"strings"
)

// list visits repeated groups: in text a count and then the groups, in protobuf repeated sub-messages.
func list[T any](c *coder, num int, name string, p *[]T, fields func(*T, *coder)) {
	switch c.mode {
	case textIn:
		n := c.count(name)
		*p = nil
		for i := 0; i < n && c.err == nil; i++ {
			var zero T
			*p = append(*p, zero)
			fields(&(*p)[i], c)
		}
	case protoIn:
		*p = nil
		if c.err != nil {
			return
		}
		at, n := c.chain(num)
		if n == 0 {
			return
		}
		s := make([]T, n) // n is bounded by maxFields
		for i := n - 1; i >= 0 && c.err == nil; i-- {
			f := c.index.spans[at-1]
			if f.wire != bytesOf {
				c.refuse(name, int(f.at), c.frame[f.at:f.end], ErrWireType)
				return
			}
			outer := c.enter(f)
			fields(&s[i], c)
			c.exit(outer)
			at = f.before
		}
		*p = s
	case textOut:
		n := len(*p)
		c.int(0, name, &n)
		for i := range *p {
			fields(&(*p)[i], c)
		}
	case protoOut:
		for i := range *p {
			mark := c.nest(num)
			fields(&(*p)[i], c)
			c.unnest(mark)
		}
	case absent:
		c.leave(name, len(*p) > 0)
	}
}

// sub visits one nested sub-message; text is flat. For the sub-messages of a root, see coder.into.
func sub[T any](c *coder, num int, name string, p *T, fields func(*T, *coder)) {
	switch c.mode {
	case protoIn:
		if f := c.find(num, name, bytesOf); f != nil && f.at < f.end {
			outer := c.enter(*f)
			fields(p, c)
			c.exit(outer)
		}
	case protoOut:
		mark := c.nest(num)
		fields(p, c)
		c.unnest(mark)
	default:
		fields(p, c)
	}
}

// optSub visits a nested sub-message of protobuf that may be missing.
func optSub[T any](c *coder, num int, name string, p **T, fields func(*T, *coder)) {
	switch c.mode {
	case protoIn:
		*p = nil
		if f := c.find(num, name, bytesOf); f != nil {
			*p = new(T)
			outer := c.enter(*f)
			fields(*p, c)
			c.exit(outer)
		}
	case protoOut:
		if *p != nil {
			mark := c.nest(num)
			fields(*p, c)
			c.unnest(mark)
		}
	case absent:
		c.leave(name, *p != nil)
	}
}

// nest starts a length-delimited field; unnest fills in its length, which is one byte nearly always.
func (c *coder) nest(num int) (mark int) {
	c.key(num, bytesOf)
	c.out = append(c.out, 0)
	return len(c.out)
}

func (c *coder) unnest(mark int) {
	var size [binary.MaxVarintLen64]byte
	body := len(c.out) - mark
	n := binary.PutUvarint(size[:], uint64(body))
	if n > 1 {
		c.out = append(c.out, size[:n-1]...)
		copy(c.out[mark+n-1:], c.out[mark:mark+body])
	}
	copy(c.out[mark-1:], size[:n])
}

// count reads the length of a list and checks it against the bytes that are left.
func (c *coder) count(name string) int {
	b := c.next(name)
	n := c.parseInt(name, b, 32)
	if n < 0 || n > maxElements || n > int64(len(c.frame)-c.pos) {
		c.bad(name, b, ErrTooMany)
		return 0
	}
	return int(n)
}

// TagValue is one named setting of an algorithm, a scanner filter, a routing choice.
type TagValue struct {
	Tag, Value string
}

func (t *TagValue) fields(c *coder) {
	c.str(1, "tag", &t.Tag)
	c.str(2, "value", &t.Value)
}

// tags visits a counted list of tags and values, in protobuf a map.
func (c *coder) tags(num int, name string, p *[]TagValue) {
	list(c, num, name, p, (*TagValue).fields)
}

// options visits tags and values that text carries in a single field, "tag=value;" each.
func (c *coder) options(num int, name string, p *[]TagValue) {
	switch c.mode {
	case textIn:
		*p = nil
		rest := string(c.next(name))
		for n := 0; rest != ""; n++ {
			var pair string
			pair, rest, _ = strings.Cut(rest, ";")
			tag, value, _ := strings.Cut(pair, "=")
			if n == maxElements {
				c.bad(name, nil, ErrTooMany)
				return
			}
			*p = append(*p, TagValue{tag, value})
		}
	case textOut:
		for _, t := range *p {
			if strings.ContainsAny(t.Tag, ";=") || strings.Contains(t.Value, ";") {
				c.reject(name, t.Tag+"="+t.Value, ErrText)
			}
			c.allowed(name, t.Tag)
			c.allowed(name, t.Value)
			c.out = append(c.out, t.Tag...)
			c.out = append(append(c.out, '='), t.Value...)
			c.out = append(c.out, ';')
		}
		c.end()
	default:
		c.tags(num, name, p)
	}
}

// strings visits a counted list of texts.
func (c *coder) strings(num int, name string, p *[]string) {
	switch c.mode {
	case protoIn:
		*p = nil
		if c.err != nil {
			return
		}
		at, n := c.chain(num)
		if n == 0 {
			return
		}
		*p = make([]string, n)
		for i := n - 1; i >= 0; i-- {
			f := &c.index.spans[at-1]
			if f.wire != bytesOf {
				c.refuse(name, int(f.at), c.frame[f.at:f.end], ErrWireType)
				return
			}
			(*p)[i] = c.names.get(c.frame[f.at:f.end])
			at = f.before
		}
	case protoOut:
		for _, s := range *p {
			c.allowed(name, s)
			c.key(num, bytesOf)
			c.out = binary.AppendUvarint(c.out, uint64(len(s)))
			c.out = append(c.out, s...)
		}
	default:
		list(c, num, name, p, func(s *string, c *coder) { c.str(num, name, s) })
	}
}
