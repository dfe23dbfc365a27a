package gateway

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

// entrance is how connections to come are treated: one door after the other. It belongs to the loop.
type entrance struct {
	doors []*fault.Door
	later func(time.Duration, func())
}

// put adds a door behind those that are there. later is how its time is measured.
func (g *Gateway) putDoor(d fault.Door, later func(time.Duration, func())) {
	e := &g.entrance
	e.later = later
	if e.doors = append(e.doors, &d); len(e.doors) == 1 {
		g.openDoor()
	}
}

// openDoor is the turn of the first door.
func (g *Gateway) openDoor() {
	e := &g.entrance
	if len(e.doors) == 0 {
		g.door.set(false)
		return
	}
	d := e.doors[0]
	g.door.set(d.Is == fault.Shut)
	if d.For > 0 {
		e.later(d.For, func() { g.passDoor(d) })
	}
}

// passDoor ends a door, if it is still its turn.
func (g *Gateway) passDoor(d *fault.Door) {
	if e := &g.entrance; len(e.doors) > 0 && e.doors[0] == d {
		e.doors = e.doors[1:]
		g.openDoor()
	}
}

// treat says what a new connection meets; false for the usual welcome.
func (g *Gateway) treat() (fault.Treatment, bool) {
	if len(g.entrance.doors) == 0 {
		return 0, false
	}
	d := g.entrance.doors[0]
	if d.Next > 0 {
		if d.Next--; d.Next == 0 {
			g.passDoor(d)
		}
	}
	return d.Is, true
}

// treated carries out what a connection meets at a stage of its handshake; false lets it go on.
func (g *Gateway) treated(l *link, stage stage) bool {
	if !l.treated {
		return false
	}
	switch how := l.treatment; {
	case how == fault.Silent:
		return true
	case how == fault.Dying && stage == greeted, how == fault.Shut:
		l.reset()
		return true
	case how == fault.Stalled && stage == starting:
		return true
	case how == fault.HungUp && stage == starting:
		l.out.finish()
		return true
	}
	return false
}

// stage is how far a handshake has come.
type stage uint8

const (
	greeted  stage = iota // the client has told its versions
	starting              // it has sent START_API
)
