package engine

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// outage is the time without a link.
type outage struct {
	since market.Time
	// next is the next alarm, market.Never while there is a link; age is which of the ages it is of, at most.
	next market.Time
	age  int
}

// outageBegan starts the clock of an outage. One that goes on, because an attempt to connect failed, keeps its age.
func (l *live) outageBegan() {
	if l.outage.next != market.Never {
		return
	}
	l.outage = outage{since: l.engine.now}
	l.nextOutageAlarm()
}

// nextOutageAlarm is at the next age, and when a session opens before that.
func (l *live) nextOutageAlarm() {
	next := market.Never
	if l.outage.age < len(l.OutageAlarms) {
		next = l.outage.since.Add(l.OutageAlarms[l.outage.age])
	}
	if session, ok := l.engine.calendar.Next(l.engine.now); ok {
		next = min(next, session.Open)
	}
	l.outage.next = next
}

func (l *live) outageAlarm() {
	down := l.engine.now.Sub(l.outage.since)
	for l.outage.age < len(l.OutageAlarms) && l.OutageAlarms[l.outage.age] <= down {
		l.outage.age++
	}
	l.alarm(fmt.Sprintf("no link to the broker for %s: nothing is known of orders and positions, and none can be sent", down.Round(time.Second)))
	l.nextOutageAlarm()
}
