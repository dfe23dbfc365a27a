package gateway

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// busyLinger is how long a refused client stays connected after it was told why, as observed on a live gateway.
const busyLinger = 700 * time.Millisecond

// handle takes what a reader has to say.
func (g *Gateway) handle(a arrival) {
	if what, ok := a.what.(gone); ok {
		g.leave(a.link, what.err)
		return
	}
	if a.link.ending {
		return
	}
	switch what := a.what.(type) {
	case wire.Hello:
		g.welcome(a.link)
	case undecodable:
		g.undecodable(a.link, what.err)
	case wire.Message:
		if g.opts.Record > 0 {
			g.record(a.link, what)
		}
		if a.link.session == nil {
			g.startAPI(a.link, what)
			return
		}
		a.link.session.request(what)
	}
}

// welcome answers a client's versions. Nothing else may be said before its START_API.
func (g *Gateway) welcome(l *link) {
	l.greeted = true
	w := wire.Welcome{Version: l.version, Time: ibtime.Format(g.now.UTC(), g.opts.Zone)}
	switch {
	case g.treated(l, greeted):
	case g.faults != nil:
		g.faults.welcome(l, &w)
	default:
		l.out.put(w.Append(nil))
	}
}

// startAPI makes a session of a link, or refuses it.
func (g *Gateway) startAPI(l *link, m wire.Message) {
	g.counts.asked(m.Kind())
	start, ok := m.(*wire.StartAPI)
	switch {
	case g.treated(l, starting):
	case !ok:
		g.refuse(l, 0, 504, "Not connected: START_API must come first, not "+m.Kind().String())
	case start.ClientID < 0:
		g.refuse(l, start.ClientID, 321, fmt.Sprintf("Error validating request: client id %d is negative", start.ClientID))
	case g.session(start.ClientID) != nil, l.treated && l.treatment == fault.InUse:
		g.refuse(l, start.ClientID, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.")
	case len(g.sessions) >= g.opts.Clients:
		g.refuse(l, start.ClientID, 502, fmt.Sprintf("Couldn't connect to TWS: it has its %d clients. Disconnect one of them", g.opts.Clients))
	default:
		g.greet(l, start)
	}
}

// refuse tells a client why it cannot stay, and closes.
func (g *Gateway) refuse(l *link, client, code int, text string) {
	g.counts.refused++
	l.ending = true
	g.complain("client refused: "+text, func(e *zerolog.Event) { e.Int("client", client).Int("code", code).Str("from", remote(l)) })
	s := newSession(g, l, client)
	s.notice(code, text)
	s.flush()
	g.after(busyLinger, l.close)
}

// greet opens a session and says what every session begins with, in the order of the real gateway.
func (g *Gateway) greet(l *link, start *wire.StartAPI) {
	client := start.ClientID
	s := newSession(g, l, client)
	s.counts.received++
	if len(g.onlookers) > 0 {
		g.show(s, " -> ", start)
	}
	l.session = s
	g.sessions = append(g.sessions, s)
	g.log.Info().Int("client", client).Int("version", s.version).Str("from", remote(l)).Msg("client connected")
	s.send(&wire.ManagedAccounts{Accounts: g.desk.ManagedAccounts()})
	s.send(&wire.NextValidID{OrderID: g.desk.NextOrderID(client)})
	g.upstream.greet(s)
}

func (g *Gateway) session(client int) *session {
	for _, s := range g.sessions {
		if s.client == client {
			return s
		}
	}
	return nil
}

// leave forgets a link that has ended.
func (g *Gateway) leave(l *link, err error) {
	g.links = slices.DeleteFunc(g.links, func(other *link) bool { return other == l })
	l.ended.Wait()
	if g.faults != nil {
		delete(g.faults.links, l)
	}
	if l.session == nil {
		if !l.evicted && !l.ending && !errors.Is(err, io.EOF) {
			g.complain("connection ended before START_API", func(e *zerolog.Event) { e.Err(err).Str("from", remote(l)) })
		}
		return
	}
	if slices.Contains(g.sessions, l.session) {
		g.log.Info().AnErr("reason", unusual(err)).Int("client", l.session.client).Msg("client disconnected")
	}
	l.session.drop()
	l.session = nil
}

// unusual hides the way in which a client normally leaves.
func unusual(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}

// undecodable answers a request that cannot be read: the stream is still in step.
func (g *Gateway) undecodable(l *link, err error) {
	g.counts.undecodable++
	g.complain("request skipped", func(e *zerolog.Event) { e.Err(err).Str("from", remote(l)) })
	if l.session == nil {
		return
	}
	var fault *wire.DecodeError
	if errors.As(err, &fault) && fault.Kind.MinVersion() > l.version {
		l.session.unknown(fault.Kind)
		return
	}
	l.session.fail(-1, 320, "Error reading request: %v", err)
}

// complaintInterval is how often the log tells that strangers misbehave.
const complaintInterval = time.Second

// complain warns of what a client did wrong. Who does wrong a thousand times a second fills no log: the next line
// says how much was left out.
func (g *Gateway) complain(text string, about func(*zerolog.Event)) {
	now := time.Now()
	if now.Sub(g.complained) < complaintInterval {
		g.unsaid++
		return
	}
	e := g.log.Warn()
	if about(e); g.unsaid > 0 {
		e.Int("others", g.unsaid)
	}
	e.Msg(text)
	g.complained, g.unsaid = now, 0
}

func remote(l *link) string { return l.conn.RemoteAddr().String() }
