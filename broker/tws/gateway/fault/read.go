package fault

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"github.com/tidemark/tidemark/internal/suggest"
)

// sizeLimit bounds a script, in bytes, and stepsMost its steps.
const (
	sizeLimit = 1 << 20
	stepsMost = 1000
)

// Read reads a script from YAML and checks it. name stands before the lines in errors. Every fault is reported, as
// [Faults].
func Read(r io.Reader, name string) (Script, error) {
	text, err := io.ReadAll(io.LimitReader(r, sizeLimit+1))
	if err != nil {
		return Script{}, fmt.Errorf("fault: read %s: %w", name, err)
	}
	if len(text) > sizeLimit {
		return Script{}, Faults{{Where: name, Problem: fmt.Sprintf("is longer than %d bytes: make several scripts of it", sizeLimit)}}
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return Script{}, Faults{{Where: name, Problem: strings.TrimPrefix(err.Error(), "yaml: ")}}
	}
	p := parser{file: name}
	var s Script
	if len(doc.Content) > 0 {
		p.section(doc.Content[0], reflect.ValueOf(&s).Elem(), "")
	}
	if len(p.faults) > 0 {
		return Script{}, p.faults
	}
	return s, p.located(s.check())
}

// Faults is everything that is wrong with a script.
type Faults []Fault

// A Fault is one thing that is wrong with a script.
type Fault struct {
	Where   string // file:line, or nothing
	Key     string // such as steps.3.on.out
	Problem string // what is wrong, and what to write instead
}

func (f Fault) String() string {
	text := f.Problem
	if f.Key != "" {
		text = f.Key + ": " + text
	}
	if f.Where != "" {
		text = f.Where + ": " + text
	}
	return text
}

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return "fault: " + strings.Join(lines, "\nfault: ")
}

// parser fills structs from YAML, strictly.
type parser struct {
	file   string
	lines  map[string]int
	faults Faults
}

func (p *parser) fault(n *yaml.Node, key, format string, args ...any) {
	p.faults = append(p.faults, Fault{fmt.Sprintf("%s:%d", p.file, n.Line), key, fmt.Sprintf(format, args...)})
}

// located gives faults that were found later their lines.
func (p *parser) located(faults Faults) error {
	if len(faults) == 0 {
		return nil
	}
	for i := range faults {
		for key := faults[i].Key; key != ""; key = key[:max(0, strings.LastIndexByte(key, '.'))] {
			if line := p.lines[key]; line > 0 {
				faults[i].Where = fmt.Sprintf("%s:%d", p.file, line)
				break
			}
		}
	}
	return faults
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// section fills a struct from keys and values, or its field for short from a value alone.
func (p *parser) section(n *yaml.Node, into reflect.Value, path string) {
	t := into.Type()
	if n.Kind != yaml.MappingNode {
		for i := range t.NumField() {
			if _, short := t.Field(i).Tag.Lookup("short"); short {
				p.value(n, into.Field(i), path)
				return
			}
		}
		if n.Tag != "!!null" {
			p.fault(n, path, "want keys and values: %s", strings.Join(keys(t), ", "))
		}
		return
	}
	known, seen := keys(t), map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		where := join(path, key.Value)
		p.mark(where, key.Line)
		field := keyed(into, key.Value)
		switch {
		case seen[key.Value]:
			p.fault(key, where, "is given twice")
		case field.IsValid():
			p.value(value, field, where)
		case p.shortMap(n, into, path):
			return
		default:
			p.fault(key, where, "no such key%s; here are %s", suggest.Hint(key.Value, known), strings.Join(known, ", "))
		}
		seen[key.Value] = true
	}
}

// shortMap takes a mapping as the field for short, where that is one.
func (p *parser) shortMap(n *yaml.Node, into reflect.Value, path string) bool {
	t := into.Type()
	for i := range t.NumField() {
		if _, short := t.Field(i).Tag.Lookup("short"); short && t.Field(i).Type.Kind() == reflect.Map {
			p.value(n, into.Field(i), path)
			return true
		}
	}
	return false
}

func (p *parser) mark(key string, line int) {
	if p.lines == nil {
		p.lines = map[string]int{}
	}
	p.lines[key] = line
}

// keys lists the keys of a section.
func keys(t reflect.Type) (list []string) {
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" {
			list = append(list, name)
		}
	}
	return list
}

func keyed(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("yaml") == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

var (
	actionType   = reflect.TypeFor[Action]()
	valueType    = reflect.TypeFor[Value]()
	durationType = reflect.TypeFor[time.Duration]()
	zoneType     = reflect.TypeFor[*time.Location]()
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (p *parser) value(n *yaml.Node, into reflect.Value, path string) {
	t := into.Type()
	switch {
	case n.Kind == yaml.AliasNode:
		p.fault(n, path, "aliases are not read: write it out")
	case t == actionType:
		p.action(n, into, path)
	case t == valueType:
		p.fieldValue(n, into.Addr().Interface().(*Value), path)
	case t.Kind() == reflect.Map:
		p.fields(n, into, path)
	case t.Kind() == reflect.Slice:
		p.list(n, into, path)
	case t == decimalType || t == zoneType || t == durationType || reflect.PointerTo(t).Implements(textType):
		p.word(n, into, path)
	case t.Kind() == reflect.Pointer:
		fresh := reflect.New(t.Elem())
		p.value(n, fresh.Elem(), path)
		into.Set(fresh)
	case t.Kind() == reflect.Struct:
		p.section(n, into, path)
	default:
		p.word(n, into, path)
	}
}

// list fills a slice; one thing alone is a list of one.
func (p *parser) list(n *yaml.Node, into reflect.Value, path string) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	list := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		where := join(path, strconv.Itoa(i+1))
		p.mark(where, item.Line)
		p.value(item, list.Index(i), where)
	}
	into.Set(list)
}

// fields fills a map of the fields of a message.
func (p *parser) fields(n *yaml.Node, into reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		p.fault(n, path, "want fields and their values, such as {status: Filled}")
		return
	}
	all := map[string]Value{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var v Value
		p.fieldValue(n.Content[i+1], &v, join(path, n.Content[i].Value))
		all[n.Content[i].Value] = v
	}
	into.Set(reflect.ValueOf(all))
}

func (p *parser) fieldValue(n *yaml.Node, into *Value, path string) {
	into.given = true
	switch {
	case n.Kind == yaml.MappingNode:
		var r rawValue
		before := len(p.faults)
		p.section(n, reflect.ValueOf(&r).Elem(), path)
		if err := into.fill(r); err != nil && len(p.faults) == before {
			p.fault(n, path, "%v", err)
		}
	case n.Kind != yaml.ScalarNode:
		p.fault(n, path, "want a value")
	case n.Tag == "!!null":
	case n.Value == "same":
		into.Same = true
	case n.Value == "unset":
		into.Raw = []byte(unset)
	default:
		into.Text = n.Value
	}
}

// action reads "verb", or "verb: how".
func (p *parser) action(n *yaml.Node, into reflect.Value, path string) {
	name, how := n, (*yaml.Node)(nil)
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		name, how = n.Content[0], n.Content[1]
	}
	if name.Kind != yaml.ScalarNode {
		p.fault(n, path, "want one action, such as drop or {delay: 2s}")
		return
	}
	v := lookup(name.Value)
	if v == nil {
		p.fault(name, path, "there is no action %s%s; there are %s", name.Value, suggest.Hint(name.Value, verbNames()), strings.Join(verbNames(), ", "))
		return
	}
	fresh := reflect.New(reflect.TypeOf(v.zero)).Elem()
	if how != nil {
		p.section(how, fresh, join(path, v.name))
	}
	into.Set(fresh)
}

// word reads a scalar.
func (p *parser) word(n *yaml.Node, into reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		p.fault(n, path, "want a value, not a list or keys")
		return
	}
	if n.Tag == "!!null" {
		return
	}
	if err := scan(n.Value, into); err != nil {
		p.fault(n, path, "%v", err)
	}
}

func scan(word string, into reflect.Value) error {
	switch t := into.Type(); {
	case t == durationType:
		d, err := time.ParseDuration(word)
		if err != nil || d < 0 {
			return fmt.Errorf("%s: want a duration such as 40ms, 90s or 1h30m", word)
		}
		into.SetInt(int64(d))
		return nil
	case t == zoneType:
		zone, err := time.LoadLocation(word)
		if err != nil {
			return fmt.Errorf("%s: want a zone such as Europe/Zurich: %w", word, err)
		}
		into.Set(reflect.ValueOf(zone))
		return nil
	case t == decimalType:
		n, err := decimal.NewFromString(word)
		if err != nil {
			return fmt.Errorf("%s: want a number", word)
		}
		into.Set(reflect.ValueOf(n))
		return nil
	case reflect.PointerTo(t).Implements(textType):
		return into.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(word))
	}
	if into.Kind() == reflect.Uint64 {
		n, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			return fmt.Errorf("%s: want a whole number, 0 or above", word)
		}
		into.SetUint(n)
		return nil
	}
	return assignText(into, word)
}
