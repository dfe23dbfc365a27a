package carry

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/portfolio"
)

// clearing settles futures at the closes of one calendar's sessions, at their last prices. A clearing house takes its own
// settlement price, a mean of the last half-minute for the CME's equity indices; bars do not have it.
type clearing struct {
	calendar *calendar.Calendar
	futures  []*market.Instrument
	next     market.Time
}

// clearings gathers the futures by calendar.
func clearings(o *Options) ([]clearing, error) {
	var list []clearing
	for _, in := range o.Settled {
		cal, err := o.Calendars(in)
		if err != nil {
			return nil, fmt.Errorf("carry: calendar of %s: %w", in.Symbol, err)
		}
		i := 0
		for i < len(list) && list[i].calendar.Name() != cal.Name() {
			i++
		}
		if i == len(list) {
			list = append(list, clearing{calendar: cal})
		}
		list[i].futures = append(list[i].futures, in)
	}
	for i := range list {
		list[i].after(o.From)
	}
	return list, nil
}

// after finds the first close after t.
func (c *clearing) after(t market.Time) {
	c.next = market.Never
	if s, phase := c.calendar.At(t); phase == calendar.Open && s.Close > t {
		c.next = s.Close
		return
	}
	if s, ok := c.calendar.Next(t); ok {
		c.next = s.Close
	}
}

// settle books the session that has closed.
func (c *clearing) settle(a *portfolio.Account) {
	for _, in := range c.futures {
		a.SettleDaily(in.ID, c.next)
	}
	c.after(c.next)
}

// clearing is the one that is due first; nil when there is none.
func (c *Carry) clearing() *clearing {
	var first *clearing
	for i := range c.clearings {
		if x := &c.clearings[i]; first == nil || x.next < first.next {
			first = x
		}
	}
	return first
}
