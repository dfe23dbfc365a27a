package gateway_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"net"
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

// crowd is a market of many shares, each with a quote that moves both prices every millisecond.
func crowd(t testing.TB, instruments, quotes int) *floor.Floor {
	t.Helper()
	archive, specs := floor.Memory{}, make([]floor.Spec, instruments)
	for i := range specs {
		specs[i] = floor.Spec{Symbol: fmt.Sprintf("S%02d", i), Kind: market.Equity, Primary: "NYSE"}
		var r floor.Recording
		for j := range quotes {
			bid := 100 + float64(j%50)/100
			at := opening.Add(time.Minute + time.Duration(j)*time.Millisecond)
			r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: math.Round(100*bid+2) / 100, BidSize: 100, AskSize: 100})
		}
		archive[specs[i].Symbol] = r
	}
	f, err := floor.New(floor.Options{Listings: specs, Archive: archive, Start: opening})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A reader is a client that subscribes and then counts frames as fast as it can.
type reader struct {
	conn   net.Conn
	frames *wire.Reader
	ticks  *atomic.Int64
}

func dialReader(t testing.TB, addr string, id, version int, ticks *atomic.Int64) *reader {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{conn: conn, frames: wire.NewReader(conn, 0), ticks: ticks}
	hello := wire.Hello{Min: version, Max: version}
	if _, err := conn.Write(hello.Append(nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.frames.Next(); err != nil {
		t.Fatal(err)
	}
	r.send(t, version, &wire.StartAPI{ClientID: id})
	return r
}

func (r *reader) send(t testing.TB, version int, m wire.Message) {
	t.Helper()
	frame, err := wire.NewEncoder(true, version).Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.conn.Write(frame); err != nil {
		t.Fatal(err)
	}
}

// count counts the frames of price and size ticks until all readers together have seen what they want.
func (r *reader) count(want int64) {
	defer r.conn.Close()
	for mine := want / 32; mine > 0; {
		payload, err := r.frames.Next()
		if err != nil {
			return
		}
		if id := binary.BigEndian.Uint32(payload); id == 201 || id == 202 {
			r.ticks.Add(1)
			mine--
		}
	}
}

// BenchmarkFanOut is 32 clients that each watch the same 100 shares, over TCP, as fast as they can read. It reports
// tick messages a second that the clients have read, all together.
func BenchmarkFanOut(b *testing.B) {
	const clients, instruments, quotes, version = 32, 100, 400, 225
	total, spent := int64(0), time.Duration(0)
	for b.Loop() {
		ticks, took := fanOut(b, clients, instruments, quotes, version)
		total, spent = total+ticks, spent+took
	}
	b.ReportMetric(float64(total)/spent.Seconds(), "ticks/s")
}

func fanOut(b *testing.B, clients, instruments, quotes, version int) (int64, time.Duration) {
	g, err := gateway.New(gateway.Options{
		Floor: crowd(b, instruments, quotes), Desk: &desk.Options{Accounts: []desk.Account{{Name: account}}},
		Speed: math.Inf(1), Lines: clients * instruments, Rate: -1, Patience: time.Minute, Held: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running, reading sync.WaitGroup
	addr := make(chan net.Addr, 1)
	running.Go(func() { _ = g.Listen(ctx, "127.0.0.1:0", func(a net.Addr) { addr <- a }) })
	running.Go(func() { _ = g.Run(ctx) })
	at := (<-addr).String()
	var ticks atomic.Int64
	// A quote that moves both prices is four messages: two prices, two sizes.
	want := int64(clients * instruments * quotes * 4)
	for i := range clients {
		r := dialReader(b, at, i+1, version, &ticks)
		for j := range instruments {
			k := wire.Contract{Symbol: fmt.Sprintf("S%02d", j), SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
			r.send(b, version, &wire.RequestMarketData{RequestID: j + 1, Contract: k})
		}
		r.subscribed(b, instruments)
		reading.Go(func() { r.count(want) })
	}
	began := time.Now()
	g.Hold(false)
	reading.Wait()
	took := time.Since(began)
	cancel()
	running.Wait()
	return ticks.Load(), took
}

// subscribed reads until every subscription has been confirmed.
func (r *reader) subscribed(t testing.TB, lines int) {
	t.Helper()
	for lines > 0 {
		payload, err := r.frames.Next()
		if err != nil {
			t.Fatal(err)
		}
		if binary.BigEndian.Uint32(payload) == 200+81 {
			lines--
		}
	}
}
