package aggregate

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// UnsupportedError tells that bars of one specification cannot be built from another.
type UnsupportedError struct {
	Spec, Source market.BarSpec
	// Reason completes the sentence and says what to do.
	Reason string
}

// Error names both specifications and the reason.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("build %s bars from %s: %s", e.Spec, e.Source, e.Reason)
}

// Limits on specifications. They only refuse what can have no use.
const (
	maxSpan     = 7 * 24 * time.Hour
	maxSessions = 1000
	maxTicks    = 1_000_000_000
)

// unsupported is the reason why spec cannot be built from source, or empty.
func unsupported(spec, source market.BarSpec) string {
	if reason := malformed(spec); reason != "" {
		return reason
	}
	fromEvents := source.Kind == market.TickBars
	switch {
	case fromEvents && source.Count != 1:
		return "of the bars of several ticks nothing can be built; feed trades or quotes and give market.Ticks(1)"
	case malformed(source) != "":
		return "the source: " + malformed(source)
	case source.Kind != market.TimeBars && source.Kind != market.SessionBars && !fromEvents:
		return "the source must be time bars, session bars, or trades or quotes (market.Ticks(1))"
	case source.Price != spec.Price && !fromEvents:
		return fmt.Sprintf("the source is made of %s prices, the bars of %s", source.Price, spec.Price)
	case spec.Price != market.Last && (spec.Kind == market.VolumeBars || spec.Kind == market.DollarBars):
		return "quotes have no volume; use trades"
	case fromEvents:
		return ""
	}
	return unsupportedFromBars(spec, source)
}

func unsupportedFromBars(spec, source market.BarSpec) string {
	switch spec.Kind {
	case market.TimeBars:
		if source.Kind != market.TimeBars || spec.Span%source.Span != 0 {
			return "the source's span must divide the bars' span"
		}
	case market.SessionBars:
		if source.Kind == market.SessionBars && spec.Count%source.Count != 0 {
			return "the source's sessions must divide the bars' sessions"
		}
	case market.TickBars, market.RangeBars:
		return "a bar does not tell its ticks and their order; use trades or quotes"
	}
	return ""
}

// malformed is what is wrong with a specification in itself, or empty.
func malformed(s market.BarSpec) string {
	switch s.Kind {
	case market.TimeBars:
		if s.Span <= 0 || s.Span > maxSpan {
			return fmt.Sprintf("span %v: must be above 0 and at most %v", s.Span, maxSpan)
		}
	case market.SessionBars:
		if s.Count < 1 || s.Count > maxSessions {
			return fmt.Sprintf("%d sessions: must be from 1 to %d", s.Count, maxSessions)
		}
	case market.TickBars:
		if s.Count < 1 || s.Count > maxTicks {
			return fmt.Sprintf("%d ticks: must be from 1 to %d", s.Count, maxTicks)
		}
	case market.VolumeBars, market.DollarBars, market.RangeBars, market.RenkoBars:
		if !(s.Size > 0 && s.Size <= 1e18) {
			return fmt.Sprintf("size %v: must be above 0 and at most 1e18", s.Size)
		}
	default:
		return fmt.Sprintf("bar kind %d is unknown", s.Kind)
	}
	return ""
}
