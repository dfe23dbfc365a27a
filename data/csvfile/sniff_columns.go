package csvfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile/rows"
)

// synonyms are the names that vendors give a value, in lower case and without <>. The first that a
// header has is taken.
var synonyms = map[value][]string{
	dateValue:    {"date", "dtyyyymmdd", "day"},
	timeValue:    {"timestamp", "datetime", "date time", "timestamp_utc", "datetime_utc", "open time", "open_time", "gmt time", "utc", "time", ""},
	openValue:    {"open", "o", "open price"},
	highValue:    {"high", "h", "high price"},
	lowValue:     {"low", "l", "low price"},
	closeValue:   {"close", "c", "close price", "close/last", "last"},
	volumeValue:  {"volume", "vol", "v", "tickvol", "tick volume", "tick_volume"},
	bidValue:     {"bid", "bid_price", "bid price", "bidprice"},
	askValue:     {"ask", "ask_price", "ask price", "askprice", "offer"},
	bidSizeValue: {"bid_size", "bidsize", "bid size", "bid_amount", "bid volume", "bidvolume", "vol bid"},
	askSizeValue: {"ask_size", "asksize", "ask size", "ask_amount", "ask volume", "askvolume", "vol offer"},
	priceValue:   {"price", "last", "last price"},
	sizeValue:    {"size", "qty", "quantity", "amount", "volume", "vol"},
}

// bookColumns give away a file of order-book levels, which is neither quotes nor trades.
var bookColumns = []string{"is_snapshot", "update_type", "first_update_id", "asks[0].price", "level"}

func (s *sniffer) findColumns() error {
	switch {
	case s.Columns != Columns{}:
		return nil
	case s.Header == NoHeader:
		s.knownShape()
	case len(s.names) != len(s.rows[0]):
		return &HeaderError{Place: rows.Place{File: "the sample"}, Problem: fmt.Sprintf(
			"the header has %d names, but the first row has %d fields, so the names cannot tell which is which: "+
				"give the columns by number (the first row is %s) and set header to yes", len(s.names), len(s.rows[0]), quoted(s.rows[0]))}
	default:
		s.namedColumns()
	}
	if len(s.questions) > 0 {
		return &UnclearError{Questions: s.questions}
	}
	return nil
}

// knownShape recognises files without a header.
func (s *sniffer) knownShape() {
	first := s.rows[0]
	switch {
	case len(first) == 12 && isEpoch(first[0]) && isEpoch(first[6]):
		// Binance kline: open time, open, high, low, close, volume, close time, ...
		s.Kind = data.Bars
		s.Columns = Columns{Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6"}
		s.BarTime = AtStart
	case len(first) == 4 && fits("yyyyMMdd HHmmssfff", first[0]):
		// HistData ticks: time, bid, ask, volume; their zone is UTC-5 all year.
		s.Kind = data.Quotes
		s.Columns = Columns{Time: "1", Bid: "2", Ask: "3"}
		if s.Zone == "" {
			s.Zone = "UTC-5"
		}
	case len(first) == 6 && fits("yyyyMMdd HHmmss", first[0]):
		// HistData and NinjaTrader minutes: time, open, high, low, close, volume.
		s.Kind = data.Bars
		s.Columns = Columns{Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6"}
	default:
		s.ask("columns", "the file has no header, and the first row is "+quoted(first)+
			": give the columns by number, such as time: 1, open: 2")
	}
}

func isEpoch(field []byte) bool {
	return len(bytes.TrimLeft(field, "0123456789")) == 0 && epochOf(field) != ""
}

func fits(layout string, text []byte) bool {
	l, err := ParseLayout(layout)
	if err != nil {
		return false
	}
	_, ok := l.parse(text)
	return ok
}

// namedColumns takes the columns from the header.
func (s *sniffer) namedColumns() {
	names := make([]string, len(s.names))
	for i, name := range s.names {
		names[i] = strings.Trim(strings.ToLower(string(name)), "<> ")
	}
	if i := slices.IndexFunc(names, func(n string) bool { return slices.Contains(bookColumns, n) }); i >= 0 {
		s.ask("kind", fmt.Sprintf("the column %q looks like levels of an order book, which cannot be imported; "+
			"if the best bid and ask have columns, give kind and columns", s.names[i]), "quotes")
		return
	}
	has := func(v value) bool { return s.named(names, v) != "" }
	switch {
	case has(openValue) && has(highValue) && has(lowValue) && has(closeValue):
		s.Kind = data.Bars
	case has(bidValue) && has(askValue):
		s.Kind = data.Quotes
	case has(priceValue) && has(sizeValue):
		s.Kind = data.Trades
	default:
		s.ask("columns", "the header has neither open, high, low and close, nor bid and ask, nor price and size; it has "+quoted(s.names))
		return
	}
	for _, r := range s.roles() {
		*r.column = s.named(names, r.value)
		if i, ok := s.indexOf(*r.column); ok && slices.Contains(names[i+1:], names[i]) {
			s.ask("columns", fmt.Sprintf("the header has %q more than once: give the columns by number", s.names[i]))
			return
		}
	}
	// A column called time may hold all, or only the time of day next to a date.
	if s.Columns.Date != "" && s.Columns.Time != "" && s.Columns.Time != Column("1") && fitsAlone(s.column(s.Columns.Time)) {
		s.Columns.Date = ""
	}
	if s.Columns.Date == "" && s.Columns.Time == "" {
		s.ask("columns.time", "no column of the header is called date, time or timestamp; it has "+quoted(s.names))
	}
}

// named is the column that holds a value: its name, or its number where the name will not do.
func (s *sniffer) named(names []string, v value) Column {
	for _, synonym := range synonyms[v] {
		i := slices.Index(names, synonym)
		if i < 0 || synonym == "" && i > 0 {
			continue
		}
		if c := Column(s.names[i]); c != "" {
			if found, err := findColumn(s.names, c); err == nil && found == i {
				return c
			}
		}
		return Numbered(i + 1)
	}
	return ""
}

// column is the text of a column in the first row.
func (s *sniffer) column(c Column) []byte {
	if i, ok := s.indexOf(c); ok && i < len(s.rows[0]) {
		return s.rows[0][i]
	}
	return nil
}

func fitsAlone(text []byte) bool { return len(layoutsOf([][]byte{text})) > 0 }
