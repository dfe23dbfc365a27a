package fault

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// A change is a field of a message and what it is to be.
type change struct {
	name  string
	path  []int
	value Value
	shown string // of a value to compare with
}

func sortChanges(list []change) {
	slices.SortFunc(list, func(a, b change) int {
		return slices.Compare(a.path, b.path)
	})
}

// check tries the value on a field.
func (c *change) check(field reflect.Value) error {
	switch t := field.Type(); {
	case composite(t) || t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		if c.value.Text != "" || c.value.Raw != nil || c.value.Same || !c.value.Add.IsZero() {
			return fmt.Errorf("has parts of its own: name one of them")
		}
		return nil
	case c.value.Raw != nil:
		if t.Kind() == reflect.Bool {
			return fmt.Errorf("cannot be given in bytes: want true or false")
		}
		return nil
	case !c.value.Add.IsZero():
		number := field
		if optional(t) {
			number = field.Field(0)
		}
		if number.Type() != decimalType && !number.CanInt() && !number.CanUint() && !number.CanFloat() {
			return fmt.Errorf("is no number: nothing can be added")
		}
		return nil
	}
	return c.value.assign(field, 0)
}

// holds tells whether a message's field has the value.
func (c *change) holds(message reflect.Value) bool {
	field := message.FieldByIndex(c.path)
	is := show(field)
	if is == c.shown {
		return true
	}
	a, err1 := decimal.NewFromString(is)
	b, err2 := decimal.NewFromString(c.shown)
	return err1 == nil && err2 == nil && a.Equal(b)
}

// clone copies a message, so that its reuse does no harm.
func clone(message any) any {
	was := reflect.ValueOf(message).Elem()
	fresh := reflect.New(was.Type())
	fresh.Elem().Set(was)
	for i := range was.NumField() {
		if f := fresh.Elem().Field(i); f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Uint8 {
			f.SetBytes(slices.Clone(f.Bytes()))
		}
	}
	return fresh.Interface()
}

// alter makes the changes in a message; those in bytes are left to [Writing].
func alter(message any, changes []change, id int) error {
	v := reflect.ValueOf(message).Elem()
	for i := range changes {
		if changes[i].value.Raw != nil {
			continue
		}
		if err := changes[i].value.assign(v.FieldByIndex(changes[i].path), id); err != nil {
			return fmt.Errorf("field %s: %w", changes[i].name, err)
		}
	}
	return nil
}

// raws are the changes in bytes.
func raws(changes []change) (list []change) {
	for _, c := range changes {
		if c.value.Raw != nil {
			list = append(list, c)
		}
	}
	return list
}

// borrow copies the fields of one message that another has too, by name and type.
func borrow(into, from any) {
	a, b := reflect.ValueOf(into).Elem(), reflect.ValueOf(from).Elem()
	for i := range a.NumField() {
		name := a.Type().Field(i).Name
		if f := b.FieldByName(name); f.IsValid() && f.Type() == a.Field(i).Type() {
			a.Field(i).Set(f)
		}
	}
}

// unhex reads pairs of hexadecimal digits with blanks between them.
func unhex(text string) ([]byte, error) {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, fmt.Errorf("%s: want pairs of hexadecimal digits", text)
	}
	return b, nil
}
