package config

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/shopspring/decimal"
)

// property is the part of JSON Schema that an editor needs to complete and check a file.
type property struct {
	Schema      string              `json:"$schema,omitempty"`
	Title       string              `json:"title,omitempty"`
	Description string              `json:"description,omitempty"`
	Type        any                 `json:"type,omitempty"`
	Default     any                 `json:"default,omitempty"`
	Properties  map[string]property `json:"properties,omitempty"`
	Items       *property           `json:"items,omitempty"`
	// Additional is false for sections, whose keys are all known, and absent for free maps.
	Additional *bool `json:"additionalProperties,omitempty"`
}

// Schema is the JSON Schema (draft 2020-12) of a configuration file, for editors.
func Schema() ([]byte, error) { return SchemaOf("Tidemark run", Default()) }

// SchemaOf is the JSON Schema of a file that Read reads into a struct like defaults.
func SchemaOf(title string, defaults any) ([]byte, error) {
	root := sectionSchema(reflect.ValueOf(defaults))
	root.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.Title = title
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("write JSON schema: %w", err)
	}
	return out.Bytes(), nil
}

func sectionSchema(v reflect.Value) property {
	closed := false
	p := property{Type: "object", Properties: map[string]property{}, Additional: &closed}
	for _, k := range keysOf(v.Type()) {
		child := valueSchema(v.Field(k.index))
		child.Description = k.doc
		p.Properties[k.name] = child
	}
	return p
}

func valueSchema(v reflect.Value) property {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		return valueSchema(reflect.New(t.Elem()).Elem())
	}
	switch {
	case t == decimalType:
		return property{Type: []string{"number", "string"}, Default: scalarDefault(v)}
	case t == durationType, reflect.PointerTo(t).Implements(textType):
		return property{Type: []string{"string", "number"}, Default: scalarDefault(v)}
	}
	switch t.Kind() {
	case reflect.Struct:
		if t == sourceType {
			v = reflect.ValueOf(defaultSource())
		}
		return sectionSchema(v)
	case reflect.Slice:
		items := valueSchema(reflect.New(t.Elem()).Elem())
		return property{Type: "array", Items: &items}
	case reflect.Map:
		return property{Type: "object"}
	case reflect.Bool:
		return property{Type: "boolean", Default: v.Bool()}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return property{Type: "integer", Default: scalarDefault(v)}
	case reflect.Float64:
		return property{Type: "number", Default: scalarDefault(v)}
	}
	return property{Type: "string", Default: scalarDefault(v)}
}

// scalarDefault is a default worth printing, nil for the zero value.
func scalarDefault(v reflect.Value) any {
	if v.IsZero() {
		return nil
	}
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		if x.IsZero() {
			return nil
		}
		return json.Number(x.String())
	case time.Duration:
		return x.String()
	case encoding.TextMarshaler:
		text, err := x.MarshalText()
		if err != nil || len(text) == 0 {
			return nil
		}
		return string(text)
	}
	return v.Interface()
}
