package wire

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// protoType is a message of the published schema: field number to type, "*" for repeated ones.
type protoType map[int]string

// TestProtoSchema fills every field of every message and demands that its protobuf form has the numbers
// and types of the published schema: all of them, and no others.
func TestProtoSchema(t *testing.T) {
	types := map[string]protoType{"map<string,string>": {1: "string", 2: "string"}}
	roots := map[Kind]string{}
	for _, line := range schemaLines(t, "proto_fields.txt") {
		fields := protoType{}
		for _, f := range line[2:] {
			num, typ, _ := strings.Cut(f, ":")
			n, err := strconv.Atoi(num)
			if err != nil {
				t.Fatal(err)
			}
			fields[n] = typ
		}
		types[line[1]] = fields
		for id := range strings.SplitSeq(line[0], ",") {
			if id != "-" {
				k := schemaKind(t, id)
				roots[Kind(int(k)-protoOffset)] = line[1]
			}
		}
	}
	for _, k := range Kinds() {
		if k.lookup().proto == never {
			continue
		}
		used := map[string]bool{}
		for seed := range uint64(30) {
			frame := carried(t, newFiller(seed, true).message(k), MaxVersion)
			body := frame[2*lengthBytes:]
			if roots[k] == "" && len(body) > 0 {
				t.Errorf("%v: the schema has no fields, we wrote %q", k, body)
				break
			}
			if err := follow(types, roots[k], body, used, ""); err != nil {
				t.Errorf("%v: %v", k, err)
				break
			}
		}
		for num := range types[roots[k]] {
			demand(t, types, k, roots[k], num, used, "")
		}
	}
}

// unwritten are schema fields that a message cannot hold, because another message or field says it.
var unwritten = map[string]bool{
	"OpenOrder/3/2":      true, // the order id stands at the top
	"CompletedOrder/2/2": true, // completed orders have only a perm id
	"MarketDepth/2/6":    true, // MarketDepthL2 names market makers
	"MarketDepth/2/7":    true,
	"TickByTick/5/3":     true, // a midpoint has no size
	"PlaceOrder/3/2":     true, // the order id stands at the top
	"PlaceOrder/3/114":   true, // the rest is what the gateway reports
	"PlaceOrder/3/115":   true,
	"PlaceOrder/3/116":   true,
	"PlaceOrder/3/118":   true,
	"PlaceOrder/3/121":   true,
	"PlaceOrder/3/134":   true,
	"PlaceOrder/3/137":   true,
}

func demand(t *testing.T, types map[string]protoType, k Kind, name string, num int, used map[string]bool, path string) {
	here := path + "/" + strconv.Itoa(num)
	if !used[here] {
		if !unwritten[k.String()+here] {
			t.Errorf("%v: field %s (%s of %s) is never written", k, here, types[name][num], name)
		}
		return
	}
	inner := strings.TrimSuffix(types[name][num], "*")
	for n := range types[inner] {
		demand(t, types, k, inner, n, used, here)
	}
}

// follow walks a protobuf body along its schema.
func follow(types map[string]protoType, name string, b []byte, used map[string]bool, path string) error {
	seen := map[int]bool{}
	for len(b) > 0 {
		key, n := uvarint(b)
		num := int(key >> 3)
		typ, ok := types[name][num]
		here := path + "/" + strconv.Itoa(num)
		if !ok {
			return fmt.Errorf("field %s is not in %s", here, name)
		}
		if seen[num] && !strings.HasSuffix(typ, "*") {
			return fmt.Errorf("field %s of %s is written twice", here, name)
		}
		seen[num], used[here] = true, true
		b = b[n:]
		wire, size := int32(key&7), 0
		switch wire {
		case varint:
			_, size = uvarint(b)
		case fixed64:
			size = 8
		case bytesOf:
			length, n := uvarint(b)
			b, size = b[n:], int(length)
		}
		typ = strings.TrimSuffix(typ, "*")
		if want := wireTypeOf(typ); want != wire && !(wire == bytesOf && strings.HasSuffix(types[name][num], "*")) {
			return fmt.Errorf("field %s of %s has wire type %d, want %d", here, name, wire, want)
		}
		if types[typ] != nil {
			if err := follow(types, typ, b[:size], used, here); err != nil {
				return err
			}
		}
		b = b[size:]
	}
	return nil
}

func wireTypeOf(typ string) int32 {
	switch typ {
	case "int32", "int64", "bool":
		return varint
	case "double":
		return fixed64
	}
	return bytesOf
}
