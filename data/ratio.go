package data

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Ratio is a split's proportion, New shares for Old ones: 7:1 makes seven out of one. The zero Ratio
// is none.
type Ratio struct{ New, Old int64 }

// String is "7:1".
func (r Ratio) String() string { return fmt.Sprintf("%d:%d", r.New, r.Old) }

// ParseRatio reads "7:1", or "7/1" as some sources write it. Both numbers must be above 0.
func ParseRatio(text string) (Ratio, error) {
	left, right, ok := strings.Cut(text, ":")
	if !ok {
		left, right, ok = strings.Cut(text, "/")
	}
	r := Ratio{}
	var errLeft, errRight error
	r.New, errLeft = strconv.ParseInt(strings.TrimSpace(left), 10, 64)
	r.Old, errRight = strconv.ParseInt(strings.TrimSpace(right), 10, 64)
	if !ok || errLeft != nil || errRight != nil || r.New <= 0 || r.Old <= 0 {
		return Ratio{}, fmt.Errorf("split ratio %q: want new shares for old ones, such as 7:1", text)
	}
	return r, nil
}

// MarshalText writes the form of String.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseRatio reads.
func (r *Ratio) UnmarshalText(text []byte) error {
	parsed, err := ParseRatio(string(text))
	*r = parsed
	return err
}

// NearestRatio is the first convergent of value's continued fraction that is within a relative tolerance
// of it: the simple ratio behind a rounded quotient, 7:1 behind 6.9999972 at 1e-5. It is false for
// values outside (1e-6, 1e6) and when no ratio of numbers below a million comes near enough.
func NearestRatio(value, tolerance float64) (Ratio, bool) {
	const limit = 1e6
	if !(value > 1/limit && value < limit) {
		return Ratio{}, false
	}
	var (
		rest             = value
		above, aboveLast = 1.0, 0.0
		below, belowLast = 0.0, 1.0
	)
	for {
		whole := math.Floor(rest)
		above, aboveLast = whole*above+aboveLast, above
		below, belowLast = whole*below+belowLast, below
		if above > limit || below > limit {
			return Ratio{}, false
		}
		if above > 0 && math.Abs(above/below-value) <= tolerance*value {
			return Ratio{New: int64(above), Old: int64(below)}, true
		}
		rest = 1 / (rest - whole)
		if math.IsInf(rest, 0) {
			return Ratio{}, false
		}
	}
}
