package calendar

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Weekly narrows a rule to the sessions dated on one weekday. A week in which that day has no session
// is passed over; WeekStart and WeekEnd are the rules that holidays move.
func Weekly(day time.Weekday, r Rule) Rule {
	narrowed := r.only(fmt.Sprintf("on %ss", day), func(p place) bool {
		return p.session().Date.Weekday() == day
	})
	if narrowed.err == nil && (day < time.Sunday || day > time.Saturday) {
		narrowed.err = fmt.Errorf("rule Weekly(%d): want a weekday", int(day))
	}
	return narrowed
}

// WeekStart narrows a rule to the first session of each week, Monday to Sunday.
func WeekStart(r Rule) Rule { return r.only("on the week's first session", first(weekOf)) }

// WeekEnd narrows a rule to the last session of each week.
func WeekEnd(r Rule) Rule { return r.only("on the week's last session", last(weekOf)) }

// MonthStart narrows a rule to the first session of each month.
func MonthStart(r Rule) Rule { return r.only("on the month's first session", first(monthOf)) }

// MonthEnd narrows a rule to the last session of each month.
func MonthEnd(r Rule) Rule { return r.only("on the month's last session", last(monthOf)) }

// only is the rule on those of its sessions that a test selects.
func (r Rule) only(text string, test func(place) bool) Rule {
	wide := r.selects
	r.text = r.String() + " " + text
	r.selects = func(p place) bool { return test(p) && (wide == nil || wide(p)) }
	return r
}

// first selects the sessions that begin a period, last those that end one. Both work on their own
// copy of the place.
func first(period func(market.Date) market.Date) func(place) bool {
	return func(p place) bool {
		s := p.session()
		before := p.previous()
		return before == nil || period(before.Date) != period(s.Date)
	}
}

func last(period func(market.Date) market.Date) func(place) bool {
	return func(p place) bool {
		s := p.session()
		after := p.next()
		return after == nil || period(after.Date) != period(s.Date)
	}
}

// monthOf and weekOf name a date's period by its first day, near enough to tell periods apart.
func monthOf(d market.Date) market.Date { return d / 100 }

func weekOf(d market.Date) market.Date {
	sinceMonday := (int(d.Weekday()) + 6) % 7
	return d.AddDays(-sinceMonday)
}
