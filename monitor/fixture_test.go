package monitor_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func ref(s string) *decimal.Decimal {
	d := dec(s)
	return &d
}

var noon = market.At(time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC))

// partlyFilled is an order of which 40 of 100 are done.
func partlyFilled(t *testing.T) order.Order {
	t.Helper()
	spy := market.NewEquity("SPY")
	o := order.Order{Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("501.25")).For(order.GTC), ID: "L7", Strategy: "cross",
		Instrument: &spy, Created: noon}
	head := order.Header{Order: "L7", Time: noon}
	for _, ev := range []order.Event{
		order.WasSent{Header: head}, order.WasAccepted{Header: head, BrokerID: "1001"},
		order.WasFilled{Header: head, Fill: &order.Fill{ExecID: "0.1.1.01", Quantity: dec("40"), Price: dec("501.2")}},
	} {
		if verdict, err := o.Apply(ev); verdict != order.Applied {
			t.Fatalf("%T: %s, %v", ev, verdict, err)
		}
	}
	return *o.Clone() // as the engine publishes it
}

// full is a status in which everything is set.
func full(t *testing.T) *engine.Status {
	t.Helper()
	return &engine.Status{
		At: noon, State: engine.Degraded, Since: noon.Add(-time.Minute), Cause: "a farm is down", Linked: true, Asking: true, Warming: true,
		Halt:   &engine.HaltRecord{Number: 3, At: noon, Reason: "lunch"},
		Broken: []engine.BrokenData{{Symbol: "QQQ", Cause: "silent for 30s"}},
		Strategies: []engine.StrategyStatus{{Name: "cross", Stopped: true, Equity: ref("100012.5"), Positions: []engine.PositionStatus{
			{Symbol: "SPY", Quantity: dec("40"), Average: dec("501.2"), Unrealised: dec("-3.25"), Realised: dec("7")}}}},
		Orders: []order.Order{partlyFilled(t)},
		Ended: []order.Order{{Request: order.NewMarket("SPY", order.Sell, dec("5")), ID: "L6", Strategy: "cross", Created: noon, Updated: noon,
			State: order.Rejected, Reason: order.Reason{Code: order.RejectedByVenue, Detail: "201: no margin"}}},
		Fills: []engine.FillStatus{{Symbol: "SPY", Fill: order.Fill{ExecID: "0.1.1.01", Order: "L7", Strategy: "cross", Side: order.Buy,
			Quantity: dec("40"), Price: dec("501.2"), Time: noon, Fee: dec("1.05"), FeeCurrency: market.USD}}},
		Foreign: []broker.Report{{BrokerID: "1002", Owner: "manual", Symbol: "TSLA", State: order.PartiallyFilled, Filled: dec("1"),
			Request: order.NewStop("TSLA", order.Sell, dec("3"), dec("190")), Reason: order.Reason{Code: order.HeldByBroker, Detail: "until the open"}}},
		Equity: ref("100012.5"), DayProfit: ref("12.5"), Exposure: ref("20048"),
		Alarms: []engine.AlarmRecord{{At: noon, Text: "look here"}},
		Counts: engine.LiveCounts{Sent: 1, HeldBack: 2, Transitions: 3, Inquiries: 4, InquiriesFailed: 5, Reconciliations: 6, Settlements: 7, Commits: 8, Alarms: 9},
		Summary: engine.Summary{Bars: 1, Quotes: 2, Trades: 3, First: noon, Last: noon, Orders: 4, Fills: 5, Impossible: 6,
			Faults: []engine.Fault{{Strategy: "cross", At: noon, Reason: "panic: index out of range", Stack: "main.go"}}},
	}
}

// fakeEngine remembers commands and answers as it is told.
type fakeEngine struct {
	status *engine.Status
	busy   time.Duration
	kill   monitor.Switch

	mu       sync.Mutex // guards what follows
	commands []engine.Command
	pressed  []bool // whether the switch was pressed when each command came
	answer   error
}

func (e *fakeEngine) command(_ context.Context, c engine.Command) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.commands = append(e.commands, c)
	e.pressed = append(e.pressed, e.kill.Pressed())
	return e.answer
}

const token = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func (e *fakeEngine) options() monitor.Options {
	return monitor.Options{
		Status: func() *engine.Status { return e.status }, Command: e.command, Switch: &e.kill, Token: token,
		Busy: func() time.Duration { return e.busy }, Log: zerolog.Nop(),
	}
}

func (e *fakeEngine) handler(t *testing.T) http.Handler {
	t.Helper()
	h, err := monitor.Handler(e.options())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request with the token.
func ask(h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var errNo = errors.New("the engine says no")
