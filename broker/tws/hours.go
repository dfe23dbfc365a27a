package tws

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Hours are a contract's hours as IB told them, for a few days ahead.
type Hours struct {
	// Regular are IB's liquid hours, and All its trading hours.
	Regular, All ibtime.Hours
}

// ContractHours reads the hours of a contract. Hours that IB did not give are unknown; the error is an
// [*ibtime.ZoneError] or an [*ibtime.FormatError] for what it gave.
func ContractHours(d *wire.ContractDetails) (Hours, error) {
	var h Hours
	if d.Details.TradingHours == "" && d.Details.LiquidHours == "" {
		return h, nil
	}
	zone, err := ibtime.Location(d.Details.TimeZoneID)
	if err != nil {
		return h, fmt.Errorf("tws: hours of %s: %w", nameOf(&d.Contract), err)
	}
	if h.Regular, err = ibtime.ParseHours(d.Details.LiquidHours, zone); err != nil {
		return Hours{}, fmt.Errorf("tws: liquid hours of %s: %w", nameOf(&d.Contract), err)
	}
	if h.All, err = ibtime.ParseHours(d.Details.TradingHours, zone); err != nil {
		return Hours{}, fmt.Errorf("tws: trading hours of %s: %w", nameOf(&d.Contract), err)
	}
	return h, nil
}

// Session is the trading session of a date: from the first open to the last close, pauses included, with the
// extended hours around it. Early tells that its regular hours are shorter than the longest that are known. The state
// is Open when there is a session, Closed when the market does not trade on the date, and Unknown when IB has not
// said: what depends on the session must wait.
func (h Hours) Session(date market.Date) (calendar.Session, ibtime.State) {
	regular, known := h.Regular.On(date)
	switch {
	case !known:
		return calendar.Session{}, ibtime.Unknown
	case regular.Closed():
		return calendar.Session{}, ibtime.Closed
	}
	s := calendar.Session{Date: date}
	s.Open, s.Close = bounds(regular)
	s.EarlyOpen, s.LateClose = s.Open, s.Close
	if all, ok := h.All.On(date); ok && !all.Closed() {
		first, last := bounds(all)
		s.EarlyOpen, s.LateClose = min(first, s.Open), max(last, s.Close)
	}
	s.Early = s.Duration() < h.longest()
	return s, ibtime.Open
}

func bounds(d ibtime.Day) (open, end market.Time) {
	return market.At(d.Sessions[0].Open), market.At(d.Sessions[len(d.Sessions)-1].Close)
}

func (h Hours) longest() time.Duration {
	var longest time.Duration
	for _, d := range h.Regular.Days {
		if !d.Closed() {
			open, end := bounds(d)
			longest = max(longest, end.Sub(open))
		}
	}
	return longest
}
