package floor

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// volatilityDays is the number of daily returns in a historical volatility: IB's is of 30 days.
const volatilityDays = 30

// HistoricalVolatility is the standard deviation of the last 30 daily returns in regular trading, annualised;
// 0 when there are fewer than two.
func (f *Floor) HistoricalVolatility(l *Listing) (float64, error) {
	last, ok := l.Calendar.Previous(f.now)
	if !ok {
		return 0, nil
	}
	closes, err := f.closes(l, last.Date, last.Date)
	return deviation(closes, l.Calendar.SessionsPerYear()), err
}

// closes are the daily bars that volatilities of the sessions from one date to another need.
func (f *Floor) closes(l *Listing, first, last market.Date) ([]Bar, error) {
	// Twice the sessions leave room for weekends and holidays.
	return f.daily(dayKey{l.ID(), l.series(), true}, l, first.AddDays(-2*volatilityDays), last)
}

// series is what the price of a contract is told by.
func (l *Listing) series() What {
	if l.quotedOnly() {
		return Midpoint
	}
	return Trades
}

// volatilities are bars of the historical volatility, which is the same for all of a day: that of the
// returns up to the close of the session before.
func (f *Floor) volatilities(l *Listing, size BarSize, rth bool, from, to market.Time) ([]Bar, error) {
	bars, err := f.bars(l, l.series(), size, rth, from, to)
	if err != nil || len(bars) == 0 {
		return nil, err
	}
	last := bars[len(bars)-1].Session
	if s, ok := l.Calendar.Session(last); ok && s.Close > f.now {
		last = last.AddDays(-1)
	}
	closes, err := f.closes(l, bars[0].Session, last)
	if err != nil {
		return nil, err
	}
	var known []Bar
	for _, b := range bars {
		if v := deviation(until(closes, b.Session), l.Calendar.SessionsPerYear()); v > 0 {
			known = append(known, Bar{Start: b.Start, End: b.End, Session: b.Session, Open: v, High: v, Low: v, Close: v, Volume: -1, WAP: -1, Count: -1})
		}
	}
	return known, nil
}

// until are the bars of the sessions before a date.
func until(bars []Bar, date market.Date) []Bar {
	n := len(bars)
	for n > 0 && bars[n-1].Session >= date {
		n--
	}
	return bars[:n]
}

// deviation is the annualised standard deviation of the logarithmic returns of the last closes.
func deviation(bars []Bar, perYear float64) float64 {
	bars = bars[max(len(bars)-volatilityDays-1, 0):]
	n, sum, squares := 0.0, 0.0, 0.0
	for i := 1; i < len(bars); i++ {
		r := math.Log(bars[i].Close / bars[i-1].Close)
		n, sum, squares = n+1, sum+r, squares+r*r
	}
	if n < 2 {
		return 0
	}
	return math.Sqrt(max(squares-sum*sum/n, 0) / (n - 1) * perYear)
}
