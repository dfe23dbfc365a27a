package lean

import (
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Quotes streams the best bids and offers of a selection: the quote ticks, or, at the other resolutions,
// what stood at the end of each quote bar. The caller closes the stream.
//
// LEAN writes the national best bid and offer of a share as two rows of the same time; they come out as
// one quote. A side that a row does not give stays as it was. A bar without bids or without asks gives a
// quote without that side.
func (t *Tree) Quotes(s Selection) (*rows.QuoteStream, error) {
	if s.Resolution != Tick {
		f, h, err := t.barFeed(s, Quote, 11)
		if err != nil {
			return nil, err
		}
		return rows.Quotes(&barQuotes{quoteBarReader{feed: f, hours: h}}), nil
	}
	f, err := t.newFeed(s, Quote, 3)
	if err != nil {
		return nil, err
	}
	if securityTypes[s.Type].quotes {
		return rows.Quotes(&plainQuotes{f}), nil
	}
	f.MinFields = 5
	return rows.Quotes(&exchangeQuotes{feed: f}), nil
}

// barQuotes makes quotes of the ends of quote bars.
type barQuotes struct{ quoteBarReader }

func (r *barQuotes) Read(q *market.Quote) error {
	for {
		fields, date, timeOfDay, err := r.next()
		if err != nil {
			return err
		}
		r.side(&r.bid, &bidColumns, fields[1:6])
		r.side(&r.ask, &askColumns, fields[6:11])
		if !r.bid.present && !r.ask.present && r.Readable() {
			r.Skip(rows.Empty)
			continue
		}
		*q = market.Quote{}
		if r.bid.present {
			q.Bid, q.BidSize = r.bid.Close, r.bid.Volume
		}
		if r.ask.present {
			q.Ask, q.AskSize = r.ask.Close, r.ask.Volume
		}
		_, q.Time = r.hours.interval(date, timeOfDay)
		if ok, err := r.Settle(q.Time, false); ok || err != nil {
			return err
		}
	}
}

// plainQuotes reads the ticks of forex and CFDs: time, bid, ask.
type plainQuotes struct{ *feed }

func (r *plainQuotes) Read(q *market.Quote) error {
	for {
		fields, date, timeOfDay, err := r.next()
		if err != nil {
			return err
		}
		*q = market.Quote{Time: r.clock.Time(date, timeOfDay)}
		q.Bid, q.Ask = r.Price("bid", fields[1]), r.Price("ask", fields[2])
		r.CheckPrice("bid", fields[1], q.Bid)
		r.CheckPrice("ask", fields[2], q.Ask)
		if ok, err := r.Settle(q.Time, false); ok || err != nil {
			return err
		}
	}
}
