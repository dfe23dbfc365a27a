package gateway

import (
	"fmt"
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A session is a client from its START_API to its end. It belongs to the loop.
type session struct {
	gateway *Gateway
	link    *link
	client  int // its id
	version int

	encoder *wire.Encoder
	pending []byte     // said in this turn
	crowded bool       // the client must read before it gets more ticks
	since   time.Time  // when it became crowded
	late    []lateLine // kept back while it was
	waiting int        // bytes that it had not read when this turn began

	pace     pace
	history  historyPace
	realTime historyPace
	dataType wire.MarketDataType // as asked for, for later subscriptions
	open     map[subscriptionKey]subscription
	silent   map[subscriptionKey]stream // those that a fault has silenced
	gagged   bool                       // a fault lets nothing more out
	parcels  []parcel                   // what a fault wants sent behind something else
	counts   sessionCounts
}

// A subscription is what goes on until the client cancels it or its session ends.
type subscription interface {
	// stop takes the subscription out of whatever feeds it.
	stop()
}

// subscriptionKey names a subscription: ids of different families do not collide. Families that have one
// subscription a client use id 0.
type subscriptionKey struct {
	family string
	id     int
}

func newSession(g *Gateway, l *link, client int) *session {
	return &session{
		gateway: g, link: l, client: client, version: l.version,
		encoder:  wire.NewEncoder(false, l.version),
		dataType: wire.Live,
		pace:     pace{rate: l.limit},
		open:     map[subscriptionKey]subscription{},
	}
}

// send says a message, at the end of this turn of the loop, unless a script of faults has other plans.
func (s *session) send(m wire.Message) {
	if c := s.gateway.censor; c != nil {
		c.send(s, m)
		return
	}
	s.say(m)
}

// A censor decides what becomes of the messages to clients. It is an interface because a script of faults can do
// whatever a handler can: the tables of handlers would refer to themselves.
type censor interface {
	send(s *session, m wire.Message)
}

// say is send whatever a script says. What the client's version does not have is left out.
func (s *session) say(m wire.Message) {
	if m.Kind().MinVersion() > s.version {
		return
	}
	before := len(s.pending)
	out, err := s.encoder.Append(s.pending, m)
	if err != nil {
		s.gateway.log.Error().Err(err).Int("client", s.client).Msg("answer not sent")
		return
	}
	s.pending = out
	s.counts.sent++
	if len(s.gateway.onlookers) > 0 {
		s.gateway.show(s, " <- ", m)
	}
	s.gateway.counts.answered(m.Kind(), len(out)-before)
}

// flush hands what was said to the writer.
func (s *session) flush() {
	size := 0
	if len(s.pending) > 0 {
		size = s.link.out.put(s.pending)
		s.pending = s.pending[:0]
		if cap(s.pending) > keepBuffer {
			s.pending = nil
		}
	} else if s.crowded {
		size = s.link.out.size()
	}
	if crowded := size >= crowdedAt; crowded != s.crowded {
		s.crowded, s.since = crowded, time.Now()
		if !crowded {
			s.makeUp()
			s.flush()
			return
		}
	}
	if s.waiting = size; size >= brokenAt {
		s.end(fmt.Errorf("it does not read: %d bytes wait", size))
	}
}

// A lateLine is a subscription whose state is told once the client has read.
type lateLine interface{ makeUp() }

// keepBack tells the state of a line later; again says that it is kept back already.
func (s *session) keepBack(l lateLine, again bool) {
	if s.counts.keptBack == 0 {
		s.gateway.log.Warn().Int("client", s.client).Msg("the client does not read: from now on it gets the latest quotes, not all of them")
	}
	s.counts.keptBack++
	s.gateway.counts.keptBack++
	if !again {
		s.late = append(s.late, l)
	}
}

// makeUp delivers what was kept back.
func (s *session) makeUp() {
	late := s.late
	s.late = nil
	for _, l := range late {
		l.makeUp()
	}
}

// waitedFor reports whether the market may wait for the client to read.
func (s *session) waitedFor() bool {
	return s.crowded && time.Since(s.since) < s.gateway.opts.Patience
}

// fail answers a request, or speaks of an order, with an error.
func (s *session) fail(id, code int, format string, args ...any) {
	s.send(&wire.Error{RequestID: id, Code: code, Message: fmt.Sprintf(format, args...), Time: s.gateway.now.UTC().UnixMilli()})
}

// notice tells something that belongs to no request.
func (s *session) notice(code int, text string) { s.fail(-1, code, "%s", text) }

// subscriptionsMost is how many subscriptions a client may have in all, besides market data lines: far more than any
// needs, and a bound for those that forget to cancel.
const subscriptionsMost = 500

// full refuses a subscription of a client that has too many.
func (s *session) full(id int) bool {
	if len(s.open)-s.count(quotesFamily) < subscriptionsMost {
		return false
	}
	s.fail(id, 322, "Error processing request.-'cs' : cause - Maximum number of %d subscriptions exceeded", subscriptionsMost)
	return true
}

// subscribe keeps a subscription under its id. An id in use is refused with a code of the family.
func (s *session) subscribe(k subscriptionKey, sub subscription) {
	s.open[k] = sub
	if len(s.silent) > 0 {
		s.hush(k, sub)
	}
}

func (s *session) has(family string, id int) bool {
	_, ok := s.open[subscriptionKey{family, id}]
	return ok
}

// unsubscribe ends a subscription; false says there is none.
func (s *session) unsubscribe(family string, id int) bool {
	k := subscriptionKey{family, id}
	sub, ok := s.open[k]
	if ok {
		delete(s.open, k)
		delete(s.silent, k)
		sub.stop()
	}
	return ok
}

// count is how many subscriptions of a family the session has.
func (s *session) count(family string) (n int) {
	for k := range s.open {
		if k.family == family {
			n++
		}
	}
	return n
}

// end closes the session at once.
func (s *session) end(reason error) {
	s.gateway.log.Warn().Err(reason).Int("client", s.client).Msg("client disconnected")
	s.drop()
	s.link.close()
}

// drop forgets the session. Its orders live on.
func (s *session) drop() {
	g := s.gateway
	i := slices.Index(g.sessions, s)
	if i < 0 {
		return
	}
	g.sessions = slices.Delete(g.sessions, i, i+1)
	for _, k := range s.keys() {
		s.unsubscribe(k.family, k.id)
	}
}

// keys lists the subscriptions in a fixed order.
func (s *session) keys() []subscriptionKey {
	keys := make([]subscriptionKey, 0, len(s.open))
	for k := range s.open {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b subscriptionKey) int {
		if a.family != b.family {
			if a.family < b.family {
				return -1
			}
			return 1
		}
		return a.id - b.id
	})
	return keys
}
