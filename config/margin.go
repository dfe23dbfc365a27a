package config

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Margin is what a class of instruments, or one of them, asks the account to have.
type Margin struct {
	Symbol           string           `koanf:"symbol" doc:"instrument of the run; stands before its kind. Per spread, the underlying of its futures"`
	Kind             string           `koanf:"kind" doc:"kind of instruments, such as equity or forex, when there is no symbol"`
	Per              string           `koanf:"per" doc:"what the numbers are: value (percent of it), or money in the instrument's currency: contract, or spread (a bought and a sold future of one underlying)"`
	Initial          decimal.Decimal  `koanf:"initial" doc:"to open a position"`
	Maintenance      decimal.Decimal  `koanf:"maintenance" doc:"to keep it; below that, positions are closed"`
	ShortInitial     *decimal.Decimal `koanf:"short_initial" doc:"to open a short position, in percent, when it differs"`
	ShortMaintenance *decimal.Decimal `koanf:"short_maintenance" doc:"to keep it, in percent, when it differs"`
}

func (c *checker) margin(a *Account, instruments []Instrument) {
	c.word("account.type", a.Type, "simple", "cash", "reg-t", "portfolio")
	c.word("account.liquidation", a.Liquidation, "market", "none")
	c.word("account.day_trading", a.DayTrading, "none", "pattern")
	c.notNegative("account.day_trading_minimum", a.DayTradingMinimum)
	c.notNegative("account.portfolio_minimum", a.PortfolioMinimum)
	if a.DayTrading == "pattern" && (a.Type == "simple" || a.Type == "cash") {
		c.fault("account.day_trading", "pattern means nothing to a %s account: write account.type: reg-t", a.Type)
	}
	if len(a.Margin) > 0 && a.Type == "simple" {
		c.fault("account.margin", "means nothing to a simple account: write account.type: reg-t or portfolio")
	}
	var symbols, chains []string
	for i := range instruments {
		symbols = append(symbols, instruments[i].Symbol)
		if in := &instruments[i]; in.Kind == market.Future && in.Underlying != "" {
			chains = append(chains, in.Underlying)
		}
	}
	for i := range a.Margin {
		m, path := &a.Margin[i], join("account.margin", strconv.Itoa(i))
		if m.Per == "" {
			m.Per = "value"
		}
		c.word(join(path, "per"), m.Per, "value", "contract", "spread")
		var kind market.Kind
		switch {
		case m.Per == "spread" && a.Type == "cash":
			c.fault(join(path, "per"), "spread means nothing to a cash account, which locks the margin of every contract")
		case m.Per == "spread":
			if !slices.Contains(chains, m.Symbol) {
				c.fault(join(path, "symbol"), "%q is not the underlying of a future of the run", m.Symbol)
			}
		case m.Symbol != "":
			c.word(join(path, "symbol"), m.Symbol, symbols...)
		case m.Per == "contract":
			c.fault(join(path, "symbol"), "is missing: money is for the contract of one symbol")
		case kind.UnmarshalText([]byte(m.Kind)) != nil:
			c.fault(join(path, "kind"), "%q: name a symbol, or a kind such as equity, future or forex", m.Kind)
		}
		if !m.Initial.IsPositive() || !m.Maintenance.IsPositive() {
			c.fault(join(path, "initial"), "%s, maintenance %s: both must be above 0", m.Initial, m.Maintenance)
		}
		if m.Maintenance.GreaterThan(m.Initial) {
			c.fault(join(path, "maintenance"), "%s is above initial %s: a position that was just opened would be closed", m.Maintenance, m.Initial)
		}
		if m.Per != "value" && (m.ShortInitial != nil || m.ShortMaintenance != nil) {
			c.fault(join(path, "short_initial"), "means nothing per %s: both sides ask for the same money", m.Per)
		}
	}
}
