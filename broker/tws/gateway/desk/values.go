package desk

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

// Value is one figure of an account, in the currency named; numbers have two decimals.
type Value struct {
	Key, Value, Currency string
}

// Values are an account's figures under the keys of updateAccountValue: totals, the securities (-S) and commodities
// (-C) segments where IB has them, and a ledger for each currency and for BASE. It is nil for an unknown account.
func (d *Desk) Values(account string) []Value {
	a := d.byName[account]
	if a == nil {
		return nil
	}
	f := d.figures(a)
	v := valuer{base: string(a.books.Base())}
	v.text("AccountCode", a.name)
	v.text("AccountOrGroup", a.name, v.base)
	v.text("AccountReady", "true")
	v.text("AccountType", "INDIVIDUAL")
	v.text("Currency", v.base, v.base)
	v.text("SegmentTitle-C", "US Commodities")
	v.text("SegmentTitle-S", "US Securities")
	v.text("TradingType-S", "STKNOPT")
	v.text("WhatIfPMEnabled", "true")
	for _, key := range []string{"", "T+1", "T+2", "T+3", "T+4"} {
		v.text("DayTradesRemaining"+key, "-1") // no limit, as for accounts above 25,000
	}
	for _, x := range d.totals(a, &f) {
		v.add(x.key, x.amount)
		if x.segments {
			v.add(x.key+"-S", x.amount.Sub(x.commodities))
			v.add(x.key+"-C", x.commodities)
		}
	}
	v.text("Cushion", ratio(f.Excess(), f.Net))
	v.text("Leverage-S", ratio(f.Gross, f.Net))
	v.text("LookAheadNextChange", "0")
	v.text("NLVAndMarginInReview", "false")
	for _, row := range d.ledger(a, &f) {
		v.list = append(v.list, row...)
	}
	return v.list
}

type valuer struct {
	base string
	list []Value
}

func (v *valuer) text(key, value string, currency ...string) {
	x := Value{Key: key, Value: value}
	if len(currency) > 0 {
		x.Currency = currency[0]
	}
	v.list = append(v.list, x)
}

func (v *valuer) add(key string, amount decimal.Decimal) { v.text(key, cents(amount), v.base) }

// total is a figure in the base currency, and the commodities' part of it where IB tells the segments apart.
type total struct {
	key         string
	amount      decimal.Decimal
	segments    bool
	commodities decimal.Decimal
}

// totals are the sums of an account.
func (d *Desk) totals(a *account, f *margin.Figures) []total {
	settled := d.settled(a, f.Cash)
	power := decimal.Max(noDecimal, f.Available()).Mul(buyingPower)
	if a.paid {
		power = decimal.Max(noDecimal, decimal.Min(settled, f.Available()))
	}
	regT := f.RegT()
	c := &f.Commodities
	list := []total{
		{"AccruedCash", noDecimal, true, noDecimal},
		{"AccruedDividend", noDecimal, true, noDecimal},
		{"AvailableFunds", f.Available(), true, f.Futures.Sub(c.Initial)},
		{"Billable", noDecimal, true, noDecimal},
		{"BuyingPower", power, false, noDecimal},
		{"EquityWithLoanValue", f.Loan, true, f.Futures},
		{"ExcessLiquidity", f.Excess(), true, f.Futures.Sub(c.Maintenance)},
		{"GrossPositionValue", f.Gross, false, noDecimal},
		{"Guarantee", noDecimal, true, noDecimal},
		{"InitMarginReq", f.Initial(), true, c.Initial},
		{"MaintMarginReq", f.Maintenance(), true, c.Maintenance},
		{"NetLiquidation", f.Net, true, f.Futures},
		{"NetLiquidationUncertainty", noDecimal, false, noDecimal},
		{"PASharesValue", noDecimal, true, noDecimal},
		{"PostExpirationExcess", noDecimal, true, noDecimal},
		{"PostExpirationMargin", noDecimal, true, noDecimal},
		{"PreviousDayEquityWithLoanValue", a.equity, false, noDecimal},
		{"RegTEquity", f.Loan, false, noDecimal},
		{"RegTMargin", regT, false, noDecimal},
		{"SMA", f.Loan.Sub(regT), false, noDecimal},
		{"SettledCash", settled, false, noDecimal},
		{"TotalCashValue", f.Cash, true, noDecimal},
	}
	for _, when := range []string{"Full", "LookAhead"} { // margin here is the same at all times
		list = append(list,
			total{when + "AvailableFunds", f.Available(), true, f.Futures.Sub(c.Initial)},
			total{when + "ExcessLiquidity", f.Excess(), true, f.Futures.Sub(c.Maintenance)},
			total{when + "InitMarginReq", f.Initial(), true, c.Initial},
			total{when + "MaintMarginReq", f.Maintenance(), true, c.Maintenance},
		)
	}
	return list
}

func ratio(of, to decimal.Decimal) string {
	if to.IsZero() {
		return "0"
	}
	return of.DivRound(to, 4).String()
}

// summaryTags are the tags of reqAccountSummary, with the account value key of the same figure where its name differs.
var summaryTags = map[string]string{
	"AccountType": "", "NetLiquidation": "", "TotalCashValue": "", "SettledCash": "", "AccruedCash": "",
	"BuyingPower": "", "EquityWithLoanValue": "", "PreviousDayEquityWithLoanValue": "", "GrossPositionValue": "",
	"ReqTEquity": "RegTEquity", "ReqTMargin": "RegTMargin", "RegTEquity": "", "RegTMargin": "", "SMA": "",
	"InitMarginReq": "", "MaintMarginReq": "", "AvailableFunds": "", "ExcessLiquidity": "", "Cushion": "",
	"FullInitMarginReq": "", "FullMaintMarginReq": "", "FullAvailableFunds": "", "FullExcessLiquidity": "",
	"LookAheadNextChange": "", "LookAheadInitMarginReq": "", "LookAheadMaintMarginReq": "",
	"LookAheadAvailableFunds": "", "LookAheadExcessLiquidity": "", "HighestSeverity": "", "DayTradesRemaining": "",
	"Leverage": "Leverage-S",
}

// Summary is one tag of an account summary. "$LEDGER" is the ledger of the base currency, "$LEDGER:EUR" of one
// currency, "$LEDGER:ALL" of all. Unknown tags have no values.
func (d *Desk) Summary(account, tag string) []Value {
	a := d.byName[account]
	if a == nil {
		return nil
	}
	if currency, ok := strings.CutPrefix(tag, "$LEDGER"); ok {
		return d.ledgerTag(a, strings.TrimPrefix(currency, ":"))
	}
	key, known := summaryTags[tag]
	switch {
	case !known:
		return nil
	case tag == "HighestSeverity":
		return []Value{{Key: tag, Value: "0"}}
	case key == "":
		key = tag
	}
	for _, v := range d.Values(account) {
		if v.Key == key {
			v.Key = tag
			return []Value{v}
		}
	}
	return nil
}

func (d *Desk) ledgerTag(a *account, currency string) []Value {
	f := d.figures(a)
	var list []Value
	for _, row := range d.ledger(a, &f) {
		is := row[0].Currency
		if currency == "ALL" || currency == is || currency == "" && is == "BASE" {
			list = append(list, row...)
		}
	}
	return list
}

// currencies are those in which the account has or had anything, the base currency first.
func (a *account) currencies() []market.Currency {
	list := []market.Currency{a.books.Base()}
	add := func(c market.Currency) {
		for _, known := range list {
			if known == c {
				return
			}
		}
		list = append(list, c)
	}
	for _, m := range a.books.Snapshot().Cash {
		add(m.Currency)
	}
	for _, id := range a.staked() {
		add(a.instruments[id].Currency)
	}
	return list
}
