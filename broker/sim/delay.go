package sim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Delay is how long a command takes to the exchange.
type Delay interface {
	// Draw is one delay, at least 0; chance is the simulation's own.
	Draw(chance *rand.Rand) time.Duration
}

// Latency delays commands, each kind by its own measure; nil is not at all. Commands travel on one connection: a
// later one never overtakes an earlier one. An order is told of as sent at once and as accepted when it arrives;
// until then, and of what was there before, it sees nothing. On bars that start before it arrives it gets the close:
// to mean something, latency wants quotes, trades or short bars.
type Latency struct{ Submit, Modify, Cancel Delay }

// FixedDelay is always the same.
type FixedDelay time.Duration

// Draw is the delay itself.
func (d FixedDelay) Draw(*rand.Rand) time.Duration { return time.Duration(d) }

// NormalDelay is normally distributed; what would be less than nothing is nothing.
type NormalDelay struct{ Mean, Deviation time.Duration }

// Draw is one of the distribution.
func (d NormalDelay) Draw(chance *rand.Rand) time.Duration {
	return max(0, d.Mean+time.Duration(chance.NormFloat64()*float64(d.Deviation)))
}

// EmpiricalDelay draws from measured delays, each as likely.
type EmpiricalDelay []time.Duration

// Draw is one of those measured.
func (d EmpiricalDelay) Draw(chance *rand.Rand) time.Duration { return d[chance.IntN(len(d))] }

func (l Latency) validate() error {
	var faults []error
	for _, d := range []struct {
		name  string
		delay Delay
	}{{"submit", l.Submit}, {"modify", l.Modify}, {"cancel", l.Cancel}} {
		if err := validateDelay(d.delay); err != nil {
			faults = append(faults, fmt.Errorf("latency of %s: %w", d.name, err))
		}
	}
	return errors.Join(faults...)
}

func validateDelay(d Delay) error {
	switch d := d.(type) {
	case FixedDelay:
		if d < 0 {
			return fmt.Errorf("%s: must not be negative", time.Duration(d))
		}
	case NormalDelay:
		if d.Mean < 0 || d.Deviation < 0 {
			return fmt.Errorf("mean %s, deviation %s: must not be negative", d.Mean, d.Deviation)
		}
	case EmpiricalDelay:
		if len(d) == 0 {
			return errors.New("no measured delays: give at least one")
		}
		for _, x := range d {
			if x < 0 {
				return fmt.Errorf("measured delay %s: must not be negative", x)
			}
		}
	}
	return nil
}
