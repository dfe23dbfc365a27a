package gateway

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// carryOut does what a script, a test or the control port wants. What cannot be done is logged.
func (g *Gateway) carryOut(d *fault.Deed) {
	err := g.do(d)
	line := g.log.Info()
	if err != nil {
		line = g.log.Error().Err(err)
	}
	if _, release := d.Action.(fault.Release); !release || err != nil {
		line.Str("step", d.Step).Str("action", fault.Verb(d.Action)).Msg("fault")
	}
}

var errNotNow = errors.New("gateway: this action needs the message that it is about: only a script can have it")

func (g *Gateway) do(d *fault.Deed) error {
	switch a := d.Action.(type) {
	case fault.Release:
		if g.faults != nil {
			g.faults.release(a.Step)
		}
	case fault.Say:
		g.sayTo(d, a)
	case fault.Emit:
		return g.emit(d, a)
	case fault.Link:
		g.setLink(a)
	case fault.Farm:
		return g.changeFarm(a)
	case fault.Silence:
		g.silence(a, g.whom(a.Client, &d.About))
	case fault.Compete:
		g.compete(a.For)
	case fault.Permission:
		return g.permit(a)
	case fault.Door:
		g.putDoor(a, g.later)
	case fault.Restart:
		g.restart(a, g.later)
	case fault.Port:
		g.movePort(a.To)
	case fault.Cut, fault.Mute, fault.Deaf, fault.Write:
		g.hurt(d)
	default:
		return g.trade(d)
	}
	return nil
}

// later does something on the script's clock; without a script it is the wall's.
func (g *Gateway) later(d time.Duration, do func()) {
	if g.faults != nil {
		g.faults.later(d, do)
		return
	}
	g.after(d, do)
}

// whom finds the sessions that an action concerns.
func (g *Gateway) whom(c fault.Client, about *fault.About) []*session {
	id := about.Client
	if c.One != nil {
		id = c.One
	}
	if c.All || id == nil {
		return slices.Clone(g.sessions)
	}
	if s := g.session(*id); s != nil {
		return []*session{s}
	}
	return nil
}

// which finds the connections that an action concerns, those without a session too.
func (g *Gateway) which(c fault.Client, about *fault.About) (list []*link) {
	if f := g.faults; f != nil && !c.All && c.One == nil && about.Connection > 0 {
		for _, l := range g.links {
			if f.links[l] == about.Connection {
				list = append(list, l)
			}
		}
		return list
	}
	if c.One == nil && (c.All || about.Client == nil) {
		return slices.Clone(g.links)
	}
	for _, s := range g.whom(c, about) {
		list = append(list, s.link)
	}
	return list
}

func (g *Gateway) sayTo(d *fault.Deed, a fault.Say) {
	id := -1
	switch {
	case a.ID.Given != nil:
		id = *a.ID.Given
	case a.ID.Same:
		id = d.About.ID
	}
	for _, s := range g.whom(a.Client, &d.About) {
		s.say(&wire.Error{RequestID: id, Code: a.Code, Message: fault.Words(a.Code, a.Text), Time: g.now.UTC().UnixMilli()})
	}
}

func (g *Gateway) emit(d *fault.Deed, a fault.Emit) error {
	if d.Raws == nil {
		return errNotNow
	}
	for _, s := range g.whom(a.Client, &d.About) {
		b, err := d.Raws.Append(nil, s.version)
		if err != nil {
			return fmt.Errorf("gateway: emit %s: %w", a.Message, err)
		}
		s.put(b, d.Make)
		s.overtaken(a.Message)
	}
	return nil
}

// hurt does something to connections.
func (g *Gateway) hurt(d *fault.Deed) {
	switch a := d.Action.(type) {
	case fault.Cut:
		for _, l := range g.which(a.Client, &d.About) {
			g.cut(l, a.How, a.Torn)
		}
	case fault.Mute:
		for _, l := range g.which(a.Client, &d.About) {
			l.out.hold(true)
			if a.For > 0 {
				g.later(a.For, func() { l.out.hold(false) })
			}
		}
	case fault.Deaf:
		for _, l := range g.which(a.Client, &d.About) {
			l.deafen(true)
			if a.For > 0 {
				g.later(a.For, func() { l.deafen(false) })
			}
		}
	case fault.Write:
		for _, l := range g.which(a.Client, &d.About) {
			l.out.shape(a.Bytes, a.Pause)
		}
	}
}

// cut ends a connection, after what was said before.
func (g *Gateway) cut(l *link, how fault.Manner, torn bool) {
	s := l.session
	if s != nil {
		s.gagged = false
		s.flush()
		s.drop()
	}
	l.ending = true
	if torn && s != nil {
		half, err := wire.NewEncoder(false, s.version).Append(nil, &wire.CurrentTime{Time: g.now.UTC().Unix()})
		if err == nil {
			l.out.put(half[:len(half)/2+1])
		}
	}
	tcp, isTCP := l.conn.(*net.TCPConn)
	switch {
	case how == fault.Half && isTCP:
		l.out.halve()
		return
	case how == fault.Reset && isTCP:
		_ = tcp.SetLinger(0) // a socket that is gone already needs none
	}
	l.out.finish()
	g.after(busyLinger, l.close) // of a client that does not read
}

// reset ends a connection without a word.
func (l *link) reset() {
	if tcp, ok := l.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a socket that is gone already needs none
	}
	l.ending = true
	l.close()
}

// restart is what clients see of a gateway that is started anew.
func (g *Gateway) restart(r fault.Restart, later func(time.Duration, func())) {
	for _, l := range slices.Clone(g.links) {
		g.cut(l, fault.Reset, true)
	}
	g.upstream.down, g.upstream.waiting = false, nil
	if r.Shut > 0 {
		g.putDoor(fault.Door{Is: fault.Shut, For: r.Shut}, later)
	}
	if r.Dying > 0 {
		g.putDoor(fault.Door{Is: fault.Dying, Next: r.Dying}, later)
	}
	if r.Silent > 0 {
		g.putDoor(fault.Door{Is: fault.Silent, Next: r.Silent}, later)
	}
	if r.InUse > 0 {
		g.putDoor(fault.Door{Is: fault.InUse, For: r.InUse}, later)
	}
}

// movePort tells everybody that the port has changed, and disconnects.
func (g *Gateway) movePort(port int) {
	g.tellAll(1300, fmt.Sprintf("TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port - %d", port))
	for _, l := range slices.Clone(g.links) {
		g.cut(l, fault.Close, false)
	}
	g.door.move(port)
}
