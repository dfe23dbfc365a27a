package simtest

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
)

// everybody is all clients.
var everybody = fault.Client{All: true}

// mishaps are what can go wrong, and how often it does.
var mishaps = []struct {
	weight int
	do     func(*day)
}{
	{8, (*day).loseLink},
	{6, func(d *day) { d.inject(fault.Cut{Client: everybody, Torn: d.IntN(2) == 0}) }},
	{3, func(d *day) { d.inject(fault.Cut{Client: everybody, How: fault.Close}) }},
	{5, (*day).flapFarm},
	{4, (*day).restartGateway},
	{3, (*day).killGateway},
	{3, func(d *day) { d.inject(fault.Mute{Client: everybody, For: d.upTo(100 * time.Second)}) }},
	{3, (*day).muteAndCut},
	{3, func(d *day) { d.inject(fault.Deaf{Client: everybody, For: d.upTo(40 * time.Second)}) }},
	{3, func(d *day) {
		d.inject(fault.Silence{Symbol: symbols[d.IntN(len(symbols))], Bars: d.IntN(2) == 0, Client: everybody})
	}},
	{2, func(d *day) { d.inject(fault.Silence{Bars: true, Code: 10225, Client: everybody}) }},
	{2, func(d *day) { d.inject(fault.Compete{For: d.upTo(3 * time.Minute)}) }},
	{2, func(d *day) {
		d.inject(fault.Write{Bytes: 1 + d.IntN(200), Pause: time.Duration(d.IntN(20)) * time.Millisecond, Client: everybody})
	}},
	{6, func(d *day) { d.inject(fault.Fill{Quantity: decimal.NewFromInt(1 + d.Int64N(50))}) }},
	{3, func(d *day) { d.inject(fault.Cancel{}) }},
	{3, (*day).correct},
	{2, func(d *day) {
		if id := d.revisable(); id != "" {
			d.inject(fault.Bust{Exec: id})
		}
	}},
	{4, (*day).manual},
	{2, func(d *day) {
		d.inject(fault.Liquidate{Symbol: symbols[d.IntN(len(symbols))], Quantity: decimal.NewFromInt(1 + d.Int64N(30))})
	}},
	{1, func(d *day) {
		d.inject(fault.Adjust{Symbol: symbols[d.IntN(len(symbols))], Quantity: decimal.NewFromInt(d.Int64N(40) - 20)})
	}},
	{4, (*day).crash},
	{4, func(d *day) { d.us.fatal.Store(1 + d.Int64N(12)) }},
	{4, func(d *day) {
		d.restart([]engine.ExitPolicy{engine.KeepAll, engine.KeepAll, engine.CancelAll, engine.FlattenAll}[d.IntN(4)])
	}},
	{3, (*day).fillDisk},
	{2, (*day).press},
	{3, (*day).operate},
	{8, (*day).recover},
}

// mishap lets something go wrong.
func (d *day) mishap() {
	total := 0
	for _, m := range mishaps {
		total += m.weight
	}
	n := d.IntN(total)
	for _, m := range mishaps {
		if n -= m.weight; n < 0 {
			m.do(d)
			return
		}
	}
}

func (d *day) upTo(t time.Duration) time.Duration {
	return time.Duration(1+d.Int64N(t.Milliseconds())) * time.Millisecond
}

// inject lets the gateway do something; the error, such as that no order works, is no matter.
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

// loseLink cuts the gateway off from IB; orders may fill meanwhile.
func (d *day) loseLink() {
	d.inject(fault.Link{Is: fault.Lost, Quiet: d.IntN(8) == 0})
	for range d.IntN(3) {
		d.pass(d.upTo(20 * time.Second))
		d.inject(fault.Fill{})
	}
	d.pass(d.upTo(90 * time.Second))
	if d.IntN(6) > 0 { // else it is back with a later mishap
		d.restoreLink()
	}
}

func (d *day) restoreLink() {
	d.inject(fault.Link{Is: []fault.LinkState{fault.Restored, fault.DataLost}[d.IntN(2)]})
}

// recover ends what lasts.
func (d *day) recover() {
	d.restoreLink()
	d.inject(fault.Write{Client: everybody})
	if d.world.present() == nil {
		d.openGateway()
	}
}

// flapFarm breaks farms and mends them; their lines may stay silent.
func (d *day) flapFarm() {
	name := []string{"usfarm", "usfarm", "ushmds", "secdefil"}[d.IntN(4)]
	for range 1 + d.IntN(4) {
		d.inject(fault.Farm{Name: name})
		d.pass(d.upTo(40 * time.Second))
		d.inject(fault.Farm{Name: name, Is: fault.OK, Silent: d.IntN(3) == 0})
		d.pass(d.upTo(10 * time.Second))
	}
}

func (d *day) restartGateway() {
	d.inject(fault.Restart{Shut: d.upTo(75 * time.Second), Dying: d.IntN(3), Silent: d.IntN(2), InUse: time.Duration(d.IntN(40)) * time.Second})
}

// killGateway ends the gateway's process; a new one comes later, over the same books.
func (d *day) killGateway() {
	if d.world.present() == nil {
		return
	}
	d.note("mishap: the gateway is killed")
	if err := d.world.close(); err != nil {
		d.Errorf("the gateway ended: %v", err)
	}
	d.pass(d.upTo(2 * time.Minute))
	d.openGateway()
}

func (d *day) openGateway() {
	if err := d.world.open(); err != nil {
		d.Fatal(err)
	}
	d.note("the gateway runs")
}

// muteAndCut loses everything that was said: acknowledgements, fills, the ends of answers.
func (d *day) muteAndCut() {
	d.inject(fault.Mute{Client: everybody})
	d.pass(d.upTo(20 * time.Second))
	d.inject(fault.Cut{Client: everybody})
}

func (d *day) correct() {
	price, quantity := decimal.New(9000+d.Int64N(12000), -2), decimal.NewFromInt(1+d.Int64N(100))
	if id := d.revisable(); id != "" {
		d.inject(fault.Correct{Exec: id, Price: price, Quantity: quantity})
	}
}

// revisable is the last execution of an order, "" when there is none.
func (d *day) revisable() string {
	truth := d.world.records.truth()
	for _, e := range slices.Backward(truth.Executions) {
		if e.PermID != 0 && e.Quantity.IsPositive() {
			return e.ID()
		}
	}
	return ""
}

func (d *day) manual() {
	d.inject(fault.Manual{
		Symbol: symbols[d.IntN(len(symbols))], Side: []wire.Action{wire.Buy, wire.Sell}[d.IntN(2)], Quantity: decimal.NewFromInt(1 + d.Int64N(50)),
		Limit: []decimal.Decimal{{}, decimal.NewFromInt(50)}[d.IntN(2)],
	})
}

// fillDisk lets the state file take nothing for a while.
func (d *day) fillDisk() {
	d.note("mishap: the disk is full")
	us := d.us
	us.full.Store(true)
	d.pass(d.upTo(30 * time.Second))
	us.full.Store(false)
	d.note("the disk has room")
}

// press is the kill switch, which the monitor presses and tells the engine of; somebody resumes later.
func (d *day) press() {
	d.note("mishap: the kill switch is pressed")
	us := d.us
	us.latch.pressed.Store(true)
	_ = us.command(engine.Halt{Reason: "kill switch", Cancel: d.IntN(2) == 0})
	if d.pass(d.upTo(time.Minute)); d.us != nil {
		_ = d.us.command(engine.Resume{})
	}
}

// operate is a person at the console.
func (d *day) operate() {
	us := d.us
	switch d.IntN(5) {
	case 0:
		_ = us.command(engine.Halt{Reason: "lunch", Cancel: d.IntN(2) == 0})
		d.pass(d.upTo(time.Minute))
		if d.us != nil {
			_ = d.us.command(engine.Resume{})
		}
	case 1:
		us.ordered.Store(true)
		_ = us.command(engine.Flatten{Symbol: []string{"", symbols[0]}[d.IntN(2)]})
	case 2:
		_ = us.command(engine.CancelOrders{})
	case 3:
		_ = us.command(engine.Inquire{})
	case 4:
		_ = us.command(engine.Resume{Adopt: true})
	}
}

// settle lets everything work again and gives both sides time.
func (d *day) settle() {
	d.note("from now on everything works")
	d.us.fatal.Store(0)
	d.us.full.Store(false)
	if d.world.present() == nil {
		d.openGateway()
	}
	d.world.calm()
	d.pass(settling)
	if d.us == nil {
		return
	}
	if s := d.us.engine.Status(); s.State == engine.Halted {
		if s.Halt == nil || s.Halt.Reason == "" {
			d.Error("halted without a reason")
		}
		if err := d.us.command(engine.Resume{Adopt: true}); err != nil {
			d.Error(err)
		}
		d.pass(settling / 2) // two comparisons, because cash follows positions
	}
}
