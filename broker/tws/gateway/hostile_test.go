package gateway_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// flat fails when goroutines are left at the end of the test, after everything else has been cleaned up. It must be
// called first.
func flat(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
			if time.Now().After(end) {
				t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
				return
			}
		}
	})
}

// dial connects over TCP.
func dial(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn.(*net.TCPConn)
}

// hungUp reads until the other side has closed, which it must within seconds, and returns what it said before.
func hungUp(t testing.TB, conn net.Conn) []byte {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	said, err := io.ReadAll(conn)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Fatal("the connection is still open")
	}
	return said
}

// honest is a client that must get in and be served.
func honest(t testing.TB, addr string, id int) *client.Conn {
	t.Helper()
	c, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: id, Idle: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := c.CurrentTime(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// opened is a client's conversation up to its START_API, and after that what is appended.
func opened(id int, then ...byte) []byte {
	b, err := wire.NewEncoder(true, 225).Append(wire.Hello{Min: 100, Max: 225}.Append(nil), &wire.StartAPI{ClientID: id})
	if err != nil {
		panic(err)
	}
	return append(b, then...)
}

// garbage is what strangers send, and whether the gateway hangs up at once.
var garbage = []struct {
	name string
	sent []byte
}{
	{"a browser", []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")},
	{"zeros", make([]byte, 4096)},
	{"another prefix", []byte("APX\x00\x00\x00\x00\x09v100..225")},
	{"no length", []byte("API\x00\x00\x00\x00\x00")},
	{"a negative length", []byte("API\x00\xff\xff\xff\xff")},
	{"no versions", []byte("API\x00\x00\x00\x00\x05hello")},
	{"versions that nobody speaks", []byte("API\x00\x00\x00\x00\x0av900..1000")},
	{"an empty frame", opened(5, 0, 0, 0, 0)},
	{"a huge frame", opened(5, 0, 16, 0, 1)},
	{"a frame without end", opened(5, 0x7f, 0xff, 0xff, 0xff)},
	{"before START_API", wire.Hello{Min: 100, Max: 100}.Append(nil)},
	{"START_API late", append(wire.Hello{Min: 176, Max: 176}.Append(nil), "\x00\x00\x00\x05049\x001\x00"...)},
}

// TestGarbage: whoever does not keep to the protocol is disconnected, and an honest client notices nothing.
func TestGarbage(t *testing.T) {
	flat(t)
	var log bytes.Buffer
	_, addr := serve(t, gateway.Options{Handshake: 200 * time.Millisecond, Log: zerolog.New(zerolog.SyncWriter(&log))})
	first := honest(t, addr, 1)
	for _, g := range garbage {
		t.Run(g.name, func(t *testing.T) {
			conn := dial(t, addr)
			if _, err := conn.Write(g.sent); err != nil {
				t.Fatal(err)
			}
			hungUp(t, conn)
		})
	}
	if _, err := first.CurrentTime(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestUnreadableRequest: a request that contradicts its description is told and skipped, ten thousand of them fill no
// log, and the session goes on.
func TestUnreadableRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := converse(t, start(t, gateway.Options{Held: true, Rate: -1, Log: zerolog.New(&log)}), 1, 225)
		for range 10_000 {
			c.write([]byte{0, 0, 0, 5, 0, 0, 0, 201, 0xff})
			if e, ok := c.hear().(*wire.Error); !ok || e.Code != 320 || !strings.HasPrefix(e.Message, "Error reading request") {
				t.Fatalf("heard %+v", e)
			}
		}
		c.write(append([]byte{0, 1, 17, 116, 0, 0, 0, 201}, make([]byte, 70_000)...))
		if e, ok := c.hear().(*wire.Error); !ok || e.Code != 320 || !strings.Contains(e.Message, "65536 bytes") {
			t.Errorf("of a long request: %+v", e)
		}
		if r := c.ask(&wire.RequestCurrentTime{}); r.String() != "CurrentTime" {
			t.Errorf("afterwards %s", r)
		}
		if n := strings.Count(log.String(), "request skipped"); n != 1 {
			t.Errorf("%d lines in the log, want 1:\n%.500s", n, log.String())
		}
	})
}

// TestSlowLoris: hundreds of handshakes that never end keep nobody out, and end all the same.
func TestSlowLoris(t *testing.T) {
	flat(t)
	g, addr := serve(t, gateway.Options{Handshake: time.Second})
	var slow []net.Conn
	for i := range 300 {
		conn := dial(t, addr)
		begin := []byte("API\x00\x00")
		if i%3 == 0 { // these say their versions, and never START_API
			begin = wire.Hello{Min: 100, Max: 225}.Append(nil)
		}
		if _, err := conn.Write(begin); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, conn)
		if i%50 == 0 {
			honest(t, addr, 1+i/50)
		}
	}
	honest(t, addr, 100)
	if s, ok := g.Status(); !ok || s.Handshaking > 64 {
		t.Errorf("%d connections in their handshake, want 64 at most", s.Handshaking)
	}
	for _, conn := range slow {
		hungUp(t, conn)
	}
}

// TestManyConnects: ten thousand connections that come and go, politely, half-closed or reset, leave nothing behind,
// and keep an honest client's questions from nothing.
func TestManyConnects(t *testing.T) {
	flat(t)
	const connects, at = 10_000, 8
	g, addr := serve(t, gateway.Options{Rate: -1})
	c := honest(t, addr, 1)
	before := heap()
	var attack sync.WaitGroup
	for n := range at {
		attack.Go(func() {
			for i := range connects / at {
				conn, err := net.Dial("tcp", addr)
				if err != nil {
					t.Error(err)
					return
				}
				leave(conn.(*net.TCPConn), i, n+2)
			}
		})
	}
	done := make(chan struct{})
	go func() { attack.Wait(); close(done) }()
	var waits []time.Duration
	for asking := true; asking; {
		select {
		case <-done:
			asking = false
		default:
		}
		asked := time.Now()
		if _, err := c.CurrentTime(t.Context()); err != nil {
			t.Fatal(err)
		}
		waits = append(waits, time.Since(asked))
	}
	honest(t, addr, 200)
	slices.Sort(waits)
	p99 := waits[len(waits)*99/100]
	t.Logf("%d questions of an honest client meanwhile, p99 %v", len(waits), p99)
	if p99 > 2*time.Second {
		t.Errorf("p99 of the honest client's questions is %v", p99)
	}
	s := settled(t, g, 2)
	if s.Connections < connects {
		t.Errorf("%d connections were seen, want %d", s.Connections, connects)
	}
	if grown := heap() - before; grown > 16<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

// leave ends a connection in one of the ways there are.
func leave(conn *net.TCPConn, way, id int) {
	defer conn.Close()
	switch way % 5 {
	case 1:
		_ = conn.SetLinger(0) // a reset
	case 2:
		_, _ = conn.Write([]byte("API\x00\x00\x00"))
		_ = conn.CloseWrite()
		_, _ = io.Copy(io.Discard, conn)
	case 3:
		_, _ = conn.Write(opened(id))
		_ = conn.SetLinger(0)
	case 4:
		_, _ = conn.Write(opened(id))
		_ = conn.CloseWrite()
		_, _ = io.Copy(io.Discard, conn)
	}
}

// settled waits until only so many connections are left.
func settled(t testing.TB, g *gateway.Gateway, clients int) gateway.Status {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); ; {
		s, ok := g.Status()
		if !ok {
			t.Fatal("the gateway has ended")
		}
		if len(s.Clients) == clients && s.Handshaking == 0 {
			return s
		}
		if time.Now().After(end) {
			t.Fatalf("%d clients and %d handshakes are left, want %d", len(s.Clients), s.Handshaking, clients)
		}
	}
}

// heap is the memory in use, bytes.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestNobodyReads: clients that subscribe to everything and never read make a line in the log each, and one more when
// they are disconnected, which is what becomes of the one that took every tick-by-tick stream. The memory that they cost
// is bounded, and a client that reads misses nothing and sees the market come to its end.
func TestNobodyReads(t *testing.T) {
	flat(t)
	const shares, watched, quotes, deaf = 50, 2, 20_000, 3
	var log bytes.Buffer
	g, addr := serve(t, gateway.Options{
		Floor: crowd(t, shares, quotes, time.Millisecond), Desk: &desk.Options{Accounts: []desk.Account{{Name: account}}},
		Speed: math.Inf(1), Lines: 6000, Rate: -1, Patience: 300 * time.Millisecond, Held: true, Log: zerolog.New(zerolog.SyncWriter(&log)),
	})
	for i := range deaf {
		c := shake(t, dial(t, addr), 225)
		c.say(&wire.StartAPI{ClientID: 10 + i})
		for j := range shares {
			c.say(&wire.RequestMarketData{RequestID: 100 + j, Contract: shareOf(j), GenericTicks: "233"})
			c.say(&wire.RequestTickByTick{RequestID: 200 + j, Contract: shareOf(j), Type: wire.TickBidAsk})
			c.say(&wire.RequestMarketDepth{RequestID: 300 + j, Contract: shareOf(j), Rows: 20})
		}
	}
	settled(t, g, deaf)
	r := dialReader(t, addr, 1, 225, watched)
	before := heap()
	go g.Hold(false)
	bids, ended, most := 0, 0, int64(0)
	for ended < watched {
		if p, ok := r.hear().(*wire.TickPrice); ok && p.Type == wire.TickBid {
			if bids++; p.Price == cents(quotes-1) {
				ended++
			}
			if bids%10_000 == 0 {
				most = max(most, heap()-before)
			}
		}
	}
	if bids != watched*quotes {
		t.Errorf("the client that reads was told %d bids, want %d", bids, watched*quotes)
	}
	t.Logf("%d bids were read; the heap has grown by %d MiB at most", bids, most>>20)
	if most > 400<<20 {
		t.Errorf("the heap has grown by %d MiB", most>>20)
	}
	s, _ := g.Status()
	said := ""
	g.Do(func() { said = log.String() }) // the loop writes it
	if s.KeptBack == 0 || len(s.Clients) == 1+deaf {
		t.Errorf("%d ticks were kept back; %d clients are left", s.KeptBack, len(s.Clients))
	}
	for text, want := range map[string]int{"gets the latest quotes": deaf, "it does not read: ": 1 + deaf - len(s.Clients)} {
		if n := strings.Count(said, text); n != want {
			t.Errorf("%d lines in the log that say %q, want %d:\n%s", n, text, want, said)
		}
	}
}

// TestSlowReaderGetsTheLatest: a client that does not read while the market runs is told its last state, not all on
// the way there.
func TestSlowReaderGetsTheLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const quotes = 60_000
		g := start(t, gateway.Options{Floor: crowd(t, 1, quotes, time.Millisecond), Speed: math.Inf(1), Rate: -1, Held: true})
		c := converse(t, g, 1, 225)
		c.say(&wire.RequestMarketData{RequestID: 1, Contract: shareOf(0)})
		c.say(&wire.RequestMarketDepth{RequestID: 2, Contract: shareOf(0), Rows: 3})
		c.hearAll()
		g.Hold(false)
		pass(time.Minute) // longer than the gateway's patience
		ticks, bid, top := 0, 0.0, 0.0
		for bid != cents(quotes-1) || top != cents(quotes-1) {
			switch m := c.hear().(type) {
			case *wire.TickPrice:
				if ticks++; m.Type == wire.TickBid {
					bid = m.Price
				}
			case *wire.MarketDepth:
				if m.Position == 0 && m.Side == wire.DepthBid {
					top = m.Price
				}
			}
		}
		if ticks > quotes {
			t.Errorf("%d price ticks were told", ticks)
		}
	})
}

// TestByteByByte: a conversation in pieces of one byte is the same conversation.
func TestByteByByte(t *testing.T) {
	for _, version := range []int{100, 176, 225} {
		synctest.Test(t, func(t *testing.T) {
			conn, err := start(t, gateway.Options{Floor: seasoned(t, false), Held: true, Rate: -1}).DialContext(t.Context(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			c := shake(t, crumbs{conn}, version)
			c.begin(1)
			if r := c.ask(subscription); r.String() != known(line, version) {
				t.Errorf("version %d: %s", version, r)
			}
		})
	}
}

// crumbs is a connection that writes a byte at a time.
type crumbs struct{ net.Conn }

func (c crumbs) Write(b []byte) (n int, err error) {
	for i := range b {
		if _, err = c.Conn.Write(b[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(b), nil
}

// TestForgottenTasks: what is subscribed to and cancelled again and again while the market stands still leaves nothing.
func TestForgottenTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{Held: true, Rate: -1})
		c := converse(t, g, 1, 225)
		before := g.Tasks()
		for range 5000 {
			c.say(&wire.RequestPNL{RequestID: 7, Account: account})
			c.say(&wire.CancelPNL{RequestID: 7})
			c.hear()
		}
		if n := g.Tasks(); n > before+200 {
			t.Errorf("%d tasks, %d before", n, before)
		}
	})
}

// TestStartsTwice: a second START_API changes nothing, and a second id is not taken.
func TestStartsTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{Held: true})
		c := converse(t, g, 1, 225)
		if r := c.ask(&wire.StartAPI{ClientID: 2}); r.String() != "" {
			t.Errorf("answer %s", r)
		}
		if s, _ := g.Status(); len(s.Clients) != 1 || s.Clients[0].ID != 1 {
			t.Errorf("clients %+v", s.Clients)
		}
		converse(t, g, 2, 225)
	})
}

// TestRefusedOnce: who is refused is told so once, whatever it goes on to send.
func TestRefusedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{Held: true, Rate: -1})
		converse(t, g, 1, 225)
		conn, err := g.DialContext(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		c := shake(t, conn, 225)
		for range 100 {
			c.say(&wire.StartAPI{ClientID: 1})
		}
		var codes []int
		for {
			payload, err := c.frames.Next()
			if err != nil {
				break
			}
			if m, err := c.dec.Decode(payload); err == nil {
				codes = append(codes, m.(*wire.Error).Code)
			}
		}
		if !slices.Equal(codes, []int{326}) {
			t.Errorf("errors %v, want 326 once", codes)
		}
	})
}

// TestEveryOrder: all requests of the table in a random order, twice, at every version: the gateway goes on, and what
// it holds for the client ends with it.
func TestEveryOrder(t *testing.T) {
	for seed, version := range tableVersions {
		synctest.Test(t, func(t *testing.T) {
			g := start(t, gateway.Options{Floor: seasoned(t, seed%3 == 0), News: news, Rate: -1, FreeHistory: true})
			idle := g.Tasks()
			c := converse(t, g, 0, version)
			random := rand.New(rand.NewPCG(uint64(seed), 1))
			var requests []wire.Message
			for _, row := range append(table(), table()...) {
				requests = append(append(requests, row.before...), row.request)
			}
			random.Shuffle(len(requests), func(i, j int) { requests[i], requests[j] = requests[j], requests[i] })
			for _, m := range requests {
				if frame, err := c.enc.Append(nil, m); err == nil {
					c.write(frame)
				}
				c.hearAll()
			}
			if r := c.ask(&wire.RequestCurrentTime{}); !slices.Contains(r.told, "CurrentTime") {
				t.Errorf("version %d: at the end %s", version, r)
			}
			c.conn.Close()
			synctest.Wait()
			converse(t, g, 0, version).conn.Close()
			pass(11 * time.Second) // snapshots end
			if n := g.Tasks(); n > idle+64+idle/2 {
				t.Errorf("version %d: %d tasks are left, %d before", version, n, idle)
			}
		})
	}
}
