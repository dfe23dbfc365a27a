package monitor

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/strategy"
)

// Recorder counts what happens to orders in a live run: refusals by reason, and how long the broker takes to
// acknowledge. It keeps no history; the state file does.
type Recorder struct {
	refused *prometheus.CounterVec
	ack     prometheus.Histogram
	sent    map[order.ID]market.Time
}

var _ engine.Recorder = (*Recorder)(nil)

// NewRecorder is a recorder whose figures are registered.
func NewRecorder(r prometheus.Registerer) (*Recorder, error) {
	x := &Recorder{
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tidemark_orders_refused_total", Help: "Orders denied by risk or rejected by the broker.",
		}, []string{"by", "reason"}),
		ack: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tidemark_order_acknowledgement_seconds", Help: "From an order's sending to the broker's first word of it.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16),
		}),
		sent: map[order.ID]market.Time{},
	}
	for _, c := range []prometheus.Collector{x.refused, x.ack} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// Order counts an order event.
func (x *Recorder) Order(o *order.Order, ev order.Event, verdict order.Verdict) {
	if verdict != order.Applied {
		return
	}
	switch ev := ev.(type) {
	case order.WasDenied:
		x.refused.WithLabelValues("risk", ev.Reason.Code.String()).Inc()
	case order.WasRejected:
		x.refused.WithLabelValues("broker", ev.Reason.Code.String()).Inc()
		delete(x.sent, o.ID)
	case order.WasSent:
		x.sent[o.ID] = ev.Time
	case order.WasAccepted, order.WasFilled:
		if at, ok := x.sent[o.ID]; ok {
			x.ack.Observe(ev.About().Time.Sub(at).Seconds())
			delete(x.sent, o.ID)
		}
	}
	if o.State.Done() {
		delete(x.sent, o.ID)
	}
}

// Fill has nothing to keep.
func (*Recorder) Fill(*order.Fill, *portfolio.Effect) {}

// Sample has nothing to keep.
func (*Recorder) Sample(market.Time, *portfolio.Account) {}

// Chart wants no bars.
func (*Recorder) Chart(market.ID) bool { return false }

// Bar has nothing to keep.
func (*Recorder) Bar(*market.Bar) {}

// Plot leads nowhere.
func (*Recorder) Plot(strategy.PlotSpec) func(market.Time, float64) {
	return func(market.Time, float64) {}
}
