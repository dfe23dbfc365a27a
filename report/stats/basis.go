package stats

import (
	"fmt"
	"math"
)

// Basis is how numbers are annualised. It comes from the calendar of the run and is printed with it.
type Basis struct {
	// PeriodsPerYear is T: the number of sampling periods in a year, such as 252 for the sessions of US
	// shares and 365 for markets that never close.
	PeriodsPerYear float64 `json:"periods_per_year"`
	// DaysPerYear is the length of a year for CAGR, in days of 24 hours; 365.25 unless set.
	DaysPerYear float64 `json:"days_per_year"`
	// Source says where PeriodsPerYear comes from, such as "XNYS sessions".
	Source string `json:"source"`
}

// Daily is the basis for one sample a session.
func Daily(periodsPerYear float64, source string) Basis {
	return Basis{PeriodsPerYear: periodsPerYear, DaysPerYear: JulianYear, Source: source}
}

// JulianYear is a year of 365.25 days.
const JulianYear = 365.25

// Check returns what makes the basis unusable.
func (b Basis) Check() error {
	if !(b.PeriodsPerYear > 0) || math.IsInf(b.PeriodsPerYear, 0) {
		return fmt.Errorf("periods per year %g: must be above 0, such as 252 for sessions of US shares", b.PeriodsPerYear)
	}
	if !(b.DaysPerYear >= 360 && b.DaysPerYear <= 366) {
		return fmt.Errorf("days per year %g: must be from 360 to 366; 365.25 is usual", b.DaysPerYear)
	}
	return nil
}

// PerPeriod converts an annual rate to the rate of one period that compounds to it: (1+rate)^(1/T) - 1.
func (b Basis) PerPeriod(annual float64) float64 {
	return math.Expm1(math.Log1p(annual) / b.PeriodsPerYear)
}
