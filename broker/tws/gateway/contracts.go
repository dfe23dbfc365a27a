package gateway

import (
	"strings"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// contractRequests ask what there is to trade.
var contractRequests = []handler{
	on((*session).contractDetails), on((*session).cancelContractDetails), on((*session).matchingSymbols),
	on((*session).optionParameters), on((*session).marketRule), on((*session).smartComponents),
}

func (s *session) contractDetails(m *wire.RequestContractDetails) {
	g := s.gateway
	if g.upstream.down || g.upstream.farm(contractFarm).down {
		s.fail(m.RequestID, 200, "No security definition has been found for the request")
		return
	}
	if m.Contract.SecType == wire.Combo {
		s.fail(m.RequestID, 321, "Error validating request.-'bI' : cause - 'BAG' isn't supported for contract data request. "+
			"Please enter a valid security type")
		return
	}
	found := g.floor.Find(&m.Contract)
	if len(found) == 0 {
		_, refusal := g.floor.Resolve(&m.Contract)
		s.fail(m.RequestID, refusal.Code, "%s", refusal.Text)
		return
	}
	for _, l := range found {
		details := wire.ContractDetails{RequestID: m.RequestID, Contract: l.On(m.Contract.Exchange), Details: l.Details(g.now)}
		if l.SecType() == wire.Bond {
			s.send((*wire.BondDetails)(&details))
		} else {
			s.send(&details)
		}
	}
	s.send(&wire.ContractDetailsEnd{RequestID: m.RequestID})
}

// cancelContractDetails comes too late: the answer has been given.
func (s *session) cancelContractDetails(*wire.CancelContractDetails) {}

func (s *session) matchingSymbols(m *wire.RequestMatchingSymbols) {
	s.send(&wire.SymbolSamples{RequestID: m.RequestID, Samples: s.gateway.floor.MatchingSymbols(m.Pattern)})
}

func (s *session) optionParameters(m *wire.RequestSecDefOptParams) {
	if m.ConID == 0 {
		s.fail(m.RequestID, 321, "Error validating request.-'cl' : cause - Please enter a valid contract ID")
		return
	}
	underlying, refusal := s.gateway.floor.Resolve(&wire.Contract{ConID: m.ConID})
	if refusal != nil || m.Symbol != "" && !strings.EqualFold(m.Symbol, underlying.Contract.Symbol) {
		s.fail(m.RequestID, 200, "No security definition has been found for the request")
		return
	}
	for _, chain := range s.gateway.floor.Chains(underlying) {
		if m.Exchange != "" && m.Exchange != chain.Exchange {
			continue
		}
		s.send(&wire.SecDefOptParams{
			RequestID: m.RequestID, Exchange: chain.Exchange, ConID: m.ConID, TradingClass: chain.TradingClass,
			Multiplier: chain.Multiplier, Expirations: compactDates(chain.Expirations), Strikes: chain.Strikes,
		})
	}
	s.send(&wire.SecDefOptParamsEnd{RequestID: m.RequestID})
}

// compactDates writes dates as YYYYMMDD.
func compactDates(dates []market.Date) []string {
	out := make([]string, len(dates))
	for i, d := range dates {
		out[i] = compactDate(d)
	}
	return out
}

func compactDate(d market.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

func (s *session) marketRule(m *wire.RequestMarketRule) {
	increments := s.gateway.floor.MarketRule(m.ID)
	if increments == nil {
		s.fail(-1, 321, "Error validating request.-'cx' : cause - Unknown market rule %d", m.ID)
		return
	}
	s.send(&wire.MarketRule{ID: m.ID, Increments: increments})
}

// bbo is the exchanges whose quotes make the best one, by the name that market data lines give.
var bbo = map[string][]string{
	"9c0001": {"ARCA", "NASDAQ", "NYSE", "BATS", "IEX", "EDGX"},
	"a60001": {"CBOE", "ISE", "PHLX", "AMEX", "BOX", "PSE"},
}

func bboExchange(l *floor.Listing) string {
	switch l.Instrument.Kind {
	case market.Equity, market.ETF:
		return "9c0001"
	case market.Option:
		return "a60001"
	}
	return ""
}

func (s *session) smartComponents(m *wire.RequestSmartComponents) {
	exchanges, ok := bbo[m.BBOExchange]
	if !ok {
		s.fail(m.RequestID, 321, "Error validating request.-'cp' : cause - Unknown BBO exchange %s", m.BBOExchange)
		return
	}
	answer := &wire.SmartComponents{RequestID: m.RequestID}
	for bit, exchange := range exchanges {
		answer.Components = append(answer.Components, wire.SmartComponent{Bit: bit, Exchange: exchange, Letter: string(rune('A' + bit))})
	}
	s.send(answer)
}
