package stats

// Definition says what a statistic is. The functions behind the definitions are the exported ones of
// this package.
type Definition struct {
	// ID names the statistic in files and never changes its meaning.
	ID    string `json:"id"`
	Name  string `json:"name"`
	Unit  Unit   `json:"unit"`
	Group Group  `json:"group"`
	// Text is the formula in words.
	Text string `json:"definition"`

	compute func(*calc) (Value, int)
}

// Unit says how to read a number.
type Unit string

const (
	// Ratio is a plain number.
	Ratio Unit = "ratio"
	// Fraction is a share of one: 0.05 is 5 %.
	Fraction Unit = "fraction"
	// Money is in the account's currency.
	Money Unit = "money"
	// Count is a whole number of things.
	Count Unit = "count"
	// Days are of 24 hours.
	Days Unit = "days"
	// Bars is a number of bars, of whatever length the strategy traded.
	Bars Unit = "bars"
)

// Group is the section of a report that a statistic belongs to.
type Group string

const (
	Returns    Group = "returns"
	Risk       Group = "risk"
	Depth      Group = "drawdown"
	Exposure   Group = "exposure"
	Comparison Group = "benchmark"
	Trading    Group = "trades"
)

// Groups are the sections in their order.
func Groups() []Group { return []Group{Returns, Risk, Depth, Exposure, Comparison, Trading} }

// Definitions lists every statistic, in the order of a sheet.
func Definitions() []Definition {
	var all []Definition
	for _, part := range tables {
		all = append(all, part...)
	}
	return all
}

var tables = [][]Definition{returnsTable, riskTable, drawdownTable, exposureTable, benchmarkTable, tradesTable}
