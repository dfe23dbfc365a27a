package quality

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// coverage compares the bars of a series with the regular sessions of a calendar. It follows where the
// bars are, not where a grid says they should be, because sources align hour bars differently.
type coverage struct {
	calendar *calendar.Calendar
	cursor   *calendar.Cursor
	notes    *notes
	// span is the length of a bar; 0 when a session is one bar.
	span time.Duration

	numbers  Coverage
	gaps     []Gap
	gapCount int64
	most     int

	// session is the one of the last regular bar, and covered up to where it is covered.
	session calendar.Session
	covered market.Time
	// gap is being put together from adjoining stretches.
	gap Gap
}

func newCoverage(c *calendar.Calendar, span time.Duration, n *notes, most int) *coverage {
	return &coverage{calendar: c, cursor: c.Cursor(), notes: n, span: span, most: most}
}

// see takes the next bar, or the next tick as a bar without length. It must not end before an earlier one.
func (c *coverage) see(start, end market.Time, row int64) {
	session, phase := c.cursor.Seek(end)
	if phase == calendar.Closed && start < end && c.span == 0 {
		// A daily bar may end after its session: at midnight, or when late prices are in.
		session, phase = c.cursor.Seek(start.Add(time.Nanosecond))
	}
	switch phase {
	case calendar.Closed:
		c.notes.add(Closed, end, row, 0, 0)
		return
	case calendar.PreMarket, calendar.PostMarket:
		c.numbers.Extended++
		if c.span > 0 {
			return
		}
	}
	if session.Date != c.session.Date {
		c.enter(session, start)
	}
	if c.span > 0 && start > c.covered {
		c.miss(c.covered, start, 0)
	}
	c.closeGap()
	c.covered = max(c.covered, end)
}

// enter goes on to another session, and notes what is missing up to its open.
func (c *coverage) enter(session *calendar.Session, start market.Time) {
	if c.session.Date == 0 {
		// The first bar: what lies before it is not missing.
		c.session, c.covered = *session, max(start, session.Open)
		c.expect(c.covered, session.Close)
		return
	}
	if c.span > 0 && c.covered < c.session.Close {
		c.miss(c.covered, c.session.Close, 0)
	}
	for s := range c.calendar.Sessions(c.session.Date.AddDays(1), session.Date.AddDays(-1)) {
		c.expect(s.Open, s.Close)
		c.miss(s.Open, s.Close, 1)
		c.numbers.MissingSessions++
	}
	c.session, c.covered = *session, session.Open
	c.expect(session.Open, session.Close)
}

// expect counts the bars that a stretch of a session should have.
func (c *coverage) expect(from, to market.Time) { c.numbers.Expected += c.bars(from, to) }

// bars is how many bars a stretch has; a part of one counts.
func (c *coverage) bars(from, to market.Time) int64 {
	if c.span == 0 {
		return 1
	}
	return int64((to.Sub(from) + c.span - 1) / c.span)
}

// miss notes a stretch without bars. It prolongs the gap that is open.
func (c *coverage) miss(from, to market.Time, sessions int64) {
	missing := c.bars(from, to)
	c.numbers.Missing += missing
	if c.gap.Bars == 0 {
		c.gap.From = from
	}
	c.gap.To = to
	c.gap.Bars += missing
	c.gap.Sessions += sessions
}

func (c *coverage) closeGap() {
	if c.gap.Bars == 0 {
		return
	}
	c.gapCount++
	if len(c.gaps) < c.most {
		c.gaps = append(c.gaps, c.gap)
	}
	c.gap = Gap{}
}

// report writes the numbers. What lies after the last bar is not missing.
func (c *coverage) report(r *Report) {
	if c.span > 0 && c.session.Date != 0 && c.covered < c.session.Close {
		c.numbers.Expected -= c.bars(c.covered, c.session.Close)
	}
	numbers := c.numbers
	numbers.Score = 1
	if numbers.Expected > 0 {
		numbers.Score = max(0, float64(numbers.Expected-numbers.Missing)/float64(numbers.Expected))
	}
	r.Coverage, r.Gaps, r.GapCount = &numbers, c.gaps, c.gapCount
}
