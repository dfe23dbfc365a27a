package gateway

import (
	"slices"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// groupRequests are about display groups: windows of TWS that show the same contract.
var groupRequests = []handler{
	on((*session).queryGroups), on((*session).subscribeToGroup), on((*session).updateGroup), on((*session).unsubscribeFromGroup),
}

const groupFamily = "display group"

// contractInfoMost bounds what a group shows: it is told to all who follow it.
const contractInfoMost = 256

// groupIDs are those that TWS has.
const groupIDs = "1|2|3|4|5|6|7"

// A groupLine follows a display group.
type groupLine struct {
	session *session
	id      int // of the request
	group   int
}

func (l *groupLine) stop() {
	g := l.session.gateway
	g.followers = slices.DeleteFunc(g.followers, func(other *groupLine) bool { return other == l })
}

func (s *session) queryGroups(m *wire.QueryDisplayGroups) {
	s.send(&wire.DisplayGroupList{RequestID: m.RequestID, Groups: groupIDs})
}

func (s *session) subscribeToGroup(m *wire.SubscribeToGroupEvents) {
	g := s.gateway
	if m.GroupID < 1 || m.GroupID > len(g.groups) {
		s.fail(m.RequestID, 321, "Error validating request.-'bz' : cause - Group ID %d is not one of %s", m.GroupID, groupIDs)
		return
	}
	if s.unsubscribe(groupFamily, m.RequestID); s.full(m.RequestID) {
		return
	}
	line := &groupLine{session: s, id: m.RequestID, group: m.GroupID}
	g.followers = append(g.followers, line)
	s.subscribe(subscriptionKey{groupFamily, m.RequestID}, line)
	s.send(&wire.DisplayGroupUpdated{RequestID: m.RequestID, ContractInfo: or(g.groups[m.GroupID-1], "none")})
}

// updateGroup shows a contract in the group of a subscription, and tells all that follow it.
func (s *session) updateGroup(m *wire.UpdateDisplayGroup) {
	g := s.gateway
	line, ok := s.open[subscriptionKey{groupFamily, m.RequestID}].(*groupLine)
	if !ok {
		s.fail(m.RequestID, 321, "Error validating request.-'ca' : cause - There is no subscription to group events with this id")
		return
	}
	if len(m.ContractInfo) > contractInfoMost {
		s.fail(m.RequestID, 321, "Error validating request.-'ca' : cause - The contract info has %d characters, %d are allowed", len(m.ContractInfo), contractInfoMost)
		return
	}
	g.groups[line.group-1] = m.ContractInfo
	for _, f := range g.followers {
		if f.group == line.group {
			f.session.send(&wire.DisplayGroupUpdated{RequestID: f.id, ContractInfo: m.ContractInfo})
		}
	}
}

func (s *session) unsubscribeFromGroup(m *wire.UnsubscribeFromGroupEvents) {
	s.unsubscribe(groupFamily, m.RequestID)
}
