package engine_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
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
	cold     bool // the history has not come
	feed     engine.Feed
	symbols  []string
	combos   []market.Instrument
	do       map[string]func(*strategy.Session)
	charged  map[string]bool // trades whose fee has come
	fills    []order.Fill
	updates  []string
	states   []string
	started  func(*strategy.Session)
	script   script         // instead of one that does what the test asks
	options  engine.Options // of the run, for a replay
	startErr error
}

// bubble runs a test at the opening of Monday 3 January 2000, 14:30 UTC, with a desk that has not started.
func bubble(t *testing.T, test func(t *testing.T, d *desk)) {
	path := filepath.Join(t.TempDir(), "state.db")
	synctest.Test(t, func(t *testing.T) {
		<-time.After(time.Until(time.Date(2000, 1, 3, 14, 30, 0, 0, time.UTC)))
		d := &desk{t: t, world: newWorld(), path: path, do: map[string]func(*strategy.Session){}, symbols: []string{"A", "B"}, feed: engine.Feed{Trades: true, Quotes: true}}
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
		feeds = append(feeds, d.feed)
	}
	for _, in := range d.combos {
		list, feeds = append(list, in), append(feeds, engine.Feed{})
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
	if !d.cold {
		d.box.Notice(broker.WarmedUp{})
	}
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
