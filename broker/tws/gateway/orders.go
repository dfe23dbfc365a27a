package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// orderRequests place, change, cancel and list orders.
var orderRequests = []handler{
	on((*session).placeOrder), on((*session).cancelOrder), on((*session).globalCancel), on((*session).exerciseOptions),
	on((*session).openOrders), on((*session).allOpenOrders), on((*session).autoOpenOrders), on((*session).completedOrders),
	on((*session).executions),
}

// forward hands a command to the desk, or, while the link to IB is down, keeps it until that is back: TWS takes
// orders then and nobody acknowledges them.
func (s *session) forward(command func()) {
	if g := s.gateway; g.upstream.down {
		g.upstream.waiting = append(g.upstream.waiting, command)
		return
	}
	command()
}

func (s *session) placeOrder(m *wire.PlaceOrder) {
	s.forward(func() { s.gateway.desk.Place(s.client, m) })
}

func (s *session) cancelOrder(m *wire.CancelOrder) {
	s.forward(func() { s.gateway.desk.Cancel(s.client, s.version, m) })
}

func (s *session) globalCancel(*wire.GlobalCancel) {
	s.forward(func() { s.gateway.desk.GlobalCancel(s.client) })
}

func (s *session) exerciseOptions(m *wire.ExerciseOptions) {
	s.forward(func() { s.gateway.desk.Exercise(s.client, m) })
}

func (s *session) openOrders(*wire.RequestOpenOrders) {
	s.sendAll(s.gateway.desk.OpenOrders(s.client))
}

func (s *session) allOpenOrders(*wire.RequestAllOpenOrders) {
	s.sendAll(s.gateway.desk.AllOpenOrders())
}

func (s *session) autoOpenOrders(m *wire.RequestAutoOpenOrders) {
	s.sendAll(s.gateway.desk.AutoOpenOrders(s.client, m.AutoBind))
}

func (s *session) completedOrders(m *wire.RequestCompletedOrders) {
	s.sendAll(s.gateway.desk.CompletedOrders(m.APIOnly))
}

func (s *session) executions(m *wire.RequestExecutions) {
	s.sendAll(s.gateway.desk.Executions(m))
}

// sendAll sends an answer of several messages.
func (s *session) sendAll(answer []wire.Message) {
	for _, m := range answer {
		s.spell(m)
	}
}

// spell sends what the desk says, in the words of the client's version; what that does not know is left out.
func (s *session) spell(m wire.Message) {
	if m = s.gateway.desk.Spell(m, s.version); m != nil {
		s.send(m)
	}
}
