package indicator_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// published is one column of values computed by others, as the pack's index describes it.
type published struct {
	Indicator  string
	File       string
	Column     string
	FirstRow   int `json:"first_row"`
	Values     int
	Tolerance  float64
	IsRelative bool `json:"tolerance_is_relative"`
}

// TestPublishedValues compares every column of the pack with the indicator that computes it.
func TestPublishedValues(t *testing.T) {
	text, err := os.ReadFile(datapack.Path(t, "indicators/lean.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index struct{ Indicators []published }
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range index.Indicators {
		name := p.File + ": " + p.Column
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			subject, ok := publishedColumns[name]
			if !ok {
				t.Fatal("no indicator for this column: add it to publishedColumns, or leave it out there with a reason")
			}
			compareColumn(t, p, subject())
		})
	}
	for name := range publishedColumns {
		if !seen[name] {
			t.Errorf("%s is not in the pack's index", name)
		}
	}
}

func compareColumn(t *testing.T, p published, s column) {
	rows, header := readTable(t, datapack.Path(t, "indicators/lean/"+p.File))
	want, ok := header[strings.TrimSpace(p.Column)]
	if !ok {
		t.Fatalf("the file has no column %q", p.Column)
	}
	compared, largest := 0, 0.0
	for i, row := range rows {
		bar := row.bar(header)
		s.update(&bar)
		expected := row.number(want)
		if i < p.FirstRow || math.IsNaN(expected) {
			continue
		}
		got := s.value()
		difference := math.Abs(got - expected)
		if p.IsRelative {
			difference /= math.Max(1, math.Abs(expected))
		}
		if !(difference <= p.Tolerance) {
			t.Fatalf("row %d: %v, published %v", i, got, expected)
		}
		compared, largest = compared+1, math.Max(largest, difference)
	}
	if compared < p.Values-1 {
		t.Errorf("compared %d values, the column has %d", compared, p.Values)
	}
	t.Logf("%d values, largest difference %.2g", compared, largest)
}

type tableRow []string

func (r tableRow) number(column int) float64 {
	if column >= len(r) {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(r[column]), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// bar reads the prices that the table has; a table with closes alone makes bars of one price.
func (r tableRow) bar(header map[string]int) market.Bar {
	field := func(name string, missing float64) float64 {
		if i, ok := header[name]; ok {
			return r.number(i)
		}
		return missing
	}
	c := field("close", math.NaN())
	return market.Bar{
		Open: field("open", c), High: field("high", c), Low: field("low", c), Close: c,
		Volume: field("volume", 0),
	}
}

// readTable gives the rows and where each column is: input columns by their name in lower case, others
// as they are.
func readTable(t *testing.T, path string) (rows []tableRow, header map[string]int) {
	file, err := os.Open(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header = map[string]int{}
	for i, name := range records[0] {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		header[name] = i
		switch lower := strings.ToLower(name); lower {
		case "open", "high", "low", "close", "volume":
			header[lower] = i
		}
	}
	for _, record := range records[1:] {
		rows = append(rows, record)
	}
	return rows, header
}

// column is an indicator fed with bars, and the output to compare.
type column struct {
	update func(*market.Bar)
	value  func() float64
}

// ofClose feeds an indicator of one number with the close.
func ofClose[S indicator.Series](s S, output func(S) float64) column {
	return column{func(b *market.Bar) { s.Update(b.Close) }, func() float64 { return output(s) }}
}

func ofBars[B indicator.Bars](i B, output func(B) float64) column {
	return column{func(b *market.Bar) { i.Update(*b) }, func() float64 { return output(i) }}
}

// closes and bars compare the value itself.
func closes(s indicator.Series) func() column {
	return func() column { return ofClose(s, indicator.Series.Value) }
}

func bars(b indicator.Bars) func() column {
	return func() column { return ofBars(b, indicator.Bars.Value) }
}
