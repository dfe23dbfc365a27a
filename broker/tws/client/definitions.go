package client

import (
	"context"
	"sync"
	"time"
)

// definitions tell whether the gateway can know contracts now. Cut off from IB, or from the farm of security
// definitions, it answers that no contract matches although one does.
type definitions struct {
	mu       sync.Mutex // guards the rest
	link     int        // the code that reported the link to IB lost, 0 while there is one
	farm     bool       // the farm is lost
	restored time.Time  // when the last of them came back
	changed  chan struct{}
}

// How long after a restoration the gateway's answers stay in doubt, and how soon to ask again then. A restoration
// that is never reported must not make waiting endless: patience is the longest between two questions.
const (
	settling = 10 * time.Second
	askAgain = 2 * time.Second
	patience = 30 * time.Second
)

const (
	brokenLinkCode    = 2110 // restores itself, reported by whichever farm connects first
	definitionService = "security definition"
)

// note takes what a notice says about them.
func (d *definitions) note(n *Notice) {
	if n.Event == NoEvent {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	lost := d.lost()
	switch {
	case n.Event == LinkLost:
		d.link = n.Code.Number
	case n.Event == LinkRestored || n.Event == LinkRestoredBare:
		d.link = 0
	case n.Event == FarmConnected && d.link == brokenLinkCode:
		d.link = 0
	}
	if n.Service == definitionService {
		d.farm = n.Event == FarmLost
	}
	if lost == d.lost() {
		return
	}
	if lost {
		d.restored = time.Now()
	}
	if d.changed != nil {
		close(d.changed)
		d.changed = nil
	}
}

func (d *definitions) lost() bool { return d.link != 0 || d.farm }

// doubtful tells whether the answer that no contract matches may be false.
func (d *definitions) doubtful() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lost() || !d.restored.IsZero() && time.Since(d.restored) < settling
}

// wait returns when asking again may help, stop is closed, or ctx ends, with its error.
func (d *definitions) wait(ctx context.Context, stop <-chan struct{}) error {
	d.mu.Lock()
	pause := askAgain
	if d.lost() {
		pause = patience
	}
	if d.changed == nil {
		d.changed = make(chan struct{})
	}
	changed := d.changed
	d.mu.Unlock()
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-timer.C:
	case <-stop:
	}
	return nil
}
