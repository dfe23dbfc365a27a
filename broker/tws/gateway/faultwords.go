package gateway

import (
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// idOf is a field of a message that is a whole number; false when there is none of the name.
func idOf(m wire.Message, field string) (int, bool) {
	text, err := fault.Field(m, field)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// parcel is a message that waits for another kind to be sent first.
type parcel struct {
	kind  string
	bytes []byte
}

// parcelsMost bounds how many messages of a client may wait so.
const parcelsMost = 1 << 12

// send judges an answer and sends what it is to be.
func (f *faults) send(s *session, m wire.Message) {
	if s.gagged {
		return
	}
	v, deeds := f.engine.Out(f.now(), f.links[s.link], &s.client, m)
	f.deliver(s, m, &v)
	for i := range deeds {
		// What is said follows its cause at once; what touches more than this client waits until the gateway is at rest.
		switch a := deeds[i].Action.(type) {
		case fault.Say, fault.Emit:
			f.gateway.carryOut(&deeds[i])
			continue
		case fault.Cut:
			s.gagged = s.gagged || !a.Client.All && a.Client.One == nil
		}
		f.deeds = append(f.deeds, deeds[i])
	}
	if len(f.deeds) > 0 {
		f.gateway.poke()
	}
}

// deliver sends a message as its verdict wants it.
func (f *faults) deliver(s *session, m wire.Message, v *fault.Verdict) {
	switch {
	case v.Gone:
	case v.Changed == nil && v.Hold == "" && v.Delay == 0 && v.Behind == "":
		s.say(m)
		s.overtaken(m.Kind().String())
	default:
		if v.Changed == nil {
			v.Changed = &fault.Writing{Message: m}
		}
		f.post(s, m.Kind().String(), v)
	}
	for i := range v.Copies {
		c := &v.Copies[i]
		b, ok := s.written(&c.Writing)
		put := func() { s.put(b, c.Message) }
		switch {
		case !ok:
		case c.Later > 0:
			f.delay(c.Later, put)
		default:
			put()
		}
	}
}

// post sends a message that was changed, or that has to wait.
func (f *faults) post(s *session, kind string, v *fault.Verdict) {
	b, ok := s.written(v.Changed)
	if !ok {
		return
	}
	put := func() {
		s.put(b, v.Changed.Message)
		s.overtaken(kind)
	}
	switch {
	case v.Behind != "" && len(s.parcels) < parcelsMost:
		s.parcels = append(s.parcels, parcel{v.Behind, b})
	case v.Hold != "":
		f.hold(v.Hold, put)
	case v.Delay > 0:
		f.delay(v.Delay, put)
	default:
		put()
	}
}

// written is a message in bytes; false when it cannot be written, which the log tells.
func (s *session) written(w *fault.Writing) ([]byte, bool) {
	b, err := w.Append(nil, s.version)
	if err != nil {
		s.gateway.log.Error().Err(err).Int("client", s.client).Msg("fault script: message not sent")
	}
	return b, err == nil
}

// put sends bytes that stand for a message, unless the session has ended meanwhile.
func (s *session) put(b []byte, message any) {
	if !slices.Contains(s.gateway.sessions, s) || s.gagged {
		return
	}
	s.pending = append(s.pending, b...)
	if m, ok := message.(wire.Message); ok && len(s.gateway.onlookers) > 0 {
		s.gateway.show(s, " <- ", m)
	}
	s.gateway.poke()
}

// overtaken sends what waited for a kind of message.
func (s *session) overtaken(kind string) {
	if len(s.parcels) == 0 {
		return
	}
	rest := s.parcels[:0]
	for _, p := range s.parcels {
		if p.kind == kind {
			s.pending = append(s.pending, p.bytes...)
			continue
		}
		rest = append(rest, p)
	}
	s.parcels = rest
}

// welcome judges the gateway's half of the handshake.
func (f *faults) welcome(l *link, w *wire.Welcome) {
	v, deeds := f.engine.Out(f.now(), f.links[l], nil, w)
	f.deeds = append(f.deeds, deeds...)
	if v.Changed == nil {
		v.Changed = &fault.Writing{Message: w}
	}
	b, err := v.Changed.Append(nil, l.version)
	put := func() { l.out.put(b) }
	switch {
	case err != nil:
		f.gateway.log.Error().Err(err).Msg("fault script: welcome not sent")
	case v.Gone:
	case v.Hold != "":
		f.hold(v.Hold, put)
	case v.Delay > 0:
		f.delay(v.Delay, put)
	default:
		put()
	}
	f.act()
}
