package gateway_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// opening is when the market of these tests begins: Monday, 4 March 2024, half an hour after New York's opening.
var opening = market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))

// account is the paper account of these tests.
const account = "DU1234567"

// quotes writes one quote a second, from a bid of 100.00 up by a cent each, with asks two cents above, and a
// trade at each ask half a second later.
func rising(seconds int) floor.Recording {
	var r floor.Recording
	for i := range seconds {
		at := opening.Add(time.Duration(i) * time.Second)
		bid := math.Round(10000+float64(i)) / 100
		ask := math.Round(10002+float64(i)) / 100
		r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: ask, BidSize: 300, AskSize: 200})
		r.Trades.Append(market.Trade{Time: at.Add(500 * time.Millisecond), Price: ask, Size: 100})
	}
	return r
}

// simple is a market of one share that rises for ten minutes.
func simple(t testing.TB) *floor.Floor {
	t.Helper()
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{
			{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC"},
			{Symbol: "IBM", Kind: market.Equity, Primary: "NYSE", ConID: 8314},
		},
		Archive: floor.Memory{"AAPL": rising(600)}, Start: opening,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// start runs a gateway on the simple market, or on the one that o has.
func start(t testing.TB, o gateway.Options) *gateway.Gateway {
	t.Helper()
	if o.Floor == nil {
		o.Floor = simple(t)
	}
	if o.Desk == nil {
		o.Desk = &desk.Options{Accounts: []desk.Account{{Name: account}}}
	}
	g, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return g
}

// versions are sessions in text, in both forms, and in protobuf.
var versions = []int{100, 151, 176, 187, 200, 203, 213, 225}

// connect is a client of the gateway.
func connect(t testing.TB, g *gateway.Gateway, id, version int) *client.Conn {
	t.Helper()
	c, err := client.Dial(context.Background(), client.Options{
		Dialer: g, ClientID: id, MaxVersion: version, Idle: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// aapl is how a client asks for the share.
var aapl = wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}

// eachVersion runs a conversation at each of versions, with a fake clock.
func eachVersion(t *testing.T, conversation func(t *testing.T, version int)) {
	for _, v := range versions {
		t.Run(name(v), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { conversation(t, v) })
		})
	}
}

func name(version int) string {
	return "version " + string(rune('0'+version/100)) + string(rune('0'+version/10%10)) + string(rune('0'+version%10))
}
