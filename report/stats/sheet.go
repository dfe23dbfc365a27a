package stats

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// Input is what a sheet is computed from. Only Time, Equity and Basis are required; what is missing makes
// the numbers that need it undefined. Slices that are given have one entry for each moment of Time.
type Input struct {
	// Equity is the net liquidation value at the sampling moments, the first before anything happened.
	Time   []market.Time
	Equity []float64
	// Flow is what was deposited (negative: withdrawn) in the period that ends at the moment.
	Flow  []float64
	Basis Basis
	// Gross and Net are the exposures in money.
	Gross, Net []float64
	// RiskFree is the rate of the period that ends at the moment; nil means zero.
	RiskFree []float64
	// Target is the return of a period below which Sortino counts a shortfall.
	Target float64
	// Held is the share of session time with a position.
	Held Value
	// Traded is the value of all fills, bought and sold.
	Traded Value
	// Trades are the closed round trips in order of their exit.
	Trades []Trade
	// SQNLimit caps the number of trades in SQN; 0 means no cap.
	SQNLimit int
	// Benchmark is its price, NaN where it has no fresh one; nil means that there is no benchmark.
	Benchmark []float64
}

// Check returns every fault of the input, joined.
func (in *Input) Check() error {
	faults := []error{Series{in.Time, in.Equity}.Check(), in.Basis.Check()}
	length := func(what string, got int) {
		if got != 0 && got != len(in.Time) {
			faults = append(faults, fmt.Errorf("%s has %d entries, want %d or none", what, got, len(in.Time)))
		}
	}
	length("flow", len(in.Flow))
	length("gross exposure", len(in.Gross))
	length("net exposure", len(in.Net))
	length("risk-free rate", len(in.RiskFree))
	length("benchmark", len(in.Benchmark))
	return errors.Join(faults...)
}

// Statistic is a number with what it takes to read it.
type Statistic struct {
	Definition
	Value Value
	// N is the sample size: returns, drawdowns, trades or pairs of returns.
	N int
}

type statisticJSON struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Value  Value   `json:"value"`
	Unit   Unit    `json:"unit"`
	N      int     `json:"n"`
	Reason *Reason `json:"reason,omitempty"`
}

// MarshalJSON writes id, name, value, unit and sample size, and the reason of an undefined value. The
// text of the definition is the same in every result and is written once elsewhere.
func (s Statistic) MarshalJSON() ([]byte, error) {
	text := statisticJSON{ID: s.ID, Name: s.Name, Value: s.Value, Unit: s.Unit, N: s.N}
	if !s.Value.Defined() {
		reason := s.Value.Reason()
		text.Reason = &reason
	}
	return json.Marshal(text)
}

// Sheet is every statistic in the order of Definitions.
type Sheet []Statistic

// Get finds a statistic by its ID.
func (s Sheet) Get(id string) (Statistic, bool) {
	for i := range s {
		if s[i].ID == id {
			return s[i], true
		}
	}
	return Statistic{}, false
}

// Value is the value of a statistic; one that is not in the sheet is undefined.
func (s Sheet) Value(id string) Value {
	statistic, _ := s.Get(id)
	return statistic.Value
}

// In are the statistics of one group.
func (s Sheet) In(group Group) Sheet {
	var part Sheet
	for _, statistic := range s {
		if statistic.Group == group {
			part = append(part, statistic)
		}
	}
	return part
}

// Compute fills a sheet. The error is Check's; numbers that do not exist are no error.
func Compute(in Input) (Sheet, error) {
	if err := in.Check(); err != nil {
		return nil, fmt.Errorf("statistics: %w", err)
	}
	c := prepare(in)
	sheet := make(Sheet, 0, 80)
	for _, table := range tables {
		for _, d := range table {
			value, n := d.compute(c)
			sheet = append(sheet, Statistic{Definition: d, Value: value, N: n})
		}
	}
	return sheet, nil
}
