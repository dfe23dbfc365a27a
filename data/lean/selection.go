package lean

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Selection is what to read from a tree.
type Selection struct {
	Type SecurityType `json:"type"`
	// Market is the second folder: "usa", "fxcm", "cme".
	Market     string     `json:"market"`
	Resolution Resolution `json:"resolution"`
	// Symbol is the newest ticker, as map files are named ("GOOGL", "AAA.1"); upper and lower case are the
	// same.
	Symbol string `json:"symbol"`
	// Contract is a Contract's Name. It may be empty where a file holds one contract only.
	Contract string `json:"contract,omitempty"`
	// Price is what bars are made of: Last reads trade bars; Bid, Ask and Mid read quote bars. A mid bar
	// has a Spread and needs both sides; a bar without the side it is made of is skipped and counted.
	Price market.PriceSource `json:"price,omitempty"`
	// From and To are the first and the last date, both included, in the zone of the data. Zero is no
	// bound.
	From market.Date `json:"from,omitempty"`
	To   market.Date `json:"to,omitempty"`
	// AsNamed reads the files that are named after Symbol, and those alone, whichever company they
	// hold. Otherwise the map file says which tickers were the symbol's, and from which date on it is
	// meant.
	AsNamed bool `json:"as_named,omitempty"`
	// DropSuspicious leaves out the ticks that the source flagged.
	DropSuspicious bool `json:"drop_suspicious,omitempty"`
	// BadRows is what happens to them.
	BadRows rows.Policy `json:"bad_rows,omitempty"`
	Limits  rows.Limits `json:"limits,omitzero"`
}

// String is "equity/usa/minute/SPY".
func (s *Selection) String() string {
	text := fmt.Sprintf("%s/%s/%s/%s", s.Type, s.Market, s.Resolution, strings.ToUpper(s.Symbol))
	if s.Contract != "" {
		text += " " + s.Contract
	}
	return text
}

// validate returns every fault, joined.
func (s *Selection) validate() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("select %s: "+format, append([]any{s}, args...)...))
	}
	if int(s.Type) >= len(securityTypes) {
		return fmt.Errorf("security type %d is unknown", s.Type)
	}
	if int(s.Resolution) >= len(resolutionNames) {
		fault("resolution %d is unknown", s.Resolution)
	}
	// Both become parts of paths.
	if !plainName(s.Market) {
		fault("market %q: want the name of a folder, such as usa", s.Market)
	}
	if !plainName(s.Symbol) {
		fault("symbol %q: want a ticker, such as SPY", s.Symbol)
	}
	if s.From != 0 && s.To != 0 && s.From > s.To {
		fault("from %s is after to %s", s.From, s.To)
	}
	return errors.Join(faults...)
}

// plainName reports whether a name stays inside its folder.
func plainName(name string) bool {
	return name != "" && len(name) <= 64 && strings.Trim(name, ".") != "" && !strings.ContainsAny(name, `/\:*?"<>|`+"\x00")
}
