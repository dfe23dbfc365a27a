package fault_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// TestExamples plays every script of testdata against the client of this repository, which does and must see what
// the .talk file beside it says, in text and in protobuf. A talk is lines of commands, see [player.do].
func TestExamples(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".yaml")
		talk := readTalk(t, strings.TrimSuffix(script, ".yaml")+".talk")
		for _, version := range talk.versions {
			t.Run(fmt.Sprintf("%s/%d", name, version), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					if err := play(t, readScript(t, script), talk, version); err != nil {
						t.Fatal(err)
					}
				})
			})
		}
	}
}

// TestExamplesNeedTheirScripts: without it every talk fails, but for those that play what a gateway does of itself.
func TestExamplesNeedTheirScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, script := range scripts {
		if len(readScript(t, script).Steps) == 0 {
			continue
		}
		talk := readTalk(t, strings.TrimSuffix(script, ".yaml")+".talk")
		t.Run(filepath.Base(script), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if play(t, fault.Script{}, talk, talk.versions[0]) == nil {
					t.Error("nothing went wrong, and the talk did not notice")
				}
			})
		})
	}
}

func readScript(t testing.TB, path string) fault.Script {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := fault.Read(f, path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A talk is what a client does and sees while a script plays.
type talk struct {
	path     string
	versions []int
	accounts []string
	lines    []string // with their numbers before them
}

func readTalk(t testing.TB, path string) talk {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	k := talk{path: path, versions: []int{176, 225}, accounts: []string{"DU1234567"}}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "versions":
			k.versions = nil
			for _, w := range words[1:] {
				k.versions = append(k.versions, atoi(t, w))
			}
		case words[0] == "accounts":
			k.accounts = words[1:]
		default:
			k.lines = append(k.lines, fmt.Sprintf("%d %s", n, strings.TrimSpace(line)))
		}
	}
	return k
}

func atoi(t testing.TB, word string) int {
	t.Helper()
	n, err := strconv.Atoi(word)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// opening is Monday, 4 March 2024, 10:00 in New York.
var opening = market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))

// rising is a share with a quote a second for ten minutes, from 100.00 at 100.02 up by a cent each, and a trade at
// each ask half a second later.
func rising() floor.Recording {
	var r floor.Recording
	for i := range 600 {
		at := opening.Add(time.Duration(i) * time.Second)
		bid, ask := math.Round(10000+float64(i))/100, math.Round(10002+float64(i))/100
		r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: ask, BidSize: 300, AskSize: 200})
		r.Trades.Append(market.Trade{Time: at.Add(500 * time.Millisecond), Price: ask, Size: 100})
	}
	return r
}

// newGateway runs a gateway with a script, on a market of two shares that rise in step.
func newGateway(t *testing.T, script *fault.Script, accounts []string) *gateway.Gateway {
	t.Helper()
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{
			{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC"},
			{Symbol: "IBM", Kind: market.Equity, Primary: "NYSE", ConID: 8314, Name: "INTL BUSINESS MACHINES CORP"},
		},
		Archive: floor.Memory{"AAPL": rising(), "IBM": rising()}, Start: opening,
	})
	if err != nil {
		t.Fatal(err)
	}
	o := gateway.Options{Floor: f, Desk: &desk.Options{}, Faults: script, Record: 1000}
	for _, name := range accounts {
		o.Desk.Accounts = append(o.Desk.Accounts, desk.Account{Name: name})
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
	synctest.Wait()
	return g
}

func play(t *testing.T, s fault.Script, k talk, version int) error {
	p := &player{t: t, gateway: newGateway(t, &s, k.accounts), version: version, clients: map[int]*watched{}}
	for _, line := range k.lines {
		number, command, _ := strings.Cut(line, " ")
		if err := p.do(strings.Fields(command)); err != nil {
			return fmt.Errorf("%s:%s: %s: %w\n%s", k.path, number, command, err, p.log())
		}
	}
	return nil
}

// log is what the present client has seen.
func (p *player) log() string {
	var b strings.Builder
	if p.me == nil {
		return ""
	}
	for _, name := range p.me.names() {
		w := p.me.streams[name]
		w.mu.Lock()
		for i, x := range w.seen {
			mark := " "
			if i < w.cursor {
				mark = "-"
			}
			fmt.Fprintf(&b, "%s %-8s %+v\n", mark, name, x)
			if b.Len() > 6000 {
				break
			}
		}
		fmt.Fprintf(&b, "  %-8s ended: %v\n", name, w.err)
		w.mu.Unlock()
	}
	return b.String()
}

// options dial as a client.
func (p *player) options(id int) (client.Options, *pieces) {
	pieces := &pieces{gateway: p.gateway}
	return client.Options{Dialer: pieces, ClientID: id, MaxVersion: p.version, Idle: -1}, pieces
}

// pieces is a dialer that measures in which pieces the bytes come.
type pieces struct {
	gateway *gateway.Gateway
	largest atomic.Int64
}

func (p *pieces) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := p.gateway.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return measured{conn, p}, nil
}

type measured struct {
	net.Conn
	pieces *pieces
}

func (m measured) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	m.pieces.largest.Store(max(m.pieces.largest.Load(), int64(n)))
	return n, err
}

// asContract is a share, or of "IBM-AAPL" the one against the other.
func asContract(symbol string) wire.Contract {
	if bought, sold, ok := strings.Cut(symbol, "-"); ok {
		ids := map[string]int{"AAPL": 265598, "IBM": 8314}
		return wire.Contract{Symbol: "AAPL,IBM", SecType: wire.Combo, Exchange: "SMART", Currency: "USD", ComboLegs: []wire.ComboLeg{
			{ConID: ids[bought], Ratio: 1, Action: wire.Buy, Exchange: "SMART", ExemptCode: -1},
			{ConID: ids[sold], Ratio: 1, Action: wire.Sell, Exchange: "SMART", ExemptCode: -1},
		}}
	}
	return wire.Contract{Symbol: symbol, SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}
}
