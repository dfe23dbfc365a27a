package tws

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/market"
)

// Status is the venue at one moment, for people and metrics.
type Status struct {
	// Connected tells that there is a connection to the gateway, Up that orders may be sent too.
	Connected, Up bool
	// Version is the gateway's, and Client what its connection counted; zero without one.
	Version int
	Client  client.Stats
	// Working are the orders that have not ended, Parked the executions that belong to none yet.
	Working, Parked int
	Lines           []LineStatus
}

// LineStatus is one stream of data.
type LineStatus struct {
	Instrument market.ID
	Name       string // "1m bars", "quotes", "trades"
	Flowing    bool   // and nothing is missing
	// Seen is when something came last, 0 for never; Usual is the usual time between two arrivals.
	Seen  market.Time
	Usual time.Duration
}

// Status may be called from any goroutine.
func (v *Venue) Status() Status {
	st := Status{Up: v.up.Load()}
	if s := v.session.Load(); s != nil {
		st.Connected, st.Version, st.Client = true, s.conn.Version(), s.conn.Stats()
	}
	v.blotter.mu.Lock()
	st.Working, st.Parked = len(v.blotter.working), len(v.blotter.fills.parked)
	v.blotter.mu.Unlock()
	for _, f := range v.feeds {
		f.mu.Lock()
		lines := f.lines
		f.mu.Unlock()
		for _, ln := range lines {
			st.Lines = append(st.Lines, LineStatus{
				Instrument: f.instrument.ID, Name: ln.name, Flowing: ln.flowing.Load(),
				Seen: market.Time(ln.seen.Load()), Usual: time.Duration(ln.usual.Load()),
			})
		}
	}
	return st
}
