package config

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/suggest"
)

// decoder fills the schema's structs from the tree of a configuration, strictly.
type decoder struct {
	origin *origins
	faults Faults
}

func (d *decoder) fault(key, format string, args ...any) {
	d.faults = append(d.faults, Fault{Where: d.origin.where(key), Key: key, Problem: fmt.Sprintf(format, args...)})
}

func (d *decoder) decode(tree map[string]any, run *Run) {
	d.section(tree, reflect.ValueOf(run).Elem(), "")
}

// key is one field of a section of the schema.
type key struct {
	name, doc string
	index     int
}

func keysOf(t reflect.Type) []key {
	keys := make([]key, t.NumField())
	for i := range keys {
		f := t.Field(i)
		keys[i] = key{name: f.Tag.Get("koanf"), doc: f.Tag.Get("doc"), index: i}
	}
	return keys
}

func (d *decoder) section(raw any, into reflect.Value, path string) {
	if raw == nil {
		return
	}
	tree, ok := raw.(map[string]any)
	if !ok {
		d.fault(path, "want a section of keys and values, have %v", raw)
		return
	}
	keys := keysOf(into.Type())
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
		if value, given := tree[k.name]; given {
			d.value(value, into.Field(k.index), join(path, k.name))
		}
	}
	for _, name := range sortedKeys(tree) {
		if !has(names, name) {
			d.fault(join(path, name), "no such key%s; known here: %s", suggest.Hint(name, names), strings.Join(names, ", "))
		}
	}
}

var (
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()
	decimalType  = reflect.TypeFor[decimal.Decimal]()
	durationType = reflect.TypeFor[time.Duration]()
	sourceType   = reflect.TypeFor[Source]()
)

func (d *decoder) value(raw any, into reflect.Value, path string) {
	if raw == nil {
		return // "key:" with nothing behind it keeps the default
	}
	t := into.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		fresh := reflect.New(t.Elem())
		d.value(raw, fresh.Elem(), path)
		into.Set(fresh)
	case t == decimalType:
		d.number(raw, into, path)
	case t == durationType:
		span, err := time.ParseDuration(fmt.Sprint(raw))
		if err != nil {
			d.fault(path, "%v: want a duration such as 90s, 5m or 1h30m", raw)
		}
		into.SetInt(int64(span))
	case reflect.PointerTo(t).Implements(textType):
		if err := into.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text(raw))); err != nil {
			d.fault(path, "%v", err)
		}
	case t.Kind() == reflect.Struct:
		if t == sourceType {
			into.Set(reflect.ValueOf(defaultSource()))
		}
		d.section(raw, into, path)
	case t.Kind() == reflect.Slice:
		d.list(raw, into, path)
	case t.Kind() == reflect.Map:
		tree, ok := raw.(map[string]any)
		if !ok {
			d.fault(path, "want keys and values, have %v", raw)
			return
		}
		into.Set(reflect.ValueOf(tree))
	default:
		d.scalar(raw, into, path)
	}
}

// text is a scalar as the user wrote it; YAML reads 2024-01-02 as a time.
func text(raw any) string {
	if t, ok := raw.(time.Time); ok {
		if h, m, s := t.Clock(); h == 0 && m == 0 && s == 0 && t.Location() == time.UTC {
			return t.Format(time.DateOnly)
		}
		return t.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(raw)
}

func (d *decoder) number(raw any, into reflect.Value, path string) {
	n, err := decimal.NewFromString(fmt.Sprint(raw))
	if err != nil {
		d.fault(path, "%v: want a number", raw)
		return
	}
	into.Set(reflect.ValueOf(n))
}

func (d *decoder) list(raw any, into reflect.Value, path string) {
	items, ok := raw.([]any)
	if line, isText := raw.(string); isText { // from the environment or a flag
		for part := range strings.SplitSeq(line, ",") {
			items = append(items, strings.TrimSpace(part))
		}
		ok = true
	}
	if !ok {
		d.fault(path, "want a list, have %v", raw)
		return
	}
	list := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, list.Index(i), join(path, strconv.Itoa(i)))
	}
	into.Set(list)
}

func (d *decoder) scalar(raw any, into reflect.Value, path string) {
	word := text(raw)
	switch into.Kind() {
	case reflect.String:
		into.SetString(word)
	case reflect.Bool:
		b, err := strconv.ParseBool(word)
		if err != nil {
			d.fault(path, "%v: want true or false", raw)
		}
		into.SetBool(b)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			d.fault(path, "%v: want a whole number", raw)
		}
		into.SetInt(n)
	case reflect.Uint64:
		n, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			d.fault(path, "%v: want a whole number, 0 or above", raw)
		}
		into.SetUint(n)
	case reflect.Float64:
		f, err := strconv.ParseFloat(word, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			d.fault(path, "%v: want a number", raw)
		}
		into.SetFloat(f)
	}
}
