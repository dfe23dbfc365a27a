package pattern

import (
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// Pattern looks for one kind of pattern in one stream of bars. Make it with New.
type Pattern struct {
	kind        Kind
	penetration float64
	window      window
	signal      Signal
}

// New makes a Pattern with TA-Lib's default penetration, if its kind takes one: 0.5 for a dark cloud
// cover and a mat hold, 0.3 for an abandoned baby and the morning and evening stars. It fails when the
// kind is not valid.
func New(kind Kind) (*Pattern, error) {
	if !kind.Valid() {
		return nil, kind.invalid()
	}
	return &Pattern{kind: kind, penetration: depths[kind].penetration}, nil
}

// NewPenetrating makes a Pattern with a penetration of your own: the share of the first real body into
// which the last candle must close, 0 or more; for a mat hold, how much of it the small candles may
// give back. It fails when the kind takes no penetration.
func NewPenetrating(kind Kind, penetration float64) (*Pattern, error) {
	p, err := New(kind)
	switch {
	case err != nil:
		return nil, err
	case depths[kind].match == nil:
		return nil, fmt.Errorf("candle pattern %s takes no penetration: make it with New", kind)
	case !(penetration >= 0) || math.IsInf(penetration, 1):
		return nil, fmt.Errorf("candle pattern %s, penetration %v: want a share of the first body, 0 or more", kind, penetration)
	}
	p.penetration = penetration
	return p, nil
}

// Kind is what the Pattern looks for.
func (p *Pattern) Kind() Kind { return p.kind }

// Update takes the next bar and returns its signal: None until Ready, and for a bar that is skipped.
func (p *Pattern) Update(bar market.Bar) Signal {
	p.window.push(&bar)
	p.signal = p.window.signal(p.kind, p.penetration)
	return p.signal
}

// Signal is the signal of the last bar.
func (p *Pattern) Signal() Signal { return p.signal }

// Ready reports whether enough bars were seen to tell a missing pattern from a missing history.
func (p *Pattern) Ready() bool { return p.window.seen >= p.Warmup() }

// Warmup is how many bars it takes to be Ready.
func (p *Pattern) Warmup() int { return p.kind.Warmup() }

// Skipped counts the bars that were ignored, since New, Reset or UnmarshalBinary, because a price was not
// a usable number.
func (p *Pattern) Skipped() int { return p.window.skipped }

// Reset forgets all bars.
func (p *Pattern) Reset() { p.window, p.signal = window{}, None }

// AppendBinary appends the state, which is the last bars: a few hundred bytes that any Pattern or
// Scanner can take up. Kind and penetration are not part of it. The error is always nil.
func (p *Pattern) AppendBinary(b []byte) ([]byte, error) { return p.window.append(b), nil }

// MarshalBinary is AppendBinary to a new slice.
func (p *Pattern) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary takes up a state in place of the present one, or fails with ErrState and changes nothing.
func (p *Pattern) UnmarshalBinary(data []byte) error {
	restored, err := parseWindow(data)
	if err != nil {
		return fmt.Errorf("restore candle pattern %s: %w; warm up from history instead", p.kind, err)
	}
	p.window = restored
	p.signal = p.window.signal(p.kind, p.penetration)
	return nil
}
