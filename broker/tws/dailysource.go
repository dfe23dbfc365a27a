package tws

import (
	"context"
	"time"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
)

// A dailySource delivers bars of whole sessions. They are fetched from history after each close: the exchange's own
// summary of the day is more than the sum of what was seen.
type dailySource struct {
	bars barSource // of which fetching and delivering are the same
}

func newDailySource(f *feed, w Want, what string) (source, error) {
	builder, err := aggregate.New(w.Bars, market.Daily().Of(w.Bars.Price), f.calendar, aggregate.Options{ExtendedHours: w.ExtendedHours})
	if err != nil {
		return nil, err
	}
	d := &dailySource{bars: barSource{feed: f, spec: w.Bars, what: what, regular: !w.ExtendedHours, builder: builder}}
	d.bars.event = market.Event{Kind: market.BarEvent, Instrument: f.instrument.ID}
	d.bars.reached = w.From
	if w.From == 0 {
		d.bars.reached = now()
	}
	return d, nil
}

// Waits for the bar of a session that has closed.
const (
	afterClose   = 30 * time.Second
	dailyRetry   = time.Minute
	lateDaily    = time.Hour
	dailyMissing = 60 // tries, after which an alarm is raised
)

func (d *dailySource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	ln.busy.Store(true) // nothing comes unasked
	for tries := 0; ; {
		due := d.due(now())
		if d.bars.reached < due {
			if err := d.fetch(ctx, s, l, due); err != nil {
				return err
			}
		}
		wait := dailyRetry
		switch tries++; {
		case d.bars.reached >= due:
			tries = 0
			d.bars.flowing = true
			ln.arrived()
			ln.warmed()
			ln.joined()
			wait = d.untilNext()
		case tries == dailyMissing:
			ln.alarm("the daily bar of %s for the session that closed at %v does not come", ln.instrument.Symbol, due)
		}
		if !sleep(ctx, wait) {
			return context.Cause(ctx)
		}
	}
}

// due is the close of the last session whose bar should be there.
func (d *dailySource) due(t market.Time) market.Time {
	session, ok := d.bars.calendar.Previous(t.Add(-afterClose))
	if !ok {
		return 0
	}
	return session.Close
}

func (d *dailySource) untilNext() time.Duration {
	t := now().Add(-afterClose)
	if session, phase := d.bars.calendar.At(t); phase != 0 && session.Close > t {
		return time.Until(session.Close.Add(afterClose).UTC()) + time.Millisecond
	}
	next, ok := d.bars.calendar.Next(t)
	if !ok {
		return forever
	}
	return time.Until(next.Close.Add(afterClose).UTC()) + time.Millisecond
}

// fetch feeds the bars of the sessions up to one that has closed.
func (d *dailySource) fetch(ctx context.Context, s *session, l *listing, due market.Time) error {
	d.bars.event.Late = d.bars.flowing && due < now().Add(-lateDaily)
	daily := history{size: "1 day", span: day}
	bars, err := d.bars.ask(ctx, s, l, daily, max(due, now()), max(due, now()).Sub(d.bars.reached))
	if err != nil {
		return err
	}
	for i := range bars {
		date, err := ibtime.ParseDate(bars[i].Date)
		if err != nil {
			return err
		}
		session, ok := d.bars.calendar.Session(date)
		if !ok || session.Close > due || session.Close <= d.bars.reached {
			continue
		}
		b := &bars[i]
		p := market.Bar{
			Session: date, Start: session.Open, End: session.Close, Open: b.Open, High: b.High, Low: b.Low, Close: b.Close, Volume: volume(b.Volume),
		}
		d.bars.piece(&p)
	}
	return nil
}
