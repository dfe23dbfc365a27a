package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Timings are how long the disk takes.
type Timings struct{ store, journal prometheus.Histogram }

// NewTimings is timings whose figures are registered.
func NewTimings(r prometheus.Registerer) (*Timings, error) {
	durations := func(name, help string) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: prometheus.ExponentialBuckets(1e-6, 4, 13)}) // to 17 s
	}
	t := &Timings{
		store:   durations("tidemark_store_write_seconds", "How long transactions of the state file took, until they were on the disk."),
		journal: durations("tidemark_journal_write_seconds", "How long writing the recording took, entry by entry; the disk is not waited for."),
	}
	for _, h := range []prometheus.Histogram{t.store, t.journal} {
		if err := r.Register(h); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Store notes a transaction of the state file. It may be called from any goroutine, as Journal may.
func (t *Timings) Store(d time.Duration) { t.store.Observe(d.Seconds()) }

// Journal notes an entry of the recording.
func (t *Timings) Journal(d time.Duration) { t.journal.Observe(d.Seconds()) }
