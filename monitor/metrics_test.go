package monitor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
)

func metrics(s *engine.Status) monitor.Metrics {
	return monitor.Metrics{Status: func() *engine.Status { return s }, Inbox: func() inbox.Stats {
		d := inbox.Durations{Count: 4, Sum: 3 * time.Millisecond}
		d.Buckets[5], d.Buckets[10], d.Buckets[20], d.Buckets[39] = 1, 1, 1, 1 // below 32 ns, 1.024 µs, 1.05 ms, and very long
		return inbox.Stats{Waiting: 3, Deepest: 7, Conflated: 5, Lost: 2, Waits: d}
	}}
}

func lint(t *testing.T, g prometheus.Gatherer) {
	t.Helper()
	problems, err := testutil.GatherAndLint(g)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// Names and helps follow Prometheus' own rules.
func TestMetricsLint(t *testing.T) {
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(metrics(full(t)))
	lint(t, r)
}

func TestMetrics(t *testing.T) {
	const want = `
# HELP tidemark_broker_linked 1 while the broker can be asked.
# TYPE tidemark_broker_linked gauge
tidemark_broker_linked 1
# HELP tidemark_day_profit Profit since midnight of the account's calendar, in the base currency.
# TYPE tidemark_day_profit gauge
tidemark_day_profit 12.5
# HELP tidemark_foreign_orders Orders of others in the account.
# TYPE tidemark_foreign_orders gauge
tidemark_foreign_orders 1
# HELP tidemark_gross_exposure Value of all positions without their signs, in the base currency.
# TYPE tidemark_gross_exposure gauge
tidemark_gross_exposure 20048
`
	s := full(t)
	if err := testutil.CollectAndCompare(metrics(s), strings.NewReader(want),
		"tidemark_broker_linked", "tidemark_day_profit", "tidemark_foreign_orders", "tidemark_gross_exposure"); err != nil {
		t.Error(err)
	}
	if err := testutil.CollectAndCompare(metrics(s), strings.NewReader(`
# HELP tidemark_session_state 1 for the state that the session is in, 0 for the others.
# TYPE tidemark_session_state gauge
tidemark_session_state{state="blind"} 0
tidemark_session_state{state="connecting"} 0
tidemark_session_state{state="degraded"} 1
tidemark_session_state{state="halted"} 0
tidemark_session_state{state="ready"} 0
tidemark_session_state{state="reconciling"} 0
tidemark_session_state{state="stopping"} 0
# HELP tidemark_working_orders Working orders by state.
# TYPE tidemark_working_orders gauge
tidemark_working_orders{state="accepted"} 0
tidemark_working_orders{state="partially-filled"} 1
tidemark_working_orders{state="pending-cancel"} 0
tidemark_working_orders{state="pending-modify"} 0
tidemark_working_orders{state="pending-submit"} 0
tidemark_working_orders{state="submitted"} 0
tidemark_working_orders{state="unknown"} 0
# HELP tidemark_position Quantity held.
# TYPE tidemark_position gauge
tidemark_position{strategy="cross",symbol="SPY"} 40
# HELP tidemark_unrealised_profit Profit of an open position, in the instrument's currency.
# TYPE tidemark_unrealised_profit gauge
tidemark_unrealised_profit{strategy="cross",symbol="SPY"} -3.25
# HELP tidemark_stale_instrument 1 for an instrument whose data is not whole.
# TYPE tidemark_stale_instrument gauge
tidemark_stale_instrument{symbol="QQQ"} 1
`), "tidemark_session_state", "tidemark_working_orders", "tidemark_position", "tidemark_unrealised_profit", "tidemark_stale_instrument"); err != nil {
		t.Error(err)
	}
}

// Streams tell their age, as long as they have one.
func TestStreamMetrics(t *testing.T) {
	m := metrics(full(t))
	m.Streams = func() []monitor.Stream {
		return []monitor.Stream{
			{Symbol: "SPY", Name: "quotes", Seen: market.At(time.Now().Add(-time.Hour)), Usual: 250 * time.Millisecond, Flowing: true},
			{Symbol: "QQQ", Name: "1m bars"},
			{Symbol: "IWM", Name: "trades", Seen: market.At(time.Now().Add(time.Hour))}, // the clock was set back
		}
	}
	if err := testutil.CollectAndCompare(m, strings.NewReader(`
# HELP tidemark_stream_flowing 1 while nothing is missing in the stream.
# TYPE tidemark_stream_flowing gauge
tidemark_stream_flowing{stream="quotes",symbol="SPY"} 1
tidemark_stream_flowing{stream="1m bars",symbol="QQQ"} 0
tidemark_stream_flowing{stream="trades",symbol="IWM"} 0
# HELP tidemark_stream_usual_gap_seconds The usual time between two arrivals.
# TYPE tidemark_stream_usual_gap_seconds gauge
tidemark_stream_usual_gap_seconds{stream="quotes",symbol="SPY"} 0.25
tidemark_stream_usual_gap_seconds{stream="1m bars",symbol="QQQ"} 0
tidemark_stream_usual_gap_seconds{stream="trades",symbol="IWM"} 0
`), "tidemark_stream_flowing", "tidemark_stream_usual_gap_seconds"); err != nil {
		t.Error(err)
	}
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(m)
	lint(t, r)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "tidemark_stream_age_seconds" {
			continue
		}
		ages := f.GetMetric() // in the order of their labels
		if len(ages) != 2 || ages[0].GetGauge().GetValue() < 3600 || ages[0].GetGauge().GetValue() > 3700 || ages[1].GetGauge().GetValue() != 0 {
			t.Errorf("ages %v, want an hour of quotes and 0 of trades", ages)
		}
		return
	}
	t.Error("there are no ages")
}

func TestTimings(t *testing.T) {
	r := prometheus.NewPedanticRegistry()
	x, err := monitor.NewTimings(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := monitor.NewTimings(r); err == nil {
		t.Error("registered twice")
	}
	x.Store(3 * time.Millisecond)
	x.Store(4 * time.Millisecond)
	x.Journal(5 * time.Microsecond)
	lint(t, r)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]float64{}
	for _, f := range families {
		sums[f.GetName()] = f.GetMetric()[0].GetHistogram().GetSampleSum()
	}
	if len(sums) != 2 || sums["tidemark_store_write_seconds"] != 0.007 || sums["tidemark_journal_write_seconds"] != 5e-6 {
		t.Errorf("sums %v", sums)
	}
}

// Every counter of the status arrives, each with its own figure.
func TestCounters(t *testing.T) {
	r := prometheus.NewRegistry()
	r.MustRegister(metrics(full(t)))
	for name, want := range map[string]float64{
		"orders_sent_total": 1, "orders_held_back_total": 2, "session_transitions_total": 3, "inquiries_total": 4, "inquiries_failed_total": 5,
		"reconciliations_total": 6, "settlements_total": 7, "store_commits_total": 8, "alarms_total": 9, "fills_total": 5,
		"impossible_events_total": 6, "inbox_waiting": 3, "inbox_deepest": 7, "inbox_conflated_quotes_total": 5, "inbox_lost_total": 2,
		"equity": 100012.5, "session_state_since_seconds": float64(noon.Add(-time.Minute)) / 1e9,
	} {
		if got := value(t, r, "tidemark_"+name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func value(t *testing.T, g prometheus.Gatherer, name string) float64 {
	t.Helper()
	families, err := g.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			m := f.GetMetric()[0]
			return m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	t.Errorf("there is no %s", name)
	return 0
}

// Buckets are cumulative, and what is longer than the last of them counts all the same.
func TestWaitHistogram(t *testing.T) {
	r := prometheus.NewRegistry()
	r.MustRegister(metrics(nil))
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "tidemark_inbox_wait_seconds" {
			continue
		}
		h := f.GetMetric()[0].GetHistogram()
		got := map[float64]uint64{}
		for _, b := range h.GetBucket() {
			got[b.GetUpperBound()] = b.GetCumulativeCount()
		}
		// 2^10 ns, 2^19, 2^20 and 2^34, the last.
		if got[1.024e-6] != 2 || got[524288e-9] != 2 || got[1048576e-9] != 3 || got[17179869184e-9] != 3 || h.GetSampleCount() != 4 || h.GetSampleSum() != 0.003 {
			t.Errorf("%v, %d in %v s", got, h.GetSampleCount(), h.GetSampleSum())
		}
		return
	}
	t.Error("there is no histogram")
}

// A symbol that is no text spoils the answer and not the program.
func TestMetricsOfABadSymbol(t *testing.T) {
	s := &engine.Status{Broken: []engine.BrokenData{{Symbol: "\xff"}}}
	r := prometheus.NewRegistry()
	r.MustRegister(metrics(s))
	if _, err := r.Gather(); err == nil {
		t.Error("no error")
	}
}

func TestRecorder(t *testing.T) {
	r := prometheus.NewPedanticRegistry()
	x, err := monitor.NewRecorder(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := monitor.NewRecorder(r); err == nil {
		t.Error("registered twice")
	}
	o := &order.Order{ID: "L1", State: order.Submitted}
	at := func(after time.Duration) order.Header { return order.Header{Order: "L1", Time: noon.Add(after)} }
	x.Order(o, order.WasSent{Header: at(0)}, order.Applied)
	x.Order(o, order.WasAccepted{Header: at(3 * time.Millisecond)}, order.Repeated) // counts for nothing
	x.Order(o, order.WasAccepted{Header: at(4 * time.Millisecond)}, order.Applied)
	x.Order(o, order.WasFilled{Header: at(time.Second)}, order.Applied) // no first word any more
	x.Order(o, order.WasRejected{Header: at(0), Reason: order.Reason{Code: order.RejectedByVenue}}, order.Applied)
	for range 2 {
		x.Order(o, order.WasDenied{Header: at(0), Reason: order.Reason{Code: order.MaxPosition}}, order.Applied)
	}
	lint(t, r)
	if err := testutil.GatherAndCompare(r, strings.NewReader(`
# HELP tidemark_orders_refused_total Orders denied by risk or rejected by the broker.
# TYPE tidemark_orders_refused_total counter
tidemark_orders_refused_total{by="broker",reason="rejected-by-venue"} 1
tidemark_orders_refused_total{by="risk",reason="max-position"} 2
`), "tidemark_orders_refused_total"); err != nil {
		t.Error(err)
	}
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if h := f.GetMetric()[0].GetHistogram(); h != nil && (h.GetSampleCount() != 1 || h.GetSampleSum() != 0.004) {
			t.Errorf("%d acknowledgements in %v s, want 1 in 0.004", h.GetSampleCount(), h.GetSampleSum())
		}
	}
}
