package simtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
)

var errDead = errors.New("the process is dead")

// A process is one life of our program, from its start to its stop or death, over a state file that outlives it.
type process struct {
	plan  *plan
	world *world
	note  func(string, ...any)
	life  int
	store *store.Store
	box   *inbox.Inbox
	venue *tws.Venue

	engine   *engine.Engine
	universe *market.Universe
	seers    []*trader
	latch    latch
	tape     *journal
	recorder *tape.Recorder
	options  engine.Options
	ctx      context.Context
	cut      context.CancelFunc
	done     chan error

	// dead is set when the process is killed: nothing of it reaches the disk or the wire any more.
	dead   atomic.Bool
	full   atomic.Bool   // the disk takes nothing
	fatal  atomic.Int64  // dies at this many commits or submissions from now
	killed chan struct{} // closed when it died by itself
	// ordered is set when somebody has ordered what passes a halt.
	ordered atomic.Bool
	died    sync.Once

	// The loop's.
	state    engine.SessionState
	commands commands

	mu    sync.Mutex // guards the rest
	conns []net.Conn
}

// commands is what a process told its broker, by order.
type commands struct {
	submits, changes map[order.ID]int
	faults           []string
}

// start makes a process over a state file.
func start(p *plan, w *world, path string, life int, note func(string, ...any)) (*process, error) {
	us := &process{
		plan: p, world: w, note: note, life: life, killed: make(chan struct{}), done: make(chan error, 1),
		commands: commands{submits: map[order.ID]int{}, changes: map[order.ID]int{}},
	}
	us.ctx, us.cut = context.WithCancel(context.Background())
	var err error
	if us.store, err = store.OpenWith(path, store.Options{Sync: p.sync}); err != nil {
		return nil, err
	}
	if err := us.assemble(); err != nil {
		return nil, errors.Join(err, us.store.Close())
	}
	go func() {
		_, err := us.engine.RunLive(us.ctx, us.recorder.Source(us.box))
		us.done <- err
	}()
	return us, nil
}

func (us *process) assemble() error {
	var list []market.Instrument
	for _, symbol := range symbols {
		list = append(list, market.NewEquity(symbol))
	}
	names, feeds, apart := slices.Clone(symbols), slices.Clone(us.plan.feeds), []string(nil)
	if us.plan.pair {
		list, names, feeds, apart = append(list, pair()), append(names, pairSymbol), append(feeds, engine.Feed{}), []string{pairSymbol}
	}
	var err error
	if us.universe, err = market.NewUniverse(list...); err != nil {
		return err
	}
	now := market.At(time.Now())
	var tap client.Tap
	if *verbose {
		tap = &wiretap{note: us.note}
	}
	us.box = inbox.New(us.ctx, len(list), now, inbox.Options{})
	us.venue, err = tws.New(us.universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		us.box, tws.Options{
			Account: account, Cache: us.store.Answers(), NonGuaranteed: apart, Seed: us.plan.seed, Log: us.plan.log.With().Str("part", "broker").Logger(),
			Client: client.Options{ClientID: 3, Dialer: us, Tap: tap},
		})
	if err != nil {
		return err
	}
	us.tape = &journal{dead: &us.dead}
	us.recorder = tape.Record(us.tape, tape.Header{Start: now, Symbols: names})
	venue := us.recorder.Venue(&watched{Live: us.venue, process: us})
	gate, err := risk.NewGate(us.plan.limits, nil, nil)
	if err != nil {
		return err
	}
	us.options = engine.Options{
		Universe: us.universe, Feeds: feeds, Start: now, Venue: venue, Gate: gate, Base: market.USD, Recorder: silent{}, OrderPrefix: "S",
		Log: us.plan.log.With().Str("part", "engine").Logger(),
		Live: &engine.Live{
			Venue: venue, Store: us.recorder.Store(&mortal{Store: us.store, process: us}), WriteAhead: us.plan.sync == store.Always, Account: account,
			Latch: us.recorder.Latch(&us.latch), OnTransition: us.turned,
		},
	}
	us.options.Strategies, us.seers = us.plan.members(us.life, us.note)
	if us.engine, err = engine.New(us.options); err != nil {
		return err
	}
	if err := us.engine.Start(us.ctx); err != nil {
		return err
	}
	var wants []tws.Want
	for i, d := range us.engine.Demands() {
		wants = append(wants, tws.Want{Instrument: d.Instrument, Bars: feeds[i].Bars, From: d.From, Quotes: feeds[i].Quotes, Trades: feeds[i].Trades, Depth: feeds[i].Depth})
	}
	return us.venue.Want(wants...)
}

// turned hears of each change of the session's state.
func (us *process) turned(t engine.Transition) {
	if us.dead.Load() {
		return
	}
	us.note("%d: %s to %s by %s: %s", us.life, t.From, t.To, t.Event, t.Cause)
	us.state = t.To
}

// command gives an order of a person's; the error is the engine's answer.
func (us *process) command(c engine.Command) error {
	err := us.box.Command(us.ctx, c)
	us.note("%d: command %T%+v: %v", us.life, c, c, err)
	return err
}

// stop ends the process in order.
func (us *process) stop(exit engine.ExitPolicy) error {
	if err := us.command(engine.Stop{Exit: exit}); err != nil && !us.dead.Load() {
		return err
	}
	if us.dead.Load() {
		return nil
	}
	err := <-us.done
	us.cut()
	if us.dead.Load() { // it died on its way out, and is to be buried by kill
		us.done <- err
		return nil
	}
	return errors.Join(err, us.recorder.Err(), us.store.Close())
}

// kill ends the process at once. What it has not stored or sent by now never happens; path is where the state file is
// afterwards.
func (us *process) kill(path string) (string, error) {
	us.die()
	us.mu.Lock()
	for _, c := range us.conns {
		_ = c.Close() // as the operating system does
	}
	us.mu.Unlock()
	left := path
	var err error
	if us.plan.sync == store.Batch { // what waits for the disk is lost
		left = filepath.Join(filepath.Dir(path), fmt.Sprintf("state-%d.db", us.life))
		err = us.store.Backup(left)
	}
	us.cut()
	<-us.done
	return left, errors.Join(err, us.store.Close())
}

// die is the moment of death.
func (us *process) die() {
	us.dead.Store(true)
	us.died.Do(func() { close(us.killed) })
}

// step counts down to a death that was planned; true says that this is it.
func (us *process) step() bool {
	if us.fatal.Load() <= 0 || us.fatal.Add(-1) > 0 {
		return false
	}
	us.die()
	return true
}

// DialContext connects to the gateway that runs now.
func (us *process) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	if us.dead.Load() {
		return nil, errDead
	}
	conn, err := us.world.dial(ctx)
	if err != nil {
		return nil, err
	}
	us.mu.Lock()
	defer us.mu.Unlock()
	us.conns = append(us.conns, conn)
	return conn, nil
}

// mortal is the state file as the process reaches it: it can be full, and a dead process does not reach it.
type mortal struct {
	*store.Store
	process *process
}

var errFull = errors.New("no space left on device")

func (m *mortal) allowed() error {
	switch {
	case m.process.dead.Load():
		return errDead
	case m.process.full.Load():
		return errFull
	}
	return nil
}

func (m *mortal) Commit(s store.Step) error {
	if m.process.step() {
		return errDead // before it was stored
	}
	if err := m.allowed(); err != nil {
		return err
	}
	if err := m.Store.Commit(s); err != nil {
		return err
	}
	m.process.step() // or after it
	return nil
}

func (m *mortal) Flush() error {
	if err := m.allowed(); err != nil {
		return err
	}
	return m.Store.Flush()
}

func (m *mortal) Reserve(series string, n uint64) (uint64, error) {
	if err := m.allowed(); err != nil {
		return 0, err
	}
	return m.Store.Reserve(series, n)
}

// watched is the adapter as the engine reaches it. It notes what leaves, and in which state of the session.
type watched struct {
	broker.Live
	process *process
}

// due checks that something may leave now.
func (w *watched) due(what string, id order.ID) {
	us := w.process
	switch us.state {
	case engine.Ready, engine.Degraded:
		return
	case engine.Halted, engine.Stopping, engine.Connecting: // a halt may be older than the process
		if us.ordered.Load() {
			return
		}
	}
	us.commands.faults = append(us.commands.faults, fmt.Sprintf("%s %s was sent while the session was %s", what, id, us.state))
}

func (w *watched) Submit(o *order.Order) {
	us := w.process
	if us.step() || us.dead.Load() {
		return
	}
	us.note("%d: submit %s %s %s %s %s limit %v stop %v parent %q oca %q", us.life, o.ID, o.Type, o.Side, o.Quantity, o.Symbol, o.LimitPrice, o.StopPrice, o.Parent, o.OCA)
	w.due("order", o.ID)
	us.commands.submits[o.ID]++
	w.Live.Submit(o)
	us.step()
}

func (w *watched) Modify(id order.ID, c order.Change) {
	us := w.process
	if us.dead.Load() {
		return
	}
	us.note("%d: modify %s %s", us.life, id, changed(c))
	w.due("change of", id)
	us.commands.changes[id]++
	w.Live.Modify(id, c)
}

func changed(c order.Change) (text string) {
	for name, p := range map[string]*decimal.Decimal{"quantity": c.Quantity, "limit": c.LimitPrice, "stop": c.StopPrice} {
		if p != nil {
			text += fmt.Sprintf("%s %s ", name, p)
		}
	}
	return text
}

func (w *watched) Cancel(id order.ID) {
	if us := w.process; !us.dead.Load() {
		us.note("%d: cancel %s", us.life, id)
		w.Live.Cancel(id)
	}
}

func (w *watched) CancelForeign(id string) {
	if us := w.process; !us.dead.Load() {
		us.note("%d: cancel foreign %s", us.life, id)
		w.Live.CancelForeign(id)
	}
}

// latch is the kill switch.
type latch struct{ pressed atomic.Bool }

func (l *latch) Pressed() bool { return l.pressed.Load() }
func (l *latch) Reset()        { l.pressed.Store(false) }

// log is where the parts of our program write, when somebody wants to read it.
func logTo(note func(string, ...any)) zerolog.Logger {
	return zerolog.New(zerolog.ConsoleWriter{Out: lines(note), NoColor: true, PartsExclude: []string{zerolog.TimestampFieldName}})
}

// lines makes notes of what is written.
type lines func(string, ...any)

func (l lines) Write(p []byte) (int, error) {
	l("%s", p)
	return len(p), nil
}
