package csvfile

import (
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Paired is a stream of mid bars, each made of a bid bar and an ask bar that end together.
type Paired struct {
	bid, ask side
	// BidOnly and AskOnly count the bars without a partner, which are left out.
	BidOnly, AskOnly int64
	err              error
}

// Pair joins two streams, as vendors that give bids and asks in two files need. It owns the streams:
// closing it closes them.
func Pair(bid, ask market.BarStream) *Paired {
	return &Paired{bid: side{stream: bid, name: "bid"}, ask: side{stream: ask, name: "ask"}}
}

// Next fills the batch with mid bars; see rows.Stream for how many. Spread is ask minus bid at the close.
func (p *Paired) Next(batch *market.Bars) error {
	batch.Reset()
	want := cap(batch.End)
	if want == 0 {
		want = rows.BatchRows
	}
	for p.err == nil && batch.Len() < want {
		p.err = p.pair(batch)
	}
	if batch.Len() > 0 {
		return nil
	}
	return p.err
}

// pair takes one bar from the side that is behind, or one from each.
func (p *Paired) pair(batch *market.Bars) error {
	bidErr, askErr := p.bid.peek(), p.ask.peek()
	if err := failure(bidErr, askErr); err != nil {
		return err
	}
	bid, ask := &p.bid.bar, &p.ask.bar
	switch {
	case bidErr != nil && askErr != nil:
		return io.EOF
	case askErr != nil || bidErr == nil && bid.End < ask.End:
		p.BidOnly++
		p.bid.take()
	case bidErr != nil || ask.End < bid.End:
		p.AskOnly++
		p.ask.take()
	default:
		mid := market.Bar{Start: bid.Start, End: bid.End, Volume: bid.Volume + ask.Volume}
		rows.Mid(&mid, bid, ask)
		batch.Append(mid)
		p.bid.take()
		p.ask.take()
	}
	return nil
}

// failure is the first error that is not the end of a stream.
func failure(list ...error) error {
	for _, err := range list {
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}

// Close closes both streams.
func (p *Paired) Close() error { return errors.Join(p.bid.stream.Close(), p.ask.stream.Close()) }

// side is one of two streams, a bar at a time.
type side struct {
	stream market.BarStream
	name   string
	batch  market.Bars
	next   int
	bar    market.Bar
	held   bool
	err    error
}

// peek makes bar the stream's next one.
func (s *side) peek() error {
	if s.held || s.err != nil {
		return s.err
	}
	if s.next == s.batch.Len() {
		s.next = 0
		if err := s.stream.Next(&s.batch); err != nil {
			s.err = fmt.Errorf("read %s bars: %w", s.name, err)
			return s.err
		}
	}
	s.batch.Row(s.next, &s.bar)
	s.next++
	s.held = true
	return nil
}

func (s *side) take() { s.held = false }
