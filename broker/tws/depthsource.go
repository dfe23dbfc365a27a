package tws

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A depthSource delivers the order book. Rows that come together are one book; rows that make no sense, or do not fit
// together for a while, are asked for anew. The line's goroutine is the one to touch it.
type depthSource struct {
	*feed
	event market.Event
	book  market.Depth
	rows  bookRows
	// held is since when the rows have made no book to show, zero when they do.
	held time.Time
}

func newDepthSource(f *feed) *depthSource {
	d := &depthSource{feed: f}
	d.rows.negative = f.instrument.Kind == market.Future
	d.event = market.Event{Kind: market.DepthEvent, Instrument: f.instrument.ID, Depth: &d.book}
	return d
}

const (
	// directRows are asked for of one exchange, smartRows of all together, where each has rows of its own. (BookTrader and
	// the API show 20 at most.)
	directRows, smartRows = market.MaxLevels, 20
	// settling is how long rows may make no book. Messages that belong together come within milliseconds.
	settling = 2 * time.Second
	// batch bounds how many rows become one book.
	batch = 1024
)

// request asks for the books of all exchanges together where the contract is routed to all, unless Options.DirectDepth
// wants those of its primary exchange.
func (d *depthSource) request(l *listing) wire.RequestMarketDepth {
	r := wire.RequestMarketDepth{Contract: l.contract, Rows: directRows}
	switch {
	case r.Contract.Exchange != smart:
	case d.opts.DirectDepth && r.Contract.PrimaryExchange != "":
		r.Contract.Exchange = r.Contract.PrimaryExchange
	default:
		r.Rows, r.SmartDepth = smartRows, true
	}
	return r
}

func (d *depthSource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	r := d.request(l)
	opening, cancel := context.WithTimeout(ctx, lineWait)
	stream, err := s.conn.MarketDepth(opening, r)
	cancel()
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			d.alarmOnce("depth lines", "no order book is to be had of %s: %v; IB gives 3 at a time to most logins", d.instrument.Symbol, err)
		}
		return err
	}
	defer stream.Close()
	d.rows.clear()
	d.rows.asked, d.rows.mixed = r.Rows, r.SmartDepth
	d.book = market.Depth{Instrument: d.instrument.ID}
	d.held = time.Now()
	for {
		if err := d.next(ctx, stream, ln); err != nil {
			return err
		}
	}
}

// next takes the rows that come together, and shows what they make.
func (d *depthSource) next(ctx context.Context, stream *client.Stream[client.DepthUpdate], ln *line) error {
	waiting, cancel := ctx, context.CancelFunc(func() {})
	if !d.held.IsZero() && (d.rows.any() || shows(&d.book)) {
		waiting, cancel = context.WithDeadline(ctx, d.held.Add(settling))
	}
	u, err := stream.Next(waiting)
	cancel()
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		return d.show(ln, true)
	case err != nil:
		return err
	case !d.held.IsZero() && !d.rows.any():
		d.held = time.Now() // the first row
	}
	for n, more := 0, true; more; n++ {
		if err := d.take(&u); err != nil {
			return err
		}
		if more = n < batch; more {
			u, more = stream.Poll()
		}
	}
	ln.arrived()
	return d.show(ln, false)
}

// take changes the rows.
func (d *depthSource) take(u *client.DepthUpdate) error {
	switch m := u.Other.(type) {
	case nil:
	case *wire.Error:
		d.alarmOnce(fmt.Sprint("advice", m.Code), "about the order book of %s and perhaps others the broker says %d: %s", d.instrument.Symbol, m.Code, m.Message)
		return nil
	default:
		d.alarmOnce(fmt.Sprint("book", d.instrument.ID), "the broker has no order book of %s itself, but of what it derives from", d.instrument.Symbol)
		return nil
	}
	if u.Reset { // error 317: empty the book, the rows follow
		d.rows.clear()
		d.held = time.Now()
		return nil
	}
	return d.rows.take(&u.MarketDepthL2)
}

// show delivers the book, when there is one. A crossed one, or one with a side missing after a beginning, is held back at
// first: the rest of it may be on its way. Both can be true: books of several exchanges together can be crossed.
func (d *depthSource) show(ln *line, waited bool) error {
	book := market.Depth{Instrument: d.instrument.ID}
	ordered := d.rows.fill(&book)
	began := !d.held.IsZero() && (book.Bids[0].Size == 0 || book.Asks[0].Size == 0)
	switch {
	case !ordered && waited:
		return &bookDoubt{"its prices are out of order"}
	case !waited && (!ordered || began || crossed(&book) && !crossed(&d.book)):
		if d.held.IsZero() {
			d.held = time.Now()
		}
		return nil
	}
	d.held = time.Time{}
	d.emit(&book, ln)
	return nil
}

func (d *depthSource) emit(book *market.Depth, ln *line) {
	if book.Bids != d.book.Bids || book.Asks != d.book.Asks {
		d.book = *book
		d.event.Time = now()
		d.book.Time = d.event.Time
		d.inbox.Market(&d.event)
	}
	if !ln.flowing.Load() || ln.doubted.Load() {
		ln.joined()
	}
}

func shows(d *market.Depth) bool { return d.Bids[0].Size > 0 || d.Asks[0].Size > 0 }

func crossed(d *market.Depth) bool {
	return d.Bids[0].Size > 0 && d.Asks[0].Size > 0 && d.Bids[0].Price > d.Asks[0].Price
}
