package gateway

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// faults is a script at work on the gateway. It belongs to the loop; without a script there is none.
type faults struct {
	gateway *Gateway
	engine  *fault.Engine
	began   time.Time

	market *task[market.Time] // when the engine is to be asked again
	wall   *task[wallTime]
	armed  fault.Now // what they are set to

	deeds []fault.Deed // what is to be done before the turn of the loop ends
	held  map[string][]func()
	holds int
	// links are the numbers of connections since the script was started.
	links map[*link]int
}

// heldMost bounds how many messages may be held or delayed at once.
const heldMost = 1 << 16

// startScript lets a script begin; what an earlier one has not done yet is not done any more.
func (g *Gateway) startScript(s fault.Script) error {
	f := &faults{gateway: g, began: time.Now(), held: map[string][]func(){}, links: map[*link]int{}}
	engine, err := fault.New(s, f.now())
	if err != nil {
		return err
	}
	g.stopScript()
	f.engine, g.faults, g.censor = engine, f, f
	g.log.Info().Str("script", s.Title).Uint64("seed", s.Seed).Int("steps", len(s.Steps)).Msg("fault script started")
	f.advance()
	return nil
}

// stopScript ends the script. What it has broken stays so.
func (g *Gateway) stopScript() {
	if f := g.faults; f != nil {
		f.market.cancel()
		f.wall.cancel()
		g.faults, g.censor = nil, nil
		for _, s := range g.sessions {
			s.gagged = false // the cut that was to follow does not come any more
		}
	}
}

func (f *faults) now() fault.Now {
	return fault.Now{Market: f.gateway.now, Wall: time.Since(f.began)}
}

// advance asks the engine what is due, does it, and comes back when more will be.
func (f *faults) advance() {
	f.armed = fault.Now{}
	f.deeds = append(f.deeds, f.engine.Advance(f.now())...)
	f.act()
}

// arm sets the agendas to the engine's next moment.
func (f *faults) arm() {
	next := f.engine.Due()
	if next.Market != f.armed.Market {
		f.market.cancel()
		f.market = nil
		if next.Market != market.Never {
			f.market = f.gateway.at(next.Market, f.advance)
		}
	}
	if next.Wall != f.armed.Wall {
		f.wall.cancel()
		f.wall = nil
		if next.Wall < forever {
			f.wall = f.gateway.after(max(0, next.Wall-time.Since(f.began)), f.advance)
		}
	}
	f.armed = next
}

// act does what is due. Doing it may make more due.
func (f *faults) act() {
	for range turnEvents {
		if len(f.deeds) == 0 || f.gateway.faults != f {
			break
		}
		deeds := f.deeds
		f.deeds = nil
		for i := range deeds {
			f.gateway.carryOut(&deeds[i])
		}
	}
	if err := f.engine.Err(); err != nil {
		f.gateway.log.Error().Err(err).Msg("fault script")
	}
	f.arm()
}

// delay does something with a message later. Like what is held, what is delayed has a bound.
func (f *faults) delay(d time.Duration, do func()) {
	if f.room() {
		f.holds++
		f.later(d, func() {
			f.holds--
			do()
		})
	}
}

// room tells whether one more message may wait; when not, it is lost.
func (f *faults) room() bool {
	if f.holds >= heldMost {
		f.gateway.log.Error().Int("waiting", f.holds).Msg("fault script: too many messages wait; one is lost")
	}
	return f.holds < heldMost
}

// later does something on the script's clock.
func (f *faults) later(d time.Duration, do func()) {
	if f.engine.Clock() == fault.Wall {
		f.gateway.after(d, do)
		return
	}
	f.gateway.at(f.gateway.now.Add(d), do)
}

// hold keeps something until a step happens.
func (f *faults) hold(step string, do func()) {
	if !f.room() {
		return
	}
	f.holds++
	f.held[step] = append(f.held[step], do)
}

// release lets go what was held until a step.
func (f *faults) release(step string) {
	list := f.held[step]
	delete(f.held, step)
	f.holds -= len(list)
	for _, do := range list {
		do()
	}
}

// opened numbers a connection.
func (f *faults) opened(l *link) {
	number, deeds := f.engine.Opened(f.now())
	f.links[l] = number
	f.deeds = append(f.deeds, deeds...)
	f.act()
}

// request judges a request; true says that it goes no further now.
func (f *faults) request(s *session, m wire.Message) bool {
	v, deeds := f.engine.In(f.now(), f.links[s.link], &s.client, m)
	f.deeds = append(f.deeds, deeds...)
	f.act()
	if v.Changed != nil {
		m = v.Changed.Message.(wire.Message)
	}
	answer := func() {
		if !slices.Contains(f.gateway.sessions, s) {
			return
		}
		if place, ok := m.(*wire.PlaceOrder); ok && v.Twin {
			s.twin(place)
			return
		}
		s.answer(m)
	}
	switch {
	case v.Answer != nil:
		s.say(&wire.Error{
			RequestID: requestOf(m), Code: v.Answer.Code, Message: fault.Words(v.Answer.Code, v.Answer.Text), Time: f.gateway.now.UTC().UnixMilli(),
		})
	case v.Gone:
	case v.Hold != "":
		f.hold(v.Hold, answer)
	case v.Delay > 0:
		f.delay(v.Delay, answer)
	default:
		answer()
	}
	return true
}

// twin makes a change of an order a second one, as a gateway does that has lost the first.
func (s *session) twin(m *wire.PlaceOrder) {
	s.forward(func() {
		if err := s.gateway.desk.Twin(s.client, m); err != nil {
			s.gateway.log.Warn().Err(err).Msg("fault script")
		}
	})
}

// requestOf is the id by which an error refers to a request.
func requestOf(m wire.Message) int {
	for _, name := range []string{"requestID", "orderID"} {
		if id, ok := idOf(m, name); ok {
			return id
		}
	}
	return -1
}
