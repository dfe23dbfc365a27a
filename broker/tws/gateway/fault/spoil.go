package fault

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// spoil writes a message in which some fields are any bytes. Each of them is first written as a mark of the same
// length, and found by writing another mark in its place.
func spoil(message any, list []change, version int) ([]byte, error) {
	m, text := clone(message), true
	if known, ok := message.(wire.Message); ok {
		text = !known.Kind().Proto(version)
	}
	v := reflect.ValueOf(m).Elem()
	for i := range list {
		if err := assignText(v.FieldByIndex(list[i].path), mark(v, &list[i], text, 0)); err != nil {
			return nil, fmt.Errorf("fault: field %s: %w", list[i].name, err)
		}
	}
	frame, err := encode(m, version)
	if err != nil {
		return nil, err
	}
	var places []place
	for i := range list {
		field, c := v.FieldByIndex(list[i].path), &list[i]
		first, second := mark(v, c, text, 0), mark(v, c, text, 1)
		if first == second {
			continue // written as it is
		}
		_ = assignText(field, second) // like the first
		other, err := encode(m, version)
		if err != nil {
			return nil, err
		}
		_ = assignText(field, first)
		p, err := find(frame, other, first, text, c.value.Raw)
		if err != nil {
			return nil, fmt.Errorf("fault: field %s of %T: %w", c.name, message, err)
		}
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int { return b.from - a.from })
	for _, p := range places {
		frame = slices.Replace(frame, p.from, p.to, p.bytes...)
	}
	return seal(frame), nil
}

// A place is where a field stands in a frame, and what is to stand there.
type place struct {
	from, to int
	bytes    []byte
}

// mark is the first or second mark of a field: letters or digits, as long as what it stands for. What protobuf has
// as a whole number stands for itself.
func mark(message reflect.Value, c *change, text bool, which int) string {
	field := message.FieldByIndex(c.path)
	if optional(field.Type()) {
		field = field.Field(0)
	}
	size := max(1, len(c.value.Raw))
	switch {
	case field.Kind() == reflect.String || field.Kind() == reflect.Slice:
		return strings.Repeat([]string{"A", "B"}[which], size)
	case text:
		return []string{"7777", "6666"}[which]
	case field.CanInt() || field.CanUint():
		return string(c.value.Raw)
	}
	return strings.Repeat([]string{"7", "6"}[which], size)
}

// find compares two frames that differ in one field.
func find(a, b []byte, first string, text bool, raw []byte) (place, error) {
	at := lengthBytes
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	if at == len(a) || len(a) != len(b) {
		return place{}, fmt.Errorf("it is not written at this server version")
	}
	if text {
		return place{at, at + bytes.IndexByte(a[at:], 0), raw}, nil
	}
	if n, err := strconv.ParseFloat(first, 64); err == nil {
		bits := binary.LittleEndian.AppendUint64(nil, math.Float64bits(n))
		for from := max(0, at-len(bits)+1); from <= at; from++ {
			if bytes.HasPrefix(a[from:], bits) {
				value, err := strconv.ParseFloat(string(raw), 64)
				if err != nil {
					return place{}, fmt.Errorf("%q: protobuf has a double there: %w", raw, err)
				}
				return place{from, from + len(bits), binary.LittleEndian.AppendUint64(nil, math.Float64bits(value))}, nil
			}
		}
	}
	if len(raw) == 0 || at+len(raw) > len(a) {
		return place{}, fmt.Errorf("%q: protobuf cannot have this there", raw)
	}
	return place{at, at + len(raw), raw}, nil
}
