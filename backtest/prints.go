package backtest

import (
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/setup"
)

// prints are the official opening and closing prices of an instrument, which its daily bars have. They are read when
// the first auction asks. An instrument that is traded on daily bars, or from one file, has no others.
func (s *session) prints(in *market.Instrument, day market.Date) (sim.Print, bool) {
	if s.printed == nil {
		s.printed = make(map[market.ID]map[market.Date]sim.Print)
	}
	days, known := s.printed[in.ID]
	if !known {
		var err error
		if days, err = s.readPrints(in); err != nil {
			s.printsErr = errors.Join(s.printsErr, fmt.Errorf("sim.auctions: prints of %s: %w", in.Symbol, err))
		}
		s.printed[in.ID] = days
	}
	p, ok := days[day]
	return p, ok
}

func (s *session) readPrints(in *market.Instrument) (map[market.Date]sim.Print, error) {
	c := &s.run.Instruments[in.ID]
	w := wanted{Instrument: c, instrument: in, feed: setup.Feed(c), from: s.dayStart(s.run.Period.From), to: s.dayEnd(s.run.Period.To)}
	if !hasPrints(c, in) {
		return nil, nil
	}
	price := w.feed.Bars.Price
	w.feed.Bars = market.Daily()
	w.feed.Bars.Price = price
	var err error
	if w.calendar, err = calendar.Get(in.Calendar); err != nil {
		return nil, err
	}
	stream, err := s.library.bars(&w)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return collectPrints(stream, w.calendar.Cursor())
}

func collectPrints(stream market.BarStream, sessions *calendar.Cursor) (map[market.Date]sim.Print, error) {
	days := make(map[market.Date]sim.Print)
	var batch market.Bars
	var bar market.Bar
	for {
		switch err := stream.Next(&batch); {
		case errors.Is(err, io.EOF):
			return days, nil
		case err != nil:
			return days, err
		}
		for i := range batch.Len() {
			batch.Row(i, &bar)
			if session, phase := sessions.Seek(bar.End); phase == calendar.Open {
				days[session.Date] = sim.Print{Open: bar.Open, Close: bar.Close}
			}
		}
	}
}
