package client

import (
	"context"
	"slices"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// HistoricalBars returns bars of the past; their dates are as FormatDate asks. An error that matches [ErrNoData]
// says that there are none. The RequestID of r is set and its KeepUpToDate cleared, for which there is
// [Conn.BarUpdates].
//
// IB limits requests for bars of up to 30 seconds: the same one again after 15 s, five in 2 s for one contract,
// exchange and kind of data, 60 in ten minutes, where BID_ASK counts double. They wait for their turn here, in
// the order of the calls. A gateway that calls it a pacing violation all the same, because IB counts other programs
// too, is asked again after a while, see [PacingViolation]. At most 50 historical requests are unanswered at a time.
// Equal requests at the same time leave once and share the answer.
func (c *Conn) HistoricalBars(ctx context.Context, r wire.RequestHistoricalData) ([]wire.Bar, error) {
	r.KeepUpToDate = false
	identity, err := c.identity(r)
	if err != nil {
		return nil, err
	}
	bars, err := c.bars.ask(ctx, r.Kind(), identity, func() (bars []wire.Bar, err error) {
		err = c.insist(ctx, r.Kind(), func() error {
			bars, err = c.historicalBars(ctx, r)
			return err
		})
		return bars, err
	})
	return slices.Clone(bars), err // others may still copy theirs
}

func (c *Conn) historicalBars(ctx context.Context, r wire.RequestHistoricalData) ([]wire.Bar, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	turn, err := c.historyTurn(ctx, r)
	if err != nil {
		return nil, err
	}
	defer turn.end(false)
	var bars []wire.Bar
	err = c.query(ctx, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelHistoricalData{RequestID: id},
		turn:    turn,
		take: func(m wire.Message) bool {
			if rows, ok := m.(*wire.HistoricalData); ok {
				bars = append(bars, rows.Bars...)
			}
			return lastOfHistory(c.Version(), m)
		},
	})
	if err != nil {
		return nil, err
	}
	return bars, nil
}

// query is ask for historical requests, of which only so many may be unanswered.
func (c *Conn) query(ctx context.Context, q question) error {
	free, err := c.take(ctx, HistoricalQueries, q.request.Kind())
	if err != nil {
		return err
	}
	defer free()
	return c.ask(ctx, q)
}

// lastOfHistory tells whether a message ends the bars of the past, which have an end of their own since version 196.
func lastOfHistory(version int, m wire.Message) bool {
	switch m.(type) {
	case *wire.HistoricalData:
		return version < 196
	case *wire.HistoricalDataEnd:
		return true
	}
	return false
}

// A BarUpdate is a bar of the past, or the present state of the bar that forms: a new Date begins the next one.
type BarUpdate struct {
	wire.Bar
	Past bool
}

// BarUpdates streams the bars of the past and then, several times a bar, the one that forms. The RequestID,
// KeepUpToDate and End of r are set. Since server version 124.
func (c *Conn) BarUpdates(ctx context.Context, r wire.RequestHistoricalData) (*Stream[BarUpdate], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID, r.KeepUpToDate, r.End = id, true, ""
	turn, err := c.historyTurn(ctx, r)
	if err != nil {
		return nil, err
	}
	cancel := &wire.CancelHistoricalData{RequestID: id}
	s, err := subscribe(ctx, c, request(id), &r, cancel, func(s *Stream[BarUpdate], m wire.Message) bool {
		switch m := m.(type) {
		case *wire.HistoricalData:
			for _, b := range m.Bars {
				s.push(BarUpdate{b, true})
			}
		case *wire.HistoricalDataUpdate:
			s.push(BarUpdate{m.Bar, false})
		}
		return s.Err() == nil
	})
	turn.end(err == nil)
	return s, err
}

// HistoricalSchedule returns the trading sessions of a contract in the days of r.Duration before r.End. The other
// fields of r are set as the gateway wants them. Since server version 165.
func (c *Conn) HistoricalSchedule(ctx context.Context, r wire.RequestHistoricalData) (*wire.HistoricalSchedule, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID, r.KeepUpToDate, r.WhatToShow, r.BarSize = id, false, "SCHEDULE", "1 day"
	return one[*wire.HistoricalSchedule](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelHistoricalData{RequestID: id},
	})
}

// HeadTimestamp returns when the data of a contract begins, as FormatDate asks. The RequestID of r is set. Since
// server version 118.
func (c *Conn) HeadTimestamp(ctx context.Context, r wire.RequestHeadTimestamp) (string, error) {
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	r.RequestID = id
	m, err := one[*wire.HeadTimestamp](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelHeadTimestamp{RequestID: id},
	})
	if err != nil {
		return "", err
	}
	return m.Time, nil
}

// Histogram returns how much was traded at each price. The RequestID of r is set. Since server version 119.
func (c *Conn) Histogram(ctx context.Context, r wire.RequestHistogramData) ([]wire.HistogramPoint, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	m, err := one[*wire.HistogramData](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelHistogramData{RequestID: id},
	})
	if err != nil {
		return nil, err
	}
	return m.Points, nil
}

// HistoricalTrades returns past trades: about r.Count, at most 1000, from r.Start or up to r.End. The RequestID and
// WhatToShow of r are set. What the gateway calls a pacing violation is asked again as by [Conn.HistoricalBars]. Since
// server version 130.
func (c *Conn) HistoricalTrades(ctx context.Context, r wire.RequestHistoricalTicks) ([]wire.HistoricalTrade, error) {
	var ticks []wire.HistoricalTrade
	err := c.historicalTicks(ctx, r, "TRADES", func(m wire.Message) bool {
		rows, ok := m.(*wire.HistoricalTicksLast)
		if ok {
			ticks = append(ticks, rows.Ticks...)
		}
		return ok && rows.Done
	})
	if err != nil {
		return nil, err
	}
	return ticks, nil
}

// HistoricalQuotes is [Conn.HistoricalTrades] for bids and asks.
func (c *Conn) HistoricalQuotes(ctx context.Context, r wire.RequestHistoricalTicks) ([]wire.HistoricalQuote, error) {
	var ticks []wire.HistoricalQuote
	err := c.historicalTicks(ctx, r, "BID_ASK", func(m wire.Message) bool {
		rows, ok := m.(*wire.HistoricalTicksBidAsk)
		if ok {
			ticks = append(ticks, rows.Ticks...)
		}
		return ok && rows.Done
	})
	if err != nil {
		return nil, err
	}
	return ticks, nil
}

// HistoricalMidpoints is [Conn.HistoricalTrades] for midpoints.
func (c *Conn) HistoricalMidpoints(ctx context.Context, r wire.RequestHistoricalTicks) ([]wire.HistoricalTick, error) {
	var ticks []wire.HistoricalTick
	err := c.historicalTicks(ctx, r, "MIDPOINT", func(m wire.Message) bool {
		rows, ok := m.(*wire.HistoricalTicks)
		if ok {
			ticks = append(ticks, rows.Ticks...)
		}
		return ok && rows.Done
	})
	if err != nil {
		return nil, err
	}
	return ticks, nil
}

func (c *Conn) historicalTicks(
	ctx context.Context, r wire.RequestHistoricalTicks, what string, take func(wire.Message) bool,
) error {
	return c.insist(ctx, r.Kind(), func() error {
		id, err := c.ids.next()
		if err != nil {
			return err
		}
		r.RequestID, r.WhatToShow = id, what
		return c.query(ctx, question{
			request: &r,
			keys:    []key{request(id)},
			cancel:  &wire.CancelHistoricalTicks{RequestID: id},
			take:    take,
		})
	})
}
