package client

import (
	"sync"
	"time"
)

// How far apart IB wants some requests (TWS API documentation: "Pacing Violations for Small Bars", "Real Time Bars",
// "Tick-by-Tick Data", "Stock Contract Search", "Regulatory Snapshot").
var (
	smallBarRules = rules{
		same:  15 * time.Second,
		place: window{2 * time.Second, 5}, // for one contract, exchange and kind of data
		all:   window{10 * time.Minute, 60},
	}
	realTimeRules   = rules{all: window{10 * time.Minute, 60}}
	tickByTickRules = rules{place: window{15 * time.Second, 1}, apart: true} // for one instrument
	searchRules     = rules{all: window{time.Second, 1}}
	snapshotRules   = rules{all: window{time.Second, 1}}
)

// slack is added to every rule. The gateway measures from arrival to arrival, and one message can take longer than the
// next to get there.
const slack = 500 * time.Millisecond

// rules are the limits of a kind of request. A zero one does not limit.
type rules struct {
	same  time.Duration // between equal requests
	place window        // for requests of one place
	all   window
	apart bool // requests for different places do not wait for each other
}

// A window is a time in which only so many may leave.
type window struct {
	span time.Duration
	most int
}

// A departure is a request that has left, or wants to.
type departure struct {
	at       time.Time
	identity string // the request without its id
	place    string // what it is for
	cost     int    // how many it counts as
}

// A pace knows when the next request may leave. Only what has left counts: who gives up while waiting costs nothing.
type pace struct {
	rules
	line gates[string] // of those who wait, by place where they are apart

	mu   sync.Mutex // guards what follows
	past []departure
	hold time.Time // nothing leaves before
}

func newPace(r rules) *pace { return &pace{rules: r} }

// A Pacer remembers when requests left of which IB allows a login only so many in a time: history, real-time bars,
// tick-by-tick, searches, snapshots. See [Options].Pacer.
type Pacer struct {
	smallBars, realTimeBars, tickByTick, searches *pace

	snapshots *pace // regulatory ones
}

// NewPacer returns a Pacer that knows of no request.
func NewPacer() *Pacer {
	return &Pacer{
		smallBars: newPace(smallBarRules), realTimeBars: newPace(realTimeRules), tickByTick: newPace(tickByTickRules),
		searches: newPace(searchRules), snapshots: newPace(snapshotRules),
	}
}

// next returns the earliest time from now on at which d may leave.
func (p *pace) next(now time.Time, d departure) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, samePlace, spent := later(now, p.hold), 1, d.cost
	for i := len(p.past) - 1; i >= 0; i-- { // the latest first
		left := p.past[i]
		if p.same > 0 && left.identity == d.identity {
			at = later(at, left.at.Add(p.same+slack))
		}
		if left.place == d.place {
			if samePlace++; p.place.most > 0 && samePlace > p.place.most {
				at = later(at, left.at.Add(p.place.span+slack))
			}
		}
		if spent += left.cost; p.all.most > 0 && spent > p.all.most {
			at = later(at, left.at.Add(p.all.span+slack))
			break
		}
	}
	return at
}

// book counts a request that has left.
func (p *pace) book(now time.Time, d departure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	longest := max(p.same, p.place.span, p.all.span) + slack
	for len(p.past) > 0 && now.Sub(p.past[0].at) >= longest {
		p.past = p.past[1:]
	}
	d.at = now
	p.past = append(p.past, d)
}

// pause lets nothing leave before a time.
func (p *pace) pause(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hold = later(p.hold, until)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
