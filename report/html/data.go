package html

import (
	"math"
	"strconv"
)

// Data is what the scripts of the page draw. Times of charts are what the account's wall clock showed,
// counted in seconds since 1970 as if it were UTC; times of grids are seconds since 1970 UTC.
type Data struct {
	// Zone is the IANA name of the zone whose wall clock the page shows, Currency the account's.
	Zone     string  `json:"zone"`
	Currency string  `json:"currency"`
	Daily    bool    `json:"daily"` // points are days: show dates without a time
	Equity   Equity  `json:"equity"`
	Rolling  Curve   `json:"rolling"`
	Prices   []Price `json:"prices"`
	// Series are plots that belong to no instrument.
	Series []Plot `json:"series"`
	Trades Grid   `json:"trades"`
	Orders Grid   `json:"orders"`
}

// Equity is the account over time, in columns of equal length. A nil column is not drawn.
type Equity struct {
	Time       Seconds `json:"time"`
	Equity     Numbers `json:"equity"`
	Underwater Numbers `json:"underwater"`
	// Benchmark is scaled to start where the equity does.
	Benchmark     Numbers `json:"benchmark"`
	BenchmarkName string  `json:"benchmark_name"`
	Gross         Numbers `json:"gross"`
	Net           Numbers `json:"net"`
	Strategies    []Named `json:"strategies"`
}

// Named is a column with a name.
type Named struct {
	Name   string  `json:"name"`
	Values Numbers `json:"values"`
}

// Curve is a series of values over time.
type Curve struct {
	Time   Seconds `json:"time"`
	Values Numbers `json:"values"`
}

// Price is the chart of an instrument with its trades and plots.
type Price struct {
	Symbol   string  `json:"symbol"`
	Currency string  `json:"currency"`
	Decimals int     `json:"decimals"`
	Daily    bool    `json:"daily"`
	Time     Seconds `json:"time"`
	Open     Numbers `json:"open"`
	High     Numbers `json:"high"`
	Low      Numbers `json:"low"`
	Close    Numbers `json:"close"`
	Volume   Numbers `json:"volume"`
	Trades   []Arrow `json:"trades"`
	Plots    []Plot  `json:"plots"`
}

// Arrow is a trade on a price chart. Its times are those of candles.
type Arrow struct {
	Row        int     `json:"row"` // in the grid of trades, or -1
	Long       bool    `json:"long"`
	Won        bool    `json:"won"`
	Open       bool    `json:"open"`
	Entry      int64   `json:"entry"`
	Exit       int64   `json:"exit"`
	EntryPrice float64 `json:"entry_price"`
	ExitPrice  float64 `json:"exit_price"`
}

// Plot is a strategy's series. An empty Pane draws it over the price.
type Plot struct {
	Name string `json:"name"`
	Pane string `json:"pane"`
	Curve
}

// Grid is a table that can be sorted and filtered. Cells of number columns are exact decimal text, of time
// columns seconds since 1970 as text.
type Grid struct {
	Columns []GridColumn `json:"columns"`
	Rows    [][]string   `json:"rows"`
	// Dates shows times without their hours.
	Dates bool `json:"dates"`
	// Total is how many rows there are in all; when it is more than len(Rows), Note says where the others
	// are.
	Total int    `json:"total"`
	Note  string `json:"note"`
}

// GridColumn is a column of a grid.
type GridColumn struct {
	Name string `json:"name"`
	// Kind is "text", "time", "number", "money" (a number coloured by its sign) or "choice" (a text with few
	// values, offered as a filter).
	Kind string `json:"kind"`
}

// Seconds are moments in whole seconds, strictly ascending.
type Seconds []int64

// Numbers are floats written short: nine significant digits, null for NaN.
type Numbers []float64

// MarshalJSON writes the column as an array.
func (n Numbers) MarshalJSON() ([]byte, error) {
	if n == nil {
		return []byte("null"), nil
	}
	text := []byte{'['}
	for i, x := range n {
		if i > 0 {
			text = append(text, ',')
		}
		switch {
		case math.IsNaN(x) || math.IsInf(x, 0):
			text = append(text, "null"...)
		case x == 0:
			text = append(text, '0')
		default:
			text = strconv.AppendFloat(text, x, 'g', 9, 64)
		}
	}
	return append(text, ']'), nil
}
