package tws

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
)

// A keeper keeps the connection. Its goroutine alone opens and closes one, so there is never a second attempt beside
// the first, and alone says whether the link is up.
type keeper struct {
	*Venue
	addr   string
	retry  *backoff
	outage outage

	// The link is up when all three hold.
	connected bool
	upstream  bool // the gateway reaches IB
	gateOpen  bool // no restart is due

	lostBy int       // the code that said so, of a lost upstream
	passed time.Time // restarts that were to end by then are over

	begun chan struct{} // closed when the first connection is in use
	once  sync.Once
}

func newKeeper(v *Venue) *keeper {
	k := &keeper{
		Venue: v, addr: or(v.opts.Client.Addr, client.DefaultAddr), upstream: true, gateOpen: true,
		begun: make(chan struct{}), retry: newBackoff(v.opts.FirstRetry, v.opts.MaxRetry, v.opts.Seed),
	}
	k.outage.begin(time.Now(), "not connected yet")
	return k
}

// serve works with a connection until it ends.
func (k *keeper) serve(ctx context.Context, conn *client.Conn) {
	k.retry.reset()
	k.sky.cutOff.Store(false) // unless this gateway says so
	s := newSession(ctx, k.Venue, conn)
	k.blotter.attach(conn)
	k.session.Store(s)
	s.start()
	k.connected, k.upstream = true, true
	k.expectGate(time.Now())
	k.settle(fmt.Sprintf("connected to %s, server version %d", k.addr, conn.Version()))
	k.once.Do(func() { close(k.begun) })
	cause := k.attend(ctx, s)
	k.session.Store(nil)
	s.drain()
	k.connected = false
	k.settle(cause)
	s.close()
	k.blotter.detach(cause)
}

// expectGate places the gate at a new connection: one that is made when a restart was due is the one after it.
func (k *keeper) expectGate(now time.Time) {
	k.passed = later(k.passed, now)
	w, ok := nextWindow(k.opts.Restarts, k.passed, k.opts.GateLead)
	if ok && !now.Before(w.at) {
		k.passed, k.gateOpen = w.until, true
		return
	}
	k.gateOpen = !ok || now.Before(w.from)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// attend reacts to what the gateway says of the session, and to the clock, until the connection ends. It returns why.
func (k *keeper) attend(ctx context.Context, s *session) string {
	for {
		gate, alarm := time.NewTimer(k.untilGate()), time.NewTimer(k.untilAlarm())
		ended := ""
		select {
		case n, ok := <-s.notices:
			if !ok {
				s.conn.Close() // it has ended, or the venue is to
				ended = fmt.Sprintf("the connection has ended: %v", s.conn.Err())
				break
			}
			k.notice(s, n)
		case <-gate.C:
			k.turnGate()
		case <-alarm.C:
			k.openingAlarm()
			k.ageAlarm()
		case <-ctx.Done():
			s.conn.Close()
			ended = "closed"
		}
		gate.Stop()
		alarm.Stop()
		if ended != "" {
			return ended
		}
	}
}

// untilAlarm is the time until the next alarm about an outage with a connection, such as a gateway cut off from IB.
func (k *keeper) untilAlarm() time.Duration {
	if !k.outage.running {
		return forever
	}
	wait := time.Until(k.outage.due(k.opts.Alarms))
	if open := k.opening(time.Now()); !open.IsZero() {
		wait = min(wait, time.Until(open))
	}
	return wait
}

const forever = 1 << 62

// untilGate is the time until the gate must be closed or opened.
func (k *keeper) untilGate() time.Duration {
	w, ok := nextWindow(k.opts.Restarts, k.passed, k.opts.GateLead)
	switch {
	case !ok:
		return forever
	case k.gateOpen:
		return time.Until(w.from)
	}
	return time.Until(w.until)
}

// turnGate closes the gate ahead of a restart, or opens it after one that did not happen.
func (k *keeper) turnGate() {
	w, _ := nextWindow(k.opts.Restarts, k.passed, k.opts.GateLead)
	if k.gateOpen {
		k.gateOpen = false
		k.settle(fmt.Sprintf("a restart is planned for %s", w.at.Format("15:04 MST")))
		return
	}
	k.gateOpen, k.passed = true, w.until
	k.settle("the time of the planned restart is over")
}

// notice reacts to what concerns the session as a whole.
func (k *keeper) notice(s *session, n client.Notice) {
	switch n.Event {
	case client.LinkLost:
		k.upstream, k.lostBy = false, n.Code.Number
		k.settle(fmt.Sprintf("the gateway lost its link to IB (%d)", n.Code.Number))
		s.dataDoubt("the gateway lost its link to IB")
	case client.LinkRestored, client.LinkRestoredBare:
		k.upstreamBack(s, n)
	case client.PortChanged:
		if host, _, err := net.SplitHostPort(k.addr); err == nil && n.Port != 0 {
			k.addr = net.JoinHostPort(host, strconv.Itoa(n.Port))
			k.alarm("the gateway moved to port %d: following it; change the configuration", n.Port)
		}
	case client.FarmLost:
		s.farmLost(n.Service, n.Farm)
	case client.FarmIdle:
		s.farmBack(n.Service, n.Farm)
		k.note(n)
	case client.FarmConnected:
		s.farmBack(n.Service, n.Farm)
		if !k.upstream && k.lostBy == restoring {
			k.upstreamBack(s, n)
		} else if n.Service != "security definition" {
			s.dataBack(false)
		}
	default:
		k.note(n)
	}
}

// restoring is the code of a link that the gateway restores without saying so but by its farms.
const restoring = 2110

func (k *keeper) upstreamBack(s *session, n client.Notice) {
	if k.upstream { // even if nobody said that it was lost: what happened meanwhile is unknown
		k.upstream = false
		k.settle("the link to IB was interrupted")
	}
	k.upstream = true
	s.archives.restored()
	k.settle(fmt.Sprintf("the link to IB is back (%d)", n.Code.Number))
	s.dataBack(n.Event == client.LinkRestoredBare)
}

// settle tells of a change of the link, if there is one.
func (k *keeper) settle(cause string) {
	k.gate.Store(!k.gateOpen)
	up := k.connected && k.upstream && k.gateOpen
	if up == k.up.Load() {
		return
	}
	k.up.Store(up)
	if up {
		k.outage.end()
		k.inbox.Notice(broker.LinkRestored{Moment: moment(), Cause: cause})
	} else {
		k.outage.begin(time.Now(), cause)
		k.inbox.Notice(broker.LinkLost{Moment: moment(), Cause: cause})
	}
	k.opts.Log.Info().Bool("up", up).Str("cause", cause).Msg("link")
}
