package market

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// BarKind is what closes a bar.
type BarKind uint8

const (
	// TimeBars close when a span of time ends, aligned to the session's open.
	TimeBars BarKind = iota
	// SessionBars close with the trading session: daily bars, or several sessions in one.
	SessionBars
	// TickBars close after a number of trades.
	TickBars
	// VolumeBars close when a volume has been traded.
	VolumeBars
	// DollarBars close when a value (price × size) has been traded, in the instrument's currency.
	DollarBars
	// RangeBars close when high minus low reaches a distance.
	RangeBars
	// RenkoBars are bricks of one height; a reversal takes two bricks of movement.
	RenkoBars
)

// PriceSource is which price a bar is made of.
type PriceSource uint8

const (
	Last PriceSource = iota
	Bid
	Ask
	Mid
)

// String is "last", "bid", "ask" or "mid".
func (p PriceSource) String() string { return [...]string{"last", "bid", "ask", "mid"}[p&3] }

// BarSpec says how a bar is made. Specs compare with ==. Build one with Seconds, Minutes, Hours,
// Sessions, Ticks, Volume, Dollars, Range or Renko, or parse its text form.
type BarSpec struct {
	Kind  BarKind
	Price PriceSource
	// Span is the length of TimeBars, else 0.
	Span time.Duration
	// Count is the number of trades of TickBars or of sessions of SessionBars, else 0.
	Count int
	// Size is the volume, value or price distance of the other kinds, else 0.
	Size float64
}

// Seconds, Minutes and Hours make time bars; a bar that the session's end cuts is shorter.
func Seconds(n int) BarSpec { return BarSpec{Kind: TimeBars, Span: time.Duration(n) * time.Second} }

// Minutes makes time bars of n minutes.
func Minutes(n int) BarSpec { return BarSpec{Kind: TimeBars, Span: time.Duration(n) * time.Minute} }

// Hours makes time bars of n hours, counted from the session's open.
func Hours(n int) BarSpec { return BarSpec{Kind: TimeBars, Span: time.Duration(n) * time.Hour} }

// Sessions makes bars of n whole trading sessions; Sessions(1) is the daily bar.
func Sessions(n int) BarSpec { return BarSpec{Kind: SessionBars, Count: n} }

// Daily is Sessions(1).
func Daily() BarSpec { return Sessions(1) }

// Ticks makes bars of n trades.
func Ticks(n int) BarSpec { return BarSpec{Kind: TickBars, Count: n} }

// Volume makes bars of a traded volume, in units of the instrument.
func Volume(size float64) BarSpec { return BarSpec{Kind: VolumeBars, Size: size} }

// Dollars makes bars of a traded value, in the instrument's currency.
func Dollars(value float64) BarSpec { return BarSpec{Kind: DollarBars, Size: value} }

// Range makes bars whose high and low are a price distance apart.
func Range(distance float64) BarSpec { return BarSpec{Kind: RangeBars, Size: distance} }

// Renko makes bricks of a price height.
func Renko(height float64) BarSpec { return BarSpec{Kind: RenkoBars, Size: height} }

// Of is the same specification made of another price.
func (s BarSpec) Of(p PriceSource) BarSpec {
	s.Price = p
	return s
}

// String is the text form: 30s, 5m, 1h, 1d, 100tick, 5000vol, 1e+06usd, 0.5range, 2renko, with
// "-bid", "-ask" or "-mid" behind it when the price is not the last.
func (s BarSpec) String() string {
	text := s.size()
	if s.Price != Last {
		text += "-" + s.Price.String()
	}
	return text
}

func (s BarSpec) size() string {
	number := strconv.FormatFloat(s.Size, 'g', -1, 64)
	switch s.Kind {
	case TimeBars:
		switch {
		case s.Span%time.Hour == 0 && s.Span != 0:
			return strconv.FormatInt(int64(s.Span/time.Hour), 10) + "h"
		case s.Span%time.Minute == 0 && s.Span != 0:
			return strconv.FormatInt(int64(s.Span/time.Minute), 10) + "m"
		}
		return strconv.FormatInt(int64(s.Span/time.Second), 10) + "s"
	case SessionBars:
		return strconv.Itoa(s.Count) + "d"
	case TickBars:
		return strconv.Itoa(s.Count) + "tick"
	}
	for unit, kind := range sizeUnits {
		if kind == s.Kind {
			return number + unit
		}
	}
	return "unknown"
}

var sizeUnits = map[string]BarKind{"vol": VolumeBars, "usd": DollarBars, "range": RangeBars, "renko": RenkoBars}

// ParseBarSpec reads the text form that String writes.
func ParseBarSpec(text string) (BarSpec, error) {
	head, price := text, Last.String()
	// A minus that a digit follows belongs to an exponent.
	if i := strings.LastIndex(text, "-"); i > 0 && !strings.ContainsAny(text[i+1:min(i+2, len(text))], "0123456789") {
		head, price = text[:i], text[i+1:]
	}
	cut := strings.LastIndexAny(head, "0123456789.") + 1
	number, err := strconv.ParseFloat(head[:cut], 64)
	spec, ok := specOf(head[cut:], number)
	if err != nil || !ok || !(number > 0) {
		return BarSpec{}, fmt.Errorf("bar specification %q: want a size and a unit such as 30s, 5m, 1h, 1d, 100tick, 5000vol, 1000000usd, 0.5range or 2renko", text)
	}
	for _, source := range []PriceSource{Last, Bid, Ask, Mid} {
		if price == source.String() {
			return spec.Of(source), nil
		}
	}
	return BarSpec{}, fmt.Errorf("bar specification %q: price %q is not last, bid, ask or mid", text, price)
}

// maxCount bounds the ticks and sessions of a specification that is read.
const maxCount = 1e9

func specOf(unit string, number float64) (BarSpec, bool) {
	switch unit {
	case "s":
		return spanOf(number, time.Second)
	case "m":
		return spanOf(number, time.Minute)
	case "h":
		return spanOf(number, time.Hour)
	case "d":
		return Sessions(int(number)), whole(number, maxCount)
	case "tick":
		return Ticks(int(number)), whole(number, maxCount)
	}
	kind, ok := sizeUnits[unit]
	return BarSpec{Kind: kind, Size: number}, ok
}

func spanOf(number float64, unit time.Duration) (BarSpec, bool) {
	spec := BarSpec{Kind: TimeBars, Span: time.Duration(number) * unit}
	return spec, whole(number, float64(math.MaxInt64/unit))
}

func whole(number, most float64) bool { return number == math.Trunc(number) && number <= most }

// MarshalText writes the form of String, and no bars as nothing.
func (s BarSpec) MarshalText() ([]byte, error) {
	if s == (BarSpec{}) {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what ParseBarSpec reads, and nothing as no bars.
func (s *BarSpec) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = BarSpec{}
		return nil
	}
	parsed, err := ParseBarSpec(string(text))
	*s = parsed
	return err
}
