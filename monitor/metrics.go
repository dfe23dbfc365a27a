package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Metrics collects what an engine publishes and what its inbox counts. It is a prometheus.Collector.
type Metrics struct {
	// Status is the engine's last published one, nil before there is any.
	Status func() *engine.Status
	// Inbox is the counters of the loop's inbox; nil for none.
	Inbox func() inbox.Stats
	// Streams are the subscriptions to market data; nil for none.
	Streams func() []Stream
}

func metric(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("tidemark_"+name, help, labels, nil)
}

var (
	stateMetric       = metric("session_state", "1 for the state that the session is in, 0 for the others.", "state")
	linkedMetric      = metric("broker_linked", "1 while the broker can be asked.")
	exposureMetric    = metric("gross_exposure", "Value of all positions without their signs, in the base currency.")
	sinceMetric       = metric("session_state_since_seconds", "When that state began, seconds since 1970.")
	equityMetric      = metric("equity", "What the account is worth in its base currency, by our books.")
	dayMetric         = metric("day_profit", "Profit since midnight of the account's calendar, in the base currency.")
	positionMetric    = metric("position", "Quantity held.", "strategy", "symbol")
	unrealisedMetric  = metric("unrealised_profit", "Profit of an open position, in the instrument's currency.", "strategy", "symbol")
	ordersMetric      = metric("working_orders", "Working orders by state.", "state")
	foreignMetric     = metric("foreign_orders", "Orders of others in the account.")
	brokenMetric      = metric("stale_instrument", "1 for an instrument whose data is not whole.", "symbol")
	sentMetric        = metric("orders_sent_total", "Orders that have left.")
	heldBackMetric    = metric("orders_held_back_total", "Orders stopped at the last gate.")
	transitionMetric  = metric("session_transitions_total", "Changes of the session's state.")
	inquiryMetric     = metric("inquiries_total", "Questions for the whole truth at the broker.")
	failedMetric      = metric("inquiries_failed_total", "Those of them that were not answered in full.")
	reconciledMetric  = metric("reconciliations_total", "Comparisons of the books with the broker.")
	settlementsMetric = metric("settlements_total", "Differences that comparisons settled.")
	commitsMetric     = metric("store_commits_total", "Transactions of the state file.")
	alarmsMetric      = metric("alarms_total", "Things that a person should look at.")
	eventsMetric      = metric("market_events_total", "Market events by kind.", "kind")
	fillsMetric       = metric("fills_total", "Executions booked.")
	impossibleMetric  = metric("impossible_events_total", "Order events that the state machine refused.")

	waitingMetric   = metric("inbox_waiting", "Market events that wait for the loop.")
	deepestMetric   = metric("inbox_deepest", "The most that ever waited.")
	conflatedMetric = metric("inbox_conflated_quotes_total", "Quotes that a newer one replaced before the loop saw them.")
	lostMetric      = metric("inbox_lost_total", "Market events lost because the queue was full.")
	waitMetric      = metric("inbox_wait_seconds", "How long events waited for the loop.", "kind")
)

// Describe announces nothing in advance: strategies and symbols come and go.
func (Metrics) Describe(chan<- *prometheus.Desc) {}

// Collect takes the figures from the last published status.
func (m Metrics) Collect(out chan<- prometheus.Metric) {
	c := collection{out}
	if m.Inbox != nil {
		c.inbox(m.Inbox())
	}
	if m.Streams != nil {
		c.streams(m.Streams(), market.At(time.Now()))
	}
	s := m.Status()
	if s == nil {
		return
	}
	for state := engine.Connecting; state <= engine.Stopping; state++ {
		c.flag(stateMetric, state == s.State, state.String())
	}
	c.flag(linkedMetric, s.Linked)
	c.gauge(sinceMetric, float64(s.Since)/1e9)
	if s.Equity != nil {
		c.gauge(equityMetric, s.Equity.InexactFloat64())
	}
	if s.DayProfit != nil {
		c.gauge(dayMetric, s.DayProfit.InexactFloat64())
	}
	c.positions(s)
	if s.Exposure != nil {
		c.gauge(exposureMetric, s.Exposure.InexactFloat64())
	}
	working := map[order.State]int{}
	for i := range s.Orders {
		working[s.Orders[i].State]++
	}
	for state := order.New; state <= order.Unknown; state++ {
		if state.Working() {
			c.gauge(ordersMetric, float64(working[state]), state.String())
		}
	}
	c.gauge(foreignMetric, float64(len(s.Foreign)))
	for _, b := range s.Broken {
		c.gauge(brokenMetric, 1, b.Symbol)
	}
	c.counts(s)
}

// collection sends metrics on.
type collection struct{ out chan<- prometheus.Metric }

func (c collection) gauge(d *prometheus.Desc, v float64, labels ...string) {
	c.send(d, prometheus.GaugeValue, v, labels)
}

func (c collection) count(d *prometheus.Desc, v int64, labels ...string) {
	c.send(d, prometheus.CounterValue, float64(v), labels)
}

func (c collection) flag(d *prometheus.Desc, on bool, labels ...string) {
	v := 0.0
	if on {
		v = 1
	}
	c.gauge(d, v, labels...)
}

func (c collection) send(d *prometheus.Desc, kind prometheus.ValueType, v float64, labels []string) {
	m, err := prometheus.NewConstMetric(d, kind, v, labels...)
	if err != nil { // a symbol that is no text must not end the program
		m = prometheus.NewInvalidMetric(d, err)
	}
	c.out <- m
}

func (c collection) positions(s *engine.Status) {
	for i := range s.Strategies {
		ledger := &s.Strategies[i]
		for _, p := range ledger.Positions {
			c.gauge(positionMetric, p.Quantity.InexactFloat64(), ledger.Name, p.Symbol)
			c.gauge(unrealisedMetric, p.Unrealised.InexactFloat64(), ledger.Name, p.Symbol)
		}
	}
}

func (c collection) counts(s *engine.Status) {
	n := &s.Counts
	c.count(sentMetric, n.Sent)
	c.count(heldBackMetric, n.HeldBack)
	c.count(transitionMetric, n.Transitions)
	c.count(inquiryMetric, n.Inquiries)
	c.count(failedMetric, n.InquiriesFailed)
	c.count(reconciledMetric, n.Reconciliations)
	c.count(settlementsMetric, n.Settlements)
	c.count(commitsMetric, n.Commits)
	c.count(alarmsMetric, n.Alarms)
	c.count(eventsMetric, s.Summary.Bars, "bar")
	c.count(eventsMetric, s.Summary.Quotes, "quote")
	c.count(eventsMetric, s.Summary.Trades, "trade")
	c.count(fillsMetric, s.Summary.Fills)
	c.count(impossibleMetric, s.Summary.Impossible)
}

func (c collection) inbox(s inbox.Stats) {
	c.gauge(waitingMetric, float64(s.Waiting))
	c.gauge(deepestMetric, float64(s.Deepest))
	c.count(conflatedMetric, s.Conflated)
	c.count(lostMetric, s.Lost)
	c.durations("market", &s.Waits)
	c.durations("order", &s.Urgent)
}

// durations turns doubling buckets into a histogram.
func (c collection) durations(kind string, d *inbox.Durations) {
	buckets, seen := map[float64]uint64{}, uint64(0)
	for i, n := range d.Buckets {
		seen += uint64(n)
		if i >= 10 && i <= 34 { // a microsecond to 17 s
			buckets[float64(uint64(1)<<i)/1e9] = seen
		}
	}
	c.out <- prometheus.MustNewConstHistogram(waitMetric, uint64(d.Count), d.Sum.Seconds(), buckets, kind)
}
