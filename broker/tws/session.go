package tws

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A session is one connection and the goroutines that live with it.
type session struct {
	*Venue
	conn    *client.Conn
	ctx     context.Context // ends with the connection
	stop    context.CancelFunc
	zone    *time.Location // of times without one, nil when unknown
	notices chan client.Notice
	known   chan struct{} // closed when every contract is found, or cannot be

	orders sync.WaitGroup // the reader of order events, which reads to the end
	others sync.WaitGroup

	mu     sync.Mutex // guards closed
	closed bool       // no goroutine may be started any more

	archives archives
}

func newSession(ctx context.Context, v *Venue, conn *client.Conn) *session {
	s := &session{Venue: v, conn: conn, zone: v.opts.Zone, notices: make(chan client.Notice), known: make(chan struct{})}
	s.ctx, s.stop = context.WithCancel(ctx)
	if s.zone == nil {
		s.zone = loginZone(conn.ConnectedAt())
	}
	return s
}

// loginZone is the zone in the gateway's words for its local time, nil when it is none that is known.
func loginZone(connectedAt string) *time.Location {
	const clock = len("20060102 15:04:05 ")
	if len(connectedAt) <= clock {
		return nil
	}
	zone, err := ibtime.Location(connectedAt[clock:])
	if err != nil {
		return nil
	}
	return zone
}

func (s *session) start() {
	s.orders.Go(s.readOrders)
	s.run(s.readNotices)
	s.run(s.findContracts)
	s.run(s.watchFeeds)
}

// run starts a goroutine that ends with the session, unless that has ended.
func (s *session) run(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.others.Go(do)
	}
}

// readOrders hands all that happens to orders to the blotter, until the connection has ended and nothing is left.
func (s *session) readOrders() {
	for {
		m, err := s.conn.Orders().Next(context.Background())
		if err != nil {
			if errors.Is(err, client.ErrOverflow) {
				s.alarm("order events came faster than they were taken: reconnecting, to ask for all of them again")
				s.conn.Close()
			}
			return
		}
		if err := contained(func() error { s.blotter.take(m, s.zone); return nil }); err != nil {
			s.alarm("%v of the gateway: %v", m.Kind(), err)
			s.inbox.Notice(broker.Doubt{Moment: moment(), Cause: err.Error()})
		}
	}
}

// contained turns a panic into an error: a fault in dealing with one message must not end the program, and with it the
// watch over all others.
func contained(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = faulty(r)
		}
	}()
	return do()
}

// faulty is the error of a panic.
func faulty(r any) error { return fmt.Errorf("tws: a fault in this program: %v\n%s", r, debug.Stack()) }

// readNotices passes notices on to the keeper, until the connection has ended and nothing is left.
func (s *session) readNotices() {
	defer close(s.notices)
	for {
		n, err := s.conn.Notices().Next(s.ctx)
		if err != nil {
			return
		}
		select {
		case s.notices <- n:
		case <-s.ctx.Done():
			return
		}
	}
}

// findContracts asks for the contracts of the run, again while that fails: during maintenance valid ones are unknown.
func (s *session) findContracts() {
	if s.opts.AcceptDelayed {
		if err := s.conn.SetMarketDataType(s.ctx, wire.Delayed); err != nil {
			s.opts.Log.Warn().Err(err).Msg("ask for delayed data where there is no better")
		}
	}
	resolver := client.NewResolver(s.conn, client.ResolverOptions{Cache: s.opts.Cache})
	retry := newBackoff(time.Second, time.Minute, s.opts.Seed)
	for alarmed := false; ; {
		err := s.listings.resolve(s.ctx, resolver)
		if err == nil {
			close(s.known)
			s.openFeeds()
			s.checkHours()
			return
		}
		if s.ctx.Err() != nil {
			return
		}
		s.openFeeds() // those that are known
		if !alarmed {
			alarmed = true
			s.alarm("contracts are not known yet, and will be asked for again: %v", err)
		}
		if !sleep(s.ctx, retry.wait()) {
			return
		}
	}
}

// drain waits until the order events that had arrived are dealt with.
func (s *session) drain() { s.orders.Wait() }

// close ends the session's goroutines and waits for them.
func (s *session) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	s.others.Wait()
	s.orders.Wait()
}

// note deals with notices that concern neither the session nor a farm. Those about orders come with the order events.
func (v *Venue) note(n client.Notice) {
	v.opts.Log.Debug().Int("code", n.Code.Number).Int("id", n.RequestID).Str("text", n.Text).Msg("notice")
	if n.RequestID > 0 {
		return
	}
	switch n.Code.Class {
	case client.Failure, client.Misuse, client.Connectivity:
		if n.Code.Number == notValidated && readOnly(n.Text) { // it answers no question about orders either
			v.blotter.disarm()
			return
		}
		v.alarm("the gateway says (%d): %s", n.Code.Number, n.Text)
	}
}
