package wire

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// versions are the server versions the properties are checked at: the ends, and the edges of formats.
var versions = []int{100, 151, 163, 176, 187, 200, 203, 213, 225}

// spoken tells whether a kind can be sent at a version.
func spoken(k Kind, version int) bool {
	return version >= k.MinVersion() && (k.lookup().text != protoOnly || version >= binaryIDs)
}

// filler sets the fields of a message to values the protocol can carry.
type filler struct {
	*rand.Rand
	full bool // every field is set, and set to something else than zero
}

func newFiller(seed uint64, full bool) *filler {
	return &filler{rand.New(rand.NewPCG(seed, 7)), full}
}

func (f *filler) message(k Kind) Message {
	m := k.lookup().make()
	f.value(reflect.ValueOf(m).Elem())
	return m
}

func (f *filler) maybe() bool { return f.full || f.IntN(2) == 0 }

func (f *filler) value(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *decimal.Decimal:
		*p = decimal.New(f.Int64N(1_000_000)+1, -int32(f.IntN(5)))
		return
	case *OrderType:
		*p = []OrderType{Limit, PegBenchmark, "PEGBENCH", PegBest, PegMid, Market}[f.IntN(6)]
		return
	case *SecType:
		*p = []SecType{Stock, Combo, Fund, Option}[f.IntN(4)]
		return
	case *ConditionType:
		*p = []ConditionType{1, 3, 4, 5, 6, 7}[f.IntN(6)]
		return
	case *TickByTickType:
		*p = TickByTickType(f.IntN(4) + 1)
		return
	case *Action:
		*p = Action(f.IntN(4) + 1)
		return
	case *Right:
		*p = Right(f.IntN(2) + 1)
		return
	case *Peg:
		f.structure(v)
		p.CompeteUpToMid = f.IntN(2) == 0
		return
	case *Side:
		*p = Side(f.IntN(2) + 1)
		return
	}
	switch v.Kind() {
	case reflect.String:
		if f.maybe() {
			v.SetString(f.word())
		}
	case reflect.Bool:
		v.SetBool(f.maybe())
	case reflect.Int, reflect.Int64:
		if f.maybe() {
			v.SetInt(f.Int64N(1<<f.IntN(31)) + 1)
		}
	case reflect.Float64:
		if f.maybe() {
			v.SetFloat(math.Round(f.Float64()*1e8+1) / 100)
		}
	case reflect.Pointer:
		if f.maybe() {
			v.Set(reflect.New(v.Type().Elem()))
			f.value(v.Elem())
		}
	case reflect.Slice:
		f.slice(v)
	case reflect.Struct:
		f.structure(v)
	}
}

func (f *filler) structure(v reflect.Value) {
	for i := range v.NumField() {
		f.value(v.Field(i))
	}
	if ok := v.FieldByName("Valid"); ok.IsValid() && !ok.Bool() {
		v.SetZero()
	}
}

func (f *filler) slice(v reflect.Value) {
	n := f.IntN(3)
	if f.full {
		n = 2
	}
	if n == 0 {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.Index(i).SetUint(uint64('a' + f.IntN(26)))
			continue
		}
		f.value(v.Index(i))
	}
}

func (f *filler) word() string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .:@-"
	var b strings.Builder
	for range f.IntN(12) + 1 {
		b.WriteByte(letters[f.IntN(len(letters))])
	}
	return "x" + b.String()
}

// sameValues compares messages by what they mean.
var sameValues = cmp.Options{
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b float64) bool { return a == b || a != a && b != b }),
	cmp.Exporter(func(reflect.Type) bool { return true }),
}

// carried writes what of a message a version can carry: where a client would be told off, it leaves out.
func carried(t testing.TB, m Message, version int) []byte {
	t.Helper()
	c := &coder{version: version, kind: m.Kind(), out: make([]byte, lengthBytes)}
	d := c.kind.lookup()
	if c.kind.Proto(version) {
		c.out = append(c.out, 0, 0, byte((c.kind.ID()+protoOffset)>>8), byte(c.kind.ID()+protoOffset))
		c.body(m)
	} else {
		c.head(d)
		c.mode = textOut
		m.fields(c)
	}
	if c.err != nil {
		t.Fatalf("%v at version %d: %v", c.kind, version, c.err)
	}
	return seal(c.out, 0)
}
