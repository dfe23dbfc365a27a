package gateway

import (
	"errors"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

// ErrEnded says that the gateway has ended.
var ErrEnded = errors.New("gateway: it has ended: make another one")

// Play starts a script of faults from now on; an earlier one ends.
func (g *Gateway) Play(s fault.Script) error {
	err := ErrEnded
	g.Do(func() { err = g.startScript(s) })
	return err
}

// StopPlaying ends the script. What it has broken stays broken.
func (g *Gateway) StopPlaying() { g.Do(g.stopScript) }

// Fire makes a step of the script happen now, by its name.
func (g *Gateway) Fire(step string) error {
	err := ErrEnded
	g.Do(func() {
		if g.faults == nil {
			err = errors.New("gateway: no fault script is loaded")
			return
		}
		var deeds []fault.Deed
		if deeds, err = g.faults.engine.Fire(g.faults.now(), step); err == nil {
			g.faults.deeds = append(g.faults.deeds, deeds...)
			g.faults.act()
		}
	})
	return err
}

// Inject lets things go wrong now, in this order. Those that are about a message cannot be given here. The error is
// of the first that could not be done.
func (g *Gateway) Inject(actions ...fault.Action) error {
	if err := (fault.Script{Steps: []fault.Step{{Do: actions}}}).Validate(); err != nil {
		return err
	}
	err := ErrEnded
	g.Do(func() {
		err = nil
		for _, a := range actions {
			d := fault.Prepare(a)
			if failed := g.do(&d); failed != nil && err == nil {
				err = failed
			}
		}
	})
	return err
}

// LoseLink cuts the gateway off from IB (1100): no data flows, nothing is told of orders, and commands wait.
func (g *Gateway) LoseLink() error { return g.Inject(fault.Link{Is: fault.Lost}) }

// RestoreLink ends that, with 1102 or, when dataLost, with 1101 and without the subscriptions to market data.
func (g *Gateway) RestoreLink(dataLost bool) error {
	if dataLost {
		return g.Inject(fault.Link{Is: fault.DataLost})
	}
	return g.Inject(fault.Link{Is: fault.Restored})
}

// BreakFarm cuts the gateway off from a data farm, such as "usfarm".
func (g *Gateway) BreakFarm(name string) error { return g.Inject(fault.Farm{Name: name}) }

// MendFarm ends that.
func (g *Gateway) MendFarm(name string) error {
	return g.Inject(fault.Farm{Name: name, Is: fault.OK})
}

// Restart lets clients see a gateway that is started anew. Orders, executions and accounts live on.
func (g *Gateway) Restart(r fault.Restart) error { return g.Inject(r) }

// CutAll resets every connection.
func (g *Gateway) CutAll() error { return g.Inject(fault.Cut{Client: fault.Client{All: true}}) }
