package lean

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Contract is one derivative, as the name of its file inside a zip tells.
type Contract struct {
	// Name is the part of the file's name that tells contracts apart, and what Selection.Contract takes:
	// "201312" for a future, "american_call_7475000_20151224" for an option, "perp" for a perpetual.
	Name string `json:"name"`
	// Year and Month are a future's contract month.
	Year  int        `json:"year,omitempty"`
	Month time.Month `json:"month,omitempty"`
	// Expiry is the last trading day; zero when the name has only the month.
	Expiry market.Date     `json:"expiry,omitempty"`
	Right  market.Right    `json:"right,omitempty"`
	Strike decimal.Decimal `json:"strike,omitzero"`
	// Style is "american" or "european" for options.
	Style string `json:"style,omitempty"`
}

// parseContract reads the name of a file inside a zip:
//
//	20131007_es_minute_trade_201312.csv
//	20151224_goog_minute_quote_american_call_7475000_20151224.csv
//	adausdt_quote_perp.csv
func parseContract(entry string) (Contract, error) {
	stem := strings.TrimSuffix(strings.ToLower(entry), ".csv")
	words := strings.Split(stem, "_")
	at := -1
	for i, word := range words {
		if _, ok := contentOf(word); ok {
			at = i
		}
	}
	if at < 0 || at == len(words)-1 {
		return Contract{}, fmt.Errorf("zip entry %q: want a contract behind trade, quote or openinterest", entry)
	}
	words = words[at+1:]
	c := Contract{Name: strings.Join(words, "_")}
	if len(words) == 4 {
		return c, c.parseOption(words, entry)
	}
	if c.Name == "perp" {
		return c, nil
	}
	return c, c.parseFuture(words, entry)
}

func (c *Contract) parseOption(words []string, entry string) error {
	strike, err := decimal.NewFromString(words[2])
	if err != nil || !strike.IsPositive() || len(words[2]) > 18 {
		return fmt.Errorf("zip entry %q: strike %q: want a price times 10,000", entry, words[2])
	}
	c.Style, c.Strike = words[0], strike.Shift(-4)
	if err := c.Right.UnmarshalText([]byte(words[1])); err != nil || c.Right == market.NoRight {
		return fmt.Errorf("zip entry %q: want call or put, not %q", entry, words[1])
	}
	if c.Expiry, err = market.ParseDate(words[3]); err != nil {
		return fmt.Errorf("zip entry %q: expiry: %w", entry, err)
	}
	return nil
}

func (c *Contract) parseFuture(words []string, entry string) error {
	month, err := time.Parse("200601", words[0])
	if err != nil {
		return fmt.Errorf("zip entry %q: contract month %q: want yyyymm", entry, words[0])
	}
	c.Year, c.Month = month.Year(), month.Month()
	if len(words) > 1 {
		if c.Expiry, err = market.ParseDate(words[1]); err != nil {
			return fmt.Errorf("zip entry %q: expiry: %w", entry, err)
		}
	}
	return nil
}
