package tws

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

const (
	account  = "DU1"
	clientID = 7
	spyConID = 756733
)

// scene is a venue, its inbox, and a gateway that does as the test says, on a fake clock: Tuesday 4 March 2025, 10:00
// in New York unless the test lets time pass first.
type scene struct {
	*testing.T
	*Venue
	in   *inbox
	spy  *market.Instrument
	opts Options
	// others are instruments beside SPY, with the contracts that they are.
	others    []*market.Instrument
	contracts []*wire.ContractDetails

	mu       sync.Mutex // guards what follows
	version  int
	accounts string
	nextID   int
	refuse   int              // dials to refuse
	dials    []time.Time      // all of them
	addrs    []string         // where they went
	greet    func(*peer) bool // instead of the handshake, when it answers true
	// take handles a message instead of the peer, when it answers true.
	take func(*peer, wire.Message) bool
	peer *peer

	open      []wire.Message // answers to requests
	done      []*wire.CompletedOrder
	fills     []wire.Message
	positions []*wire.Position
	cash      string
	history   func(*wire.RequestHistoricalData) []wire.Bar
	mute      map[wire.Kind]bool // requests that are never answered in full
	got       []received
	quiet     bool // no real-time bars
}

// received is a message with the time at which it came.
type received struct {
	at time.Time
	m  wire.Message
}

// stage prepares a scene; start connects it.
func stage(t *testing.T, change ...func(*scene)) *scene {
	const tenOClock = "2025-03-04T15:00:00Z"
	opening, _ := time.Parse(time.RFC3339, tenOClock)
	<-time.After(time.Until(opening)) // the fake clock begins in 2000
	spy := market.NewEquity("SPY")
	s := &scene{
		T: t, in: &inbox{}, spy: &spy, version: 225, accounts: account, nextID: 100, cash: "100000",
		mute: map[wire.Kind]bool{},
	}
	s.opts = Options{
		Client:  client.Options{ClientID: clientID, Dialer: s, Idle: -1, Rate: 1000, Timeout: 5 * time.Second},
		Account: account, FirstRetry: time.Second, MaxRetry: 8 * time.Second,
	}
	for _, c := range change {
		c(s)
	}
	instruments := append([]*market.Instrument{s.spy}, s.others...)
	for i, in := range instruments {
		in.ID = market.ID(i)
	}
	v, err := New(instruments, func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, s.in, s.opts)
	if err != nil {
		t.Fatal(err)
	}
	s.Venue = v
	t.Cleanup(func() {
		s.hangUp()
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// begin is stage and start, with the contracts found.
func begin(t *testing.T, change ...func(*scene)) *scene {
	t.Helper()
	s := stage(t, change...)
	s.start()
	return s
}

func (s *scene) start() {
	s.Helper()
	if err := s.Venue.Start(s.Context(), nil); err != nil {
		s.Fatal(err)
	}
	synctest.Wait()
}

// elapse lets the fake clock advance.
func elapse(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// DialContext makes the scene a [client.Dialer].
func (s *scene) DialContext(_ context.Context, _, addr string) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addrs = append(s.addrs, addr)
	s.dials = append(s.dials, time.Now())
	if s.refuse > 0 {
		s.refuse--
		return nil, syscall.ECONNREFUSED
	}
	near, far := net.Pipe()
	p := &peer{scene: s, conn: far, in: wire.NewReader(far, 0)}
	s.peer = p
	go p.run()
	return near, nil
}

// hangUp closes the gateway's end.
func (s *scene) hangUp() {
	s.mu.Lock()
	p := s.peer
	s.mu.Unlock()
	if p != nil {
		p.conn.Close()
	}
	synctest.Wait()
}

// push sends messages to the venue.
func (s *scene) push(messages ...wire.Message) {
	s.Helper()
	s.mu.Lock()
	p := s.peer
	s.mu.Unlock()
	p.send(messages...)
	synctest.Wait()
}

// notice sends an error that belongs to no request.
func (s *scene) notice(code int, text string) {
	s.push(&wire.Error{RequestID: -1, Code: code, Message: text})
}

// peer is the gateway's end of one connection.
type peer struct {
	*scene
	conn net.Conn
	in   *wire.Reader
	dec  *wire.Decoder

	out sync.Mutex // guards enc
	enc *wire.Encoder

	streams map[int]wire.Message // open subscriptions, by request id; guarded by the scene
}

// stream opens or ends a subscription.
func (p *peer) stream(id int, m wire.Message, open bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.streams == nil {
		p.streams = map[int]wire.Message{}
	}
	if open {
		p.streams[id] = m
	} else {
		delete(p.streams, id)
	}
}

func (p *peer) run() {
	defer p.conn.Close()
	if p.greet != nil && p.greet(p) {
		return
	}
	if !p.welcome() {
		return
	}
	p.send(&wire.ManagedAccounts{Accounts: p.accounts}, &wire.NextValidID{OrderID: p.nextID})
	for {
		m, err := p.next()
		if err != nil {
			return
		}
		p.mu.Lock()
		p.got = append(p.got, received{time.Now(), m})
		take := p.take
		p.mu.Unlock()
		if take == nil || !take(p, m) {
			p.answer(m)
		}
	}
}

// welcome agrees on the version and reads the start of the API.
func (p *peer) welcome() bool {
	if p.in.Prefix() != nil {
		return false
	}
	if _, err := p.in.Next(); err != nil {
		return false
	}
	if _, err := p.conn.Write(wire.Welcome{Version: p.version, Time: "20250304 10:00:00 US/Eastern"}.Append(nil)); err != nil {
		return false
	}
	p.out.Lock()
	p.dec, p.enc = wire.NewDecoder(true, p.version), wire.NewEncoder(false, p.version)
	p.out.Unlock()
	_, err := p.next()
	return err == nil
}

func (p *peer) next() (wire.Message, error) {
	payload, err := p.in.Next()
	if err != nil {
		return nil, err
	}
	return p.dec.Decode(payload)
}

func (p *peer) send(messages ...wire.Message) {
	p.out.Lock()
	defer p.out.Unlock()
	for _, m := range messages {
		frame, err := p.enc.Append(nil, m)
		if err != nil {
			p.Errorf("peer: %v", err)
			continue
		}
		if _, err := p.conn.Write(frame); err != nil && err != io.ErrClosedPipe {
			p.Errorf("peer: %v", err)
		}
	}
}

// answer is what a gateway in good order says.
func (p *peer) answer(m wire.Message) {
	p.mu.Lock()
	muted := p.mute[m.Kind()]
	open, done, fills, positions := slices.Clone(p.open), slices.Clone(p.done), slices.Clone(p.fills), slices.Clone(p.positions)
	history, cash := p.history, p.cash
	p.mu.Unlock()
	end := func(last wire.Message) {
		if !muted {
			p.send(last)
		}
	}
	switch m := m.(type) {
	case *wire.RequestContractDetails:
		p.send(p.describe(m))
		end(&wire.ContractDetailsEnd{RequestID: m.RequestID})
	case *wire.RequestMarketRule:
		p.send(&wire.MarketRule{ID: m.ID, Increments: []wire.PriceIncrement{{LowEdge: dec("0"), Increment: dec("0.01")}}})
	case *wire.RequestAllOpenOrders:
		p.send(open...)
		end(&wire.OpenOrdersEnd{})
	case *wire.RequestCompletedOrders:
		for _, o := range done {
			p.send(o)
		}
		end(&wire.CompletedOrdersEnd{})
	case *wire.RequestExecutions:
		for _, f := range fills {
			if x, ok := f.(*wire.Executed); ok {
				again := *x
				again.RequestID = m.RequestID
				f = &again
			}
			p.send(f)
		}
		end(&wire.ExecutionsEnd{RequestID: m.RequestID})
	case *wire.RequestPositions:
		for _, row := range positions {
			p.send(row)
		}
		end(&wire.PositionEnd{})
	case *wire.RequestAccountSummary:
		p.send(&wire.AccountSummary{RequestID: m.RequestID, Account: account, Tag: "CashBalance", Value: cash, Currency: "USD"})
		end(&wire.AccountSummaryEnd{RequestID: m.RequestID})
	case *wire.RequestHistoricalData:
		var bars []wire.Bar
		if history != nil {
			bars = history(m)
		}
		p.send(&wire.HistoricalData{RequestID: m.RequestID, Bars: bars})
		end(&wire.HistoricalDataEnd{RequestID: m.RequestID})
	case *wire.RequestRealTimeBars:
		p.stream(m.RequestID, m, true)
	case *wire.CancelRealTimeBars:
		p.stream(m.RequestID, nil, false)
	case *wire.RequestMarketData:
		p.stream(m.RequestID, m, true)
	case *wire.CancelMarketData:
		p.stream(m.RequestID, nil, false)
	case *wire.RequestMarketDepth:
		p.stream(m.RequestID, m, true)
	case *wire.CancelMarketDepth:
		p.stream(m.RequestID, nil, false)
	case *wire.RequestTickByTick:
		p.stream(m.RequestID, m, true)
	case *wire.CancelTickByTick:
		p.stream(m.RequestID, nil, false)
	case *wire.RequestCurrentTime:
		p.send(&wire.CurrentTime{Time: time.Now().Unix()})
	}
}

// describe is the contract that is asked for, SPY unless it is one of the others.
func (s *scene) describe(m *wire.RequestContractDetails) *wire.ContractDetails {
	for _, d := range s.contracts {
		if d.Contract.SecType == m.Contract.SecType && d.Contract.Strike.Value.Equal(m.Contract.Strike.Value) {
			found := *d
			found.RequestID = m.RequestID
			return &found
		}
	}
	return spyDetails(m.RequestID)
}

// sent are the messages of a type that the venue sent, in order.
func sent[M wire.Message](s *scene) []M {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []M
	for _, r := range s.got {
		if m, ok := r.m.(M); ok {
			list = append(list, m)
		}
	}
	return list
}

// last is the latest message of a type.
func last[M wire.Message](s *scene) M {
	s.Helper()
	list := sent[M](s)
	if len(list) == 0 {
		var none M
		s.Fatalf("no %v was sent", none.Kind())
	}
	return list[len(list)-1]
}

// inbox keeps what the venue told, and folds order events as the engine does.
type inbox struct {
	mu      sync.Mutex // guards what follows
	market  []market.Event
	orders  []order.Event
	notices []broker.Notice
	all     []any
	sink    func(order.Event)
}

func (x *inbox) Market(ev *market.Event) {
	x.mu.Lock()
	defer x.mu.Unlock()
	copied := *ev
	if ev.Depth != nil {
		book := *ev.Depth
		copied.Depth = &book
	}
	x.market = append(x.market, copied)
	x.all = append(x.all, copied)
}

func (x *inbox) Order(ev order.Event) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.orders = append(x.orders, ev)
	x.all = append(x.all, ev)
	if x.sink != nil {
		x.sink(ev)
	}
}

func (x *inbox) Notice(n broker.Notice) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.notices = append(x.notices, n)
	x.all = append(x.all, n)
}

// events are those of a type.
func events[E any](s *scene) []E {
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	var list []E
	for _, v := range s.in.all {
		if e, ok := v.(E); ok {
			list = append(list, e)
		}
	}
	return list
}

// only is the one event of a type.
func only[E any](s *scene) E {
	s.Helper()
	list := events[E](s)
	if len(list) != 1 {
		var none E
		s.Fatalf("%d of %T, want one; all that was told:\n%s", len(list), none, s.in)
	}
	return list[0]
}

func none[E any](s *scene) {
	s.Helper()
	if list := events[E](s); len(list) > 0 {
		s.Errorf("%+v, want none", list)
	}
}

func (x *inbox) String() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	text := ""
	for _, v := range x.all {
		if _, much := v.(market.Event); much {
			continue
		}
		text += fmt.Sprintf("  %T %+v\n", v, v)
	}
	return text
}

// submit sends an order and waits until the gateway has it.
func (s *scene) submit(id string, r order.Request) *order.Order {
	o := &order.Order{Request: r, ID: order.ID(id), Strategy: "alpha", Instrument: s.spy}
	s.Venue.Submit(o)
	elapse(20 * time.Millisecond) // the pace of the connection
	return o
}

func buy(quantity, limit string) order.Request {
	return order.NewLimit("SPY", order.Buy, dec(quantity), dec(limit))
}

// state folds all events of an order into it, as the engine does, and fails at one that cannot happen.
func (s *scene) state(o *order.Order) order.Order {
	s.Helper()
	folded := *o
	if _, err := folded.Apply(order.WasSent{Header: order.Header{Order: o.ID}}); err != nil {
		s.Fatal(err)
	}
	for _, ev := range events[order.Event](s) {
		if ev.About().Order != o.ID {
			continue
		}
		if _, err := folded.Apply(ev); err != nil {
			s.Errorf("impossible: %v", err)
		}
	}
	return folded
}

// is fails unless an order has come to a state.
func (s *scene) is(o *order.Order, want order.State) order.Order {
	s.Helper()
	folded := s.state(o)
	if folded.State != want {
		s.Fatalf("order %s is %s, want %s; all that was told:\n%s", o.ID, folded.State, want, s.in)
	}
	return folded
}
