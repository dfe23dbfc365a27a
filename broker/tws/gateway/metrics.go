package gateway

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics collects a gateway's figures for Prometheus.
type metrics struct{ gateway *Gateway }

var (
	clientsDesc     = describeMetric("clients", "Connected clients.")
	requestsDesc    = describeMetric("requests_total", "Requests received, by message.", "message")
	answersDesc     = describeMetric("answers_total", "Messages sent, by message.", "message")
	bytesDesc       = describeMetric("sent_bytes_total", "Bytes handed to the clients' writers.")
	refusedDesc     = describeMetric("refused_connections_total", "Connections that were told why they cannot stay.")
	crowdedDesc     = describeMetric("crowded_out_connections_total", "Handshakes closed to make room for others.")
	undecodableDesc = describeMetric("undecodable_requests_total", "Requests that contradict the description of their message.")
	keptBackDesc    = describeMetric("kept_back_ticks_total", "Ticks that clients did not get because they do not read.")
	waitingDesc     = describeMetric("waiting_bytes", "Bytes that a client has not read.", "client")
	timeDesc        = describeMetric("market_time_seconds", "The market's time, seconds since 1970.")
	linkDesc        = describeMetric("link_up", "1 while the simulated link to IB is up.")
)

func describeMetric(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("tidemark_gateway_"+name, help, labels, nil)
}

// Describe announces nothing in advance: messages and clients come and go.
func (metrics) Describe(chan<- *prometheus.Desc) {}

// Collect takes the figures from the gateway's loop.
func (m metrics) Collect(out chan<- prometheus.Metric) {
	s, ok := m.gateway.Status()
	if !ok {
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	count := func(d *prometheus.Desc, v uint64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	gauge(clientsDesc, float64(len(s.Clients)))
	gauge(timeDesc, float64(s.MarketTime)/1e9)
	up := 1.0
	if s.LinkDown {
		up = 0
	}
	gauge(linkDesc, up)
	for message, n := range s.Requests {
		count(requestsDesc, n, message)
	}
	for message, n := range s.Answers {
		count(answersDesc, n, message)
	}
	count(bytesDesc, s.BytesOut)
	count(refusedDesc, s.Refused)
	count(crowdedDesc, s.CrowdedOut)
	count(undecodableDesc, s.Undecodable)
	count(keptBackDesc, s.KeptBack)
	for _, c := range s.Clients {
		gauge(waitingDesc, float64(c.Waiting), strconv.Itoa(c.ID))
	}
}
