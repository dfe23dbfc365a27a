package client

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// overTCP is a connection that is ready, over the loopback, and the gateway's end of its socket.
func overTCP(t *testing.T, rate int) (*Conn, *net.TCPConn) {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	near, err := net.DialTCP("tcp", nil, listener.Addr().(*net.TCPAddr))
	if err != nil {
		t.Fatal(err)
	}
	far, err := listener.AcceptTCP()
	if err != nil {
		t.Fatal(err)
	}
	c := newConn(near, Options{Rate: rate}.withDefaults())
	c.welcome.Version = 176
	c.start()
	t.Cleanup(func() {
		c.Close()
		far.Close()
	})
	return c, far
}

// orders reads what comes as orders.
type orders struct {
	*testing.T
	frames *wire.Reader
	d      *wire.Decoder
}

func readOrders(t *testing.T, far net.Conn) orders {
	return orders{t, wire.NewReader(far, 0), wire.NewDecoder(true, 176)}
}

func (o orders) next() int {
	o.Helper()
	payload, err := o.frames.Next()
	if err != nil {
		o.Fatal(err)
	}
	m, err := o.d.Decode(payload)
	if err != nil {
		o.Fatal(err)
	}
	return m.(*wire.PlaceOrder).OrderID
}

func never(t *testing.T) func(error) {
	return func(err error) { t.Error("told of what left at once, or was withdrawn:", err) }
}

// TestPostLeavesAtOnce: what is posted when nothing waits has left when Post returns; when the tokens are used up it waits
// for the writer.
func TestPostLeavesAtOnce(t *testing.T) {
	c, far := overTCP(t, 1)
	for id := 1; id <= burst; id++ {
		bill, err := c.Post(&wire.PlaceOrder{OrderID: id}, never(t))
		if bill != nil || err != nil {
			t.Fatalf("message %d of the burst: waybill %v, error %v; want it gone", id, bill, err)
		}
	}
	bill, err := c.Post(&wire.PlaceOrder{OrderID: burst + 1}, never(t))
	if err != nil || bill == nil || !bill.Withdraw() {
		t.Errorf("the message after the burst: %v; want it to wait, so that it can be withdrawn", err)
	}
	read := readOrders(t, far)
	for id := 1; id <= burst; id++ {
		if got := read.next(); got != id {
			t.Errorf("order %d came as number %d", got, id)
		}
	}
	if s := c.Stats().Lanes[OrderLane]; s.Sent != burst || s.Dropped != 1 || s.Queued != 0 {
		t.Errorf("%+v; want %d sent, 1 dropped", s, burst)
	}
}

// TestPostKeepsTheOrder: while something waits, what is posted waits behind it.
func TestPostKeepsTheOrder(t *testing.T) {
	c, far := overTCP(t, 100)
	left := make(chan int, 20)
	for id := 1; id <= 20; id++ {
		bill, err := c.Post(&wire.PlaceOrder{OrderID: id}, func(err error) {
			if err != nil {
				t.Error(err)
			}
			left <- id
		})
		if err != nil {
			t.Fatal(err)
		}
		if bill == nil {
			left <- id
		}
	}
	read := readOrders(t, far)
	for id := 1; id <= 20; id++ {
		if got := read.next(); got != id {
			t.Errorf("order %d came as number %d", got, id)
		}
		if got := <-left; got != id {
			t.Errorf("heard of order %d as number %d", got, id)
		}
	}
}

// long is an order of which a small socket takes a part at most.
func long(id int) *wire.PlaceOrder {
	return &wire.PlaceOrder{OrderID: id, Order: wire.Order{Ref: strings.Repeat("x", 4<<20)}}
}

// TestPostDoesNotWait: a socket that takes only a part keeps nobody waiting; the writer brings the rest before anything
// else.
func TestPostDoesNotWait(t *testing.T) {
	c, far := overTCP(t, maxRate)
	told := make(chan error, 1)
	first, err := c.Post(long(1), func(err error) { told <- err })
	if first == nil || err != nil {
		t.Fatalf("a socket took 4 MiB at once: waybill %v, error %v", first, err)
	}
	if first.Withdraw() {
		t.Error("withdrawn although a part has left")
	}
	if bill, err := c.Post(&wire.PlaceOrder{OrderID: 2}, func(error) {}); bill == nil || err != nil {
		t.Errorf("the order behind it: waybill %v, error %v; want it to wait", bill, err)
	}
	read := readOrders(t, far)
	if one, two := read.next(), read.next(); one != 1 || two != 2 {
		t.Errorf("orders %d and %d came, want 1 and 2", one, two)
	}
	if err := <-told; err != nil {
		t.Error(err)
	}
}

// TestPostThatBreaksOff: of a message that has left in part the gateway may know.
func TestPostThatBreaksOff(t *testing.T) {
	c, far := overTCP(t, maxRate)
	told := make(chan error, 1)
	if bill, err := c.Post(long(1), func(err error) { told <- err }); bill == nil || err != nil {
		t.Fatal(bill, err)
	}
	far.Close()
	var unsent *SendError
	if err := <-told; !errors.As(err, &unsent) || !unsent.MaybeSent {
		t.Errorf("%v; want an error that says it may have been sent", err)
	}
	<-c.Done()
	if _, err := c.Post(&wire.PlaceOrder{OrderID: 2}, never(t)); !errors.As(err, &unsent) || unsent.MaybeSent {
		t.Errorf("posted on a connection that has ended: %v", err)
	}
}

// TestPostAfterALongWrite: the writer's deadline does not outlive its write.
func TestPostAfterALongWrite(t *testing.T) {
	c, far := overTCP(t, maxRate)
	if err := c.Send(t.Context(), &wire.PlaceOrder{OrderID: 1}); err != nil {
		t.Fatal(err)
	}
	if err := c.net.SetWriteDeadline(time.Now().Add(-time.Second)); err != nil { // as if it had been long ago
		t.Fatal(err)
	}
	if err := c.Send(t.Context(), &wire.PlaceOrder{OrderID: 2}); err != nil {
		t.Fatal(err)
	}
	if bill, err := c.Post(&wire.PlaceOrder{OrderID: 3}, never(t)); bill != nil || err != nil {
		t.Errorf("waybill %v, error %v; want it gone", bill, err)
	}
	read := readOrders(t, far)
	for id := 1; id <= 3; id++ {
		if got := read.next(); got != id {
			t.Errorf("order %d came as number %d", got, id)
		}
	}
}
