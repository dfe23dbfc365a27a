package floor

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// A Spec defines what a configuration lists: a contract, or a root with its futures or its option chain.
// Only Symbol and Kind must be given; what is left out is that of the kind. Default has examples.
type Spec struct {
	Symbol   string          `koanf:"symbol" doc:"IB's symbol: AAPL, EUR (of EUR.USD), ES (of ESZ6)"`
	Kind     market.Kind     `koanf:"kind" doc:"equity, etf, future, forex, index, crypto, cfd or bond"`
	Currency market.Currency `koanf:"currency" doc:"what it is paid in; empty means USD"`
	Exchange string          `koanf:"exchange" doc:"where it trades; empty means the kind's: SMART, CME, IDEALPRO, PAXOS"`
	Primary  string          `koanf:"primary" doc:"primary exchange of a share or CFD"`
	Calendar string          `koanf:"calendar" doc:"trading calendar; empty means the kind's"`
	// ConID is IB's where it is known; 0 means one made up of the name, see MadeUp.
	ConID        int    `koanf:"conid" doc:"IB's contract id; 0 makes one up"`
	LocalSymbol  string `koanf:"local_symbol" doc:"exchange's own symbol; empty means derived"`
	TradingClass string `koanf:"trading_class" doc:"trading class; empty means derived"`

	Name        string `koanf:"name" doc:"long name"`
	StockType   string `koanf:"stock_type" doc:"COMMON, ETF, ADR ...; empty means the kind's"`
	Industry    string `koanf:"industry" doc:"industry"`
	Category    string `koanf:"category" doc:"category within the industry"`
	Subcategory string `koanf:"subcategory" doc:"subcategory"`
	ISIN        string `koanf:"isin" doc:"international securities identification number"`
	CUSIP       string `koanf:"cusip" doc:"CUSIP of a US security"`

	Multiplier decimal.Decimal `koanf:"multiplier" doc:"money of one point for a unit; 0 means the kind's"`
	// Rule is the market rule that is its price grid.
	Rule int `koanf:"rule" doc:"number of the market rule; 0 means the kind's"`

	Options bool `koanf:"options" doc:"whether an option chain is listed on it"`
	// Underlying is the Symbol of another spec: of the index a future follows, of the share behind a CFD.
	Underlying string `koanf:"underlying" doc:"symbol of the spec that a future or CFD derives from"`
	// Months are the letters of the delivery months of a future, Expiries how many are listed and Last the
	// rule for the last trading day.
	Months   string  `koanf:"months" doc:"delivery months of a future: HMUZ, FGHJKMNQUVXZ"`
	Expiries int     `koanf:"expiries" doc:"number of futures listed at a time"`
	Last     LastDay `koanf:"last" doc:"last trading day of a future: third-friday, crude-oil, metal"`

	Coupon   float64     `koanf:"coupon" doc:"coupon of a bond, percent a year"`
	Issued   market.Date `koanf:"issued" doc:"issue date of a bond"`
	Maturity market.Date `koanf:"maturity" doc:"maturity of a bond"`

	// What the synthetic market and the option model need.
	Price      float64 `koanf:"price" doc:"price at the start of the synthetic market; 0 means the kind's"`
	Volatility float64 `koanf:"volatility" doc:"standard deviation of a year's return, 0.2 is 20 %; 0 means the kind's"`
	Volume     float64 `koanf:"volume" doc:"mean volume of a session of the synthetic market; 0 means the kind's"`
	Yield      float64 `koanf:"yield" doc:"dividends of a year as part of the price, 0.013 is 1.3 %"`

	Data string `koanf:"data" doc:"symbol under which a catalog has its data; empty means the listing's own"`
}

// instrumentSymbol is what an instrument of the definition is called, if no other has the name.
func (s *Spec) instrumentSymbol() string {
	switch s.Kind {
	case market.Forex, market.Crypto:
		return s.Symbol + string(cmp.Or(s.Currency, market.USD))
	case market.CFD:
		return s.Symbol + ".CFD"
	}
	return s.Symbol
}

// Validate returns every fault of the definition, joined.
func (s *Spec) Validate() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("listing %q: "+format, append([]any{s.Symbol}, args...)...))
	}
	if s.Symbol == "" || strings.TrimSpace(s.Symbol) != s.Symbol {
		fault("symbol: must be given and must not begin or end with a space")
	}
	switch s.Kind {
	case market.Option:
		fault("kind option: list its underlying with options: true, the chain is made from it")
	case market.Combo:
		fault("kind combo: combos are asked for by their legs and are not listed")
	case market.Future:
		if s.Expiries < 1 || s.Months == "" || strings.Trim(s.Months, monthLetters) != "" {
			fault("a future needs expiries of at least 1 and months out of %s", monthLetters)
		}
	case market.CFD:
		if s.Underlying == "" {
			fault("a CFD needs its underlying")
		}
	case market.Bond:
		if s.Maturity == 0 {
			fault("a bond needs its maturity")
		}
	}
	if k := s.Kind; s.Options && k != market.Equity && k != market.ETF && k != market.Index {
		fault("options: a chain is made on shares, funds and indices, not on a %v", k)
	}
	if s.ConID < 0 || s.ConID >= madeUpFrom {
		fault("conid %d: want 0 or a number below %d, where the made-up ones begin", s.ConID, madeUpFrom)
	}
	for _, n := range []struct {
		name  string
		value float64
	}{{"price", s.Price}, {"volatility", s.Volatility}, {"volume", s.Volume}, {"yield", s.Yield}, {"coupon", s.Coupon}} {
		if !(n.value >= 0 && n.value < 1e15) {
			fault("%s %v: must not be negative", n.name, n.value)
		}
	}
	return errors.Join(faults...)
}
