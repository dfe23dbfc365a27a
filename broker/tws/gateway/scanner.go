package gateway

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// scannerRequests search the market.
var scannerRequests = []handler{
	on((*session).scannerParameters), on((*session).scan), on((*session).cancelScan),
}

const scanFamily = "scanner"

// Bounds of scans (TWS API documentation, "Market Scanners").
const (
	scansMost    = 10
	scanRows     = 50
	scanInterval = 30 * time.Second
)

// A scanCode ranks listings: the larger the value, the better. NaN leaves one out.
type scanCode struct {
	code, name string
	value      func(*floor.Top) (float64, bool)
}

var scanCodes = []scanCode{
	{"TOP_PERC_GAIN", "Top % Gainers", func(t *floor.Top) (float64, bool) { return change(t), t.Close != 0 }},
	{"TOP_PERC_LOSE", "Top % Losers", func(t *floor.Top) (float64, bool) { return -change(t), t.Close != 0 }},
	{"MOST_ACTIVE", "Most Active", func(t *floor.Top) (float64, bool) { return t.Volume, t.Volume != 0 }},
	{"MOST_ACTIVE_USD", "Most Active ($)", func(t *floor.Top) (float64, bool) { return t.Value, t.Volume != 0 }},
	{"HOT_BY_VOLUME", "Hot Contracts by Volume", func(t *floor.Top) (float64, bool) { return t.Volume, t.Volume != 0 }},
	{"HOT_BY_PRICE", "Hot Contracts by Price", func(t *floor.Top) (float64, bool) { return abs(change(t)), t.Close != 0 }},
	{"TOP_TRADE_COUNT", "Top Trade Count", func(t *floor.Top) (float64, bool) { return float64(t.Trades), t.Trades != 0 }},
	{"TOP_PRICE_RANGE", "Top Price Range", func(t *floor.Top) (float64, bool) { return (t.High - t.Low) / t.Last, t.Last != 0 }},
	{"TOP_OPEN_PERC_GAIN", "Top % Gainers Since Open", func(t *floor.Top) (float64, bool) { return t.Last/t.Open - 1, t.Open != 0 }},
	{"TOP_OPEN_PERC_LOSE", "Top % Losers Since Open", func(t *floor.Top) (float64, bool) { return 1 - t.Last/t.Open, t.Open != 0 }},
	{"HALTED", "Halted", func(t *floor.Top) (float64, bool) { return 0, t.Halted }},
}

func change(t *floor.Top) float64 { return t.Last/t.Close - 1 }
func abs(x float64) float64       { return max(x, -x) }

// scanInstruments are the instruments that can be scanned, by the name that requests use.
var scanInstruments = map[string][]market.Kind{
	"STK": {market.Equity, market.ETF}, "STOCK.EU": {market.Equity, market.ETF}, "ETF.EQ.US": {market.ETF},
	"FUT.US": {market.Future}, "IND.US": {market.Index},
}

// A scanLine is a scan that repeats itself.
type scanLine struct {
	session *session
	request wire.RequestScanner
	rank    *scanCode
	timer   *task[market.Time]
}

func (l *scanLine) stop() { l.timer.cancel() }

func (s *session) scan(m *wire.RequestScanner) {
	i := slices.IndexFunc(scanCodes, func(c scanCode) bool { return c.code == m.ScanCode })
	switch {
	case s.has(scanFamily, m.RequestID):
		s.fail(m.RequestID, 385, "Duplicate ticker ID for API scanner subscription")
	case s.count(scanFamily) >= scansMost:
		s.fail(m.RequestID, 162, "%s", historyError+"API scanner subscriptions are limited to 10")
	case i < 0 || scanInstruments[m.Instrument] == nil:
		s.fail(m.RequestID, 162, "%s", historyError+"Scanner type with code "+m.ScanCode+" for "+m.Instrument+" is disabled")
	default:
		line := &scanLine{session: s, request: *m, rank: &scanCodes[i]}
		s.subscribe(subscriptionKey{scanFamily, m.RequestID}, line)
		line.run()
	}
}

// run sends the whole result, and again after the interval.
func (l *scanLine) run() {
	s, g := l.session, l.session.gateway
	rows := l.rows()
	if len(rows) == 0 {
		s.fail(l.request.RequestID, 165, "Historical Market Data Service query message:no items retrieved")
	} else {
		s.send(&wire.ScannerData{RequestID: l.request.RequestID, Rows: rows})
	}
	l.timer = g.at(g.now.Add(scanInterval), l.run)
}

func (l *scanLine) rows() []wire.ScannerRow {
	type ranked struct {
		listing *floor.Listing
		value   float64
	}
	var list []ranked
	f := l.session.gateway.floor
	for _, listing := range f.Listings() {
		top := f.Top(listing.ID())
		if value, ok := l.rank.value(top); ok && l.admits(listing, top) {
			list = append(list, ranked{listing, value})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.value, a.value) })
	list = list[:min(len(list), scanRows, l.most())]
	rows := make([]wire.ScannerRow, len(list))
	for i, r := range list {
		rows[i] = wire.ScannerRow{Rank: i, Contract: r.listing.Contract, MarketName: r.listing.Contract.TradingClass}
	}
	return rows
}

func (l *scanLine) most() int {
	if n, ok := l.request.Rows.Get(); ok && n > 0 {
		return n
	}
	return scanRows
}

// admits applies the filters of a scan that this market has figures for.
func (l *scanLine) admits(listing *floor.Listing, top *floor.Top) bool {
	r := &l.request
	european := strings.HasSuffix(r.Instrument, ".EU")
	if listing.Underlying != nil && listing.Instrument.Kind == market.Option ||
		!slices.Contains(scanInstruments[r.Instrument], listing.Instrument.Kind) || european == (listing.Instrument.Currency == market.USD) {
		return false
	}
	above, hasAbove := r.AbovePrice.Get()
	below, hasBelow := r.BelowPrice.Get()
	volume, hasVolume := r.AboveVolume.Get()
	switch {
	case hasAbove && top.Last <= above, hasBelow && top.Last >= below, hasVolume && top.Volume <= float64(volume):
		return false
	case r.StockTypeFilter == "STOCK" && listing.Instrument.Kind == market.ETF, r.StockTypeFilter == "ETF" && listing.Instrument.Kind != market.ETF:
		return false
	}
	return l.filtered(top)
}

// filtered applies the filters that are given as tags; what this market has no figures for filters nothing.
func (l *scanLine) filtered(top *floor.Top) bool {
	for _, f := range l.request.Filters {
		value, ok := number(f.Value)
		if !ok {
			continue
		}
		switch f.Tag {
		case "priceAbove":
			ok = top.Last > value
		case "priceBelow":
			ok = top.Last < value
		case "volumeAbove":
			ok = top.Volume > value
		case "changePercAbove":
			ok = 100*change(top) > value
		case "changePercBelow":
			ok = 100*change(top) < value
		}
		if !ok {
			return false
		}
	}
	return true
}

func (s *session) cancelScan(m *wire.CancelScanner) {
	if s.unsubscribe(scanFamily, m.RequestID) {
		s.fail(m.RequestID, 162, historyError+"API scanner subscription cancelled: %d", m.RequestID)
		return
	}
	s.fail(m.RequestID, 365, "No scanner subscription found for ticker id:%d", m.RequestID)
}

func (s *session) scannerParameters(*wire.RequestScannerParameters) {
	s.send(&wire.ScannerParameters{XML: scannerXML()})
}
