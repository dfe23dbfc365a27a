package faults

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

const account = "DU1234567"

// opening is Monday, 4 March 2024, 10:00 in New York.
var opening = market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))

// rising is a share with a quote a second for half an hour, from 100.00 at 100.02 up by a cent each, and a trade
// at each ask half a second later.
func rising(from market.Time) floor.Recording {
	var r floor.Recording
	for i := range 1800 {
		at := from.Add(time.Duration(i) * time.Second)
		bid, ask := math.Round(10000+float64(i))/100, math.Round(10002+float64(i))/100
		r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: ask, BidSize: 300, AskSize: 200})
		r.Trades.Append(market.Trade{Time: at.Add(500 * time.Millisecond), Price: ask, Size: 100})
	}
	return r
}

// A stage is where a case is played: IB's side and ours. A test changes what it wants before start.
type stage struct {
	*testing.T
	script   fault.Script
	from     market.Time // when the market begins
	clientID int
	set      atomic.Int64 // by how many nanoseconds the computer's clock was set
	version  int          // the newest server version that our side speaks, 0 for all
	feed     engine.Feed
	venueOf  func(*tws.Options)
	liveOf   func(*engine.Live)
	pair     bool // IBM against AAPL is an instrument of the run
	limits   risk.Limits
	started  func(*strategy.Session)
	log      bytes.Buffer // of a run that has ended, or that stands still

	gateway *gateway.Gateway
	book    *deskfile.File // IB's
	path    string         // of our state file
	actor   *actor

	file  *store.Store
	box   *inbox.Inbox
	venue *tws.Venue
	// instruments are those of the run.
	instruments []*market.Instrument
	engine      *engine.Engine
	cut         context.CancelFunc
	done        chan error

	mu    sync.Mutex // guards turns
	turns []engine.Transition
}

// play sets the stage for a script of package fault's examples, or for nothing that goes wrong when name is empty.
func play(t *testing.T, name string, test func(*stage)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{T: t, from: opening, path: filepath.Join(dir, "state.db"), clientID: 3, feed: engine.Feed{Trades: true}}
		if name != "" {
			s.script = readScript(t, name)
		}
		var err error
		if s.book, err = deskfile.Open(filepath.Join(dir, "gateway.db"), deskfile.Options{Quick: true}); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.book.Close() })
		test(s)
	})
}

func readScript(t *testing.T, name string) fault.Script {
	t.Helper()
	path := filepath.Join("..", "..", "broker", "tws", "gateway", "fault", "testdata", name+".yaml")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	script, err := fault.Read(f, path)
	if err != nil {
		t.Fatal(err)
	}
	return script
}

func scriptOf(t *testing.T, text string) fault.Script {
	t.Helper()
	script, err := fault.Read(strings.NewReader(text), "script")
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// open runs the gateway.
func (s *stage) open() {
	s.Helper()
	<-time.After(time.Until(s.from.UTC())) // the clock of the market is the clock of the test
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{
			{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC"},
			{Symbol: "IBM", Kind: market.Equity, Primary: "NYSE", ConID: 8314, Name: "INTL BUSINESS MACHINES CORP"},
		},
		Archive: floor.Memory{"AAPL": rising(s.from), "IBM": rising(s.from)}, Start: s.from,
	})
	if err != nil {
		s.Fatal(err)
	}
	s.gateway, err = gateway.New(gateway.Options{
		Floor: f, Faults: &s.script, Record: 1 << 12,
		Desk: &desk.Options{Accounts: []desk.Account{{Name: account, Cash: decimal.NewFromInt(1_000_000)}}, Book: s.book},
	})
	if err != nil {
		s.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.gateway.Run(ctx) }()
	s.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.Errorf("the gateway ended: %v", err)
		}
	})
	synctest.Wait()
}

// start runs our side over its state file.
func (s *stage) start() {
	s.Helper()
	if s.gateway == nil {
		s.open()
	}
	if err := s.tryStart(s.path, s.clientID); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if s.done != nil {
			s.end()
		}
	})
}

// tryStart is start with a state file and a client id; the error says why there is no run.
func (s *stage) tryStart(path string, clientID int) (err error) {
	if s.file, err = store.OpenWith(path, store.Options{}); err != nil {
		return err
	}
	list := []market.Instrument{market.NewEquity("AAPL"), market.NewEquity("IBM")}
	feeds := []engine.Feed{s.feed, s.feed}
	if s.pair {
		list, feeds = append(list, pair()), append(feeds, engine.Feed{})
	}
	universe, err := market.NewUniverse(list...)
	if err != nil {
		return err
	}
	s.instruments = universe.All()
	gate, err := risk.NewGate(s.limits, nil, nil)
	if err != nil {
		return err
	}
	ctx, cut := context.WithCancel(context.Background())
	now := market.At(time.Now())
	logger := zerolog.New(zerolog.SyncWriter(&s.log))
	s.box = inbox.New(ctx, len(list), now, inbox.Options{
		Wall: func(t time.Time) market.Time { return market.At(t).Add(time.Duration(s.set.Load())) },
	})
	o := tws.Options{Account: account, Cache: s.file.Answers(), Log: logger,
		Client: client.Options{ClientID: clientID, Dialer: s.gateway, MaxVersion: s.version, Log: logger}}
	if s.pair {
		o.NonGuaranteed = []string{pairSymbol} // IB guarantees no shares against shares
	}
	if s.venueOf != nil {
		s.venueOf(&o)
	}
	calendarOf := func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }
	if s.venue, err = tws.New(universe.All(), calendarOf, s.box, o); err != nil {
		cut()
		return errors.Join(err, s.file.Close())
	}
	live := &engine.Live{Venue: s.venue, Store: s.file, WriteAhead: true, Account: account, OnTransition: s.turned}
	if s.liveOf != nil {
		s.liveOf(live)
	}
	s.actor = newActor(s.started)
	s.engine, err = engine.New(engine.Options{
		Universe: universe, Feeds: feeds, Start: now, Venue: s.venue, Gate: gate, Base: market.USD,
		Recorder: silent{}, OrderPrefix: "F", Log: logger, Live: live,
		Strategies: []engine.Member{{Name: "alpha", Strategy: s.actor, Cash: decimal.NewFromInt(200_000)}},
	})
	if err == nil {
		err = s.engine.Start(ctx)
	}
	if err != nil {
		cut()
		return errors.Join(err, s.venue.Close(), s.file.Close())
	}
	s.cut = cut
	return s.run(ctx)
}

func (s *stage) run(ctx context.Context) error {
	for _, d := range s.engine.Demands() {
		if d.Instrument.Kind == market.Combo {
			continue // its legs have the data
		}
		err := s.venue.Want(tws.Want{Instrument: d.Instrument, Bars: s.feed.Bars, From: d.From, Quotes: s.feed.Quotes, Trades: s.feed.Trades})
		if err != nil {
			return err
		}
	}
	e, box, done := s.engine, s.box, make(chan error, 1)
	s.done = done
	go func() {
		_, err := e.RunLive(ctx, box)
		done <- err
	}()
	return nil
}

func (s *stage) turned(t engine.Transition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns = append(s.turns, t)
}

// states are the states of the session since the start.
func (s *stage) states() (list []engine.SessionState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.turns {
		list = append(list, t.To)
	}
	return list
}

// outages counts how often the link was lost.
func (s *stage) outages() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.turns {
		if t.Event == engine.LinkDown {
			n++
		}
	}
	return n
}

// ready starts and waits until orders may leave.
func (s *stage) ready() {
	s.Helper()
	s.start()
	s.pass(3 * time.Second)
	s.is(engine.Ready)
}

// end stops our side in order.
func (s *stage) end() {
	s.Helper()
	if err := s.command(engine.Stop{}); err != nil {
		s.Error(err)
	}
	s.bury()
}

// bury waits for the end of our side.
func (s *stage) bury() {
	s.Helper()
	err := <-s.done
	s.done = nil
	s.cut()
	if err != nil {
		s.Errorf("the run ended: %v", err)
	}
	if err := s.file.Close(); err != nil {
		s.Error(err)
	}
}

func (s *stage) command(c engine.Command) error {
	return s.box.Command(context.Background(), c) // that of the test has ended when its cleanups run
}

// pass lets time pass.
func (s *stage) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// status is what the engine publishes, not older than it must be.
func (s *stage) status() *engine.Status {
	s.pass(time.Second)
	return s.engine.Status()
}

func (s *stage) is(want engine.SessionState) {
	s.Helper()
	if st := s.status(); st.State != want {
		s.Fatalf("the session is %s, want %s: %s; broken %+v; alarms %+v", st.State, want, st.Cause, st.Broken, st.Alarms)
	}
}

// act runs something in a timer of the strategy.
func (s *stage) act(do func(*strategy.Session)) {
	s.Helper()
	if !s.actor.act(do) {
		s.Fatal("the strategy is not called any more")
	}
	synctest.Wait()
}

// send submits an order and fails when that is refused on the spot.
func (s *stage) send(r order.Request) order.ID {
	s.Helper()
	id, err := s.trySend(r)
	if err != nil {
		s.Fatal(err)
	}
	s.pass(100 * time.Millisecond)
	return id
}

func (s *stage) trySend(r order.Request) (id order.ID, err error) {
	s.Helper()
	s.act(func(x *strategy.Session) { id, err = x.Submit(r) })
	return id, err
}

// order is an order as the engine has it.
func (s *stage) order(id order.ID) (o order.Order) {
	s.Helper()
	s.act(func(x *strategy.Session) { o, _ = x.Order(id) })
	return o
}

// orderIs fails unless an order has come to a state with so much filled.
func (s *stage) orderIs(id order.ID, want order.State, filled string) order.Order {
	s.Helper()
	o := s.order(id)
	if o.State != want || !o.Filled.Equal(dec(filled)) {
		s.Fatalf("order %s is %s with %s filled, want %s with %s: %s", id, o.State, o.Filled, want, filled, o.Reason.Error())
	}
	return o
}

func (s *stage) modify(id order.ID, change order.Change) {
	s.Helper()
	s.act(func(x *strategy.Session) {
		if err := x.Modify(id, change); err != nil {
			s.Error(err)
		}
	})
}

// alarms are the texts of all alarms since the start.
func (s *stage) alarms() (texts []string) {
	for _, a := range s.status().Alarms {
		texts = append(texts, a.Text)
	}
	return texts
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func buy(quantity, limit string) order.Request {
	return order.NewLimit("AAPL", order.Buy, dec(quantity), dec(limit))
}

func price(text string) *decimal.Decimal {
	d := dec(text)
	return &d
}

func idleOf(d time.Duration) func(*tws.Options) { return func(o *tws.Options) { o.Client.Idle = d } }

func marketBuy(quantity string) order.Request {
	return order.NewMarket("AAPL", order.Buy, dec(quantity))
}

const pairSymbol = "PAIR"

// pair is a share of IBM against one of AAPL, in cents.
func pair() market.Instrument {
	in := market.NewEquity(pairSymbol)
	in.Kind, in.Exchange, in.Grid = market.Combo, "", market.UniformGrid(dec("0.01"))
	in.Legs = []market.Leg{{Symbol: "IBM", Ratio: 1}, {Symbol: "AAPL", Ratio: -1}}
	return in
}

// sent are the requests of a type that the gateway has received, in their order.
func sent[M any](s *stage) (list []M) {
	for _, in := range s.gateway.Inbound() {
		if m, ok := in.Message.(M); ok {
			list = append(list, m)
		}
	}
	return list
}

func (s *stage) tradesSeen() int {
	_, trades := s.actor.seen()
	return len(trades)
}
