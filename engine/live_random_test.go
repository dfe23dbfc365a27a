package engine_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

var (
	days     = flag.Int("days", 40, "random days of the live half")
	firstDay = flag.Uint64("day", 1, "seed of the first day")
)

// chaos is one day of random trading with random faults: at the end the engine and the world must agree on everything.
type chaos struct {
	*desk
	*rand.Rand
	execs  int
	linked bool
	disk   *failing
	log    []string
}

func (c *chaos) note(format string, args ...any) { c.log = append(c.log, fmt.Sprintf(format, args...)) }

func (c *chaos) symbol() string { return []string{"A", "B"}[c.IntN(2)] }

// trade is a strategy's doing: it may be refused.
func (c *chaos) decide() {
	symbol, quantity := c.symbol(), decimal.NewFromInt(c.Int64N(100)+1)
	side, kind := order.Side(c.IntN(2)), c.IntN(6)
	c.act(func(s *strategy.Session) {
		open := s.OpenOrders("")
		var id order.ID
		if len(open) > 0 {
			id = open[c.IntN(len(open))].ID
		}
		var err error
		switch {
		case kind == 0 && id != "":
			err = s.Cancel(id)
		case kind == 1 && id != "":
			err = s.Modify(id, order.Change{Quantity: &quantity})
		case kind == 2:
			_, err = s.ClosePosition(symbol)
		case kind == 3:
			_, err = s.Submit(order.NewMarket(symbol, side, quantity))
		default:
			_, err = s.Submit(order.NewLimit(symbol, side, quantity, decimal.NewFromInt(10)).For(order.GTC))
		}
		c.note("decide %d %s %s %s: %v", kind, side, quantity, symbol, err)
	})
}

// open is a random order that works in the world, nil when none does.
func (c *chaos) open() *broker.Report {
	var list []*broker.Report
	for _, id := range c.world.ids {
		if r := c.world.orders[id]; !r.State.Done() {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[c.IntN(len(list))]
}

func (c *chaos) execute() {
	r := c.open()
	if r == nil {
		return
	}
	left := r.Request.Quantity.Sub(r.Filled).IntPart()
	if left <= 0 {
		return
	}
	c.execs++
	quantity := c.Int64N(left) + 1
	told := c.IntN(3) > 0
	c.note("execute %d of %s, told %v", quantity, r.ID, told)
	c.fill(r.ID, fmt.Sprintf("00aa.%d.01.01", c.execs), quantity, fmt.Sprint(9+c.IntN(3)), told)
}

func (c *chaos) endOrder() {
	r := c.open()
	if r == nil {
		return
	}
	told := c.IntN(2) == 0
	c.note("the broker cancels %s, told %v", r.ID, told)
	r.State = order.Cancelled
	if told {
		c.box.Order(order.WasCancelled{Header: c.venue.head(r.ID)})
		c.wait()
	}
}

// correct changes the last revision of a random trade of ours, perhaps to nothing.
func (c *chaos) correct() {
	last := map[string]broker.ForeignFill{}
	var trades []string
	for _, f := range c.world.fills {
		trade, _ := order.Trade(f.Fill.ExecID)
		if _, seen := last[trade]; !seen {
			trades = append(trades, trade)
		}
		last[trade] = f
	}
	if len(trades) == 0 {
		return
	}
	old := last[trades[c.IntN(len(trades))]]
	if old.Fill.Order == "" || old.Fill.Quantity.IsZero() {
		return
	}
	trade, revision := order.Trade(old.Fill.ExecID)
	f := old.Fill
	f.ExecID = fmt.Sprintf("%s.%02d", trade, revision+1)
	f.Quantity = decimal.NewFromInt(c.Int64N(f.Quantity.IntPart() + 1))
	in, _ := c.universe.Find(old.Symbol)
	delta := f.Signed().Sub(old.Fill.Signed())
	c.world.holdings[in.ID] = c.world.holdings[in.ID].Add(delta)
	c.world.cash = c.world.cash.Sub(in.Notional(f.Price, delta))
	r := c.world.orders[f.Order]
	r.Filled = r.Filled.Sub(old.Fill.Quantity).Add(f.Quantity)
	if r.State == order.Filled && r.Filled.LessThan(r.Request.Quantity) {
		r.State = order.Cancelled
	}
	corrected := broker.ForeignFill{Moment: broker.Moment{Time: c.venue.now()}, Fill: f, Symbol: old.Symbol}
	c.world.fills = append(c.world.fills, corrected)
	told := c.IntN(2) == 0
	c.note("correct %s from %s to %s, told %v", f.ExecID, old.Fill.Quantity, f.Quantity, told)
	if told {
		corrected.Fill.Instrument = in
		c.box.Notice(broker.CorrectedFill{Moment: corrected.Moment, Replaced: old.Fill.ExecID, Fill: corrected})
		c.wait()
	}
}

func (c *chaos) manual() {
	c.execs++
	f := order.Fill{ExecID: fmt.Sprintf("00bb.%d.01.01", c.execs), Side: order.Side(c.IntN(2)), Quantity: decimal.NewFromInt(c.Int64N(50) + 1),
		Price: decimal.NewFromInt(10), Time: c.venue.now()}
	told := c.IntN(2) == 0
	c.note("by hand: %s %s, told %v", f.Side, f.Quantity, told)
	if n := c.trade(c.symbol(), f, c.IntN(3) == 0); told {
		c.box.Notice(n)
		c.wait()
	}
}

func (c *chaos) charge() {
	if len(c.world.fills) == 0 {
		return
	}
	f := &c.world.fills[c.IntN(len(c.world.fills))].Fill
	if !f.Fee.IsZero() || f.Quantity.IsZero() || c.charged[f.ExecID] {
		return
	}
	trade, _ := order.Trade(f.ExecID)
	if c.charged[trade] {
		return
	}
	c.charged[trade] = true
	fee := decimal.New(c.Int64N(200)-20, -2)
	c.world.cash = c.world.cash.Sub(fee)
	c.note("fee %s of %s", fee, f.ExecID)
	f.Fee, f.FeeCurrency = fee, market.USD
	c.box.Notice(broker.LateFee{ExecID: f.ExecID, Fee: fee, Currency: market.USD})
	c.wait()
}

func (c *chaos) kill() {
	c.note("killed")
	c.pass(3 * time.Minute) // or it would be a loop of restarts, which halts
	c.crash()
	c.start()
	if c.startErr != nil {
		c.t.Fatal(c.startErr)
	}
	c.linked = false
	c.link()
}

func (c *chaos) link() {
	if c.linked = !c.linked; c.linked {
		c.note("connect")
		c.connect()
	} else {
		c.note("cut")
		c.cut()
	}
}

func (c *chaos) step() {
	switch n := c.IntN(100); {
	case n < 35:
		c.decide()
	case n < 55:
		c.execute()
	case n < 60:
		c.endOrder()
	case n < 66:
		c.link()
	case n < 69:
		c.kill()
	case n < 73:
		c.manual()
	case n < 78:
		c.correct()
	case n < 82:
		c.charge()
	case n < 86:
		c.venue.mute = !c.venue.mute
		c.note("mute %v", c.venue.mute)
	case n < 89:
		c.venue.deaf = !c.venue.deaf
		c.note("deaf %v", c.venue.deaf)
	case n < 92:
		c.venue.silent = !c.venue.silent
		c.note("silent %v", c.venue.silent)
	case n < 94:
		c.disk.full.Store(!c.disk.full.Load())
		c.note("disk full %v", c.disk.full.Load())
	default:
		t := time.Duration(c.IntN(120)) * time.Second
		c.note("pass %s", t)
		c.pass(t)
	}
}

// settle lets the world answer again and gives the engine time.
func (c *chaos) settle() {
	c.disk.full.Store(false)
	c.venue.mute, c.venue.deaf, c.venue.silent = false, false, false
	if !c.linked {
		c.link()
	}
	c.pass(20 * time.Minute)
}

// agrees compares everything that the engine thinks with the world.
func (c *chaos) agrees() {
	s := c.status()
	if s.State != engine.Ready {
		c.t.Errorf("the day ends %s: %s", s.State, s.Cause)
	}
	for _, symbol := range c.symbols {
		in, _ := c.universe.Find(symbol)
		sum := decimal.Zero
		for _, l := range s.Strategies {
			for _, p := range l.Positions {
				if p.Symbol == symbol {
					sum = sum.Add(p.Quantity)
				}
			}
		}
		if !sum.Equal(c.world.holdings[in.ID]) {
			c.t.Errorf("%s: the books have %s, the world %s", symbol, sum, c.world.holdings[in.ID])
		}
	}
	working := map[order.ID]order.Order{}
	for _, o := range s.Orders {
		working[o.ID] = o
	}
	for _, id := range c.world.ids {
		r := c.world.orders[id]
		o, ours := working[id]
		if ours == r.State.Done() || ours && !(o.Filled.Equal(r.Filled) && o.Quantity.Equal(r.Request.Quantity)) {
			c.t.Errorf("order %s: ours %+v (%v), the world's %s with %s of %s", id, o, ours, r.State, r.Filled, r.Request.Quantity)
		}
		delete(working, id)
	}
	if len(working) > 0 {
		c.t.Errorf("orders that the world does not have: %v", working)
	}
	cash := decimal.Zero
	for _, l := range c.engine.Account().Ledgers() {
		cash = cash.Add(l.Cash(market.USD))
	}
	if cash.Sub(c.world.cash).Abs().GreaterThan(dec("0.01")) {
		c.t.Errorf("cash %s, the world's %s", cash, c.world.cash)
	}
	if err := c.engine.Account().Audit(); err != nil {
		c.t.Error(err)
	}
}

func TestRandomDays(t *testing.T) {
	for seed := *firstDay; seed < *firstDay+uint64(*days); seed++ {
		passed := t.Run(fmt.Sprint(seed), func(t *testing.T) {
			bubble(t, func(t *testing.T, d *desk) {
				c := &chaos{desk: d, Rand: rand.New(rand.NewPCG(seed, 1))}
				d.charged = map[string]bool{}
				writeAhead := c.IntN(2) == 0
				d.change = func(l *engine.Live) { l.WriteAhead = writeAhead }
				d.store = func(s *store.Store) engine.StateStore {
					c.disk = &failing{Store: s} // with room: a start needs its file
					return c.disk
				}
				d.start()
				c.link()
				for range 80 {
					c.step()
				}
				c.settle()
				c.agrees()
				if t.Failed() {
					for _, l := range c.venue.log {
						t.Log("broker:", l)
					}
					for _, l := range c.updates {
						t.Log("strategy:", l)
					}
					for _, l := range c.log {
						t.Log(l)
					}
				}
			})
		})
		if !passed {
			t.Fatalf("again with: go test ./engine -run TestRandomDays -day %d -days 1", seed)
		}
	}
}
