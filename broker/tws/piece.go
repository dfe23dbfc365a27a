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
	start := market.Time(m.Time * int64(time.Second))
	r.line.arrivedBy(start.Add(pieceSpan))
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

// updating is bars that IB keeps up to date: the forming one many times over. A bar is closed when the next one begins,
// or by the clock.
type updating struct {
	*client.Stream[client.BarUpdate]
	line    *line
	size    time.Duration
	zone    *time.Location
	forming market.Bar
	open    bool
	closed  market.Time // what begins earlier is a revision of what has been delivered
	heard   time.Time
	clock   closing
}

// quietAtMost is how long no update may have come when the next bar begins, for a bar to be believed: IB tells of each
// trade or so, and does not say when it does not.
const quietAtMost = 6 * time.Second

func (u *updating) next(ctx context.Context) (market.Bar, error) {
	for {
		due := market.Never
		if u.open {
			due = u.forming.End
		}
		wait := u.clock.at(ctx, due)
		m, err := u.Next(wait)
		if err != nil {
			return u.last(wait, err)
		}
		b, err := pieceOf(&m.Bar, u.size, u.zone)
		if err != nil {
			return market.Bar{}, err
		}
		if !m.Past {
			u.line.arrivedBy(b.End)
		}
		if b.Start < u.closed {
			continue
		}
		closed, done := u.forming, u.open && b.Start > u.forming.Start
		if done {
			u.finish(time.Since(u.heard) <= quietAtMost)
		}
		u.forming, u.open, u.heard = b, true, time.Now()
		if done {
			return closed, nil
		}
	}
}

// finish ends the forming bar, and doubts that it is whole when nobody knows.
func (u *updating) finish(sure bool) {
	u.open, u.closed = false, u.forming.End
	if !sure {
		u.line.doubted.Store(true)
	}
}

// last closes the forming bar by the clock when nothing follows it, as in a quiet market and at the end of a session.
func (u *updating) last(ctx context.Context, err error) (market.Bar, error) {
	if ctx.Err() == nil || !u.open || now() < u.forming.End {
		return market.Bar{}, err
	}
	u.finish(market.At(u.heard) >= u.forming.End)
	return u.forming, nil
}

// Close ends the stream.
func (u *updating) Close() {
	u.clock.stop()
	u.Stream.Close()
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
