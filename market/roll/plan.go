package roll

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// GapError is a roll across which prices cannot be fitted together.
type GapError struct {
	From, To string
	At       market.Time
	Problem  string
}

func (e *GapError) Error() string {
	return fmt.Sprintf("roll from %s to %s at %s: %s: give data of both on the days before it, or adjust: none", e.From, e.To, e.At, e.Problem)
}

var errNoContracts = errors.New("a continuous series needs two contracts or more, in the order in which they expire")

// Plan decides when each contract gives way to the next. Every decision is made after a session, from that session
// and those before it, and takes effect at the open of the next session of the calendar.
func Plan(symbol string, contracts []Contract, rule Rule, cal *calendar.Calendar) (*Chain, error) {
	if len(contracts) < 2 {
		return nil, errNoContracts
	}
	for i := range contracts[1:] {
		if before, next := &contracts[i], &contracts[i+1]; before.lastDay() >= next.lastDay() {
			return nil, fmt.Errorf("contract %s ends on %s, not before %s on %s: name them in the order in which they expire",
				before.Symbol, before.lastDay(), next.Symbol, next.lastDay())
		}
	}
	chain := &Chain{Symbol: symbol, Links: []Link{{Symbol: contracts[0].Symbol, From: firstMoment, Times: 1, adjust: rule.Adjust}}}
	for i := range contracts[1:] {
		present, next := &contracts[i], &contracts[i+1]
		after := chain.Links[i].From
		at, ok := latest(present.lastDay(), rule.Days, cal)
		if !ok {
			return nil, fmt.Errorf("contract %s: the calendar %s ends before %s", present.Symbol, cal.Name(), present.lastDay())
		}
		if d, ok := overtaken(present, next, rule.By, after); ok {
			if s, ok := cal.Next(d.End - 1); ok && s.Open < at {
				at = s.Open
			}
		}
		link := Link{Symbol: next.Symbol, From: max(at, after+1), adjust: rule.Adjust}
		if err := link.meet(present, next); err != nil {
			return nil, err
		}
		chain.Links = append(chain.Links, link)
	}
	chain.fit()
	return chain, nil
}

// firstMoment is before everything that can be observed.
const firstMoment market.Time = -1 << 63

// latest is the open of the session so many before a contract's last.
func latest(lastDay market.Date, days int, cal *calendar.Calendar) (market.Time, bool) {
	s, ok := cal.Latest(lastDay)
	for range days {
		if ok {
			s, ok = cal.Previous(s.Open)
		}
	}
	return s.Open, ok
}

// overtaken is the first session, known after the contract's own turn began, in which the next contract has more.
func overtaken(present, next *Contract, by By, after market.Time) (*Day, bool) {
	if by == Expiry {
		return nil, false
	}
	for i := range next.Days {
		b := &next.Days[i]
		a, ok := present.day(b.Date)
		if !ok || max(a.End, b.End) <= after {
			continue
		}
		if by == Volume && b.Volume > a.Volume || by == OpenInterest && a.OpenInterest > 0 && b.OpenInterest > a.OpenInterest {
			return &Day{Date: b.Date, End: max(a.End, b.End)}, true
		}
	}
	return nil, false
}

// meet finds the closes at which the contracts are fitted together.
func (l *Link) meet(before, next *Contract) error {
	for _, b := range slices.Backward(next.Days) {
		a, ok := before.day(b.Date)
		if !ok || max(a.End, b.End) > l.From {
			continue
		}
		l.Before, l.After, l.Decided = a.Close, b.Close, b.Date
		if l.adjust == Ratio && (a.Close <= 0 || b.Close <= 0) {
			return &GapError{before.Symbol, next.Symbol, l.From, "prices of 0 and below have no ratio"}
		}
		return nil
	}
	if l.adjust == None {
		return nil
	}
	return &GapError{before.Symbol, next.Symbol, l.From, "there is no day before it on which both were traded"}
}
