package fault_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// havoc lets much go wrong by chance.
const havoc = `
seed: %d
steps:
  - {connection: 1, do: [write: 7]}
  - {on: {out: TickPrice}, chance: 0.2, times: always, do: [drop]}
  - {on: {out: TickSize}, chance: 0.1, times: always, do: [repeat: {times: 2, later: 700ms}]}
  - {on: {out: TickString}, chance: 0.1, times: always, do: [garbage: 5]}
  - {on: {out: OrderStatus}, chance: 0.5, times: always, do: [delay: 3s]}
  - {on: {out: OpenOrder}, chance: 0.5, times: always, do: [behind: CommissionReport]}
  - {on: {in: PlaceOrder}, chance: 0.5, times: always, do: [ignore, say: {id: same, code: 201}]}
  - {name: flap, every: 5s, chance: 0.5, do: [farm: usfarm]}
  - {after: flap, wait: 2s, do: [farm: {name: usfarm, is: ok}]}
  - {on: {out: CommissionReport}, wait: 1s, times: always, do: [correct: {price: 99.5}]}
  - {at: 25s, do: [liquidate: AAPL]}
  - {at: 40s, do: [cut: {how: close, torn: true}]}
`

// TestRepeatable: the same script and seed give a scripted client the same bytes, and another seed others.
func TestRepeatable(t *testing.T) {
	for _, version := range []int{150, 176, 225} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			first := traffic(t, 1, version)
			if len(first) < 10_000 {
				t.Fatalf("only %d bytes came", len(first))
			}
			for range 5 {
				if again := traffic(t, 1, version); !bytes.Equal(first, again) {
					t.Fatalf("the same seed gave other bytes: %s", difference(first, again))
				}
			}
			if other := traffic(t, 2, version); bytes.Equal(first, other) {
				t.Error("another seed gave the same bytes")
			}
		})
	}
}

func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("%d and %d bytes, which part at %d: %q, %q", len(a), len(b), i, a[i:min(len(a), i+60)], b[i:min(len(b), i+60)])
}

// traffic is every byte that a scripted client receives while havoc plays.
func traffic(t *testing.T, seed uint64, version int) (received []byte) {
	synctest.Test(t, func(t *testing.T) {
		script, err := fault.Read(strings.NewReader(fmt.Sprintf(havoc, seed)), "havoc")
		if err != nil {
			t.Fatal(err)
		}
		g := newGateway(t, &script, []string{"DU1234567"})
		conn, err := g.DialContext(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		var reading sync.WaitGroup
		reading.Go(func() {
			b, err := io.ReadAll(conn)
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
				t.Error(err)
			}
			received = b
		})
		say := func(b []byte) {
			if _, err := conn.Write(b); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		say(wire.Hello{Min: version, Max: version}.Append(nil))
		encoder := wire.NewEncoder(true, version)
		ask := func(m wire.Message) {
			b, err := encoder.Append(nil, m)
			if err != nil {
				t.Fatal(err)
			}
			say(b)
		}
		ask(&wire.StartAPI{})
		ask(&wire.RequestMarketData{RequestID: 1, Contract: asContract("AAPL")})
		ask(&wire.RequestMarketData{RequestID: 2, Contract: asContract("IBM")})
		for id := 1; id <= 12; id++ {
			o := wire.Order{
				Action: wire.Buy, TotalQuantity: decimal.NewFromInt(int64(10 * id)), OrderType: wire.Market, TimeInForce: wire.Day,
				Transmit: true, Short: wire.ShortSale{ExemptCode: -1},
			}
			ask(&wire.PlaceOrder{OrderID: id, Contract: asContract("AAPL"), Order: o})
			<-time.After(1700 * time.Millisecond)
		}
		reading.Wait()
	})
	return received
}
