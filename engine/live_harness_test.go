package engine_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// world is a broker's truth: what survives every restart of ours. Its methods are a person's or the market's doing.
type world struct {
	orders   map[order.ID]*broker.Report
	ids      []order.ID
	foreign  []broker.Report
	fills    []broker.ForeignFill
	holdings map[market.ID]decimal.Decimal
	cash     decimal.Decimal
	perm     int
}

func newWorld() *world {
	return &world{orders: map[order.ID]*broker.Report{}, holdings: map[market.ID]decimal.Decimal{}, cash: decimal.NewFromInt(200_000)}
}

// desk is a live engine with a broker that does what the test says, over the real inbox and the real state file, under
// a clock that the test holds.
type desk struct {
	t     *testing.T
	world *world
	path  string
	// turn passes everything here from the test to the loop and back: one of them waits while the other works.
	turn  sync.Mutex
	turns int

	box      *inbox.Inbox
	engine   *engine.Engine
	universe *market.Universe
	venue    *fakeBroker
	stop     context.CancelFunc
	done     chan error

	limits   risk.Limits
	change   func(*engine.Live)
	source   func(engine.LiveSource) engine.LiveSource
	store    func(*store.Store) engine.StateStore
	file     *store.Store
	trades   bool // trade while late
	symbols  []string
	do       map[string]func(*strategy.Session)
	fills    []order.Fill
	updates  []string
	states   []string
	started  func(*strategy.Session)
	script   script         // instead of one that does what the test asks
	options  engine.Options // of the run, for a replay
	startErr error
}

// fakeBroker answers as the world says, unless it is told to be silent.
type fakeBroker struct {
	desk *desk
	// deaf loses what is sent, mute takes it and says nothing, silent does not answer inquiries.
	deaf, mute, silent bool
	log                []string
	sent               map[order.ID]int
	inquiry            uint64
	ready              bool
	resumed            []order.ID
	answer             func(*broker.Truth)
}

func (b *fakeBroker) Start(context.Context, func(order.Event)) error { return nil }
func (b *fakeBroker) Observe(*market.Event)                          {}
func (b *fakeBroker) Advance(market.Time)                            {}
func (b *fakeBroker) Due() market.Time                               { return market.Never }
func (b *fakeBroker) Close() error                                   { return nil }
func (b *fakeBroker) Ready(ready bool) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()
	b.ready = ready
}
func (b *fakeBroker) Resume(o *order.Order) { b.resumed = append(b.resumed, o.ID) }

func (b *fakeBroker) now() market.Time { return market.At(time.Now()) }

func (b *fakeBroker) head(id order.ID) order.Header { return order.Header{Order: id, Time: b.now()} }

func (b *fakeBroker) note(format string, args ...any) {
	b.log = append(b.log, fmt.Sprintf(format, args...))
}

func (b *fakeBroker) Submit(o *order.Order) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("submit %s %s %s", o.ID, o.Side, o.Quantity)
	b.sent[o.ID]++
	if !b.ready {
		b.desk.t.Errorf("order %s was sent while not ready (invariant N5)", o.ID)
	}
	if b.deaf {
		return
	}
	w := b.desk.world
	w.perm++
	r := &broker.Report{ID: o.ID, BrokerID: fmt.Sprint("p", w.perm), Instrument: o.Instrument, Symbol: o.Symbol, Request: o.Request, State: order.Accepted}
	w.orders[o.ID] = r
	w.ids = append(w.ids, o.ID)
	if !b.mute {
		b.desk.box.Order(order.WasAccepted{Header: b.head(o.ID), BrokerID: r.BrokerID})
	}
}

func (b *fakeBroker) Modify(id order.ID, c order.Change) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("modify %s", id)
	if b.deaf {
		return
	}
	r := b.desk.world.orders[id]
	r.Request = c.Apply(r.Request)
	if !b.mute {
		b.desk.box.Order(order.WasModified{Header: b.head(id), Change: c})
	}
}

func (b *fakeBroker) Cancel(id order.ID) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("cancel %s", id)
	r := b.desk.world.orders[id]
	if b.deaf || r == nil || r.State.Done() {
		return
	}
	r.State = order.Cancelled
	if !b.mute {
		b.desk.box.Order(order.WasCancelled{Header: b.head(id)})
	}
}

func (b *fakeBroker) CancelForeign(id string) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()
	b.note("cancel foreign %s", id)
}

func (b *fakeBroker) Inquire() uint64 {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.inquiry++
	b.note("inquire")
	if !b.silent {
		b.desk.box.Notice(b.truth())
	}
	return b.inquiry
}

func (b *fakeBroker) truth() broker.Truth {
	w := b.desk.world
	t := broker.Truth{Moment: broker.Moment{Time: b.now()}, Inquiry: b.inquiry, Account: "DU1", Fills: slices.Clone(w.fills), Open: slices.Clone(w.foreign),
		Cash: []broker.Balance{{Currency: market.USD, Amount: w.cash}}}
	for _, id := range w.ids {
		if r := w.orders[id]; r.State.Done() {
			t.Done = append(t.Done, *r)
		} else {
			t.Open = append(t.Open, *r)
		}
	}
	for id, q := range w.holdings {
		if !q.IsZero() {
			in := b.desk.universe.At(id)
			t.Holdings = append(t.Holdings, broker.Holding{Instrument: in, Symbol: in.Symbol, Quantity: q, Cost: decimal.NewFromInt(10)})
		}
	}
	for i := range t.Fills {
		t.Fills[i].Fill.Instrument, _ = b.desk.universe.Find(t.Fills[i].Symbol)
	}
	if b.answer != nil {
		b.answer(&t)
	}
	return t
}

// fill trades at the broker; told pushes the execution to us.
func (d *desk) fill(id order.ID, exec string, quantity int64, price string, told bool) order.Fill {
	r := d.world.orders[id]
	f := order.Fill{ExecID: exec, Order: id, Side: r.Request.Side, Quantity: decimal.NewFromInt(quantity), Price: decimal.RequireFromString(price), Time: d.venue.now()}
	d.trade(r.Symbol, f, false)
	r.Filled = r.Filled.Add(f.Quantity)
	r.State = order.PartiallyFilled
	if r.Filled.GreaterThanOrEqual(r.Request.Quantity) {
		r.State = order.Filled
	}
	if told {
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: f})
		d.wait()
	}
	return f
}

// trade moves the account by an execution of whoever's.
func (d *desk) trade(symbol string, f order.Fill, liquidation bool) broker.ForeignFill {
	in, err := d.universe.Find(symbol)
	if err != nil {
		d.t.Fatal(err)
	}
	f.Instrument = in
	w := d.world
	w.holdings[in.ID] = w.holdings[in.ID].Add(f.Signed())
	w.cash = w.cash.Sub(in.Notional(f.Price, f.Signed()))
	foreign := broker.ForeignFill{Moment: broker.Moment{Time: f.Time}, Fill: f, Symbol: symbol, Liquidation: liquidation}
	w.fills = append(w.fills, foreign)
	return foreign
}

// bubble runs a test at the opening of Monday 3 January 2000, 14:30 UTC, with a desk that has not started.
func bubble(t *testing.T, test func(t *testing.T, d *desk)) {
	path := filepath.Join(t.TempDir(), "state.db")
	synctest.Test(t, func(t *testing.T) {
		<-time.After(time.Until(time.Date(2000, 1, 3, 14, 30, 0, 0, time.UTC)))
		d := &desk{t: t, world: newWorld(), path: path, do: map[string]func(*strategy.Session){}, symbols: []string{"A", "B"}}
		defer func() {
			if d.done != nil {
				d.end()
			}
		}()
		test(t, d)
	})
}

// start makes an engine over the state file and runs it; connected also brings it to ready.
func (d *desk) start() {
	d.t.Helper()
	file, err := store.Open(d.path)
	if err != nil {
		d.t.Fatal(err)
	}
	d.file = file
	var list []market.Instrument
	var feeds []engine.Feed
	for _, s := range d.symbols {
		list = append(list, market.NewEquity(s))
		feeds = append(feeds, engine.Feed{Trades: true, Quotes: true})
	}
	if d.universe, err = market.NewUniverse(list...); err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.stop = cancel
	now := market.At(time.Now())
	d.box = inbox.New(ctx, len(list), now, inbox.Options{})
	log := []string(nil)
	if d.venue != nil {
		log = d.venue.log
	}
	sent := map[order.ID]int{}
	if d.venue != nil {
		sent = d.venue.sent
	}
	d.venue = &fakeBroker{desk: d, log: log, sent: sent}
	live := &engine.Live{Venue: d.venue, Store: file, WriteAhead: true, Account: "DU1",
		OnTransition: func(tr engine.Transition) {
			d.turn.Lock()
			defer d.turn.Unlock()
			d.states = append(d.states, tr.To.String())
		}}
	if d.store != nil {
		live.Store = d.store(file)
	}
	if d.change != nil {
		d.change(live)
	}
	if d.script == nil {
		d.script = d.strategy
	}
	o := engine.Options{Universe: d.universe, Feeds: feeds, Start: now, Venue: live.Venue, Gate: gate(d.t, d.limits), Base: market.USD,
		Recorder: &records{}, OrderPrefix: "L", Log: zerolog.Nop(), Live: live,
		Strategies: []engine.Member{{Name: "alpha", Strategy: d.script, Cash: decimal.NewFromInt(100_000), TradeLate: d.trades}}}
	d.options = o
	d.engine, d.startErr = engine.New(o)
	if d.startErr == nil {
		d.startErr = d.engine.Start(ctx)
	}
	if d.startErr != nil {
		cancel()
		_ = file.Close()
		return
	}
	d.done = make(chan error, 1)
	e, done := d.engine, d.done
	var source engine.LiveSource = d.box
	if d.source != nil {
		source = d.source(source)
	}
	go func() {
		_, err := e.RunLive(ctx, source)
		done <- err
	}()
	d.box.Notice(broker.WarmedUp{})
	d.wait()
}

// strategy does what the test asks with each trade.
func (d *desk) strategy(s *strategy.Session) error {
	for _, symbol := range d.symbols {
		s.Trades(symbol, func(market.Trade) {
			d.handOver()
			defer d.handOver()
			if do := d.do[symbol]; do != nil {
				delete(d.do, symbol)
				do(s)
			}
		})
	}
	s.Fills(func(f order.Fill) {
		d.turn.Lock()
		defer d.turn.Unlock()
		d.fills = append(d.fills, f)
	})
	s.Orders(func(u strategy.OrderUpdate) {
		d.turn.Lock()
		defer d.turn.Unlock()
		d.updates = append(d.updates, fmt.Sprintf("%s %s", u.Order.ID, u.Order.State))
	})
	if d.started != nil {
		d.started(s)
	}
	return nil
}

func (d *desk) wait() {
	d.handOver()
	synctest.Wait()
	d.handOver()
}

func (d *desk) handOver() {
	d.turn.Lock()
	d.turns++
	d.turn.Unlock()
}

// pass lets time pass.
func (d *desk) pass(t time.Duration) {
	d.handOver()
	<-time.After(t)
	d.wait()
}

// connect brings the link up; the broker answers what it is asked.
func (d *desk) connect() {
	d.box.Notice(broker.LinkRestored{Moment: broker.Moment{Time: d.venue.now()}, Cause: "connected"})
	d.wait()
}

func (d *desk) cut() {
	d.box.Notice(broker.LinkLost{Moment: broker.Moment{Time: d.venue.now()}, Cause: "cut"})
	d.wait()
}

// ready starts and connects.
func (d *desk) ready() {
	d.t.Helper()
	d.start()
	d.connect()
	d.state(engine.Ready)
}

// tick shows a trade of a symbol at a price.
func (d *desk) tick(symbol string, price float64) {
	in, _ := d.universe.Find(symbol)
	now := d.venue.now()
	d.box.Market(&market.Event{Kind: market.TradeEvent, Instrument: in.ID, Time: now,
		Trade: market.Trade{Instrument: in.ID, Time: now, Price: price, Size: 1}})
	d.wait()
}

// act runs something in a handler of the strategy.
func (d *desk) act(do func(*strategy.Session)) {
	d.do["A"] = do
	d.tick("A", 10)
}

// send submits a request and returns its id and the answer.
func (d *desk) send(r order.Request) (id order.ID, err error) {
	d.act(func(s *strategy.Session) { id, err = s.Submit(r) })
	return id, err
}

func (d *desk) status() *engine.Status {
	d.pass(150 * time.Millisecond) // for the status to be published
	return d.engine.Status()
}

func (d *desk) state(want engine.SessionState) {
	d.t.Helper()
	if s := d.status(); s == nil || s.State != want {
		d.t.Fatalf("the session is %+v, want %s", s, want)
	}
}

// order is what the engine thinks of an order, working or stored.
func (d *desk) order(id order.ID) (o order.Order) {
	d.act(func(s *strategy.Session) { o, _ = s.Order(id) })
	return o
}

func (d *desk) refused(err error, code order.Code) {
	d.t.Helper()
	if !errors.Is(err, &order.Reason{Code: code}) {
		d.t.Errorf("got %v, want %s", err, code)
	}
}

// holds compares the strategy's and the account's position with the broker's.
func (d *desk) holds(symbol, strategyHas string) {
	d.t.Helper()
	s := d.status()
	in, _ := d.universe.Find(symbol)
	sum := decimal.Zero
	own := decimal.Zero
	for _, l := range s.Strategies {
		for _, p := range l.Positions {
			if p.Symbol == symbol {
				sum = sum.Add(p.Quantity)
				if l.Name == "alpha" {
					own = p.Quantity
				}
			}
		}
	}
	if !own.Equal(decimal.RequireFromString(strategyHas)) || !sum.Equal(d.world.holdings[in.ID]) {
		d.t.Errorf("%s: the strategy has %s, want %s; the books have %s, the broker %s", symbol, own, strategyHas, sum, d.world.holdings[in.ID])
	}
}

func (d *desk) command(c engine.Command) error {
	err := d.box.Command(context.Background(), c)
	d.wait()
	return err
}

// crash ends the process without a word: the loop stops where it is and nothing more is stored.
func (d *desk) crash() {
	file := d.file
	d.file = nil
	_ = file.Close() // from here on every commit fails, as after a kill
	d.stop()
	<-d.done
	d.done = nil
}

// end stops in order.
func (d *desk) end() {
	d.stop()
	if err := <-d.done; err != nil && !errors.Is(err, context.Canceled) {
		d.t.Errorf("the run ended with %v", err)
	}
	d.done = nil
	if d.file != nil {
		if err := d.file.Close(); err != nil {
			d.t.Error(err)
		}
	}
	for id, n := range d.venue.sent {
		if n > 1 {
			d.t.Errorf("order %s was sent %d times (invariant N3)", id, n)
		}
	}
}

func buy(symbol string, quantity int64) order.Request {
	return order.NewMarket(symbol, order.Buy, decimal.NewFromInt(quantity))
}

func sell(symbol string, quantity int64) order.Request {
	return order.NewMarket(symbol, order.Sell, decimal.NewFromInt(quantity))
}

// lateTick shows a trade that was missed a minute ago.
func (d *desk) lateTick(symbol string, price float64) {
	in, _ := d.universe.Find(symbol)
	at := d.venue.now().Add(-time.Minute)
	d.box.Market(&market.Event{Kind: market.TradeEvent, Instrument: in.ID, Time: at, Late: true,
		Trade: market.Trade{Instrument: in.ID, Time: at, Price: price, Size: 1}})
	d.wait()
}
