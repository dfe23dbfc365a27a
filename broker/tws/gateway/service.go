package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// serviceRequests are what a paper login has no right to or no use of; they are answered as by a gateway without.
var serviceRequests = []handler{
	on((*session).fundamentalData), on((*session).cancelFundamentalData), on((*session).wshMetaData), on((*session).cancelWSHMetaData),
	on((*session).wshEventData), on((*session).cancelWSHEventData), on((*session).userInfo), on((*session).softDollarTiers),
	on((*session).verify), on((*session).verifyMessage), on((*session).verifyAndAuth), on((*session).verifyAndAuthMessage),
	on((*session).config), on((*session).updateConfig),
}

func (s *session) fundamentalData(m *wire.RequestFundamentalData) {
	if s.resolve(m.RequestID, &m.Contract) != nil {
		s.fail(m.RequestID, 430, "We are sorry, but fundamentals data for the security specified is not available.No such security is covered.")
	}
}

func (s *session) cancelFundamentalData(*wire.CancelFundamentalData) {}

func (s *session) wshMetaData(m *wire.RequestWSHMetaData) {
	s.fail(m.RequestID, 10276, "News feed is not allowed.")
}

func (s *session) wshEventData(m *wire.RequestWSHEventData) {
	s.fail(m.RequestID, 10276, "News feed is not allowed.")
}

func (s *session) cancelWSHMetaData(*wire.CancelWSHMetaData)   {}
func (s *session) cancelWSHEventData(*wire.CancelWSHEventData) {}

// userInfo has no white branding to tell.
func (s *session) userInfo(m *wire.RequestUserInfo) { s.send(&wire.UserInfo{RequestID: m.RequestID}) }

func (s *session) softDollarTiers(m *wire.RequestSoftDollarTiers) {
	s.send(&wire.SoftDollarTiers{RequestID: m.RequestID})
}

// The verification of a vendor's program needs the vendor's contract with IB.
func (s *session) verify(*wire.VerifyRequest)                      { s.unverified() }
func (s *session) verifyMessage(*wire.VerifyMessage)               { s.unverified() }
func (s *session) verifyAndAuth(*wire.VerifyAndAuthRequest)        { s.unverified() }
func (s *session) verifyAndAuthMessage(*wire.VerifyAndAuthMessage) { s.unverified() }
func (s *session) unverified() {
	s.fail(-1, 321, "Error validating request.-'bs' : cause - Intent to authenticate needs to be expressed during initial connect request.")
}
