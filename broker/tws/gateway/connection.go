package gateway

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// connectionRequests are about the connection itself.
var connectionRequests = []handler{
	on((*session).startAgain), on((*session).currentTime), on((*session).currentTimeInMillis), on((*session).nextIDs),
	on((*session).managedAccounts), on((*session).logLevel),
}

// startAgain ignores a second START_API, as the real gateway does.
func (s *session) startAgain(*wire.StartAPI) {}

func (s *session) currentTime(*wire.RequestCurrentTime) {
	s.send(&wire.CurrentTime{Time: s.gateway.now.UTC().Unix()})
}

func (s *session) currentTimeInMillis(*wire.RequestCurrentTimeInMillis) {
	s.send(&wire.CurrentTimeInMillis{Time: int64(s.gateway.now) / int64(time.Millisecond)})
}

// nextIDs ignores the count, as documented.
func (s *session) nextIDs(*wire.RequestIDs) {
	s.send(&wire.NextValidID{OrderID: s.gateway.desk.NextOrderID(s.client)})
}

func (s *session) managedAccounts(*wire.RequestManagedAccounts) {
	s.send(&wire.ManagedAccounts{Accounts: s.gateway.desk.ManagedAccounts()})
}

func (s *session) logLevel(m *wire.SetServerLogLevel) {
	if m.Level < wire.LogSystem || m.Level > wire.LogDetail {
		s.fail(-1, 319, "Invalid log level")
	}
}
