package floor

import (
	"fmt"
	"math"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Synthetic is an archive that data/synth makes up from a seed. Futures follow their index, or one tape of
// their root, with carry: price × e^((rate − yield) × time to expiry), rounded to their ticks; the nearest has
// most of the volume. An index moves around the clock with its futures and is reported in its own hours.
//
// Prices of one share in two places, and of currencies in a triangle, are made up apart and do not agree.
type Synthetic struct {
	seed        uint64
	first, last market.Date
	rate        float64
	tapes       map[string]*synth.Tape
}

var _ Archive = (*Synthetic)(nil)

// NewSynthetic makes up a market from the session of one date to that of another. The first reading of
// anything passes over all that lies before, some 20 to 100 ms a year and instrument.
func NewSynthetic(seed uint64, first, last market.Date) (*Synthetic, error) {
	if first == 0 || last < first {
		return nil, fmt.Errorf("synthetic market from %q to %q: give two dates in order", first, last)
	}
	return &Synthetic{seed: seed, first: first, last: last, rate: Rate, tapes: make(map[string]*synth.Tape)}, nil
}

// Quotes makes up quotes.
func (s *Synthetic) Quotes(l *Listing, from, to market.Time) (market.QuoteStream, error) {
	part, err := s.part(l, from, to)
	if err != nil {
		return nil, err
	}
	var quotes market.QuoteStream = &quotesWithin{QuoteStream: part.Quotes(), from: from, to: to}
	if l.Instrument.Kind == market.Future {
		quotes = &carriedQuotes{QuoteStream: quotes, carry: s.carry(l)}
	}
	return quotes, nil
}

// Depth gives nothing: the floor makes up what lies behind a quote.
func (s *Synthetic) Depth(*Listing, market.Time, market.Time) (market.DepthStream, error) {
	return nil, nil
}

// Trades makes up trades.
func (s *Synthetic) Trades(l *Listing, from, to market.Time) (market.TradeStream, error) {
	part, err := s.part(l, from, to)
	if err != nil {
		return nil, err
	}
	var trades market.TradeStream = &tradesWithin{TradeStream: part.Trades(), from: from, to: to}
	switch l.Instrument.Kind {
	case market.Future:
		trades = &carriedTrades{TradeStream: trades, carry: s.carry(l)}
	case market.Index:
		trades = &tradesOpen{TradeStream: trades, cursor: l.Calendar.Cursor()}
	}
	return trades, nil
}

// Minutes makes up minutes, much quicker than their trades.
func (s *Synthetic) Minutes(l *Listing, from, to market.Time) (market.BarStream, error) {
	part, err := s.part(l, from, to)
	if err != nil {
		return nil, err
	}
	bars, err := part.Bars(market.Minutes(1))
	if err != nil {
		return nil, err
	}
	bars = data.Period(bars, from, to)
	switch l.Instrument.Kind {
	case market.Index:
		bars = data.RegularHours(bars, l.Calendar)
	case market.Future:
		bars = &carriedMinutes{BarStream: bars, carry: s.carry(l)}
	}
	return bars, nil
}

// First is the open of the first session, which for a future is that of its root.
func (s *Synthetic) First(l *Listing) (market.Time, bool) {
	for session := range l.Calendar.Sessions(s.first, s.last) {
		return session.Open, true
	}
	return 0, false
}

// part is the tape of a listing around a period.
func (s *Synthetic) part(l *Listing, from, to market.Time) (*synth.Tape, error) {
	root := l
	if l.Instrument.Kind == market.Future && l.Underlying != nil {
		root = l.Underlying
	}
	tape, err := s.tape(root)
	if err != nil {
		return nil, err
	}
	// A session can open on the evening before its date, and none is over on the date before its own.
	return tape.Period(s.date(from), s.date(to).AddDays(1)), nil
}

// date is the date of a time in UTC, or of the end of the tape that it lies beyond.
func (s *Synthetic) date(t market.Time) market.Date {
	switch {
	case t <= market.At(s.first.Clock(0, 0, time.UTC)):
		return s.first
	case t >= market.At(s.last.Clock(24, 0, time.UTC)):
		return s.last.AddDays(1)
	}
	return market.DateOf(t.UTC())
}

// tape is the made-up market of a root.
func (s *Synthetic) tape(l *Listing) (*synth.Tape, error) {
	key := l.Instrument.Symbol
	if l.Instrument.Kind == market.Future {
		key = l.spec.Symbol
	}
	if tape := s.tapes[key]; tape != nil {
		return tape, nil
	}
	in := *l.Instrument
	in.Symbol = key
	c := l.Calendar
	if in.Kind == market.Index {
		var err error
		if c, err = calendar.Get("CME"); err != nil {
			return nil, err
		}
	}
	o := synth.Defaults(&in)
	o.Seed, o.First, o.Last = s.seed, s.first, s.last
	for _, choice := range []struct {
		to   *float64
		from float64
	}{{&o.Price, l.spec.Price}, {&o.Volatility, l.spec.Volatility}, {&o.Volume, l.spec.Volume}} {
		if choice.from > 0 {
			*choice.to = choice.from
		}
	}
	tape, err := synth.New(&in, c, o)
	if err != nil {
		return nil, err
	}
	s.tapes[key] = tape
	return tape, nil
}

// carry is how a future's prices and sizes come from its root's.
func (s *Synthetic) carry(l *Listing) carry {
	k := carry{
		rate: s.rate - l.spec.Yield, expires: expiryOf(l), share: 1,
		tick: minTick(l.Instrument.Grid).InexactFloat64(), lot: l.Instrument.SizeIncrement.InexactFloat64(),
	}
	if u := l.Underlying; u != nil {
		k.rate = s.rate - u.spec.Yield
		usual := synth.Defaults(u.Instrument).Volume
		if l.spec.Volume > 0 {
			k.share = l.spec.Volume / usual
		}
	}
	k.share *= math.Pow(nextMonth, float64(min(l.place, quietest)))
	return k
}

// nextMonth is the volume of a future relative to that of the one that expires before it, up to the quietest.
const (
	nextMonth = 0.1
	quietest  = 3
)

// expiryOf is when a contract stops trading.
func expiryOf(l *Listing) market.Time {
	if s, ok := l.Calendar.Session(l.Instrument.Expiry); ok {
		return s.Close
	}
	return market.At(l.Instrument.Expiry.Clock(16, 0, l.Calendar.Zone()))
}
