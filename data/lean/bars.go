package lean

import (
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Bars streams the bars of a selection. The caller closes the stream. Errors of the stream are
// *rows.RowError for a bad row; *NoDataError and ErrNoTrades come from here.
func (t *Tree) Bars(s Selection) (*rows.BarStream, error) {
	if s.Resolution == Tick {
		return nil, fmt.Errorf("bars of %s: ticks are not bars; read Trades or Quotes and build them", &s)
	}
	if s.Price == market.Last {
		return t.tradeBars(s)
	}
	return t.quoteBars(s)
}

func (t *Tree) tradeBars(s Selection) (*rows.BarStream, error) {
	if int(s.Type) < len(securityTypes) && securityTypes[s.Type].quotes {
		return nil, fmt.Errorf("trade bars of %s: %w", &s, ErrNoTrades)
	}
	f, h, err := t.barFeed(s, Trade, 5)
	if err != nil {
		return nil, err
	}
	return rows.Bars(&tradeBars{feed: f, hours: h}), nil
}

func (t *Tree) quoteBars(s Selection) (*rows.BarStream, error) {
	f, h, err := t.barFeed(s, Quote, 11)
	if err != nil {
		return nil, err
	}
	return rows.Bars(&quoteBars{quoteBarReader{feed: f, hours: h}}), nil
}

// barFeed is a feed of bars with at least so many fields, and the hours they cover.
func (t *Tree) barFeed(s Selection, content Content, minFields int) (*feed, hours, error) {
	f, err := t.newFeed(s, content, minFields)
	if err != nil {
		return nil, hours{}, err
	}
	h, err := newHours(&f.selection, f.clock)
	if err != nil {
		return nil, hours{}, errors.Join(err, f.Close())
	}
	return f, h, nil
}

// tradeBars reads rows of time, open, high, low, close, volume.
type tradeBars struct {
	*feed
	hours hours
}

func (r *tradeBars) Read(b *market.Bar) error {
	for {
		fields, date, timeOfDay, err := r.next()
		if err != nil {
			return err
		}
		b.Start, b.End = r.hours.interval(date, timeOfDay)
		b.Open, b.High = r.Price("open", fields[1]), r.Price("high", fields[2])
		b.Low, b.Close = r.Price("low", fields[3]), r.Price("close", fields[4])
		b.Volume = 0
		if len(fields) > 5 {
			b.Volume = r.Size("volume", fields[5])
		}
		r.CheckPrices("", b.Open, b.High, b.Low, b.Close)
		if ok, err := r.Settle(b.End, true); ok || err != nil {
			return err
		}
	}
}

// quoteBarReader reads rows of time, bid open, high, low, close, size, ask open, high, low, close, size.
type quoteBarReader struct {
	*feed
	hours    hours
	bid, ask quoteSide
}

// quoteSide is one side of a quote bar; Volume is the last size.
type quoteSide struct {
	market.Bar
	present bool
}

// sideColumns are the names that errors give the columns of one side.
type sideColumns struct{ prefix, open, high, low, close, size string }

var (
	bidColumns = sideColumns{"bid ", "bid open", "bid high", "bid low", "bid close", "bid size"}
	askColumns = sideColumns{"ask ", "ask open", "ask high", "ask low", "ask close", "ask size"}
)

// side reads one side. A side whose close is empty or zero has no quotes.
func (r *quoteBarReader) side(s *quoteSide, columns *sideColumns, fields [][]byte) {
	s.present = len(fields[3]) > 0
	if !s.present {
		return
	}
	if s.Close = r.Price(columns.close, fields[3]); s.Close == 0 && r.Readable() {
		s.present = false
		return
	}
	s.Open, s.High = r.Price(columns.open, fields[0]), r.Price(columns.high, fields[1])
	s.Low = r.Price(columns.low, fields[2])
	s.Volume = 0
	if len(fields[4]) > 0 {
		s.Volume = r.Size(columns.size, fields[4])
	}
	r.CheckPrices(columns.prefix, s.Open, s.High, s.Low, s.Close)
}

// quoteBars makes bars of bids, of asks or of the middle.
type quoteBars struct{ quoteBarReader }

func (r *quoteBars) Read(b *market.Bar) error {
	for {
		fields, date, timeOfDay, err := r.next()
		if err != nil {
			return err
		}
		r.bid.present, r.ask.present = false, false
		if r.selection.Price != market.Ask {
			r.side(&r.bid, &bidColumns, fields[1:6])
		}
		if r.selection.Price != market.Bid {
			r.side(&r.ask, &askColumns, fields[6:11])
		}
		if !r.make(b) && r.Readable() {
			r.Skip(rows.OneSided)
			continue
		}
		b.Start, b.End = r.hours.interval(date, timeOfDay)
		if ok, err := r.Settle(b.End, true); ok || err != nil {
			return err
		}
	}
}

// make fills the bar; it is not ok when a side that it is made of is missing.
func (r *quoteBars) make(b *market.Bar) (ok bool) {
	switch r.selection.Price {
	case market.Bid:
		*b, ok = r.bid.Bar, r.bid.present
	case market.Ask:
		*b, ok = r.ask.Bar, r.ask.present
	default:
		if ok = r.bid.present && r.ask.present; ok {
			rows.Mid(b, &r.bid.Bar, &r.ask.Bar)
		}
	}
	b.Volume = 0
	return ok
}
