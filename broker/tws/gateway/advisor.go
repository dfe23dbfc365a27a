package gateway

import (
	"encoding/xml"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// advisorRequests are for logins of financial advisors.
var advisorRequests = []handler{on((*session).requestFA), on((*session).replaceFA), on((*session).familyCodes)}

func (s *session) requestFA(m *wire.RequestFA) {
	if text := s.gateway.advisor[m.Type]; text != "" {
		s.send(&wire.ReceiveFA{Type: m.Type, XML: text})
		return
	}
	text, refusal := s.gateway.desk.Advisor(m.Type)
	if refusal != nil {
		s.fail(-1, refusal.Code, "%s", refusal.Text)
		return
	}
	s.send(&wire.ReceiveFA{Type: m.Type, XML: text})
}

// replaceFA keeps an advisor's new XML as it is; allocations follow the groups of the gateway's own configuration.
func (s *session) replaceFA(m *wire.ReplaceFA) {
	_, refusal := s.gateway.desk.Advisor(m.Type)
	switch {
	case refusal != nil:
		s.fail(m.RequestID, refusal.Code, "%s", refusal.Text)
	case !wellFormed(m.XML):
		s.fail(m.RequestID, 10230, "You have unsaved FA changes. Please retry 'replace FA' operation later, when 'request FA' operation is complete.")
	default:
		s.gateway.advisor[m.Type] = m.XML
		if s.version >= (*wire.ReplaceFAEnd)(nil).Kind().MinVersion() {
			s.send(&wire.ReplaceFAEnd{RequestID: m.RequestID, Text: "success"})
		}
	}
}

func wellFormed(text string) bool {
	var any struct {
		XMLName xml.Name
	}
	return xml.Unmarshal([]byte(text), &any) == nil
}

func (s *session) familyCodes(*wire.RequestFamilyCodes) {
	answer := &wire.FamilyCodes{}
	for _, account := range s.gateway.desk.Accounts("All") {
		answer.Codes = append(answer.Codes, wire.FamilyCode{Account: account})
	}
	s.send(answer)
}
