package gateway_test

import (
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A talk is a conversation with a gateway, message by message, without a client's comforts.
type talk struct {
	t       testing.TB
	conn    net.Conn
	frames  *wire.Reader
	version int
	enc     *wire.Encoder
	dec     *wire.Decoder
}

// fence is the id of the cancel whose refusal ends an answer.
const fence = 987_654

// converse connects, and reads what every session begins with.
func converse(t testing.TB, g *gateway.Gateway, id, version int) *talk {
	t.Helper()
	conn, err := g.DialContext(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	c := shake(t, conn, version)
	c.begin(id)
	return c
}

// begin says START_API and reads the greeting.
func (c *talk) begin(id int) {
	c.t.Helper()
	c.say(&wire.StartAPI{ClientID: id})
	for farms := 0; farms < 6; {
		if m, ok := c.hear().(*wire.Error); ok {
			if m.RequestID != -1 {
				c.t.Fatalf("greeted with error %d: %s", m.Code, m.Message)
			}
			farms++
		}
	}
}

// shake does the handshake on a connection.
func shake(t testing.TB, conn net.Conn, version int) *talk {
	t.Helper()
	t.Cleanup(func() { conn.Close() })
	c := &talk{
		t: t, conn: conn, frames: wire.NewReader(conn, 0), version: version,
		enc: wire.NewEncoder(true, version), dec: wire.NewDecoder(false, version),
	}
	c.write(wire.Hello{Min: version, Max: version}.Append(nil))
	payload, err := c.frames.Next()
	if err != nil {
		t.Fatal(err)
	}
	if w, err := wire.ParseWelcome(payload); err != nil || w.Version != version {
		t.Fatalf("welcome %+v, %v", w, err)
	}
	return c
}

func (c *talk) write(b []byte) {
	c.t.Helper()
	if _, err := c.conn.Write(b); err != nil {
		c.t.Fatal(err)
	}
}

func (c *talk) say(m wire.Message) {
	c.t.Helper()
	frame, err := c.enc.Append(nil, m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.write(frame)
}

// hear is the next message, valid until the one after. It must come within a minute.
func (c *talk) hear() wire.Message {
	c.t.Helper()
	if err := c.conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		c.t.Fatal(err)
	}
	payload, err := c.frames.Next()
	if err != nil {
		c.t.Fatal(err)
	}
	m, err := c.dec.Decode(payload)
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// A reply is what a gateway said to a request.
type reply struct {
	told   []string // kinds in the order in which each came first, errors with their codes
	texts  []string // of the errors
	ids    []int    // of the requests that the messages answer
	orders []int    // ids of the orders that they speak of
}

func (r *reply) String() string { return strings.Join(r.told, " ") }

// each hands what has been said to use, up to the fence, which it sets.
func (c *talk) each(use func(wire.Message)) {
	c.t.Helper()
	c.say(&wire.CancelMarketData{RequestID: fence})
	for {
		m := c.hear()
		if e, ok := m.(*wire.Error); ok && e.RequestID == fence {
			return
		}
		use(m)
	}
}

// hearAll reads up to the fence.
func (c *talk) hearAll() *reply {
	c.t.Helper()
	r := &reply{}
	c.each(func(m wire.Message) {
		word := m.Kind().String()
		if e, ok := m.(*wire.Error); ok {
			word = fmt.Sprintf("Error %d", e.Code)
			r.texts = append(r.texts, e.Message)
		}
		if !slices.Contains(r.told, word) {
			r.told = append(r.told, word)
		}
		fields := reflect.ValueOf(m).Elem()
		if id := fields.FieldByName("RequestID"); id.IsValid() {
			r.ids = append(r.ids, int(id.Int()))
		}
		if id := fields.FieldByName("OrderID"); id.IsValid() {
			r.orders = append(r.orders, int(id.Int()))
		}
	})
	return r
}

// ask sends a request and reads everything that is said at once.
func (c *talk) ask(m wire.Message) *reply {
	c.t.Helper()
	c.say(m)
	return c.hearAll()
}

// pass waits until the fake clock of a bubble has moved on.
func pass(d time.Duration) { <-time.After(d) }
