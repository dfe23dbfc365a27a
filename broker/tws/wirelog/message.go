package wirelog

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

const (
	shownText = 120 // bytes of a text
	shownRows = 6   // elements of a list
)

// AppendMessage writes a message on one line, as [Print] does, with long texts and lists shortened.
func AppendMessage(dst []byte, m wire.Message) []byte { return appendMessage(dst, m, false) }

// appendMessage writes a message on one line: its kind and the fields that are not zero, as Name=value. Unless whole, it
// shortens long texts and lists and says so.
func appendMessage(dst []byte, m wire.Message, whole bool) []byte {
	p := printer{dst, whole}
	p.dst = append(p.dst, m.Kind().String()...)
	if v := reflect.ValueOf(m).Elem(); v.Kind() == reflect.Struct {
		p.fields(v, " ")
	}
	return p.dst
}

type printer struct {
	dst   []byte
	whole bool
}

// fields writes the fields of a struct, each after a separator.
func (p *printer) fields(v reflect.Value, before string) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		value := v.Field(i)
		if !field.IsExported() || isZero(value) {
			continue
		}
		p.dst = append(append(append(p.dst, before...), field.Name...), '=')
		p.value(value)
		before = " "
	}
}

// isZero is IsZero for decimals too, which have many zeros.
func isZero(v reflect.Value) bool {
	if d, ok := v.Interface().(decimal.Decimal); ok {
		return d.IsZero()
	}
	return v.IsZero()
}

func (p *printer) value(v reflect.Value) {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		p.dst = append(p.dst, quoted(s.String(), p.whole)...)
		return
	}
	switch v.Kind() {
	case reflect.String:
		p.dst = append(p.dst, quoted(v.String(), p.whole)...)
	case reflect.Float64:
		p.dst = strconv.AppendFloat(p.dst, v.Float(), 'g', -1, 64)
	case reflect.Pointer, reflect.Interface:
		p.value(v.Elem())
	case reflect.Slice:
		p.list(v)
	case reflect.Struct:
		p.structure(v)
	default:
		p.dst = fmt.Append(p.dst, v.Interface())
	}
}

// structure writes a [wire.Opt] as its value and everything else in braces.
func (p *printer) structure(v reflect.Value) {
	if valid := v.FieldByName("Valid"); valid.IsValid() && v.NumField() == 2 {
		p.value(v.FieldByName("Value"))
		return
	}
	p.dst = append(p.dst, '{')
	p.fields(v, "")
	p.dst = append(p.dst, '}')
}

func (p *printer) list(v reflect.Value) {
	if b, ok := v.Interface().([]byte); ok {
		p.dst = append(p.dst, quoted(string(b), p.whole)...)
		return
	}
	p.dst = append(p.dst, '[')
	for i := range v.Len() {
		if i > 0 {
			p.dst = append(p.dst, ' ')
		}
		if i == shownRows && !p.whole {
			p.dst = fmt.Appendf(p.dst, "and %d more", v.Len()-i)
			break
		}
		p.value(v.Index(i))
	}
	p.dst = append(p.dst, ']')
}

// quoted writes a text so that it is one word, without anything a terminal would obey.
func quoted(s string, whole bool) string {
	more := ""
	if len(s) > shownText && !whole {
		more = fmt.Sprintf("... (%d bytes)", len(s))
		s = s[:shownText]
	}
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsPrint(r) || r == unicode.ReplacementChar || strings.ContainsRune(" \"'=[]{}", r)
	})
	if !plain {
		s = strconv.Quote(s)
	}
	return s + more
}
