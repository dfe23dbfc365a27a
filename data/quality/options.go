package quality

import (
	"errors"
	"fmt"
)

// Options are the thresholds. A zero field takes its default.
type Options struct {
	// Findings is the most findings of one kind that are listed, 20 by default; all are counted.
	Findings int `json:"findings,omitempty"`
	// Gaps is the most gaps that are listed, 1,000 by default.
	Gaps int `json:"gaps,omitempty"`
	// Outlier is how many times the median absolute return of the last 255 moves a price must move to be
	// looked at, 10 by default. It must also be half as many times that of the last 15 moves, so that wild
	// days do not look like bad ticks.
	Outlier float64 `json:"outlier,omitempty"`
	// Reverted is how much of such a move may be left after the next row for it to be a spike: 0.25 by
	// default, a quarter.
	Reverted float64 `json:"reverted,omitempty"`
	// Break is the factor from which on a lasting jump is a break, 3 by default.
	Break float64 `json:"break,omitempty"`
	// Stale is how many bars in a row must have the same close, 5 by default for daily bars and 30 for
	// others.
	Stale int `json:"stale,omitempty"`
}

// withDefaults fills the zero fields.
func (o Options) withDefaults(daily bool) Options {
	if o.Findings == 0 {
		o.Findings = 20
	}
	if o.Gaps == 0 {
		o.Gaps = 1000
	}
	if o.Outlier == 0 {
		o.Outlier = 10
	}
	if o.Reverted == 0 {
		o.Reverted = 0.25
	}
	if o.Break == 0 {
		o.Break = 3
	}
	if o.Stale == 0 {
		if o.Stale = 30; daily {
			o.Stale = 5
		}
	}
	return o
}

// Validate returns every fault, joined.
func (o Options) Validate() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("quality check: "+format, args...))
	}
	if o.Findings < 0 || o.Gaps < 0 {
		fault("findings %d, gaps %d: must not be negative", o.Findings, o.Gaps)
	}
	if o.Outlier < 0 || o.Outlier > 0 && o.Outlier < 1 {
		fault("outlier %v: must be at least 1 times the median return", o.Outlier)
	}
	if o.Reverted < 0 || o.Reverted > 1 {
		fault("reverted %v: must be from 0 to 1", o.Reverted)
	}
	if o.Break != 0 && o.Break <= 1 {
		fault("break %v: must be a factor above 1", o.Break)
	}
	if o.Stale < 0 || o.Stale == 1 {
		fault("stale %d: must be at least 2 bars", o.Stale)
	}
	return errors.Join(faults...)
}
