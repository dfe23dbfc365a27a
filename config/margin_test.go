package config_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/config"
)

// Every fault of an account's margin says where it is and what to write.
func TestMarginFaults(t *testing.T) {
	for _, c := range []struct{ account, key, says string }{
		{"{type: margin}", "account.type", `want simple, cash, reg-t, portfolio`},
		{"{type: reg-t, liquidation: never}", "account.liquidation", "want market, none"},
		{"{type: cash, day_trading: pattern}", "account.day_trading", "means nothing to a cash account"},
		{"{type: simple, margin: [{kind: equity, initial: 50, maintenance: 25}]}", "account.margin", "means nothing to a simple account"},
		{"{type: reg-t, margin: [{symbol: ABC, initial: 50, maintenance: 25}]}", "account.margin.0.symbol", `"ABC" is not known`},
		{"{type: reg-t, margin: [{kind: stock, initial: 50, maintenance: 25}]}", "account.margin.0.kind", `"stock": name a symbol`},
		{"{type: reg-t, margin: [{symbol: A, initial: 50, maintenance: 55}]}", "account.margin.0.maintenance", "55 is above initial 50"},
		{"{type: reg-t, margin: [{symbol: A, initial: 0, maintenance: 0}]}", "account.margin.0.initial", "must be above 0"},
		{"{type: reg-t, margin: [{kind: future, per: contract, initial: 500, maintenance: 450}]}", "account.margin.0.symbol", "is missing"},
		{"{type: reg-t, margin: [{symbol: A, per: share, initial: 5, maintenance: 4}]}", "account.margin.0.per", "want value, contract, spread"},
		{"{type: reg-t, margin: [{symbol: A, per: contract, initial: 5, maintenance: 4, short_initial: 6}]}", "account.margin.0.short_initial", "means nothing per contract"},
		{"{type: reg-t, margin: [{symbol: A, per: spread, initial: 5, maintenance: 4}]}", "account.margin.0.symbol", `"A" is not the underlying of a future`},
		{"{type: cash, margin: [{symbol: A, per: spread, initial: 5, maintenance: 4}]}", "account.margin.0.per", "means nothing to a cash account"},
	} {
		text := "period: {from: 2024-01-02, to: 2024-01-03}\naccount: " + c.account +
			"\ninstruments: [{symbol: A, source: {from: synth, bars: 1m}}]\nstrategies: [{use: buy-and-hold}]\n"
		_, err := config.Load(config.Layers{Path: "x.yaml", Text: []byte(text)})
		if err == nil || !strings.Contains(err.Error(), c.key) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v\nwant %s and %q", c.account, err, c.key, c.says)
		}
	}
}

// What an option is worth at its expiry cannot be known without its underlying.
func TestExpiryNeedsTheUnderlying(t *testing.T) {
	for account, want := range map[string]string{
		"{expiry: settle}": `x.yaml:5: instruments.1.underlying: "QQQ" is not in this run, and account.expiry: settle needs its price`,
		"{expiry: ignore}": "",
	} {
		text := "period: {from: 2024-01-02, to: 2024-01-03}\naccount: " + account + `
instruments:
  - {symbol: SPY, source: {from: synth, bars: 1m}}
  - {symbol: C, kind: option, underlying: QQQ, right: call, strike: 90, expiry: 2024-01-03, source: {from: synth, bars: 1m}}
  - {symbol: D, kind: option, underlying: SPY, right: call, strike: 90, expiry: 2024-01-03, source: {from: synth, bars: 1m}}
strategies: [{use: buy-and-hold}]
`
		_, err := config.Load(config.Layers{Path: "x.yaml", Text: []byte(text)})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "instruments.2")) {
			t.Errorf("%s: %v\nwant %q", account, err, want)
		}
	}
}
