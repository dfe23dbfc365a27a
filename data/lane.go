package data

import (
	"errors"
	"io"
	"slices"

	"github.com/tidemark/tidemark/market"
)

// Input is the recorded streams of one instrument. Those that are nil are absent.
type Input struct {
	Instrument market.ID
	Quotes     market.QuoteStream
	Trades     market.TradeStream
	Bars       market.BarStream
	Depth      market.DepthStream
	// Detail is finer bars than Bars, for the venue alone.
	Detail market.BarStream
}

// lane is one stream on its way through a replay.
type lane struct {
	// time of the row at pos, the next to be delivered.
	time market.Time
	// pos counts in the block, which holds rows rows.
	pos, rows int32
	// follower is the lane behind this one in its run; see Replay.
	follower   int32
	instrument market.ID
	kind       market.EventKind
	detail     bool
	block      block

	input  Input
	bars   market.Bars
	quotes market.Quotes
	trades market.Trades
	books  *books
	// taken counts the rows of the batch that have gone to blocks, passed those of all earlier blocks.
	taken  int
	passed int64
}

// lanes makes one lane of every stream, in the order in which events of one instant are delivered.
func lanes(inputs []Input) []lane {
	type stream struct {
		market.Event
		input Input
	}
	var streams []stream
	add := func(in Input, kind market.EventKind, present bool) {
		if present {
			streams = append(streams, stream{market.Event{Instrument: in.Instrument, Kind: kind}, in})
		}
	}
	addDetail := func(in Input) {
		if in.Detail != nil { // before the bars that it is the path of
			detail := market.Event{Instrument: in.Instrument, Kind: market.BarEvent, Detail: true}
			streams = append(streams, stream{detail, Input{Instrument: in.Instrument, Bars: in.Detail}})
		}
	}
	for _, in := range inputs {
		add(in, market.QuoteEvent, in.Quotes != nil)
		add(in, market.TradeEvent, in.Trades != nil)
		addDetail(in)
		add(in, market.BarEvent, in.Bars != nil)
		add(in, market.DepthEvent, in.Depth != nil)
	}
	slices.SortStableFunc(streams, func(a, b stream) int { return a.Order(&b.Event) })
	all := make([]lane, len(streams))
	for i, s := range streams {
		l := &all[i]
		l.instrument, l.kind, l.input, l.follower = s.Instrument, s.Kind, s.input, none
		l.detail = s.Detail
		if l.kind == market.DepthEvent {
			l.books = &books{}
		}
	}
	return all
}

// fill puts the row at pos into ev.
func (l *lane) fill(ev *market.Event) {
	ev.Kind, ev.Instrument, ev.Time, ev.Detail = l.kind, l.instrument, l.time, l.detail
	r := &l.block[l.pos]
	switch l.kind {
	case market.BarEvent:
		ev.Bar.Instrument = l.instrument
		r.bar(&ev.Bar)
	case market.TradeEvent:
		ev.Trade.Instrument = l.instrument
		r.trade(&ev.Trade)
	case market.DepthEvent:
		l.books.told = l.books.due
		l.books.told.Instrument = l.instrument
		ev.Depth = &l.books.told
	default:
		ev.Quote.Instrument = l.instrument
		r.quote(&ev.Quote)
	}
}

// refill puts the next rows into the block; at the stream's end it returns io.EOF.
func (l *lane) refill() error {
	l.passed += int64(l.rows)
	l.pos, l.rows = 0, 0
	if l.books != nil {
		return l.refillBook()
	}
	for {
		if n := l.take(); n > 0 {
			l.taken += n
			l.rows = int32(n)
			return nil
		}
		l.taken = 0
		if err := l.load(); err != nil {
			return err
		}
	}
}

// refillBook puts the next book in its place; the block has its time.
func (l *lane) refillBook() error {
	if err := l.load(); err != nil {
		return err
	}
	l.block[0].time, l.rows = l.books.due.Time, 1
	return nil
}

func (l *lane) take() int {
	switch l.kind {
	case market.BarEvent:
		return l.block.bars(&l.bars, l.taken)
	case market.TradeEvent:
		return l.block.trades(&l.trades, l.taken)
	default:
		return l.block.quotes(&l.quotes, l.taken)
	}
}

// load takes the next batch from the stream.
func (l *lane) load() error {
	switch l.kind {
	case market.BarEvent:
		return l.input.Bars.Next(&l.bars)
	case market.TradeEvent:
		return l.input.Trades.Next(&l.trades)
	case market.DepthEvent:
		return l.input.Depth.Next(&l.books.due)
	default:
		return l.input.Quotes.Next(&l.quotes)
	}
}

func (l *lane) close() error {
	switch l.kind {
	case market.BarEvent:
		return l.input.Bars.Close()
	case market.TradeEvent:
		return l.input.Trades.Close()
	case market.DepthEvent:
		return l.input.Depth.Close()
	default:
		return l.input.Quotes.Close()
	}
}

// row is the number of the row at pos within its stream, counted from 1.
func (l *lane) row() int64 { return l.passed + int64(l.pos) + 1 }

// ended reports whether err is a stream's ordinary end.
func ended(err error) bool { return errors.Is(err, io.EOF) }
