package monitor

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// A Stream is one subscription to market data, as its watch sees it.
type Stream struct {
	Symbol string
	Name   string // "1m bars", "quotes", "trades"
	// Seen is when something came last, 0 for never, and Usual the usual time between two arrivals, 0 while it is not known.
	Seen  market.Time
	Usual time.Duration
	// Flowing tells that nothing is missing.
	Flowing bool
}

var (
	ageMetric     = metric("stream_age_seconds", "How long ago the stream brought something; missing while it never has.", "symbol", "stream")
	usualMetric   = metric("stream_usual_gap_seconds", "The usual time between two arrivals.", "symbol", "stream")
	flowingMetric = metric("stream_flowing", "1 while nothing is missing in the stream.", "symbol", "stream")
)

func (c collection) streams(list []Stream, now market.Time) {
	for _, s := range list {
		if s.Seen != 0 {
			c.gauge(ageMetric, max(0, now.Sub(s.Seen).Seconds()), s.Symbol, s.Name)
		}
		c.gauge(usualMetric, s.Usual.Seconds(), s.Symbol, s.Name)
		c.flag(flowingMetric, s.Flowing, s.Symbol, s.Name)
	}
}
