package simtest

import (
	"context"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"net"
	"slices"
	"sort"
	"sync"
	"syscall"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

const account = "DU1234567"

var symbols = []string{"AAPL", "MSFT"}

// pairSymbol is a share of the one against one of the other, an instrument of every second day.
const pairSymbol = "PAIR"

func pair() market.Instrument {
	in := market.NewEquity(pairSymbol)
	in.Kind, in.Grid = market.Combo, market.UniformGrid(decimal.New(1, -2))
	in.Legs = []market.Leg{{Symbol: symbols[0], Ratio: 1}, {Symbol: symbols[1], Ratio: -1}}
	return in
}

// The days of these tests are Monday, 4 March 2024: New York trades from 14:30 to 21:00 UTC.
var (
	monday  = time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC)
	opening = market.At(monday.Add(14*time.Hour + 30*time.Minute))
)

// world is everything that is not ours: the market, IB's books, and the gateway. It outlives both sides' processes.
type world struct {
	archive floor.Memory
	records *records
	script  *fault.Script
	venue   desk.Options      // how orders fill
	inbound []gateway.Inbound // of the gateways that have ended

	mu      sync.Mutex // guards gateway
	gateway *gateway.Gateway
	stop    context.CancelFunc
	ended   chan error
}

func newWorld(r *rand.Rand, from, until market.Time, script *fault.Script) *world {
	w := &world{archive: floor.Memory{}, records: newRecords(), script: script}
	for i, symbol := range symbols {
		w.archive[symbol] = wander(r, 100*float64(i+1), from, until)
	}
	return w
}

// wander is a market that moves a few cents at a time.
func wander(r *rand.Rand, price float64, from, until market.Time) floor.Recording {
	var rec floor.Recording
	cents := math.Round(price * 100)
	for at := from.Add(time.Second); at < until; at = at.Add(time.Duration(1500+r.IntN(5000)) * time.Millisecond) {
		cents = max(1000, cents+float64(r.IntN(41)-20))
		rec.Quotes.Append(market.Quote{
			Time: at, Bid: (cents - 1) / 100, Ask: (cents + 1) / 100, BidSize: float64(100 * (1 + r.IntN(9))), AskSize: float64(100 * (1 + r.IntN(9))),
		})
		if r.IntN(3) > 0 {
			rec.Trades.Append(market.Trade{Time: at.Add(time.Duration(1+r.IntN(1400)) * time.Millisecond), Price: (cents + float64(r.IntN(3)-1)) / 100, Size: float64(100 * (1 + r.IntN(5)))})
		}
	}
	return rec
}

// bar is what the market did between two times, made of bars of a span: one without trades repeats the price from before.
func (w *world) bar(symbol string, from, to market.Time, span time.Duration) market.Bar {
	trades := w.archive[symbol].Trades
	k := sort.Search(trades.Len(), func(i int) bool { return trades.Time[i] > from })
	whole := market.Bar{Start: from, End: to}
	for i := 0; from < to; i++ {
		var p market.Bar
		if k > 0 {
			last := trades.Price[k-1]
			p = market.Bar{Open: last, High: last, Low: last, Close: last}
		}
		for from = from.Add(span); k < trades.Len() && trades.Time[k] <= from; k++ {
			price := trades.Price[k]
			if p.Volume == 0 {
				p.Open, p.High, p.Low = price, price, price
			}
			p.High, p.Low, p.Close, p.Volume = max(p.High, price), min(p.Low, price), price, p.Volume+trades.Size[k]
		}
		if i == 0 {
			whole.Open, whole.High, whole.Low = p.Open, p.High, p.Low
		}
		whole.High, whole.Low, whole.Close, whole.Volume = max(whole.High, p.High), min(whole.Low, p.Low), p.Close, whole.Volume+p.Volume
	}
	return whole
}

// open starts a gateway over IB's books.
func (w *world) open() error {
	specs := []floor.Spec{
		{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC"},
		{Symbol: "MSFT", Kind: market.Equity, Primary: "NASDAQ", ConID: 272093, Name: "MICROSOFT CORP"},
	}
	f, err := floor.New(floor.Options{Listings: specs, Archive: w.archive, Start: market.At(time.Now())})
	if err != nil {
		return err
	}
	accounts := w.venue
	accounts.Accounts, accounts.Book = []desk.Account{{Name: account, Cash: decimal.NewFromInt(1_000_000)}}, w.records
	g, err := gateway.New(gateway.Options{Floor: f, FreeHistory: true, Faults: w.script, Record: 1 << 14, Desk: &accounts})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	w.ended, w.stop = make(chan error, 1), stop
	go func() { w.ended <- g.Run(ctx) }()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gateway = g
	return nil
}

// calm ends everything that goes wrong at the gateway.
func (w *world) calm() {
	g := w.present()
	g.StopPlaying()
	_ = g.Inject(fault.Link{Is: fault.Restored}) // it may not have been lost
	for _, farm := range []string{"usfarm", "ushmds", "secdefil"} {
		_ = g.MendFarm(farm)
	}
	_ = g.Inject(fault.Write{Client: everybody})
}

// close ends the gateway's process.
func (w *world) close() error {
	w.mu.Lock()
	g := w.gateway
	w.gateway = nil
	w.mu.Unlock()
	if g == nil {
		return nil
	}
	w.inbound = append(w.inbound, g.Inbound()...)
	w.stop()
	return <-w.ended
}

func (w *world) present() *gateway.Gateway {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.gateway
}

// dial reaches the gateway that runs now, if one does.
func (w *world) dial(ctx context.Context) (net.Conn, error) {
	g := w.present()
	if g == nil {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	return g.DialContext(ctx, "", "")
}

// sent is every request that reached a gateway.
func (w *world) sent() []gateway.Inbound {
	if g := w.present(); g != nil {
		return append(slices.Clone(w.inbound), g.Inbound()...)
	}
	return w.inbound
}

// records are IB's books: what the desk has saved, which is the truth that ours are compared with.
type records struct {
	mu         sync.Mutex // guards the rest
	tickets    map[int64]*desk.Ticket
	executions map[int64]*desk.Execution
	accounts   map[string]desk.Sheet
	mornings   map[string]desk.Sheet
	counters   *desk.Counters
}

func newRecords() *records {
	return &records{tickets: map[int64]*desk.Ticket{}, executions: map[int64]*desk.Execution{}, accounts: map[string]desk.Sheet{}, mornings: map[string]desk.Sheet{}}
}

// Load gives copies, as a file would.
func (r *records) Load() (*desk.Change, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &desk.Change{}
	for _, id := range slices.Sorted(maps.Keys(r.tickets)) {
		c.Tickets = append(c.Tickets, public(r.tickets[id]))
	}
	for _, id := range slices.Sorted(maps.Keys(r.executions)) {
		e := *r.executions[id]
		c.Executions = append(c.Executions, &e)
	}
	for _, name := range slices.Sorted(maps.Keys(r.accounts)) {
		c.Accounts = append(c.Accounts, r.accounts[name])
	}
	for _, name := range slices.Sorted(maps.Keys(r.mornings)) {
		c.Mornings = append(c.Mornings, r.mornings[name])
	}
	if r.counters != nil {
		counters := *r.counters
		counters.Clients = maps.Clone(counters.Clients)
		c.Counters = &counters
	}
	return c, nil
}

// Save keeps copies.
func (r *records) Save(c *desk.Change) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range c.Tickets {
		r.tickets[t.PermID] = public(t)
	}
	for _, e := range c.Executions {
		kept := *e
		r.executions[e.Number] = &kept
	}
	for _, s := range c.Accounts {
		r.accounts[s.Name] = s
	}
	for _, s := range c.Mornings {
		r.mornings[s.Name] = s
	}
	if c.Counters != nil {
		counters := *c.Counters
		counters.Clients = maps.Clone(counters.Clients)
		r.counters = &counters
	}
	if len(c.ForgetTickets)+len(c.ForgetExecutions) > 0 {
		return errors.New("the day is too short to forget anything")
	}
	return nil
}

// public is a ticket without what the desk keeps in it for itself.
func public(t *desk.Ticket) *desk.Ticket {
	return &desk.Ticket{
		PermID: t.PermID, Client: t.Client, OrderID: t.OrderID, Manual: t.Manual, Symbol: t.Symbol, Contract: t.Contract, Order: t.Order,
		Request: t.Request, Account: t.Account, Status: t.Status, WhyHeld: t.WhyHeld, Triggered: t.Triggered, Filled: t.Filled, Cost: t.Cost,
		AvgPrice: t.AvgPrice, LastPrice: t.LastPrice, Commission: t.Commission, Warning: t.Warning, Parent: t.Parent, Placed: t.Placed,
		Ended: t.Ended, Ending: t.Ending,
	}
}

// truth is a copy of the books for the comparison.
func (r *records) truth() *desk.Change {
	c, _ := r.Load()
	return c
}
