package tws

import "time"

// An outage is a time without a link, from its very start, however often its cause changes.
type outage struct {
	running   bool
	since     time.Time
	cause     string
	raised    int // alarms so far
	explained bool
}

func (o *outage) begin(now time.Time, cause string) {
	if o.running {
		o.cause = cause
		return
	}
	*o = outage{running: true, since: now, cause: cause}
}

func (o *outage) end() { *o = outage{} }

// due is when the next alarm is.
func (o *outage) due(ages []time.Duration) time.Time {
	last := ages[len(ages)-1]
	if o.raised < len(ages) {
		return o.since.Add(ages[o.raised])
	}
	return o.since.Add(last * time.Duration(o.raised-len(ages)+2))
}

// alarm tells whether one is due, and counts it. Several that passed meanwhile are one.
func (o *outage) alarm(now time.Time, ages []time.Duration) (age time.Duration, due bool) {
	for o.running && !now.Before(o.due(ages)) {
		o.raised++
		due = true
	}
	return now.Sub(o.since), due
}
