package gateway

import (
	"math"
	"net"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// TestTicksAllocateNothing: once a line has told everything there is, a quote and a trade cost no memory, from the tape
// through the desk to the bytes for the socket.
func TestTicksAllocateNothing(t *testing.T) {
	for _, sampling := range []bool{false, true} {
		for _, version := range []int{100, 200, 225} {
			g, sessions := busy(t, version, sampling, version == 200)
			for range 5000 {
				g.Step()
				empty(sessions)
			}
			sent := g.counts.bytesOut
			got := testing.AllocsPerRun(5000, func() {
				if !g.Step() {
					t.Fatal("the tape has ended")
				}
				empty(sessions)
			})
			if got != 0 {
				t.Errorf("version %d, sampling %v: %v allocations an event", version, sampling, got)
			}
			if g.counts.bytesOut == sent {
				t.Errorf("version %d, sampling %v: nothing was sent", version, sampling)
			}
		}
	}
}

// busy is a gateway at full speed that does not run, with or without books that orders walk, and two clients that watch its share in every way there is.
func busy(t *testing.T, version int, sampling, books bool) (*Gateway, []*session) {
	t.Helper()
	begin := market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))
	var r floor.Recording
	for i := range 20_000 {
		at := begin.Add(time.Duration(i+1) * 20 * time.Millisecond)
		bid := math.Round(10_000+float64(i%50)) / 100
		r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: math.Round(100*bid+2) / 100, BidSize: 100, AskSize: float64(100 + i%7)})
		r.Trades.Append(market.Trade{Time: at.Add(10 * time.Millisecond), Price: bid, Size: float64(1 + i%9)})
	}
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ"}}, Archive: floor.Memory{"AAPL": r}, Start: begin,
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(Options{Floor: f, Desk: &desk.Options{Books: books, Accounts: []desk.Account{{Name: "DU1"}}}, Speed: math.Inf(1), Sampling: sampling})
	if err != nil {
		t.Fatal(err)
	}
	g.now = begin
	var sessions []*session
	k := wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
	for id := range 2 {
		_, conn := net.Pipe()
		s := newSession(g, &link{conn: conn, version: version, out: newOutbox(g.drained)}, id)
		g.sessions = append(g.sessions, s)
		sessions = append(sessions, s)
		for _, m := range []wire.Message{
			&wire.RequestMarketData{RequestID: 1, Contract: k, GenericTicks: "233,293,221"},
			&wire.RequestTickByTick{RequestID: 2, Contract: k, Type: wire.TickAllLast - wire.TickByTickType(id)},
			&wire.RequestMarketDepth{RequestID: 3, Contract: k, Rows: 5, SmartDepth: id == 1},
			&wire.RequestAccountUpdates{Subscribe: true, Account: "DU1"}, &wire.RequestPositions{},
		} {
			if m.Kind().MinVersion() <= version {
				s.request(m)
			}
		}
	}
	return g, sessions
}

// empty takes what was said, as the writer does.
func empty(sessions []*session) {
	for _, s := range sessions {
		b, _ := s.link.out.take()
		s.link.out.giveBack(b)
	}
}
