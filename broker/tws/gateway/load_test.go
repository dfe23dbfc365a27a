package gateway_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// lead is when the quotes of a crowd begin after the opening.
const lead = 50 * time.Millisecond

// crowd is a market of many shares, each with quotes that move both prices by a cent at an interval. The bid of the
// quote with number j is 100.00 and j cents; the shares take turns.
func crowd(t testing.TB, instruments, quotes int, interval time.Duration) *floor.Floor {
	t.Helper()
	archive, specs := floor.Memory{}, make([]floor.Spec, instruments)
	for i := range specs {
		specs[i] = floor.Spec{Symbol: share(i), Kind: market.Equity, Primary: "NYSE"}
		var r floor.Recording
		for j := range quotes {
			at := opening.Add(lead + time.Duration(j)*interval + time.Duration(i)*interval/time.Duration(instruments))
			r.Quotes.Append(market.Quote{Time: at, Bid: cents(j), Ask: cents(j + 2), BidSize: 100, AskSize: 100})
		}
		archive[specs[i].Symbol] = r
	}
	f, err := floor.New(floor.Options{Listings: specs, Archive: archive, Start: opening})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func share(i int) string { return fmt.Sprintf("S%02d", i) }

func cents(j int) float64 { return math.Round(10_000+float64(j)) / 100 }

func shareOf(i int) wire.Contract {
	return wire.Contract{Symbol: share(i), SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
}

// serve runs a gateway on a loopback port.
func serve(t testing.TB, o gateway.Options) (*gateway.Gateway, string) {
	t.Helper()
	g := start(t, o)
	addr := make(chan net.Addr, 1)
	listening := make(chan error, 1)
	go func() { listening <- g.Listen(t.Context(), "127.0.0.1:0", func(a net.Addr) { addr <- a }) }()
	t.Cleanup(func() {
		if err := <-listening; err != nil {
			t.Error(err)
		}
	})
	return g, (<-addr).String()
}

// A reader is a client that subscribes and then counts ticks as fast as it can.
type reader struct {
	*talk
	load *load
}

// dialReader subscribes to the first shares of a crowd.
func dialReader(t testing.TB, addr string, id, version, shares int) *reader {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{talk: shake(t, conn, version)}
	r.say(&wire.StartAPI{ClientID: id})
	for i := range shares {
		r.say(&wire.RequestMarketData{RequestID: i + 1, Contract: shareOf(i)})
	}
	for confirmed := 0; confirmed < shares; {
		if _, ok := r.hear().(*wire.TickRequestParams); ok {
			confirmed++
		}
	}
	return r
}

// A load is what many clients read.
type load struct {
	clients, shares, quotes int
	interval                time.Duration
	speed                   float64
	version                 int
	sampling                bool

	turns [][]atomic.Int64 // when an event of a share had its turn, by its number; nanoseconds since began
	began time.Time

	mu    sync.Mutex // guards what follows
	waits []time.Duration
	ticks int64
}

// delaysOf is one tick in how many of which the delay is measured.
const delaysOf = 16

// run lets the market go and waits until every client has seen the last quote of every share.
func (l *load) run(b *testing.B) time.Duration {
	g, addr := serve(b, gateway.Options{
		Floor: crowd(b, l.shares, l.quotes, l.interval), Desk: &desk.Options{Accounts: []desk.Account{{Name: account}}},
		Speed: l.speed, Sampling: l.sampling, Lines: l.clients * l.shares, Rate: -1, Patience: time.Minute, Held: true,
	})
	l.began = time.Now()
	l.turns = make([][]atomic.Int64, l.shares)
	for i := range l.turns {
		l.turns[i] = make([]atomic.Int64, l.quotes)
	}
	g.Probe(func(ev *market.Event) {
		l.turns[ev.Instrument][number(ev.Quote.Bid)].Store(int64(time.Since(l.began)))
	})
	var reading sync.WaitGroup
	for i := range l.clients {
		r := dialReader(b, addr, i+1, l.version, l.shares)
		r.load = l
		if err := r.conn.SetReadDeadline(time.Time{}); err != nil {
			b.Fatal(err)
		}
		reading.Go(func() { r.count() })
	}
	released := time.Now()
	g.Hold(false)
	reading.Wait()
	return time.Since(released)
}

// number is which quote has a bid.
func number(bid float64) int { return int(math.Round(100*bid)) - 10_000 }

// count reads until it has seen every quote, or, of a sampled market, the last bid of every share.
func (r *reader) count() {
	l := r.load
	var waits []time.Duration
	ticks, next, last := int64(0), int64(0), 0
	for last < l.shares && (l.sampling || ticks < int64(l.shares*l.quotes*4)) { // two prices, two sizes
		payload, err := r.frames.Next()
		if err != nil {
			r.t.Error(err)
			return
		}
		id := r.kind(payload)
		if id != 1 && id != 2 {
			continue
		}
		if ticks++; id == 2 || !l.sampling && ticks < next {
			continue
		}
		m, err := r.dec.Decode(payload)
		if p, ok := m.(*wire.TickPrice); err == nil && ok && p.Type == wire.TickBid {
			j := number(p.Price)
			waits = append(waits, time.Since(l.began)-time.Duration(l.turns[p.RequestID-1][j].Load()))
			if next = ticks + delaysOf; l.sampling && j == l.quotes-1 {
				last++
			}
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ticks += ticks
	l.waits = append(l.waits, waits...)
}

// kind is the id of a message.
func (r *reader) kind(payload []byte) uint32 {
	if r.version >= 201 {
		id := binary.BigEndian.Uint32(payload)
		return id - 200*min(1, id/200)
	}
	if payload[1] == 0 {
		return uint32(payload[0] - '0')
	}
	return 0
}

func (l *load) report(b *testing.B, took time.Duration) {
	slices.Sort(l.waits)
	b.ReportMetric(float64(l.ticks)/took.Seconds(), "ticks/s")
	b.ReportMetric(float64(l.waits[len(l.waits)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(l.waits[len(l.waits)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkFanOut is 32 clients that each watch the same 100 shares over TCP, in text and in protobuf, with each quote
// and with TWS's sampling: as fast as they can read, and at the market's own speed of 2,000 quotes a second. It reports
// the tick messages that the clients have read in a second, all together, and how long after the turn of its event in
// the gateway's loop a tick was read.
func BenchmarkFanOut(b *testing.B) {
	for _, form := range []struct {
		name    string
		version int
	}{{"text", 200}, {"protobuf", 225}} {
		for _, pace := range []struct {
			name   string
			speed  float64
			quotes int
		}{{"full-speed", math.Inf(1), 1000}, {"real-time", 1, 100}} {
			for _, sampling := range []bool{false, true} {
				name := form.name + "/" + pace.name
				if sampling {
					name += "/sampled"
				}
				b.Run(name, func(b *testing.B) {
					l := load{
						clients: 32, shares: 100, quotes: pace.quotes, interval: 50 * time.Millisecond,
						speed: pace.speed, version: form.version, sampling: sampling,
					}
					took := time.Duration(0)
					for b.Loop() {
						took += l.run(b)
					}
					l.report(b, took)
				})
			}
		}
	}
}
