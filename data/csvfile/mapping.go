package csvfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile/rows"
)

// Mapping says what a file looks like. The comment of each field gives what its zero value means to the
// readers; to Complete it means "find out".
type Mapping struct {
	// Kind is what a row holds: bars, quotes or trades.
	Kind data.Kind `json:"kind"`
	// Delimiter between fields: a comma (also when empty), ";", "|" or "tab".
	Delimiter string `json:"delimiter,omitempty"`
	// Header: whether the first line names the columns. Unset means yes when a column is given by name.
	Header Header `json:"header,omitempty"`
	// Decimal is the decimal sign: "." (also when empty) or ",".
	Decimal string  `json:"decimal,omitempty"`
	Columns Columns `json:"columns"`
	// Time is the layout of the time; see ParseLayout. It is required.
	Time string `json:"time"`
	// Zone is the time zone of times that do not carry their own: "America/New_York", "UTC", "UTC-5".
	// Dates of daily, weekly and monthly bars are sessions and need none.
	Zone string `json:"zone,omitempty"`
	// Period is the length of the bars, and BarTime whether their time is the start or the end. Both
	// are required for bars; BarTime only when the period is a span of time.
	Period  Period  `json:"period,omitzero"`
	BarTime BarTime `json:"bar_time,omitempty"`
	// PriceScale is by how much prices in the file are too large, a power of ten: 10000 for LEAN's
	// equities. Empty is 1.
	PriceScale int64 `json:"price_scale,omitempty"`
	// Null is what the file writes where it has no value. A row that has it in the close (or in both
	// sides of a quote, or in the price) is passed over.
	Null string `json:"null,omitempty"`
	// Entry names the file inside a zip archive that holds several.
	Entry string `json:"entry,omitempty"`
}

// Columns says where the values stand. Several values may stand in one column.
type Columns struct {
	// Date and Time hold the time between them: when both are given, they are joined with a space.
	Date Column `json:"date,omitempty"`
	Time Column `json:"time,omitempty"`

	Open  Column `json:"open,omitempty"`
	High  Column `json:"high,omitempty"`
	Low   Column `json:"low,omitempty"`
	Close Column `json:"close,omitempty"`
	// Volume is 0 when there is no column.
	Volume Column `json:"volume,omitempty"`
	// AdjustedClose, when given, scales a bar's four prices by adjusted close / close.
	AdjustedClose Column `json:"adjusted_close,omitempty"`

	Bid     Column `json:"bid,omitempty"`
	Ask     Column `json:"ask,omitempty"`
	BidSize Column `json:"bid_size,omitempty"`
	AskSize Column `json:"ask_size,omitempty"`

	Price Column `json:"price,omitempty"`
	Size  Column `json:"size,omitempty"`
}

// Column is the name that the header gives a column (upper and lower case are the same), or the number
// of the column, counted from 1.
type Column string

// Numbered is the column of that number, counted from 1.
func Numbered(n int) Column { return Column(strconv.Itoa(n)) }

// Number is the column's number when it is given by number.
func (c Column) Number() (int, bool) {
	n, err := strconv.Atoi(string(c))
	return n, err == nil
}

// value is something that a row may hold.
type value uint8

const (
	dateValue value = iota
	timeValue
	openValue
	highValue
	lowValue
	closeValue
	volumeValue
	adjustedValue
	bidValue
	askValue
	bidSizeValue
	askSizeValue
	priceValue
	sizeValue

	values = int(sizeValue) + 1
)

// role is where a mapping puts a value, under the name of its key.
type role struct {
	value    value
	key      string
	column   *Column
	required bool
}

// roles are the values that rows of the mapping's kind can have.
func (m *Mapping) roles() []role {
	c := &m.Columns
	list := []role{{dateValue, "date", &c.Date, c.Time == ""}, {timeValue, "time", &c.Time, c.Date == ""}}
	switch m.Kind {
	case data.Quotes:
		return append(list,
			role{bidValue, "bid", &c.Bid, c.Ask == ""}, role{askValue, "ask", &c.Ask, c.Bid == ""},
			role{bidSizeValue, "bid_size", &c.BidSize, false}, role{askSizeValue, "ask_size", &c.AskSize, false})
	case data.Trades:
		return append(list, role{priceValue, "price", &c.Price, true}, role{sizeValue, "size", &c.Size, false})
	}
	return append(list,
		role{openValue, "open", &c.Open, true}, role{highValue, "high", &c.High, true},
		role{lowValue, "low", &c.Low, true}, role{closeValue, "close", &c.Close, true},
		role{volumeValue, "volume", &c.Volume, false}, role{adjustedValue, "adjusted_close", &c.AdjustedClose, false})
}

// byName reports whether a column is given by its name in the header.
func (m *Mapping) byName() bool {
	for _, r := range m.roles() {
		if _, numbered := r.column.Number(); *r.column != "" && !numbered {
			return true
		}
	}
	return false
}

// Validate returns every fault of the mapping, joined. Each names its key.
func (m *Mapping) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("mapping: "+format, args...)) }
	if _, ok := delimiters[m.Delimiter]; !ok {
		fault("delimiter %q: want a comma, %q, %q or %q", m.Delimiter, ";", "|", "tab")
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		fault("decimal %q: want %q or %q", m.Decimal, ".", ",")
	}
	if _, err := priceShift(m.PriceScale); err != nil {
		fault("%w", err)
	}
	if m.Kind > data.Trades {
		fault("kind %d: want bars, quotes or trades", m.Kind)
	}
	m.validateColumns(fault)
	m.validateTime(fault)
	return errors.Join(faults...)
}

func (m *Mapping) validateColumns(fault func(string, ...any)) {
	for _, r := range m.roles() {
		n, numbered := r.column.Number()
		switch {
		case *r.column == "" && r.required:
			fault("columns.%s is missing: give the column's name in the header, or its number from 1", r.key)
		case numbered && n < 1:
			fault("columns.%s: %d: columns count from 1", r.key, n)
		case *r.column != "" && !numbered && m.Header == NoHeader:
			fault("columns.%s: %q is a name, but header is no: give the column's number", r.key, *r.column)
		}
	}
}

func (m *Mapping) validateTime(fault func(string, ...any)) {
	layout, err := ParseLayout(m.Time)
	if err != nil {
		fault("%w", err)
		return
	}
	zoneless := !layout.Zoned() && m.Zone == ""
	if m.Zone != "" {
		if _, err := rows.Zone(m.Zone); err != nil {
			fault("zone: %w", err)
		}
	}
	if m.Kind != data.Bars {
		if zoneless {
			fault("zone is missing: name the time zone of the file's times, such as America/New_York, UTC or UTC-5")
		}
		return
	}
	switch {
	case m.Period == Period{}:
		fault("period is missing: give the length of the bars, such as 1m, 1h, 1d, 1w or 1mo")
	case m.Period.Unit != Span:
	case layout.DateOnly():
		fault("period %s needs a time of day, but the time %q has none", m.Period, m.Time)
	default:
		if m.BarTime == 0 {
			fault("bar_time is missing: say whether a bar's time is its start or its end")
		}
		if zoneless {
			fault("zone is missing: name the time zone of the file's times, such as America/New_York, UTC or UTC-5")
		}
	}
}

var delimiters = map[string]byte{"": ',', ",": ',', ";": ';', "|": '|', "tab": '\t', "\t": '\t'}

// priceShift is the power of ten that undoes a scale.
func priceShift(scale int64) (int, error) {
	if scale == 0 {
		return 0, nil
	}
	shift := math.Log10(float64(scale))
	if scale < 0 || shift != math.Trunc(shift) {
		return 0, fmt.Errorf("price_scale %d: want a power of ten, such as 100 or 10000", scale)
	}
	return -int(shift), nil
}
