package report

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // the account's zone, on machines that have no zone database

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// Manifest is what it takes to repeat a run and to read its numbers.
type Manifest struct {
	// Title heads the report; the names of the strategies when empty.
	Title     string `json:"title,omitempty"`
	Version   string `json:"version"`
	GoVersion string `json:"go_version"`
	// Config is the effective configuration as text, defaults included.
	Config     string         `json:"config"`
	Strategies []StrategyInfo `json:"strategies"`
	Files      []DataFile     `json:"files"`
	Seed       int64          `json:"seed"`
	// From and To are the period asked for.
	From market.Time `json:"from"`
	To   market.Time `json:"to"`
	// Base is the account's currency.
	Base market.Currency `json:"base_currency"`
	// Calendar and Zone (an IANA name) are the account's; Sampling says when equity was sampled, such as
	// "session close".
	Calendar string `json:"calendar"`
	Zone     string `json:"zone"`
	Sampling string `json:"sampling"`
	// PeriodsPerYear is the number of sampling periods in a year, from the calendar.
	PeriodsPerYear float64 `json:"periods_per_year"`
	// DaysPerYear is the year of CAGR in days; 365.25 when 0.
	DaysPerYear float64 `json:"days_per_year,omitempty"`
	// RiskFree is the annual risk-free rate, 0.02 for 2 %.
	RiskFree float64 `json:"risk_free"`
	// Timing says when a signal becomes a fill, Costs which fees and slippage were charged.
	Timing string `json:"timing"`
	Costs  string `json:"costs"`
	// Optimistic lists every setting that flatters the result, a sentence each.
	Optimistic []string `json:"optimistic"`
	// DataPoints is the number of market events that were replayed.
	DataPoints int64 `json:"data_points"`
}

// StrategyInfo is a strategy of the run. Parameters is text, one "name: value" a line.
type StrategyInfo struct {
	Name       string `json:"name"`
	Parameters string `json:"parameters,omitempty"`
}

// DataFile is an input, with the SHA-256 of its bytes in hexadecimal.
type DataFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows,omitempty"`
}

// basis is how numbers are annualised.
func (m *Manifest) basis() stats.Basis {
	b := stats.Daily(m.PeriodsPerYear, m.Calendar+" calendar, sampled at "+m.Sampling)
	if m.DaysPerYear != 0 {
		b.DaysPerYear = m.DaysPerYear
	}
	return b
}

// check returns every fault of the manifest, joined, and the account's zone.
func (m *Manifest) check() (*time.Location, error) {
	var faults []error
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		faults = append(faults, fmt.Errorf("zone %q: want an IANA name such as America/New_York: %w", m.Zone, err))
	}
	if m.Base == "" {
		faults = append(faults, errors.New("base currency is missing"))
	}
	if !(m.RiskFree > -1 && m.RiskFree < 10) {
		faults = append(faults, fmt.Errorf("risk-free rate %g: must be above -1 and below 10; 0.02 is 2 %% a year", m.RiskFree))
	}
	faults = append(faults, m.basis().Check())
	return zone, errors.Join(faults...)
}
