package tws

import (
	"context"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// pieceSpan is the length of IB's real-time bars.
const pieceSpan = 5 * time.Second

// A pieceStream yields the small bars that larger ones are made of, as they close. It tells its line of every sign of
// life.
type pieceStream interface {
	next(ctx context.Context) (market.Bar, error)
	Close()
}

// realTime is IB's real-time bars: closed ones, every five seconds.
type realTime struct {
	*client.Stream[wire.RealTimeBar]
	line *line
}

func (r realTime) next(ctx context.Context) (market.Bar, error) {
	m, err := r.Next(ctx)
	if err != nil {
		return market.Bar{}, err
	}
	r.line.arrived()
	start := market.Time(m.Time * int64(time.Second))
	return market.Bar{
		Start: start, End: start.Add(pieceSpan), Open: m.Open, High: m.High, Low: m.Low, Close: m.Close, Volume: volume(m.Volume),
	}, nil
}

// volume is 0 where there is none: the series of midpoints states -1.
func volume(v wire.Opt[float64]) float64 {
	if !v.Valid || v.Value < 0 {
		return 0
	}
	return v.Value
}

// updating is bars that IB keeps up to date: the forming one many times over. A bar is closed when the next one begins.
type updating struct {
	*client.Stream[client.BarUpdate]
	line    *line
	size    time.Duration
	zone    *time.Location
	forming market.Bar
	open    bool
}

func (u *updating) next(ctx context.Context) (market.Bar, error) {
	for {
		m, err := u.Next(ctx)
		if err != nil {
			return u.last(ctx, err)
		}
		if !m.Past {
			u.line.arrived()
		}
		b, err := pieceOf(&m.Bar, u.size, u.zone)
		if err != nil {
			return market.Bar{}, err
		}
		closed, done := u.forming, u.open && b.Start > u.forming.Start
		if !u.open || b.Start >= u.forming.Start { // earlier ones are revisions of what has been delivered
			u.forming, u.open = b, true
		}
		if done {
			return closed, nil
		}
	}
}

// last closes the forming bar by the clock when nothing follows it, as at the end of a session.
func (u *updating) last(ctx context.Context, err error) (market.Bar, error) {
	if ctx.Err() == nil || !u.open || now() < u.forming.End {
		return market.Bar{}, err
	}
	u.open = false
	return u.forming, nil
}

// pieceOf reads a bar of the past.
func pieceOf(b *wire.Bar, size time.Duration, zone *time.Location) (market.Bar, error) {
	start, err := ibtime.Parse(strings.TrimSpace(b.Date), zone)
	if err != nil {
		return market.Bar{}, err
	}
	at := market.At(start)
	return market.Bar{
		Start: at, End: at.Add(size), Open: b.Open, High: b.High, Low: b.Low, Close: b.Close, Volume: volume(b.Volume),
	}, nil
}
