package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// tickRequests ask for ticks of the past and, tick by tick, of the present.
var tickRequests = []handler{
	on((*session).historicalTicks), on((*session).cancelHistoricalTicks), on((*session).tickByTick), on((*session).cancelTickByTick),
}

// ticksMost is how many ticks one request may ask for.
const ticksMost = 1000

func (s *session) historicalTicks(m *wire.RequestHistoricalTicks) {
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil || s.forbidden(m.RequestID, 10187, "Failed to request historical ticks:", listing) {
		return
	}
	start, err1 := s.parseTime(m.Start)
	end, err2 := s.parseTime(m.End)
	switch {
	case err1 != nil || err2 != nil:
		s.fail(m.RequestID, 10314, "Start/End Date/Time: The date, time, or time-zone entered is invalid. Use yyyymmdd hh:mm:ss ZONE, or yyyymmdd-hh:mm:ss for UTC")
		return
	case (start == 0) == (end == 0):
		s.fail(m.RequestID, 10187, "Failed to request historical ticks:Please specify either start or end date/time")
		return
	case m.Count < 1 || m.Count > ticksMost:
		s.fail(m.RequestID, 10187, "Failed to request historical ticks:Number of ticks must be between 1 and %d", ticksMost)
		return
	}
	s.adviseZone(m.RequestID, m.Start+m.End)
	q := floor.TickQuery{Listing: listing, Start: start, End: end, Count: m.Count, RTH: m.UseRTH}
	answer, err := s.pastTicks(m.RequestID, m.WhatToShow, q)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	s.send(answer)
}

// cancelHistoricalTicks comes too late: the answer has been given.
func (s *session) cancelHistoricalTicks(*wire.CancelHistoricalTicks) {}

// pastTicks is the answer to a query for trades, quotes or midpoints.
func (s *session) pastTicks(id int, what string, q floor.TickQuery) (wire.Message, error) {
	f := s.gateway.floor
	switch what {
	case "TRADES":
		rows, err := f.Trades(q)
		return pastTrades(id, q.Listing, rows), err
	case "BID_ASK":
		rows, err := f.Quotes(q)
		answer := &wire.HistoricalTicksBidAsk{RequestID: id, Done: true, Ticks: make([]wire.HistoricalQuote, len(rows))}
		for i, r := range rows {
			answer.Ticks[i] = wire.HistoricalQuote{
				Time: second(r.Time), Bid: r.Bid, Ask: r.Ask, BidSize: wire.Some(r.BidSize), AskSize: wire.Some(r.AskSize),
			}
		}
		return answer, err
	case "MIDPOINT":
		rows, err := f.Midpoints(q)
		answer := &wire.HistoricalTicks{RequestID: id, Done: true, Ticks: make([]wire.HistoricalTick, len(rows))}
		for i, r := range rows {
			answer.Ticks[i] = wire.HistoricalTick{Time: second(r.Time), Price: r.Price, Size: wire.Some(0.0)}
		}
		return answer, err
	}
	return nil, &floor.Refusal{Code: 10187, Text: "Failed to request historical ticks:Please enter a valid historical ticks type: TRADES, BID_ASK or MIDPOINT"}
}

func pastTrades(id int, l *floor.Listing, rows []market.Trade) *wire.HistoricalTicksLast {
	answer := &wire.HistoricalTicksLast{RequestID: id, Done: true, Ticks: make([]wire.HistoricalTrade, len(rows))}
	for i, r := range rows {
		answer.Ticks[i] = wire.HistoricalTrade{Time: second(r.Time), Price: r.Price, Size: wire.Some(r.Size), Exchange: tapeExchange(l)}
	}
	return answer
}

// tapeExchange is where this market's trades are reported.
func tapeExchange(l *floor.Listing) string {
	if l.Contract.PrimaryExchange != "" {
		return l.Contract.PrimaryExchange
	}
	return l.Contract.Exchange
}
