package simtest

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/engine"
)

// mishap lets something go wrong.
func (d *day) mishap() {
	switch n := d.IntN(10); {
	case n < 3:
		d.inject(fault.Cut{Client: fault.Client{All: true}, Torn: d.IntN(2) == 0})
	case n < 6:
		d.inject(fault.Link{Is: fault.Lost})
	default:
		d.inject(fault.Link{Is: []fault.LinkState{fault.Restored, fault.DataLost}[d.IntN(2)]})
	}
}

func (d *day) inject(actions ...fault.Action) {
	g := d.world.present()
	if g == nil {
		return
	}
	err := g.Inject(actions...)
	for _, a := range actions {
		d.note("mishap %s %+v: %v", fault.Verb(a), a, err)
	}
}

// settle lets everything work again and gives both sides time.
func (d *day) settle() {
	d.note("from now on everything works")
	d.us.fatal.Store(0)
	d.us.full.Store(false)
	if d.world.present() == nil {
		if err := d.world.open(); err != nil {
			d.Fatal(err)
		}
	}
	d.world.present().StopPlaying()
	_ = d.world.present().Inject(fault.Link{Is: fault.Restored}) // unless it was not lost
	d.pass(settling)
	if d.us == nil {
		return
	}
	if s := d.us.engine.Status(); s.State == engine.Halted {
		if s.Halt.Reason == "" {
			d.Error("halted without a reason")
		}
		if err := d.us.command(engine.Resume{Adopt: true}); err != nil {
			d.Error(err)
		}
		d.pass(settling / 4)
	}
}
