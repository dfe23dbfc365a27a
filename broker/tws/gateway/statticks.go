package gateway

import (
	"math"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Generic ticks that are figures of the past. They are told once, at the beginning of a line.

func (l *quoteLine) historicalVolatility(*floor.Top) { l.latest(23, floor.HistoricalVol) }
func (l *quoteLine) impliedVolatility(*floor.Top)    { l.latest(24, floor.ImpliedVol) }
func (l *quoteLine) realTimeVolatility(*floor.Top)   { l.latest(58, floor.HistoricalVol) }

// latest sends the last value of a daily series, if there is one.
func (l *quoteLine) latest(kind wire.TickType, what floor.What) {
	if !l.once() {
		return
	}
	if days := l.days(what, "1 M"); len(days) > 0 {
		l.sendGeneric(kind, days[len(days)-1].Close)
	}
}

// days is daily bars up to now; none when the market has no such history.
func (l *quoteLine) days(what floor.What, duration string) []floor.Bar {
	h, err := l.session.gateway.floor.Bars(floor.BarQuery{Listing: l.listing, What: what, Size: "1 day", Duration: duration, RTH: true})
	if err != nil {
		l.session.gateway.log.Debug().Err(err).Str("symbol", l.listing.Instrument.Symbol).Msg("no history for a generic tick")
		return nil
	}
	return h.Bars
}

// yearRange sends the lows and highs of 13, 26 and 52 weeks, and the mean volume of 90 days.
func (l *quoteLine) yearRange(*floor.Top) {
	if !l.once() {
		return
	}
	days := l.days(floor.Trades, "1 Y")
	for i, sessions := range []int{65, 130, 260} {
		low, high := math.Inf(1), 0.0
		for _, b := range tail(days, sessions) {
			low, high = min(low, b.Low), max(high, b.High)
		}
		if high > 0 {
			var none float64
			l.sendPrice(wire.TickType(15+2*i), low, &none)
			none = 0
			l.sendPrice(wire.TickType(16+2*i), high, &none)
		}
	}
	volume, recent := 0.0, tail(days, 63)
	for _, b := range recent {
		volume += b.Volume
	}
	if len(recent) > 0 {
		l.sendSize(21, math.Round(volume/float64(len(recent))))
	}
}

func tail(days []floor.Bar, n int) []floor.Bar { return days[max(0, len(days)-n):] }
