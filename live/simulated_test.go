package live

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
)

// bought is an execution of one share that the gateway inside the program gives a run, and the position after it.
func bought(t *testing.T, run *config.Run, universe *market.Universe) (*wire.Execution, decimal.Decimal) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r := &running{run: run, universe: universe, opts: Options{Log: zerolog.Nop()}}
	if err := r.simulate(); err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	ended := serve(serving, r.gateway)
	defer func() {
		stop()
		<-ended
		if err := r.close(); err != nil {
			t.Error(err)
		}
	}()
	conn, err := client.Dial(ctx, client.Options{Addr: "simulated:4002", Dialer: r.gateway, ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	id, err := conn.NextOrderID()
	if err != nil {
		t.Fatal(err)
	}
	order := wire.Order{Action: wire.Buy, TotalQuantity: decimal.NewFromInt(1), OrderType: "MKT", TimeInForce: "DAY",
		Account: gateway.DemoAccount, Transmit: true}
	contract := wire.Contract{Symbol: "DEMO", SecType: "STK", Exchange: "SMART", Currency: "USD"}
	if err := conn.PlaceOrder(ctx, &wire.PlaceOrder{OrderID: id, Contract: contract, Order: order}); err != nil {
		t.Fatal(err)
	}
	for {
		m, err := conn.Orders().Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		x, ok := m.(*wire.Executed)
		if !ok {
			continue
		}
		rows, err := conn.Positions(ctx)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d positions: %v", len(rows), err)
		}
		return &x.Execution, rows[0].Position
	}
}

// A run that begins again finds the account as it left it, and no number of an execution or order is given twice: a second
// fill under a known number is no news.
func TestTheSimulatedGatewayRemembers(t *testing.T) {
	demo := market.NewEquity("DEMO")
	demo.Calendar = "24/7"
	universe, err := market.NewUniverse(demo)
	if err != nil {
		t.Fatal(err)
	}
	run := &config.Run{Store: filepath.Join(t.TempDir(), "state.db"), Seed: 7}
	run.Broker.Simulated.Queue = "none"
	run.Account.Base, run.Account.Cash = "USD", decimal.NewFromInt(100_000)
	first, one := bought(t, run, universe)
	second, two := bought(t, run, universe)
	if first.ExecID == second.ExecID || first.PermID == second.PermID {
		t.Errorf("both are execution %s and %s of orders %d and %d", first.ExecID, second.ExecID, first.PermID, second.PermID)
	}
	if !one.Equal(decimal.NewFromInt(1)) || !two.Equal(decimal.NewFromInt(2)) {
		t.Errorf("positions are %s and %s, want 1 and 2", one, two)
	}
}

// A combo has no market of its own to make up: its legs have.
func TestTheSimulatedMarketIsOfLegs(t *testing.T) {
	pair := market.NewEquity("PAIR")
	pair.Kind, pair.Legs = market.Combo, []market.Leg{{Symbol: "A", Ratio: 1}, {Symbol: "B", Ratio: -1}}
	universe, err := market.NewUniverse(market.NewEquity("A"), market.NewEquity("B"), pair)
	if err != nil {
		t.Fatal(err)
	}
	specs, err := simulatedListings(&config.Simulated{}, universe)
	if err != nil || len(specs) != 2 || specs[0].Symbol != "A" || specs[1].Symbol != "B" {
		t.Errorf("%+v, %v", specs, err)
	}
}
