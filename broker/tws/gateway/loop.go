package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/tidemark/tidemark/market"
)

// ErrRun is returned by a second call of [Gateway.Run].
var ErrRun = errors.New("gateway: it has run already: make another one")

// How much the loop does before it looks around.
const (
	turnArrivals = 256
	turnEvents   = 1024
)

// Run is the gateway. It returns when ctx has ended, or with the reason when the market's archive or the book of the
// desk fails; then all connections are closed and their goroutines gone. A gateway runs once.
func (g *Gateway) Run(ctx context.Context) error {
	err := ErrRun
	g.running.Do(func() { err = g.run(ctx) })
	return err
}

func (g *Gateway) run(ctx context.Context) error {
	g.born = time.Now()
	g.clock = clock{speed: g.opts.clockSpeed(), wall: g.born, start: g.floor.Now()}
	g.now = g.floor.Now()
	if g.opts.Faults != nil {
		if err := g.startScript(*g.opts.Faults); err != nil {
			return err
		}
	}
	g.publish()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			g.end()
			return nil
		case conn := <-g.arrivals:
			g.admit(conn)
		case a := <-g.inbox:
			g.catchUp()
			g.handle(a)
			for range turnArrivals {
				select {
				case a := <-g.inbox:
					g.handle(a)
					continue
				default:
				}
				break
			}
		case f := <-g.orders:
			g.catchUp()
			f()
		case <-g.drained:
		case <-timer.C:
		}
		g.catchUp()
		if g.faults != nil {
			g.faults.act()
		}
		g.flush()
		if err := errors.Join(g.desk.Err(), g.floor.Err()); err != nil {
			g.end()
			return fmt.Errorf("gateway: %w", err)
		}
		timer.Reset(g.rest())
	}
}

// catchUp brings the market and the agendas up to the clock, within the bounds of a turn.
func (g *Gateway) catchUp() {
	wall := time.Now()
	g.wall.run(wallTime(wall.Sub(g.born)))
	if g.held || g.crowded() {
		return
	}
	limit := g.clock.now(wall)
	for range turnEvents {
		if !g.step(limit) {
			break
		}
	}
	if limit != market.Never && g.due() > limit && limit > g.now {
		g.moveTo(limit)
	}
}

// step does the next thing that is due by limit; false says there is none.
func (g *Gateway) step(limit market.Time) bool {
	next := g.due()
	if next > limit || next == market.Never {
		return false
	}
	if next == g.floor.Due() {
		if g.floor.Next(next, &g.event) {
			g.now = max(g.now, g.event.Time)
			g.observe(&g.event)
			return true
		}
	}
	g.moveTo(max(next, g.now))
	return true
}

// due is the market time of the next thing to happen. A market that runs as fast as possible is driven by its
// tape: when that ends, time stands still once the last quotes have been sampled.
func (g *Gateway) due() market.Time {
	next := g.floor.Due()
	if next == market.Never && g.clock.speed == 0 {
		for _, p := range g.sampled {
			next = min(next, p.due())
		}
		return next
	}
	return min(next, g.desk.Due(), g.market.next(market.Never))
}

// moveTo advances the clock without an event.
func (g *Gateway) moveTo(t market.Time) {
	g.now = t
	g.floor.Advance(t)
	g.desk.Advance(t)
	g.market.run(t)
}

// poke lets the loop turn once more.
func (g *Gateway) poke() {
	select {
	case g.drained <- struct{}{}:
	default:
	}
}

// rest is how long the loop may sleep.
func (g *Gateway) rest() time.Duration {
	wall := time.Now()
	rest := g.clock.until(g.due(), wall)
	switch {
	case g.held:
		rest = forever
	case g.crowded():
		rest = g.opts.Patience
	}
	if next := g.wall.next(wallTime(forever)); next < wallTime(forever) {
		rest = min(rest, max(0, time.Duration(next)-wall.Sub(g.born)))
	}
	return rest
}

// after does something once the wall clock has moved by d.
func (g *Gateway) after(d time.Duration, do func()) *task[wallTime] {
	return g.wall.add(wallTime(time.Since(g.born)+d), do)
}

// at does something when the market's clock reaches t.
func (g *Gateway) at(t market.Time, do func()) *task[market.Time] { return g.market.add(t, do) }

// flush hands what was said in this turn to the writers.
func (g *Gateway) flush() {
	g.showTaken()
	g.tellLedgers()
	waiting, largest := 0, (*session)(nil)
	for i := len(g.sessions) - 1; i >= 0; i-- { // a session may end meanwhile
		s := g.sessions[i]
		s.flush()
		waiting += s.waiting
		if largest == nil || s.waiting > largest.waiting {
			largest = s
		}
	}
	if waiting >= hoardedAt {
		largest.end(fmt.Errorf("it does not read: %d bytes wait, and %d for all clients together", largest.waiting, waiting))
	}
}

// end closes every connection and waits for its goroutines.
func (g *Gateway) end() {
	close(g.done)
	g.flush()
	for _, l := range g.links {
		l.close()
	}
	gone := make(chan struct{})
	go func() {
		for _, l := range g.links {
			l.ended.Wait()
		}
		close(gone)
	}()
	for {
		select {
		case <-g.inbox: // let the readers end
		case <-gone:
			return
		}
	}
}

// admit starts a connection. When too many are in their handshake, one of those makes room.
func (g *Gateway) admit(conn net.Conn) {
	if l := g.crowdedOut(); l != nil {
		g.counts.crowdedOut++
		l.evicted, l.ending = true, true
		l.close()
	}
	g.opened++
	l := &link{conn: conn, number: g.opened, opened: time.Now(), out: newOutbox(g.drained), done: make(chan struct{})}
	g.links = append(g.links, l)
	o := g.opts
	if l.treatment, l.treated = g.treat(); l.treated {
		o.Handshake = forever
	}
	if g.faults != nil {
		g.faults.opened(l)
	}
	l.start(g.inbox, &o)
}

// waitingLimit is how many connections may be in their handshake at once.
const waitingLimit = 64

// crowdedOut is the connection that makes room for the next one, if there are too many: the oldest of those that have
// not said anything sensible, else the oldest.
func (g *Gateway) crowdedOut() *link {
	waiting, first, mute := 0, (*link)(nil), (*link)(nil)
	for _, l := range g.links {
		if l.session != nil || l.evicted {
			continue
		}
		waiting++
		if first == nil {
			first = l
		}
		if mute == nil && !l.greeted {
			mute = l
		}
	}
	switch {
	case waiting < waitingLimit:
		return nil
	case mute != nil:
		return mute
	}
	return first
}
