package history

import (
	"errors"
	"io"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// A hole is a part of a window that is not in the catalog.
type hole struct {
	window
	last market.Time // the last row that is held all the same, 0 for none
}

// holes are what neither record nor rows of the catalog tell of.
func (p *Plan) holes(catalog *data.Catalog, list []window) ([]hole, error) {
	var holes []hole
	for _, w := range list {
		missing := p.record.Missing(w.from, w.to)
		held := true
		for _, m := range missing {
			if m.To <= w.open {
				continue // closed time
			}
			held = false
			part := window{m.From, max(w.open, m.From), m.To, w.settled || m.To < w.to}
			holes = append(holes, hole{window: part})
		}
		if held {
			p.Held++
		}
	}
	if len(holes) == 0 || catalog == nil {
		return holes, nil
	}
	if err := lookUp(catalog, p.Series, holes); err != nil {
		return nil, err
	}
	kept := holes[:0]
	for _, h := range holes {
		switch {
		case h.last == h.to:
			p.Held++
			continue
		case h.last > 0:
			h.from, h.open = h.last, max(h.open, h.last)
		}
		kept = append(kept, h)
	}
	return kept, nil
}

// lookUp finds the last row that the catalog holds in each hole.
func lookUp(catalog *data.Catalog, s data.Series, holes []hole) error {
	from, to := holes[0].from, holes[len(holes)-1].to
	at := 0
	return eachTime(catalog, s, from, to, func(times []market.Time) {
		for _, t := range times {
			for at < len(holes) && t > holes[at].to {
				at++
			}
			if at < len(holes) && t > holes[at].from {
				holes[at].last = t
			}
		}
	})
}

// eachTime shows the times of a series' rows in (from, to], batch by batch. Of what is not there there are none.
func eachTime(catalog *data.Catalog, s data.Series, from, to market.Time, see func([]market.Time)) error {
	next, end, err := times(catalog, s, from, to)
	var none *data.NotFoundError
	var empty *data.EmptyPeriodError
	if errors.As(err, &none) || errors.As(err, &empty) {
		return nil
	}
	if err != nil {
		return err
	}
	for {
		batch, err := next()
		if errors.Is(err, io.EOF) {
			return end()
		}
		if err != nil {
			return errors.Join(err, end())
		}
		see(batch)
	}
}

func times(catalog *data.Catalog, s data.Series, from, to market.Time) (next func() ([]market.Time, error), end func() error, err error) {
	switch s.Kind {
	case data.Quotes:
		stream, err := catalog.Quotes(s.Symbol, from, to)
		if err != nil {
			return nil, nil, err
		}
		var batch market.Quotes
		return func() ([]market.Time, error) { err := stream.Next(&batch); return batch.Time, err }, stream.Close, nil
	case data.Trades:
		stream, err := catalog.Trades(s.Symbol, from, to)
		if err != nil {
			return nil, nil, err
		}
		var batch market.Trades
		return func() ([]market.Time, error) { err := stream.Next(&batch); return batch.Time, err }, stream.Close, nil
	}
	stream, err := catalog.Bars(s.Symbol, s.Spec, from, to)
	if err != nil {
		return nil, nil, err
	}
	var batch market.Bars
	return func() ([]market.Time, error) { err := stream.Next(&batch); return batch.End, err }, stream.Close, nil
}
