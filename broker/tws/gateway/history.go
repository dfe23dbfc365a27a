package gateway

import (
	"errors"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// historyRequests ask for bars of the past.
var historyRequests = []handler{
	on((*session).historicalData), on((*session).cancelHistoricalData), on((*session).headTimestamp), on((*session).cancelHeadTimestamp),
	on((*session).histogramData), on((*session).cancelHistogramData),
}

const historyFamily = "historical data"

// historiesMost is how many queries a client may have open (TWS API documentation, "Historical Data Limitations").
const historiesMost = 50

// Texts of error 162, which tells everything that the historical data service has to say.
const (
	historyError  = "Historical Market Data Service error message:"
	cancelledText = historyError + "API historical data query cancelled: %d"
	pacingText    = historyError + "Historical data request pacing violation"
)

func (s *session) historicalData(m *wire.RequestHistoricalData) {
	g := s.gateway
	if s.has(historyFamily, m.RequestID) {
		s.fail(m.RequestID, 386, "Duplicate ticker ID for API historical data query")
		return
	}
	if s.count(historyFamily) >= historiesMost {
		s.fail(m.RequestID, 322, "Error processing request.-'rU' : cause - Only %d simultaneous API historical data requests allowed.", historiesMost)
		return
	}
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil {
		return
	}
	end, err := s.parseTime(m.End)
	if err != nil {
		s.fail(m.RequestID, 10314, "End Date/Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx where yyyymmdd and xx/xxxx are optional. E.g.: 20031126 15:59:00 US/Eastern  Note that there is a space between the date and time, and between the time and time-zone.  If no date is specified, current date is assumed. If no time-zone is specified, local time-zone is assumed(deprecated).  You can also provide yyyymmddd-hh:mm:ss time is in UTC. Note that there is a dash between the date and time in UTC notation.")
		return
	}
	if !s.asksForHistory(m) {
		return
	}
	if m.WhatToShow == string(floor.ScheduleOnly) {
		s.schedule(m, listing, end)
		return
	}
	if s.forbidden(m.RequestID, 162, historyError, listing) {
		return
	}
	s.adviseZone(m.RequestID, m.End)
	query := floor.BarQuery{
		Listing: listing, What: floor.What(m.WhatToShow), Size: floor.BarSize(m.BarSize), Duration: m.Duration,
		End: end, RTH: m.UseRTH, Update: m.KeepUpToDate,
	}
	history, err := g.floor.Bars(query)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	w := s.stamper(m.FormatDate, listing)
	s.sendBars(m.RequestID, w, &history, query.Size.Daily())
	if m.KeepUpToDate {
		s.keepUpToDate(m.RequestID, w, &query)
	}
}

// sendBars sends the bars, and from version 196 on their end as a message of its own.
func (s *session) sendBars(id int, w stamper, h *floor.History, daily bool) {
	start, end := w.instant(h.Start), w.instant(h.End)
	if w.format == formatEpoch {
		start, end = ibtime.Format(h.Start.UTC(), w.zone), ibtime.Format(h.End.UTC(), w.zone)
	}
	m := &wire.HistoricalData{RequestID: id, Start: start, End: end, Bars: make([]wire.Bar, len(h.Bars))}
	for i := range h.Bars {
		m.Bars[i] = wireBar(w, &h.Bars[i], daily)
	}
	s.send(m)
	if s.version >= 196 {
		s.send(&wire.HistoricalDataEnd{RequestID: id, Start: start, End: end})
	}
}

func wireBar(w stamper, b *floor.Bar, daily bool) wire.Bar {
	return wire.Bar{
		Date: w.bar(b, daily), Open: b.Open, High: b.High, Low: b.Low, Close: b.Close,
		Volume: wire.Some(b.Volume), WAP: wire.Some(b.WAP), Count: b.Count,
	}
}

// historyFailed tells a refusal in IB's words, or that the archive is broken.
func (s *session) historyFailed(id int, err error) {
	var refusal *floor.Refusal
	if errors.As(err, &refusal) {
		s.fail(id, refusal.Code, "%s", refusal.Text)
		return
	}
	s.gateway.log.Error().Err(err).Int("client", s.client).Msg("history could not be read")
	s.fail(id, 162, "%s", historyError+"HMDS query failed")
}

func (s *session) schedule(m *wire.RequestHistoricalData, l *floor.Listing, end market.Time) {
	sessions, err := s.gateway.floor.Schedule(l, m.Duration, end, m.UseRTH)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	zone := l.Calendar.Zone()
	clock := func(t market.Time) string { return t.In(zone).Format("20060102-15:04:05") }
	answer := &wire.HistoricalSchedule{RequestID: m.RequestID, TimeZone: l.Details(s.gateway.now).TimeZoneID}
	for _, day := range sessions {
		answer.Sessions = append(answer.Sessions, wire.HistoricalSession{Start: clock(day.Start), End: clock(day.End), Date: compactDate(day.Date)})
	}
	if n := len(answer.Sessions); n > 0 {
		answer.Start, answer.End = answer.Sessions[0].Start, answer.Sessions[n-1].End
	}
	s.send(answer)
}

func (s *session) cancelHistoricalData(m *wire.CancelHistoricalData) {
	if s.unsubscribe(historyFamily, m.RequestID) {
		s.fail(m.RequestID, 162, cancelledText, m.RequestID)
		return
	}
	s.fail(m.RequestID, 366, "No historical data query found for ticker id:%d", m.RequestID)
}

func (s *session) headTimestamp(m *wire.RequestHeadTimestamp) {
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil {
		return
	}
	head, err := s.gateway.floor.Head(listing, floor.What(m.WhatToShow), m.UseRTH)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	text := ibtime.FormatUTC(head.UTC())
	if m.FormatDate == formatEpoch {
		text = s.stamper(formatEpoch, listing).instant(head)
	}
	s.send(&wire.HeadTimestamp{RequestID: m.RequestID, Time: text})
}

// cancelHeadTimestamp comes too late: the answer has been given. The same is true of histograms.
func (s *session) cancelHeadTimestamp(*wire.CancelHeadTimestamp) {}

func (s *session) histogramData(m *wire.RequestHistogramData) {
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil {
		return
	}
	levels, err := s.gateway.floor.Histogram(listing, m.TimePeriod, m.UseRTH)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	answer := &wire.HistogramData{RequestID: m.RequestID, Points: make([]wire.HistogramPoint, len(levels))}
	for i, level := range levels {
		answer.Points[i] = wire.HistogramPoint{Price: level.Price, Size: wire.Some(level.Size)}
	}
	s.send(answer)
}

func (s *session) cancelHistogramData(*wire.CancelHistogramData) {}
