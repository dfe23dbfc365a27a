package roll

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// By is what a roll waits for.
type By uint8

const (
	// Volume rolls once more of the next contract has been traded in a session than of the present one.
	Volume By = iota
	// OpenInterest rolls once more contracts are open in the next one.
	OpenInterest
	// Expiry rolls so many sessions before the last day, and for nothing else.
	Expiry
)

var byWords = []string{"volume", "open-interest", "expiry"}

// String is the word used in configuration.
func (b By) String() string { return wordOf(byWords, int(b)) }

// UnmarshalText reads the form of String.
func (b *By) UnmarshalText(text []byte) error {
	i, err := parse("roll rule", byWords, string(text))
	*b = By(i)
	return err
}

// Adjust is how the contracts of a series are fitted together.
type Adjust uint8

const (
	// Difference adds the distance of the closes before the roll to all prices before it.
	Difference Adjust = iota
	// Ratio multiplies them by the closes' ratio.
	Ratio
	// None leaves prices as they are, with a jump at each roll.
	None
)

var adjustWords = []string{"difference", "ratio", "none"}

// String is the word used in configuration.
func (a Adjust) String() string { return wordOf(adjustWords, int(a)) }

// UnmarshalText reads the form of String.
func (a *Adjust) UnmarshalText(text []byte) error {
	i, err := parse("adjustment", adjustWords, string(text))
	*a = Adjust(i)
	return err
}

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "unknown"
}

func parse(what string, words []string, text string) (int, error) {
	i := slices.Index(words, text)
	if i < 0 {
		return 0, fmt.Errorf("%s %q: want one of %s", what, text, strings.Join(words, ", "))
	}
	return i, nil
}

// Rule says when to go on to the next contract.
type Rule struct {
	By By
	// Days is how many sessions before its last day a contract is left at the latest: with 1 the roll is at the open
	// of the session before the last. 0 leaves it at the open of the last day itself.
	Days   int
	Adjust Adjust
}

// Contract is one of the contracts of a series, in the order in which they expire.
type Contract struct {
	Symbol string
	// Expiry is the last day of trading. FirstNotice, where it is known and earlier, is the day from which who is
	// long may have to take delivery, and takes its place.
	Expiry, FirstNotice market.Date
	// Days are its sessions, oldest first.
	Days []Day
}

// Day is what a session has left of a contract.
type Day struct {
	Date market.Date
	// End is when all of it was known.
	End           market.Time
	Close, Volume float64
	// OpenInterest is 0 where it is not known.
	OpenInterest float64
}

// lastDay is the day by which the contract must have been left.
func (c *Contract) lastDay() market.Date {
	if c.FirstNotice != 0 && c.FirstNotice < c.Expiry {
		return c.FirstNotice
	}
	return c.Expiry
}

// day is the session of a date.
func (c *Contract) day(d market.Date) (*Day, bool) {
	i, found := slices.BinarySearchFunc(c.Days, d, func(x Day, d market.Date) int { return int(x.Date) - int(d) })
	if !found {
		return nil, false
	}
	return &c.Days[i], true
}
