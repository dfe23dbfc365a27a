package gateway

import (
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A Gateway is a simulated IB Gateway. Make one with [New], start it with [Gateway.Run], and connect with
// [Gateway.Listen] or [Gateway.DialContext].
type Gateway struct {
	opts Options
	log  zerolog.Logger

	door     *door
	arrivals chan net.Conn
	inbox    chan arrival
	orders   chan func()   // commands of other goroutines, run by the loop
	drained  chan struct{} // has an element when a crowded outbox has room again
	done     chan struct{}
	running  sync.Once

	// What follows belongs to the loop.
	born      time.Time // when it began to run
	clock     clock
	now       market.Time // of this turn of the loop
	held      bool        // the market stands still
	floor     *floor.Floor
	desk      *desk.Desk
	boards    []board // by instrument
	delays    map[market.ID]*delay
	sessions  []*session
	links     []*link // all that are open, in the order they came
	opened    int     // connections so far
	market    agenda[market.Time]
	wall      agenda[wallTime]
	sampled   []*sampler
	upstream  upstream
	counts    counts
	settings  settings
	advisor   map[wire.FADataType]string // what an advisor has replaced
	groups    [7]string                  // contracts of the display groups, from 1
	followers []*groupLine
	onlookers []*onlooker
	ledgers   []*ledgerLine
	moves     uint64       // of the desk's accounts when the ledgers were told
	event     market.Event // the one at hand
	thinned   floor.Top    // reused, as book is
	book      market.Depth

	entrance   entrance
	faults     *faults // nil without a script
	censor     censor  // the same
	inbound    []Inbound
	complained time.Time // when the log warned of a client last
	unsaid     int       // what it was not told since
}

// wallTime is an instant of the wall clock, in nanoseconds since the gateway was made.
type wallTime int64

const inboxLimit = 1024

// New makes a gateway. It does nothing until [Gateway.Run].
func New(o Options) (*Gateway, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	if o.Zone == nil {
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			return nil, fmt.Errorf("gateway: zone of the login: %w", err)
		}
		o.Zone = zone
	}
	g := &Gateway{
		opts: o, log: o.Log, door: newDoor(),
		arrivals: make(chan net.Conn), inbox: make(chan arrival, inboxLimit), orders: make(chan func()),
		drained: make(chan struct{}, 1), done: make(chan struct{}), floor: o.Floor, held: o.Held,
	}
	if g.floor == nil {
		f, err := SeededFloor(o.Seed, 0)
		if err != nil {
			return nil, err
		}
		g.floor = f
	}
	accounts := builtinDesk()
	if o.Desk != nil {
		accounts = *o.Desk
	}
	accounts.Tell = g.hear
	d, err := desk.New(g.floor, accounts)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	g.desk = d
	g.boards, g.delays = make([]board, len(g.floor.Listings())), map[market.ID]*delay{}
	g.upstream, g.settings, g.advisor = newUpstream(), newSettings(accounts.ReadOnly), map[wire.FADataType]string{}
	g.sampled = newSamplers(g)
	return g, nil
}

// hear passes what the desk says on to the clients that it is for.
func (g *Gateway) hear(to desk.Audience, m wire.Message) {
	if _, answer := m.(*wire.Error); g.upstream.down && !answer {
		g.upstream.missed++
		return
	}
	for _, s := range g.sessions {
		if to.Hears(s.client) {
			s.spell(m)
		}
	}
}

// Do runs f on the gateway's loop and waits for it: what f uses of the gateway then belongs to f. It returns
// false when the gateway has ended. f must not call Do.
func (g *Gateway) Do(f func()) bool {
	finished := make(chan struct{})
	select {
	case g.orders <- func() { f(); close(finished) }:
		<-finished
		return true
	case <-g.done:
		return false
	}
}

// Hold makes the market's time stand still, or go on. It waits for the loop.
func (g *Gateway) Hold(on bool) {
	g.Do(func() {
		g.held = on
		g.clock.wall, g.clock.start = time.Now(), g.now
	})
}
