package client

import "github.com/tidemark/tidemark/broker/tws/wire"

// A key names what waits for messages: one request by its id, or, for messages without one, whoever asked for
// the kind.
type key struct {
	kind wire.Kind // of the rows of an answer without a request id, 0 otherwise
	id   int       // request id; for market rules the rule's
}

func request(id int) key { return key{id: id} }

// shared gives the key of answers that carry no request id.
func shared(row wire.Message) key { return key{kind: row.Kind()} }

func rule(id int) key { return key{(*wire.MarketRule)(nil).Kind(), id} }

// A route says where a message goes. It may go to both.
type route struct {
	to     key  // the zero key: to no call
	orders bool // to the stream of order events
}

// routeOf is the whole routing of answers but errors, whose way depends on their code.
func routeOf(m wire.Message) route {
	switch m := m.(type) {
	case *wire.OpenOrder, *wire.OpenOrdersEnd:
		_, row := m.(*wire.OpenOrder)
		return route{shared((*wire.OpenOrder)(nil)), row}
	case *wire.OrderStatus:
		return route{shared((*wire.OpenOrder)(nil)), true}
	case *wire.OrderBound:
		return route{orders: true}
	case *wire.Executed:
		if m.RequestID < 0 {
			return route{orders: true}
		}
		return route{to: request(m.RequestID)}
	case *wire.CommissionReport:
		return route{shared(m), true}
	case *wire.Position, *wire.PositionEnd:
		return route{to: shared((*wire.Position)(nil))}
	case *wire.CompletedOrder, *wire.CompletedOrdersEnd:
		return route{to: shared((*wire.CompletedOrder)(nil))}
	case *wire.AccountValue, *wire.PortfolioValue, *wire.AccountUpdateTime, *wire.AccountDownloadEnd:
		return route{to: shared((*wire.AccountValue)(nil))}
	case *wire.MarketRule:
		return route{to: rule(m.ID)}
	}
	if id, ok := requestID(m); ok {
		return route{to: request(id)}
	}
	return route{to: shared(m)}
}

// requestID returns the request id of answers that have one.
func requestID(m wire.Message) (int, bool) {
	switch m := m.(type) {
	case *wire.TickPrice:
		return m.RequestID, true
	case *wire.TickSize:
		return m.RequestID, true
	case *wire.TickGeneric:
		return m.RequestID, true
	case *wire.TickString:
		return m.RequestID, true
	case *wire.TickByTick:
		return m.RequestID, true
	case *wire.MarketDepth:
		return m.RequestID, true
	case *wire.MarketDepthL2:
		return m.RequestID, true
	case *wire.RealTimeBar:
		return m.RequestID, true
	case *wire.TickOptionComputation:
		return m.RequestID, true
	case *wire.TickEFP:
		return m.RequestID, true
	case *wire.TickNews:
		return m.RequestID, true
	case *wire.TickRequestParams:
		return m.RequestID, true
	case *wire.TickSnapshotEnd:
		return m.RequestID, true
	case *wire.MarketDataFreshness:
		return m.RequestID, true
	case *wire.RerouteMarketData:
		return m.RequestID, true
	case *wire.RerouteMarketDepth:
		return m.RequestID, true
	case *wire.DeltaNeutralValidation:
		return m.RequestID, true
	case *wire.PNL:
		return m.RequestID, true
	case *wire.PNLSingle:
		return m.RequestID, true
	case *wire.ScannerData:
		return m.RequestID, true
	}
	return answerID(m)
}

// answerID returns the request id of the answers to questions.
func answerID(m wire.Message) (int, bool) {
	switch m := m.(type) {
	case *wire.ContractDetails:
		return m.RequestID, true
	case *wire.BondDetails:
		return m.RequestID, true
	case *wire.ContractDetailsEnd:
		return m.RequestID, true
	case *wire.SecDefOptParams:
		return m.RequestID, true
	case *wire.SecDefOptParamsEnd:
		return m.RequestID, true
	case *wire.SymbolSamples:
		return m.RequestID, true
	case *wire.SmartComponents:
		return m.RequestID, true
	case *wire.SoftDollarTiers:
		return m.RequestID, true
	case *wire.UserInfo:
		return m.RequestID, true
	case *wire.AccountSummary:
		return m.RequestID, true
	case *wire.AccountSummaryEnd:
		return m.RequestID, true
	case *wire.AccountUpdateMulti:
		return m.RequestID, true
	case *wire.AccountUpdateMultiEnd:
		return m.RequestID, true
	case *wire.PositionMulti:
		return m.RequestID, true
	case *wire.PositionMultiEnd:
		return m.RequestID, true
	case *wire.ExecutionsEnd:
		return m.RequestID, true
	}
	return historyID(m)
}

// historyID returns the request id of answers about the past, the news and the configuration.
func historyID(m wire.Message) (int, bool) {
	switch m := m.(type) {
	case *wire.HistoricalData:
		return m.RequestID, true
	case *wire.HistoricalDataEnd:
		return m.RequestID, true
	case *wire.HistoricalDataUpdate:
		return m.RequestID, true
	case *wire.HistoricalSchedule:
		return m.RequestID, true
	case *wire.HistoricalTicks:
		return m.RequestID, true
	case *wire.HistoricalTicksBidAsk:
		return m.RequestID, true
	case *wire.HistoricalTicksLast:
		return m.RequestID, true
	case *wire.HeadTimestamp:
		return m.RequestID, true
	case *wire.HistogramData:
		return m.RequestID, true
	case *wire.FundamentalData:
		return m.RequestID, true
	case *wire.HistoricalNews:
		return m.RequestID, true
	case *wire.HistoricalNewsEnd:
		return m.RequestID, true
	case *wire.NewsArticle:
		return m.RequestID, true
	case *wire.WSHMetaData:
		return m.RequestID, true
	case *wire.WSHEventData:
		return m.RequestID, true
	case *wire.Config:
		return m.RequestID, true
	case *wire.UpdateConfigResult:
		return m.RequestID, true
	case *wire.ReplaceFAEnd:
		return m.RequestID, true
	case *wire.DisplayGroupList:
		return m.RequestID, true
	case *wire.DisplayGroupUpdated:
		return m.RequestID, true
	}
	return 0, false
}
