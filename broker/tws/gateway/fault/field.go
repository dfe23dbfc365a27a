package fault

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/tidemark/tidemark/internal/suggest"
)

// Field is a field of a message in words, by its name in package wire: "status", "execution.price". Case does not
// matter, and the names of structs around it may be left out where only one field is meant.
func Field(message any, name string) (string, error) {
	v := reflect.ValueOf(message).Elem()
	path, err := locate(v.Type(), name)
	if err != nil {
		return "", err
	}
	return show(v.FieldByIndex(path)), nil
}

// locate finds the path of a field.
func locate(t reflect.Type, name string) ([]int, error) {
	var path []int
	for part := range strings.SplitSeq(name, ".") {
		if !composite(t) {
			return nil, fmt.Errorf("%s: there are no fields behind that", name)
		}
		found := inside(t, part)
		switch len(found) {
		case 0:
			known := names(t)
			return nil, fmt.Errorf("%s has no field %s%s; it has %s", t.Name(), part, suggest.Hint(part, known), strings.Join(known, ", "))
		case 1:
		default:
			var candidates []string
			for _, f := range found {
				candidates = append(candidates, spell(t, f))
			}
			return nil, fmt.Errorf("%s may be %s: write which", part, strings.Join(candidates, " or "))
		}
		path = append(path, found[0]...)
		t = t.FieldByIndex(found[0]).Type
	}
	return path, nil
}

// composite is a struct of fields, as opposed to a value.
func composite(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && !optional(t) && t != decimalType
}

// inside finds the fields of a name that are the least deep.
func inside(t reflect.Type, name string) (found [][]int) {
	level := [][]int{nil}
	for len(level) > 0 && len(found) == 0 {
		var next [][]int
		for _, at := range level {
			here := t
			if at != nil {
				here = t.FieldByIndex(at).Type
			}
			for i := range here.NumField() {
				f := here.Field(i)
				path := append(append([]int(nil), at...), i)
				switch {
				case !f.IsExported():
				case strings.EqualFold(f.Name, name):
					found = append(found, path)
				case composite(f.Type):
					next = append(next, path)
				}
			}
		}
		level = next
	}
	return found
}

// names lists the fields of a message that are not inside another.
func names(t reflect.Type) (list []string) {
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			list = append(list, lower(f.Name))
		}
	}
	return list
}

func spell(t reflect.Type, path []int) string {
	var words []string
	for i := range path {
		words = append(words, lower(t.FieldByIndex(path[:i+1]).Name))
	}
	return strings.Join(words, ".")
}

func lower(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}
