package fault

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// A Value is what a field is, or is made. The zero Value is no value: a missing one where the field can be missing,
// else 0 or empty.
type Value struct {
	Text string          // as the field's type is written: 1.5, true, Filled, BUY
	Same bool            // of ids: that of the message at hand
	Add  decimal.Decimal // added to what is there
	Raw  []byte          // these bytes on the wire, whatever the type

	given bool
}

// Text is a value in words.
func Text(text string) Value { return Value{Text: text, given: true} }

// Raw is a value as bytes. Protobuf has them only in fields of text; a number must be one that a double can hold.
func Raw(b string) Value { return Value{Raw: []byte(b), given: true} }

// Add changes a number by an amount.
func Add(amount string) Value {
	return Value{Add: decimal.RequireFromString(amount), given: true}
}

// unset is how TWS prints a double that is missing.
const unset = "1.7976931348623157E308"

// rawValue is how a script writes bytes.
type rawValue struct {
	Raw *string          `yaml:"raw"`
	Hex *string          `yaml:"hex"`
	Add *decimal.Decimal `yaml:"add"`
}

func (v *Value) fill(r rawValue) error {
	v.given = true
	n := 0
	if r.Raw != nil {
		v.Raw, n = []byte(*r.Raw), n+1
	}
	if r.Hex != nil {
		b, err := hex.DecodeString(strings.ReplaceAll(*r.Hex, " ", ""))
		if err != nil {
			return fmt.Errorf("%s: want pairs of hexadecimal digits", *r.Hex)
		}
		v.Raw, n = b, n+1
	}
	if r.Add != nil {
		v.Add, n = *r.Add, n+1
	}
	if n != 1 {
		return fmt.Errorf("want one of raw, hex and add")
	}
	return nil
}

// assign gives a field its value. The id is that of the message at hand.
func (v Value) assign(field reflect.Value, id int) error {
	switch {
	case v.Same:
		return assignText(field, strconv.Itoa(id))
	case !v.Add.IsZero():
		n, err := decimal.NewFromString(show(field))
		if err != nil {
			return fmt.Errorf("add %s to %q: it is no number", v.Add, show(field))
		}
		return assignText(field, n.Add(v.Add).String())
	case v.Text == "" && v.Raw == nil:
		field.SetZero()
		return nil
	}
	return assignText(field, v.Text)
}

// optional is a field of type wire.Opt.
func optional(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Name == "Value" && t.Field(1).Name == "Valid"
}

var decimalType = reflect.TypeFor[decimal.Decimal]()

func assignText(field reflect.Value, text string) error {
	t := field.Type()
	switch {
	case optional(t):
		if err := assignText(field.Field(0), text); err != nil {
			return err
		}
		field.Field(1).SetBool(true)
		return nil
	case t == decimalType:
		n, err := decimal.NewFromString(text)
		if err != nil {
			return fmt.Errorf("%s: want a number", text)
		}
		field.Set(reflect.ValueOf(n))
		return nil
	}
	switch t.Kind() {
	case reflect.String:
		field.SetString(text)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return fmt.Errorf("a list cannot be given")
		}
		field.SetBytes([]byte(text))
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%s: want true or false", text)
		}
		field.SetBool(b)
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return fmt.Errorf("%s: want a number", text)
		}
		field.SetFloat(f)
	default:
		return assignNumber(field, text)
	}
	return nil
}

// assignNumber takes a number or, of types with names, a name.
func assignNumber(field reflect.Value, text string) error {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		switch {
		case field.CanInt() && !field.OverflowInt(n):
			field.SetInt(n)
			return nil
		case field.CanUint() && n >= 0 && !field.OverflowUint(uint64(n)):
			field.SetUint(uint64(n))
			return nil
		}
		return fmt.Errorf("%s: does not fit", text)
	}
	if _, named := field.Interface().(fmt.Stringer); named {
		for n := range 256 {
			try := reflect.New(field.Type()).Elem()
			if try.CanUint() {
				try.SetUint(uint64(n))
			} else {
				try.SetInt(int64(n))
			}
			if strings.EqualFold(try.Interface().(fmt.Stringer).String(), text) {
				field.Set(try)
				return nil
			}
		}
	}
	return fmt.Errorf("%s: want a number", text)
}

// show is a field in words, as a script writes them; "" for one that is missing.
func show(field reflect.Value) string {
	t := field.Type()
	switch {
	case optional(t):
		if !field.Field(1).Bool() {
			return ""
		}
		return show(field.Field(0))
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return string(field.Bytes())
	case t.Kind() == reflect.Float64:
		return strconv.FormatFloat(field.Float(), 'f', -1, 64)
	}
	return fmt.Sprint(field.Interface())
}
