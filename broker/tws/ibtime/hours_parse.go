package ibtime

import (
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
)

const closedText = "CLOSED"

// ParseHours reads trading or liquid hours, with the zone that the contract's timeZoneId names:
//
//	20250622:1700-20250623:1515;20250623:1530-20250623:1600;20250628:CLOSED   since TWS 970
//	20090507:0700-1830,1830-2330;20090508:CLOSED                              older
//
// In the older form a close that is not after its open belongs to a session that began the evening before, if it
// is the first of its day, and otherwise to one that ends on the next; 0000 closes the day at its end.
//
// A session belongs to the day on which it closes, midnight being the end of a day; if TWS calls that day closed,
// to the next trading day, as the Friday nights of Hong Kong belong to Monday. Days may come in any order, and
// what comes twice counts once. Empty text is hours of which nothing is known. The error is a [*FormatError].
func ParseHours(text string, zone *time.Location) (Hours, error) {
	h := Hours{Zone: zone}
	if strings.Trim(text, "; ") == "" {
		return h, nil
	}
	if zone == nil {
		return Hours{}, &FormatError{"trading hours", text, "they mean nothing without their time zone"}
	}
	p := hoursParser{zone: zone, closed: map[market.Date]bool{}}
	for segment := range strings.SplitSeq(text, ";") {
		if segment = strings.TrimSpace(segment); segment != "" && !p.segment(segment) {
			return Hours{}, &FormatError{"trading hours", text,
				"want 20060102:0930-20060102:1600 or 20060102:CLOSED, not " + excerpt(segment)}
		}
	}
	h.Days = p.days()
	return h, nil
}

type hoursParser struct {
	zone     *time.Location
	sessions []Session
	closed   map[market.Date]bool
}

// segment reads what stands between two semicolons.
func (p *hoursParser) segment(text string) bool {
	var date wall
	s := scanner{rest: text}
	s.date(&date, "")
	s.want(":")
	if s.failed || !date.valid() {
		return false
	}
	if s.rest == closedText {
		p.closed[date.date()] = true
		return true
	}
	for i := 0; ; i++ {
		if !p.session(&s, date, i == 0) {
			return false
		}
		if !s.take(",") {
			return s.done()
		}
	}
}

// session reads one span of trading; date is that of the segment, and already read before the first.
func (p *hoursParser) session(s *scanner, date wall, first bool) bool {
	if !first && len(s.rest) > 8 && s.rest[8] == ':' {
		s.date(&date, "")
		s.want(":")
	}
	open, end := date, date
	okOpen := s.minutes(&open)
	s.want("-")
	dated := len(s.rest) > 8 && s.rest[8] == ':'
	if dated {
		s.date(&end, "")
		s.want(":")
	}
	okEnd := s.minutes(&end)
	if s.failed || !okOpen || !okEnd {
		return false
	}
	if !dated {
		overnight(&open, &end, first)
	}
	if !end.as(0).After(open.as(0)) {
		return false
	}
	// Both ends may fall into an hour that is skipped.
	if span := (Session{open.in(p.zone), end.in(p.zone)}); span.Close.After(span.Open) {
		p.sessions = append(p.sessions, span)
	}
	return true
}

// overnight moves one end of a session whose close is not after its open.
func overnight(open, end *wall, first bool) {
	switch {
	case end.as(0).After(open.as(0)):
	case end.hour == 0 && end.minute == 0 || !first:
		end.day++
	default:
		open.day--
	}
}

// minutes takes HHMM; 2400 is the midnight that ends the day.
func (s *scanner) minutes(w *wall) bool {
	w.hour, w.minute = s.digits(2), s.digits(2)
	date := *w
	date.hour, date.minute = 0, 0
	return date.valid() && w.minute <= 59 && (w.hour <= 23 || w.hour == 24 && w.minute == 0)
}

func (w wall) date() market.Date { return market.NewDate(w.year, time.Month(w.month), w.day) }

// lastDate is the date on which the session ends; a midnight ends the date before it.
func (s Session) lastDate(zone *time.Location) market.Date {
	return market.DateOf(s.Close.Add(-1).In(zone))
}

// days gathers the sessions by their trading day.
func (p *hoursParser) days() []Day {
	slices.SortFunc(p.sessions, func(a, b Session) int {
		if c := a.Open.Compare(b.Open); c != 0 {
			return c
		}
		return a.Close.Compare(b.Close)
	})
	p.sessions = slices.Compact(p.sessions)
	byDate := map[market.Date][]Session{}
	for date := range p.closed {
		byDate[date] = nil
	}
	trading := p.tradingDates()
	for _, s := range p.sessions {
		date := s.lastDate(p.zone)
		if p.closed[date] {
			if i, _ := slices.BinarySearch(trading, date); i < len(trading) {
				date = trading[i]
			}
		}
		byDate[date] = append(byDate[date], s)
	}
	p.addEves(byDate)
	days := make([]Day, 0, len(byDate))
	for date, sessions := range byDate {
		days = append(days, Day{date, sessions})
	}
	slices.SortFunc(days, func(a, b Day) int { return int(a.Date) - int(b.Date) })
	return days
}

// tradingDates are the dates on which a session ends and that are not called closed, ascending.
func (p *hoursParser) tradingDates() []market.Date {
	var dates []market.Date
	for _, s := range p.sessions {
		if date := s.lastDate(p.zone); !p.closed[date] {
			dates = append(dates, date)
		}
	}
	slices.Sort(dates)
	return slices.Compact(dates)
}

// addEves adds as closed the dates that only open a session of a later day, such as the Sundays of futures. The
// first date is none of them: its own session may have been over when TWS was asked.
func (p *hoursParser) addEves(byDate map[market.Date][]Session) {
	earliest := market.Date(99991231)
	for date := range byDate {
		earliest = min(earliest, date)
	}
	for _, s := range p.sessions {
		eve := market.DateOf(s.Open.In(p.zone))
		if _, known := byDate[eve]; !known && eve > earliest {
			byDate[eve] = nil
		}
	}
}

// String writes hours as TWS does since its version 970, so that [ParseHours] reads them back; what is unknown is
// empty.
func (h Hours) String() string {
	opens, ends := map[market.Date]bool{}, map[market.Date]bool{}
	for _, d := range h.Days {
		for _, s := range d.Sessions {
			opens[market.DateOf(s.Open.In(h.Zone))] = true
			ends[s.lastDate(h.Zone)] = true
		}
	}
	var segments []string
	for i, d := range h.Days {
		// TWS does not list the eve of a trading day as closed.
		if d.Closed() && (i == 0 || !opens[d.Date] || ends[d.Date]) {
			segments = append(segments, d.Date.Clock(0, 0, time.UTC).Format("20060102:")+closedText)
		}
		for _, s := range d.Sessions {
			const layout = "20060102:1504"
			segments = append(segments, s.Open.In(h.Zone).Format(layout)+"-"+s.Close.In(h.Zone).Format(layout))
		}
	}
	return strings.Join(segments, ";")
}
