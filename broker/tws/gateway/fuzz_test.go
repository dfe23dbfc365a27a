package gateway_test

import (
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// FuzzBytes sends whatever bytes there are as a client's requests, after a handshake at one of the versions. The
// gateway must survive, hold little for the client, and go on answering another one.
func FuzzBytes(f *testing.F) {
	for i, version := range tableVersions {
		e := wire.NewEncoder(true, version)
		for _, row := range table() {
			var some []byte
			for _, m := range append(row.before, row.request) {
				if out, err := e.Append(some, m); err == nil {
					some = out
				}
			}
			if len(row.before) > 0 {
				f.Add(uint8(i), some)
			}
		}
	}
	f.Fuzz(func(t *testing.T, at uint8, requests []byte) {
		synctest.Test(t, func(t *testing.T) { survives(t, tableVersions[int(at)%len(tableVersions)], requests) })
	})
}

// FuzzRequests sends requests of the table in any order, with fields that are something else than anybody means. Each
// four bytes are one request: which, which of its fields, and what is in it.
func FuzzRequests(f *testing.F) {
	for i := range tableVersions {
		random := rand.New(rand.NewPCG(uint64(i), 2))
		script := make([]byte, 4*200)
		for j := range script {
			script[j] = byte(random.Uint32())
		}
		f.Add(uint8(i), script)
	}
	rows := table()
	f.Fuzz(func(t *testing.T, at uint8, script []byte) {
		version := tableVersions[int(at)%len(tableVersions)]
		e := wire.NewEncoder(true, version)
		var requests []byte
		for ; len(script) >= 4 && len(requests) < 1<<16; script = script[4:] {
			m := odd(rows[int(script[0])%len(rows)].request, int(script[1]), int(script[2]), int(script[3]))
			if out, err := e.Append(requests, m); err == nil {
				requests = out
			}
		}
		synctest.Test(t, func(t *testing.T) { survives(t, version, requests) })
	})
}

// odd is a copy of a message with one field, counted through its parts, that has an odd value.
func odd(m wire.Message, field, value, second int) wire.Message {
	from := reflect.ValueOf(m).Elem()
	into := reflect.New(from.Type())
	into.Elem().Set(from)
	fields := leaves(into.Elem(), nil)
	for range 2 {
		if len(fields) > 0 {
			oddly(fields[field%len(fields)], value)
		}
		field, value = field/3+second, second
	}
	return into.Interface().(wire.Message)
}

// leaves lists the fields of a struct that hold one value.
func leaves(v reflect.Value, list []reflect.Value) []reflect.Value {
	for i := range v.NumField() {
		f := v.Field(i)
		if _, number := f.Interface().(decimal.Decimal); f.Kind() == reflect.Struct && !number {
			list = leaves(f, list)
			continue
		}
		list = append(list, f)
	}
	return list
}

var (
	oddNumbers = []int64{0, 1, 2, 3, 7, -1, 50, 1000, math.MaxInt32, math.MinInt32, 265598, 8314}
	oddFloats  = []float64{0, 1, -1, 100, 1e-9, 1e300, math.Inf(1), math.NaN(), math.MaxFloat64}
	oddWords   = []string{
		"", "AAPL", "IBM", "STK", "OPT", "SMART", "USD", "NASDAQ", "20240315", "20240304-15:00:00", "99991231-23:59:59", "00000000", "1 D",
		"9999999999 Y", "1 secs", "1 month", "TRADES", "BID_ASK", "All", account, ",", "GTD", "GTC", "OPG", "LMT", "MKT", "STP", "TRAIL", "REL",
		"NetLiquidation,$LEDGER:ALL", "233,292,100,mdoff", "265598@SMART", "\x7f", "x x x",
	}
)

func oddly(v reflect.Value, value int) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(value%2 == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(oddNumbers[value%len(oddNumbers)])
	case reflect.Float64:
		v.SetFloat(oddFloats[value%len(oddFloats)])
	case reflect.String:
		v.SetString(oddWords[value%len(oddWords)])
	case reflect.Struct: // a decimal
		v.Set(reflect.ValueOf(decimal.New(oddNumbers[value%len(oddNumbers)], int32(value%9-4))))
	}
}

// survives holds a gateway to going on whatever a client sends.
func survives(t *testing.T, version int, requests []byte) {
	g := start(t, gateway.Options{Floor: seasoned(t, false), News: news, Rate: -1, FreeHistory: true})
	c := converse(t, g, 0, version)
	if err := c.conn.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, c.conn) }() // until the gateway or the test hangs up
	if _, err := c.conn.Write(requests); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Fatal(err)
	}
	pass(3 * time.Second) // subscriptions tell something
	if r := converse(t, g, 1, 225).ask(&wire.RequestCurrentTime{}); r.told[len(r.told)-1] != "CurrentTime" {
		t.Errorf("another client is answered %s", r)
	}
	s, ok := g.Status()
	if !ok {
		t.Fatal("the gateway has ended")
	}
	if n := g.Tasks(); n > 2000+len(requests) {
		t.Errorf("%d tasks after %d bytes", n, len(requests))
	}
	if len(s.Clients) > 2 || s.BytesOut > uint64(1<<24+1000*len(requests)) {
		t.Errorf("%d clients, %d bytes said to %d", len(s.Clients), s.BytesOut, len(requests))
	}
}
