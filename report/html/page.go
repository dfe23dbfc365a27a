package html

// Page is everything a tear sheet shows. Text is plain; the page escapes it.
type Page struct {
	Title    string
	Subtitle string
	// Facts are the line under the title.
	Facts []Fact
	// Warnings are settings that flatter the result; they head the page in red.
	Warnings []string
	Findings []Finding
	Cards    []Card
	Groups   []Group
	Months   Months
	// Distribution of the returns of one period.
	Distribution Distribution
	Rolling      string // title of the rolling chart, empty without one
	Drawdowns    Table
	Strategies   Table
	Splits       []Table
	Costs        Table
	Orders       []Table
	Manifest     []Fact
	Parameters   []Fact
	Files        Table
	Config       string
	Definitions  []Definition
	Data         Data
}

// Fact is a name and a text.
type Fact struct{ Name, Text string }

// Finding is a reason to doubt the result, or a note.
type Finding struct {
	Warning bool
	Text    string
}

// Card is one of the large numbers.
type Card struct {
	Name, Text, Note string
	Tone             Tone
}

// Tone colours a text: gains and losses differ, everything else is neutral.
type Tone int

const (
	Loss    Tone = -1
	Neutral Tone = 0
	Gain    Tone = 1
)

// Class is the style class of the tone.
func (t Tone) Class() string {
	switch t {
	case Gain:
		return "gain"
	case Loss:
		return "loss"
	}
	return ""
}

// Group is a titled list of statistics.
type Group struct {
	Title string
	Rows  []Row
}

// Row is a statistic: what it is and how many samples stand behind it are shown on demand.
type Row struct {
	ID, Name, Text, Help string
	Tone                 Tone
}

// Definition is an entry of the glossary.
type Definition struct{ ID, Name, Unit, Text string }

// Table is a small table drawn as it stands.
type Table struct {
	Title string
	// Head names the columns; the first is of text, the others of numbers, flush right.
	Head []string
	Rows [][]Cell
	// Note stands below the table, or in its place when it has no rows.
	Note string
}

// Cell is a text with a tone.
type Cell struct {
	Text string
	Tone Tone
	Help string
}

// Months is the heat map of monthly returns.
type Months struct {
	Years []Year
	// Benchmark names the last column; empty without one.
	Benchmark string
}

// Year is one row of the heat map.
type Year struct {
	Year      int
	Months    [12]Heat
	Total     Heat
	Benchmark Heat
}

// Heat is a return as text with a colour from 0 (none) to 100 (strongest).
type Heat struct {
	Text  string
	Tone  Tone
	Level int
}

// Distribution is a histogram, drawn in a space of 1000 by 240.
type Distribution struct {
	Bars []Bar
	// Marks are vertical lines, Axis the labels below, at a percentage of the width.
	Marks []float64
	Axis  []Label
	Note  string
}

// Bar is one bin.
type Bar struct {
	X, Y, Width, Height float64
	Tone                Tone
	Help                string
}

// Label is a text at a place.
type Label struct {
	X    float64
	Text string
}
