package gateway

import (
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/market"
)

// Formats of the times in historical data, as a request's formatDate asks.
const (
	formatText  = 1
	formatEpoch = 2
	formatDay   = 3
)

// stamper writes the times of one answer.
type stamper struct {
	format  int
	version int
	zone    *time.Location // of the instrument or the login, see zoneOf
}

// since this version texts name their zone; before, they are of the login's.
const zonesSince = 174

func (s *session) stamper(format int, l *floor.Listing) stamper {
	zone := s.gateway.opts.Zone
	if s.version >= zonesSince {
		zone = l.Calendar.Zone()
	}
	return stamper{format: format, version: s.version, zone: zone}
}

// instant writes a moment.
func (w stamper) instant(t market.Time) string {
	switch {
	case w.format == formatEpoch:
		return strconv.FormatInt(second(t), 10)
	case w.format == formatDay:
		return ibtime.Format(t.UTC(), w.zone)[len("2006"):]
	case w.version < zonesSince:
		return ibtime.FormatZoneless(t.UTC(), w.zone)
	}
	return ibtime.Format(t.UTC(), w.zone)
}

// bar writes the time of a bar: its start, of daily and longer ones the session's date.
func (w stamper) bar(b *floor.Bar, daily bool) string {
	if daily {
		return compactDate(b.Session)
	}
	return w.instant(b.Start)
}

// adviseZone warns of a time that was given without a zone, which IB means to refuse one day. It does so since times
// name their zones.
func (s *session) adviseZone(id int, text string) {
	if text = strings.TrimSpace(text); s.version >= zonesSince && text != "" && !strings.Contains(text, "-") && len(strings.Fields(text)) == 2 {
		s.fail(id, 2174, "%s", fault.Words(2174, ""))
	}
}

// parseTime reads a time of a request; empty is 0. The zone of a text without one is the login's.
func (s *session) parseTime(text string) (market.Time, error) {
	if text == "" {
		return 0, nil
	}
	t, err := ibtime.Parse(text, s.gateway.opts.Zone)
	if err != nil {
		return 0, err
	}
	return market.At(t), nil
}
