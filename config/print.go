package config

import (
	"bytes"
	"fmt"
	"reflect"
	"time"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"github.com/tidemark/tidemark/market"
)

// YAML is the whole configuration as a file, defaults included, each key with its documentation.
func YAML(r *Run) ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(sectionNode(reflect.ValueOf(r).Elem())); err != nil {
		return nil, fmt.Errorf("print configuration: %w", err)
	}
	return out.Bytes(), nil
}

func sectionNode(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, k := range keysOf(v.Type()) {
		field := v.Field(k.index)
		if field.Kind() == reflect.Pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		if absent(field) {
			continue
		}
		name := &yaml.Node{Kind: yaml.ScalarNode, Value: k.name, HeadComment: k.doc}
		n.Content = append(n.Content, name, valueNode(field))
	}
	return n
}

// absent reports what has no form to be written in: no bars, and the source of a combo.
func absent(v reflect.Value) bool {
	switch x := v.Interface().(type) {
	case market.BarSpec:
		return x == (market.BarSpec{})
	case Source:
		return x.From == ""
	}
	return false
}

func valueNode(v reflect.Value) *yaml.Node {
	n := &yaml.Node{}
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!float", x.String()
		if x.IsInteger() {
			n.Tag = "!!int"
		}
		return n
	case time.Duration:
		n.SetString(x.String())
		return n
	case interface{ MarshalText() ([]byte, error) }:
		if text, err := x.MarshalText(); err == nil {
			n.SetString(string(text))
			return n
		}
	}
	switch {
	case v.Kind() == reflect.Struct:
		return sectionNode(v)
	case v.Kind() == reflect.Slice:
		n.Kind = yaml.SequenceNode
		for i := range v.Len() {
			n.Content = append(n.Content, valueNode(v.Index(i)))
		}
		return n
	}
	if err := n.Encode(v.Interface()); err != nil {
		n.SetString(fmt.Sprint(v.Interface()))
	}
	return n
}
