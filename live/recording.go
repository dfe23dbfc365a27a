package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/setup"
	"github.com/tidemark/tidemark/store/journal"
)

// recorded finds a session in a journal; 0 is the last one.
func recorded(folder string, session uint64) (uint64, error) {
	sessions, err := journal.Sessions(folder)
	if err == nil && len(sessions) == 0 {
		err = fmt.Errorf("%s: no session is recorded there: name the folder of broker.journal", folder)
	}
	if err != nil || session != 0 {
		return session, err
	}
	return sessions[len(sessions)-1], nil
}

// configured is the configuration that a session was recorded with, and its instruments.
func configured(h tape.Header) (*config.Run, *market.Universe, error) {
	var text string
	if err := json.Unmarshal(h.Config, &text); err != nil {
		return nil, nil, err
	}
	run, err := config.Load(config.Layers{Path: "configuration in the journal", Text: []byte(text)})
	if err != nil {
		return nil, nil, err
	}
	universe, err := setup.Universe(run, nil)
	return run, universe, err
}

// A Recording is what a recorded session was shown of the market, once its warm-up was over. It is read from the journal
// each time, so that a long session needs little memory.
type Recording struct {
	Session uint64
	Series  []Seen
	folder  string
}

// Seen is one kind of data of one instrument, under the name that the instrument has at its source.
type Seen struct {
	Series     data.Series
	Instrument market.Instrument

	id    market.ID
	kind  market.EventKind
	start market.Time
}

// OpenRecording looks what a session of a journal has; 0 is the last one.
func OpenRecording(folder string, session uint64) (*Recording, error) {
	session, err := recorded(folder, session)
	if err != nil {
		return nil, err
	}
	r := &Recording{Session: session, folder: folder}
	events, err := r.read()
	if err != nil {
		return nil, err
	}
	run, universe, err := configured(events.Header())
	if err != nil {
		return nil, err
	}
	has := make([][market.DepthEvent + 1]bool, universe.Len())
	var ev market.Event
	for err == nil {
		if err = events.Next(&ev); err == nil && int(ev.Instrument) < len(has) {
			has[ev.Instrument][ev.Kind] = has[ev.Instrument][ev.Kind] || ev.Time > events.Header().Start
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	for id, kinds := range has {
		c := &run.Instruments[id]
		in := *universe.At(market.ID(id))
		if c.Source.Symbol != "" {
			in.Symbol = c.Source.Symbol
		}
		series := [...]data.Series{
			market.QuoteEvent: data.QuoteSeries(in.Symbol), market.TradeEvent: data.TradeSeries(in.Symbol),
			market.BarEvent: data.BarSeries(in.Symbol, c.Source.Bars), market.DepthEvent: data.DepthSeries(in.Symbol),
		}
		for kind, is := range kinds {
			if is {
				r.Series = append(r.Series, Seen{series[kind], in, market.ID(id), market.EventKind(kind), events.Header().Start})
			}
		}
	}
	return r, nil
}

func (r *Recording) read() (*tape.Events, error) {
	entries, err := journal.Open(r.folder, r.Session)
	if err != nil {
		return nil, err
	}
	return tape.ReadEvents(entries)
}

// open reads one kind of data.
func (r *Recording) open(s Seen) (*seenEvents, error) {
	events, err := r.read()
	return &seenEvents{events: events, what: s}, err
}

// Quotes, Trades, Bars and Depth stream what was seen, at the times at which it was.
func (r *Recording) Quotes(s Seen) (market.QuoteStream, error) {
	events, err := r.open(s)
	return &seenQuotes{seenEvents: events}, err
}

// Trades is like Quotes.
func (r *Recording) Trades(s Seen) (market.TradeStream, error) {
	events, err := r.open(s)
	return &seenTrades{seenEvents: events}, err
}

// Bars is like Quotes.
func (r *Recording) Bars(s Seen) (market.BarStream, error) {
	events, err := r.open(s)
	return &seenBars{seenEvents: events}, err
}

// Depth is like Quotes.
func (r *Recording) Depth(s Seen) (market.DepthStream, error) {
	events, err := r.open(s)
	return &seenBooks{events}, err
}

// seenEvents picks the events of one kind of data.
type seenEvents struct {
	events *tape.Events
	what   Seen
	ev     market.Event
}

func (s *seenEvents) next() error {
	for {
		if err := s.events.Next(&s.ev); err != nil {
			return err
		}
		if s.ev.Kind == s.what.kind && s.ev.Instrument == s.what.id && s.ev.Time > s.what.start {
			return nil
		}
	}
}

// Close has nothing to release.
func (s *seenEvents) Close() error { return nil }

// seenBatch is how many rows are handed out at a time.
const seenBatch = 1024

// gather fills a batch with rows of events until there are enough; io.EOF when there are none.
func gather[R any](s *seenEvents, batch interface {
	Reset()
	Len() int
	Append(R)
}, row func(*market.Event) R) error {
	batch.Reset()
	for batch.Len() < seenBatch {
		if err := s.next(); err == io.EOF && batch.Len() > 0 {
			return nil
		} else if err != nil {
			return err
		}
		batch.Append(row(&s.ev))
	}
	return nil
}

type seenQuotes struct {
	*seenEvents
	batch market.Quotes
}

func (s *seenQuotes) Next(batch *market.Quotes) error {
	err := gather(s.seenEvents, &s.batch, func(ev *market.Event) market.Quote {
		q := ev.Quote
		q.Time = ev.Time
		return q
	})
	*batch = s.batch
	return err
}

type seenTrades struct {
	*seenEvents
	batch market.Trades
}

func (s *seenTrades) Next(batch *market.Trades) error {
	err := gather(s.seenEvents, &s.batch, func(ev *market.Event) market.Trade {
		t := ev.Trade
		t.Time = ev.Time
		return t
	})
	*batch = s.batch
	return err
}

type seenBars struct {
	*seenEvents
	batch market.Bars
}

func (s *seenBars) Next(batch *market.Bars) error {
	err := gather(s.seenEvents, &s.batch, func(ev *market.Event) market.Bar { return ev.Bar })
	*batch = s.batch
	return err
}

type seenBooks struct{ *seenEvents }

func (s *seenBooks) Next(d *market.Depth) error {
	if err := s.next(); err != nil {
		return err
	}
	*d = *s.ev.Depth
	d.Time = s.ev.Time
	return nil
}
