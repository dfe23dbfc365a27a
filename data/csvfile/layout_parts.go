package csvfile

import (
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// digits reads a number of least to most digits and returns how many there were, or -1.
func digits(text []byte, least, most int, value *int) int {
	n, v := 0, 0
	for n < most && n < len(text) && text[n] >= '0' && text[n] <= '9' {
		v = v*10 + int(text[n]-'0')
		n++
	}
	if n < least {
		return -1
	}
	*value = v
	return n
}

// fraction reads digits behind the point of a second.
func fraction(text []byte, least, most int, value *time.Duration) int {
	v := 0
	n := digits(text, least, most, &v)
	for i := n; i >= 0 && i < 9; i++ {
		v *= 10
	}
	*value = time.Duration(v)
	return n
}

func halfDay(text []byte, half *byte) int {
	if len(text) < 2 || text[1]|0x20 != 'm' {
		return -1
	}
	switch *half = text[0] &^ 0x20; *half {
	case 'A', 'P':
		return 2
	}
	return -1
}

// utcOffset reads Z, +hh:mm, +hhmm or +hh.
func utcOffset(text []byte, offset *time.Duration) int {
	if len(text) > 0 && text[0] == 'Z' {
		return 1
	}
	var hours, minutes int
	if len(text) < 3 || (text[0] != '+' && text[0] != '-') || digits(text[1:], 2, 2, &hours) < 0 || hours > 14 {
		return -1
	}
	n := 3
	if len(text) > n && text[n] == ':' {
		n++
	}
	if len(text) > n {
		if digits(text[n:], 2, 2, &minutes) < 0 || minutes > 59 {
			return -1
		}
		n += 2
	}
	*offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[0] == '-' {
		*offset = -*offset
	}
	return n
}

// parseEpoch reads a count of units since 1970, with or without decimals.
func parseEpoch(text []byte, unit time.Duration) (stamp, bool) {
	shift := 0
	for u := unit; u > 1; u /= 10 {
		shift++
	}
	nanoseconds, ok := rows.Int(text, shift)
	return stamp{instant: market.Time(nanoseconds), zoned: true}, ok
}
