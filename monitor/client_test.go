package monitor_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
)

func serve(t *testing.T, h http.Handler) *monitor.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return monitor.NewClient(monitor.Endpoint{Address: server.Listener.Addr().String(), Token: token})
}

// What the engine publishes arrives: all of it but the instruments, which symbols name.
func TestStatusThroughTheClient(t *testing.T) {
	e := &fakeEngine{status: full(t)}
	got, err := serve(t, e.handler(t)).Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := full(t)
	want.Orders[0].Instrument = nil
	if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
		t.Errorf("-published +received:\n%s", diff)
	}
	// The executions came along: the same fill once more is a repetition.
	again := order.WasFilled{Header: order.Header{Order: "L7"}, Fill: &order.Fill{ExecID: "0.1.1.01", Quantity: dec("40"), Price: dec("501.2")}}
	if verdict, err := got.Orders[0].Apply(again); verdict != order.Repeated {
		t.Errorf("the same fill is %s, %v", verdict, err)
	}
	e.status = nil
	if got, err := serve(t, e.handler(t)).Status(t.Context()); got != nil || err == nil || !strings.Contains(err.Error(), "has not started") {
		t.Errorf("before the first status: %v, %v", got, err)
	}
}

// Every field of a status is set in the fixture, so that the comparison above means something.
func TestFixtureIsFull(t *testing.T) {
	v := reflect.ValueOf(*full(t))
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not set", v.Type().Field(i).Name)
		}
	}
}

func TestCommandsThroughTheClient(t *testing.T) {
	want := []engine.Command{
		engine.Halt{Reason: "lunch", Cancel: true}, engine.Resume{Adopt: true}, engine.Flatten{Strategy: "cross", Symbol: "SPY"},
		engine.CancelOrders{Order: "L7", Strategy: "cross", Symbol: "SPY"}, engine.CancelForeign{BrokerID: "1002"}, engine.Inquire{},
		engine.Stop{Exit: engine.CancelAll},
	}
	e := &fakeEngine{}
	client := serve(t, e.handler(t))
	for _, c := range want {
		if err := client.Command(t.Context(), c); err != nil {
			t.Errorf("%T: %v", c, err)
		}
	}
	if diff := cmp.Diff(want, e.commands); diff != "" {
		t.Error(diff)
	}
}

func TestRefusalThroughTheClient(t *testing.T) {
	e := &fakeEngine{answer: errNo}
	client := serve(t, e.handler(t))
	var refusal *monitor.Refusal
	if err := client.Command(t.Context(), engine.Flatten{}); !errors.As(err, &refusal) || err.Error() != errNo.Error() || refusal.NotReady {
		t.Errorf("got %v", err)
	}
	e.answer = fmt.Errorf("flatten: %w", engine.ErrNotReady)
	if err := client.Command(t.Context(), engine.Flatten{}); !errors.As(err, &refusal) || err.Error() != e.answer.Error() || !refusal.NotReady {
		t.Errorf("got %v", err)
	}
}

// An endpoint that an engine left behind: nobody listens, or somebody else does. Neither is an answer of the engine,
// and the token goes nowhere else.
func TestStaleEndpoint(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := monitor.NewClient(monitor.Endpoint{Address: address, Token: token}).Status(t.Context()); !errors.Is(err, monitor.ErrNotRunning) {
		t.Errorf("nobody listens: %v", err)
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("followed to another place with %q", r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	for name, h := range map[string]http.HandlerFunc{
		"not found":  http.NotFound,
		"redirected": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
		"a page":     func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
		"unauthorized": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"who are you?"}`)
		},
	} {
		var refusal *monitor.Refusal
		if _, err := serve(t, h).Status(t.Context()); err == nil || errors.As(err, &refusal) || errors.Is(err, monitor.ErrNotRunning) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClientIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := serve(t, (&fakeEngine{}).handler(t)).Command(ctx, engine.Inquire{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
