package fault_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A player does what the lines of a talk say.
type player struct {
	t       *testing.T
	gateway *gateway.Gateway
	version int
	clients map[int]*watched
	me      *watched
}

// watched is a connection and what came of it.
type watched struct {
	conn    *client.Conn
	pieces  *pieces
	streams map[string]*stream
}

// A stream is what a client has seen, in its order.
type stream struct {
	close func()

	mu     sync.Mutex // guards what follows
	seen   []any
	err    error
	news   chan struct{} // has an element when something is new
	cursor int           // what a talk has looked at
}

func (w *watched) names() (names []string) {
	for name := range w.streams {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// follow reads a stream to its end.
func follow[T any](w *watched, name string, from *client.Stream[T], show func(T) any) {
	s := &stream{news: make(chan struct{}, 1), close: from.Close}
	w.streams[name] = s
	go func() {
		for {
			x, err := from.Next(context.Background())
			s.mu.Lock()
			if err != nil {
				s.err = err
			} else {
				s.seen = append(s.seen, show(x))
			}
			s.mu.Unlock()
			select {
			case s.news <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
}

// What streams show, besides messages.
type (
	notice struct {
		Code, ID, Port    int
		Event, Farm, Text string
	}
	tick struct {
		Type        wire.TickType
		Price, Size float64
		Other       string
	}
)

func (p *player) meet(id int, c *client.Conn, pieces *pieces) {
	w := &watched{conn: c, pieces: pieces, streams: map[string]*stream{}}
	p.clients[id], p.me = w, w
	p.t.Cleanup(func() { c.Close() })
	follow(w, "orders", c.Orders(), func(m wire.Message) any { return m })
	follow(w, "notices", c.Notices(), func(n client.Notice) any {
		return &notice{Code: n.Code.Number, ID: n.RequestID, Port: n.Port, Event: n.Event.String(), Farm: n.Farm, Text: n.Text}
	})
}

// do carries one line out:
//
//	connect 1 [watchful | fails TEXT]                 hangup 1      use 1         down [TEXT]     up
//	redial 1                        dials until it succeeds, with the id that was its own
//	buy 1 100 AAPL [limit 90] [stop 95] [ref x] [tif GTC] [parent 1] [account A] [held]        sell ...
//	cancel 1                        wait 5s           fire STEP
//	watch n AAPL | snapshot n AAPL | bars n AAPL | updates n AAPL | portfolio n        close n       skip n
//	freshness 3                     request 17 AAPL   market data under an id of one's own
//	see [n:] KIND field=value ... [within 5s]         none [n:] KIND ...      ends n TEXT
//	positions AAPL=100 ... | none | fails TEXT        cost AAPL 99.5          managed ACCOUNTS
//	executions 2 | fails TEXT       open 1      completed 1
//	details AAPL ok | fails TEXT    history AAPL 5 | fails TEXT     time ok | fails TEXT
//	next 5                          the next order id of the client, as the gateway says      reserve 5         as the client says
//	count KIND 1 5                  how many of a kind the stream of orders has shown, at least and at most
//	reads 1 1                       the largest piece that the socket has delivered since it was asked last, at least and at most
//	sent KIND 2                     how many requests of a kind the gateway has received
//	stats undecodable=1             unknown=1         zone TEXT     what the handshake said
func (p *player) do(words []string) error {
	commands := map[string]func([]string) error{
		"connect": p.connect, "up": p.up, "skip": p.skip, "freshness": p.freshness, "snapshot": p.watch, "request": p.request,
		"cost": p.cost, "managed": p.managed, "reserve": p.reserve, "reads": p.reads, "count": p.tally, "redial": p.redial, "hangup": p.hangup, "use": p.use, "down": p.down,
		"buy": p.order, "sell": p.order, "cancel": p.cancel, "wait": p.wait, "fire": p.fire,
		"watch": p.watch, "bars": p.watch, "updates": p.watch, "portfolio": p.watch, "close": p.close,
		"see": p.see, "none": p.none, "ends": p.ends,
		"positions": p.positions, "executions": p.count, "open": p.count, "completed": p.count, "all-open": p.count,
		"details": p.details, "history": p.history, "time": p.time, "next": p.next, "sent": p.sent, "stats": p.stats, "zone": p.zone,
	}
	command := commands[words[0]]
	if command == nil {
		return fmt.Errorf("there is no command %s", words[0])
	}
	return command(words)
}

// patience is how long a talk waits for what must come.
const patience = 5 * time.Second

func (p *player) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.t.Context(), patience)
}

// expect compares an error with "fails TEXT" or its absence.
func expect(err error, want []string) error {
	if len(want) > 0 && want[0] == "fails" {
		text := strings.Join(want[1:], " ")
		if err == nil || !strings.Contains(err.Error(), text) {
			return fmt.Errorf("error %v, want one with %q", err, text)
		}
		return nil
	}
	return err
}

func (p *player) connect(words []string) error {
	id := atoi(p.t, words[1])
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	o, pieces := p.options(id)
	if len(words) > 2 && words[2] == "watchful" {
		o.Idle, words = 30*time.Second, words[:2]
	}
	c, err := client.Dial(ctx, o)
	if err == nil {
		p.meet(id, c, pieces)
	}
	return expect(err, words[2:])
}

func (p *player) redial(words []string) error {
	id := atoi(p.t, words[1])
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Hour)
	defer cancel()
	o, pieces := p.options(id)
	c, err := client.Redial(ctx, o, client.Backoff{Reconnect: true, Max: 10 * time.Second})
	if err == nil {
		p.meet(id, c, pieces)
	}
	return err
}

func (p *player) hangup(words []string) error {
	p.clients[atoi(p.t, words[1])].conn.Close()
	synctest.Wait()
	return nil
}

func (p *player) use(words []string) error {
	p.me = p.clients[atoi(p.t, words[1])]
	return nil
}

func (p *player) down(words []string) error {
	select {
	case <-p.me.conn.Done():
		return expect(p.me.conn.Err(), append([]string{"fails"}, words[1:]...))
	case <-time.After(patience):
		return errors.New("the connection is still there")
	}
}

func (p *player) order(words []string) error {
	o := wire.Order{
		Action: wire.Buy, TotalQuantity: decimal.RequireFromString(words[2]), OrderType: wire.Market, TimeInForce: wire.Day,
		Transmit: true, Short: wire.ShortSale{ExemptCode: -1},
	}
	if words[0] == "sell" {
		o.Action = wire.Sell
	}
	for i := 4; i < len(words); i++ {
		price := func() wire.Opt[decimal.Decimal] { i++; return wire.Some(decimal.RequireFromString(words[i])) }
		switch words[i] {
		case "limit":
			o.OrderType, o.LimitPrice = wire.Limit, price()
		case "stop":
			o.OrderType, o.AuxPrice = wire.Stop, price()
		case "ref":
			i++
			o.Ref = words[i]
		case "account":
			i++
			o.Account = words[i]
		case "tif":
			i++
			o.TimeInForce = wire.TimeInForce(words[i])
		case "parent":
			i++
			o.ParentID = atoi(p.t, words[i])
		case "held":
			o.Transmit = false
		default:
			return fmt.Errorf("an order has no %s", words[i])
		}
	}
	ctx, cancel := p.context()
	defer cancel()
	k := asContract(words[3])
	if k.SecType == wire.Combo {
		o.SmartCombo = []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}}
	}
	return p.me.conn.PlaceOrder(ctx, &wire.PlaceOrder{OrderID: atoi(p.t, words[1]), Contract: k, Order: o})
}

func (p *player) cancel(words []string) error {
	ctx, cancel := p.context()
	defer cancel()
	return p.me.conn.CancelOrder(ctx, atoi(p.t, words[1]))
}

func (p *player) wait(words []string) error {
	d, err := time.ParseDuration(words[1])
	<-time.After(d)
	synctest.Wait()
	return err
}

func (p *player) fire(words []string) error { return p.gateway.Fire(words[1]) }

func (p *player) watch(words []string) error {
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute) // the client waits for its pace
	defer cancel()
	name, c := words[1], p.me.conn
	switch words[0] {
	case "watch", "snapshot":
		s, err := c.MarketData(ctx, wire.RequestMarketData{Contract: asContract(words[2]), Snapshot: words[0] == "snapshot"})
		if err != nil {
			return err
		}
		follow(p.me, name, s, showTick)
	case "bars":
		s, err := c.RealTimeBars(ctx, wire.RequestRealTimeBars{Contract: asContract(words[2]), BarSize: 5, WhatToShow: "TRADES"})
		if err != nil {
			return err
		}
		follow(p.me, name, s, func(b wire.RealTimeBar) any { return &b })
	case "updates":
		s, err := c.BarUpdates(ctx, wire.RequestHistoricalData{
			Contract: asContract(words[2]), Duration: "300 S", BarSize: "5 secs", WhatToShow: "TRADES", FormatDate: 2,
		})
		if err != nil {
			return err
		}
		follow(p.me, name, s, func(b client.BarUpdate) any { return &b })
	case "portfolio":
		s, err := c.Portfolio(ctx, c.Accounts()[0])
		if err != nil {
			return err
		}
		follow(p.me, name, s, func(m wire.Message) any { return m })
	}
	return nil
}

func showTick(x client.Tick) any {
	t := &tick{Type: x.Type, Price: x.Price, Size: x.Size.Or(-1)}
	switch other := x.Other.(type) {
	case nil:
	case *wire.Error:
		t.Other = strconv.Itoa(other.Code)
	default:
		t.Other = other.Kind().String()
	}
	return t
}

func (p *player) close(words []string) error {
	p.me.streams[words[1]].close()
	return nil
}

// A sight is what a line wants to see.
type sight struct {
	stream *stream
	kind   string
	fields map[string]string
	within time.Duration
	err    error // a field that there is not
}

func (p *player) sight(words []string, within time.Duration) (*sight, error) {
	s := &sight{fields: map[string]string{}, within: within, stream: p.me.streams["orders"]}
	if name, ok := strings.CutSuffix(words[0], ":"); ok {
		s.stream, words = p.me.streams[name], words[1:]
	}
	if s.kind = words[0]; s.kind == "notice" {
		s.stream = p.me.streams["notices"]
	}
	if s.stream == nil {
		return nil, errors.New("there is no stream of that name")
	}
	for i := 1; i < len(words); i++ {
		field, value, ok := strings.Cut(words[i], "=")
		switch {
		case ok:
			s.fields[field] = strings.ReplaceAll(value, "~", " ")
		case words[i] == "within" && i+1 < len(words):
			i++
			var err error
			if s.within, err = time.ParseDuration(words[i]); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%s: want field=value or within", words[i])
		}
	}
	return s, nil
}

// is compares fields; a text needs only to contain what is wanted.
func (s *sight) is(x any) bool {
	name := fmt.Sprintf("%T", x)
	if name[strings.LastIndexByte(name, '.')+1:] != s.kind {
		return false
	}
	for field, want := range s.fields {
		have, err := fault.Field(x, field)
		if err != nil {
			s.err = err
			return true // to end the search
		}
		if a, err := decimal.NewFromString(have); err == nil {
			if b, err := decimal.NewFromString(want); err == nil && a.Equal(b) {
				continue
			}
		}
		if have != want && !(field == "text" || field == "message") || !strings.Contains(have, want) {
			return false
		}
	}
	return true
}

func (p *player) see(words []string) error {
	want, err := p.sight(words[1:], patience)
	if err != nil {
		return err
	}
	s, late := want.stream, time.After(want.within)
	for {
		synctest.Wait()
		s.mu.Lock()
		i := slices.IndexFunc(s.seen[s.cursor:], want.is)
		if i >= 0 {
			s.cursor += i + 1
		}
		s.mu.Unlock()
		if i >= 0 {
			return want.err
		}
		select {
		case <-s.news:
		case <-late:
			return fmt.Errorf("not seen within %v", want.within)
		}
	}
}

func (p *player) none(words []string) error {
	want, err := p.sight(words[1:], time.Second)
	if err != nil {
		return err
	}
	<-time.After(want.within)
	synctest.Wait()
	want.stream.mu.Lock()
	defer want.stream.mu.Unlock()
	if i := slices.IndexFunc(want.stream.seen[want.stream.cursor:], want.is); i >= 0 {
		return fmt.Errorf("seen: %+v", want.stream.seen[want.stream.cursor+i])
	}
	return nil
}

func (p *player) ends(words []string) error {
	s, late := p.me.streams[words[1]], time.After(patience)
	for {
		synctest.Wait()
		s.mu.Lock()
		err := s.err
		s.mu.Unlock()
		if err != nil {
			return expect(err, append([]string{"fails"}, words[2:]...))
		}
		select {
		case <-s.news:
		case <-late:
			return errors.New("it goes on")
		}
	}
}
