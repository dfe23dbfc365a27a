package floor

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Top is what is known of a contract at a moment. A price of 0 is not known; sizes are units of the
// contract.
type Top struct {
	Bid, Ask, BidSize, AskSize float64
	QuoteTime                  market.Time
	// Last is the latest trade; an index has a last without a size.
	Last, LastSize float64
	LastTime       market.Time

	// Session is the date of the trading session that the day's figures belong to, pre-market included. Of
	// what is not traded but quoted (currencies, CFDs) they are figures of mid prices.
	Session         market.Date
	Open, High, Low float64
	Volume          float64
	// Value is the sum of price times size and Trades the number of the session's trades.
	Value  float64
	Trades int
	// Close is the last price of the session before.
	Close float64
	// Halted tells that trading is interrupted; see Floor.Halt.
	Halted bool
}

// VWAP is the session's mean price weighted by volume, 0 before the first trade.
func (t *Top) VWAP() float64 {
	if t.Volume == 0 {
		return 0
	}
	return t.Value / t.Volume
}

// Mid is the middle of bid and ask, or the last price when a side is missing.
func (t *Top) Mid() float64 {
	if t.Bid == 0 || t.Ask == 0 {
		return t.Last
	}
	return Mid(t.Bid, t.Ask)
}

// Mid is the middle of a quote, without what adding floats leaves behind its last digit.
func Mid(bid, ask float64) float64 { return exact((bid + ask) / 2) }

// Top is the present state of a contract's book, valid until the next call on the floor; nil for an ID
// that is not listed. Do not change it.
func (f *Floor) Top(id market.ID) *Top {
	if uint(id) >= uint(len(f.books)) {
		if l := f.Listing(id); l != nil && l.Legs != nil {
			f.combined = f.net(l)
			return &f.combined
		}
		return nil
	}
	if l := f.listings[id]; l.option != nil && f.watching(l) == nil {
		f.refresh(l)
	}
	return &f.books[id].top
}

// Halt interrupts trading in a contract, or resumes it. The floor only tells; what is refused while a
// contract is halted is others' business.
func (f *Floor) Halt(id market.ID, halted bool) {
	if top := f.Top(id); top != nil {
		top.Halted = halted
	}
}

// book keeps the top of one contract.
type book struct {
	top    Top
	cursor *calendar.Cursor
	// quoted: the day's figures are of mid prices.
	quoted bool
	// recorded is the latest recorded book, nil before the first.
	recorded *market.Depth
	// final is the latest price of regular trading in the session.
	final float64
}

func newBook(l *Listing) book {
	return book{cursor: l.Calendar.Cursor(), quoted: l.quotedOnly()}
}

// observe takes in an event.
func (b *book) observe(ev *market.Event) {
	t := &b.top
	switch ev.Kind {
	case market.QuoteEvent:
		q := &ev.Quote
		t.Bid, t.Ask, t.BidSize, t.AskSize, t.QuoteTime = q.Bid, q.Ask, q.BidSize, q.AskSize, q.Time
		if b.quoted && q.Bid > 0 && q.Ask > 0 {
			b.price(q.Time, Mid(q.Bid, q.Ask))
		}
	case market.DepthEvent:
		if b.recorded == nil {
			b.recorded = new(market.Depth)
		}
		*b.recorded = *ev.Depth
	case market.TradeEvent:
		r := &ev.Trade
		b.price(r.Time, r.Price)
		t.Last, t.LastSize, t.LastTime = r.Price, r.Size, r.Time
		t.Volume += r.Size
		t.Value += r.Price * r.Size
		t.Trades++
	}
}

// price takes a price into the session's figures.
func (b *book) price(at market.Time, p float64) {
	t := &b.top
	s, phase := b.cursor.Seek(at)
	if s.Date != t.Session && s.Date != 0 {
		t.Session, t.Open, t.High, t.Low = s.Date, 0, p, p
		t.Volume, t.Value, t.Trades = 0, 0, 0
		if b.final != 0 {
			t.Close = b.final
		}
		b.final = 0
	}
	t.High, t.Low = max(t.High, p), min(t.Low, p)
	if phase == calendar.Open {
		if t.Open == 0 {
			t.Open = p
		}
		b.final = p
	}
}
