package config

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Account is the account at the start, and what holding costs and brings in it.
type Account struct {
	Base     market.Currency `koanf:"base" doc:"currency that the account is valued in"`
	Cash     decimal.Decimal `koanf:"cash" doc:"cash at the start, in the base currency"`
	Calendar string          `koanf:"calendar" doc:"trading calendar at whose closes equity is sampled; empty means the first instrument's"`
	Type     string          `koanf:"type" doc:"what a backtest lets the account do: simple (risk.buying_power alone), cash (settled cash, no debt, no shorts), reg-t (Regulation T and FINRA's maintenance) or portfolio (the worst of ten moves of each underlying; margin has their percentages)"`
	Margin   []Margin        `koanf:"margin" doc:"what instruments ask for, in place of the type's own numbers"`
	// Liquidation belongs to accounts with margin, and to futures in cash accounts.
	Liquidation       string          `koanf:"liquidation" doc:"when maintenance margin is missing: market (the broker closes positions with market orders) or none (it is only told)"`
	DayTrading        string          `koanf:"day_trading" doc:"none (half of shares at every time), or pattern (a quarter during the day and half at its end; until 3 June 2026 with day_trading_minimum of equity)"`
	DayTradingMinimum decimal.Decimal `koanf:"day_trading_minimum" doc:"equity at the close before that a pattern day trader needs; with less, three day trades in five business days"`
	PortfolioMinimum  decimal.Decimal `koanf:"portfolio_minimum" doc:"equity below which an account of type portfolio takes on no more margin, IBKR's 100000 dollars in the base currency; 0 asks for none"`
	Actions           string          `koanf:"actions" doc:"splits, dividends and delistings of the source: ignore, or apply them to positions and working orders"`
	Expiry            string          `koanf:"expiry" doc:"futures and options at the close of their last day: ignore, or settle (in cash, or by exercise for shares)"`
	Assignment        string          `koanf:"assignment" doc:"when written options are assigned: expiry, or early too (calls on shares before a dividend that is more than their time value)"`
	Variation         string          `koanf:"variation" doc:"when the profit of a future becomes cash: at-close (of the position) or daily (variation margin at the close of each session)"`
	Interest          []Interest      `koanf:"interest" doc:"benchmark rates that interest on cash and debt is measured from; without them there is none"`
	Borrow            []Borrow        `koanf:"borrow" doc:"what shares cost that are borrowed to be sold; without them nothing"`
}

// Interest is a benchmark rate of a currency from a day on.
type Interest struct {
	Currency market.Currency `koanf:"currency" doc:"currency"`
	From     market.Date     `koanf:"from" doc:"first day"`
	Percent  decimal.Decimal `koanf:"percent" doc:"percent a year"`
}

// Borrow is the fee of borrowed shares from a day on.
type Borrow struct {
	Symbol  string          `koanf:"symbol" doc:"symbol of the run, or * for all others"`
	From    market.Date     `koanf:"from" doc:"first day"`
	Percent decimal.Decimal `koanf:"percent" doc:"percent a year of 102 % of the value"`
}

func (c *checker) account(a *Account, instruments []Instrument) {
	c.margin(a, instruments)
	c.word("account.actions", a.Actions, "ignore", "apply")
	c.word("account.expiry", a.Expiry, "ignore", "settle")
	if a.Expiry == "settle" {
		c.underlyings(instruments)
	}
	c.word("account.assignment", a.Assignment, "expiry", "early")
	if a.Assignment == "early" && (a.Actions != "apply" || a.Expiry != "settle") {
		c.fault("account.assignment", "early needs account.actions: apply, for the dividends, and account.expiry: settle")
	}
	c.word("account.variation", a.Variation, "at-close", "daily")
	symbols := []string{"*"}
	for i := range instruments {
		in := &instruments[i]
		symbols = append(symbols, in.Symbol)
		if a.Actions == "apply" && in.Source.Adjust != "raw" {
			c.fault(join(join("instruments", strconv.Itoa(i)), "source.adjust"), "%s prices have the actions in them already: write raw, or account.actions: ignore", in.Source.Adjust)
		}
	}
	for i := range a.Interest {
		path := join("account.interest", strconv.Itoa(i))
		if len(a.Interest[i].Currency) < 3 {
			c.fault(join(path, "currency"), "%q: want a currency code such as USD", a.Interest[i].Currency)
		}
		c.dayGiven(path, a.Interest[i].From)
	}
	for i := range a.Borrow {
		path := join("account.borrow", strconv.Itoa(i))
		c.word(join(path, "symbol"), a.Borrow[i].Symbol, symbols...)
		c.notNegative(join(path, "percent"), a.Borrow[i].Percent)
		c.dayGiven(path, a.Borrow[i].From)
	}
}

func (c *checker) dayGiven(path string, day market.Date) {
	if day == 0 {
		c.fault(join(path, "from"), "is missing: give the first day, such as 2024-01-02")
	}
}

// underlyings asks for the price that an option is worth something by at its expiry.
func (c *checker) underlyings(instruments []Instrument) {
	for i := range instruments {
		in := &instruments[i]
		known := slices.ContainsFunc(instruments, func(other Instrument) bool { return other.Symbol == in.Underlying })
		if in.Kind == market.Option && in.Underlying != "" && !known {
			c.fault(join(join("instruments", strconv.Itoa(i)), "underlying"), "%q is not in this run, and account.expiry: settle needs its price; "+
				"add it under instruments", in.Underlying)
		}
	}
}
