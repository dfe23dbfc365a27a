package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// Regulatory is what US regulators take from sales of shares and what brokers pass on: the SEC's
// transaction fee (Securities Exchange Act, section 31) and FINRA's trading activity fee. Buying is free.
//
// Not modelled: the fees for the consolidated audit trail, on both sides. Of them is published: 0.000035 a share from
// September 2024 (FINRA rule 6897) and 0.000013 from October 2024 (CAT NMS Plan, FAQ V6), while IBKR's pages had 0.000072 a
// share and 0.0048 an option; the rates of 2025 and later, which changed twice a year, were not at hand.
type Regulatory struct{}

// Charge is both fees.
func (Regulatory) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	if f.Side != order.Sell {
		return decimal.Zero
	}
	day := Day(f)
	part := sectionThirtyOne.on(day)
	sec := part.Mul(value(f))
	rate, most := activity.on(day), activityCap.on(day)
	before := decimal.Min(most, rate.Mul(sofar.Quantity))
	after := decimal.Min(most, rate.Mul(sofar.Quantity.Add(f.Quantity)))
	taf := after.Sub(before)
	if sofar.Bill != nil {
		sofar.Bill.add(sectionThirtyOne.item("SEC fee", ofValue(part), day, sec))
		item := activity.item("FINRA trading activity fee", perUnit(rate, f.Instrument), day, taf)
		item.Rule = bounds(after, decimal.Zero, most, decimal.Zero, decimal.Zero)
		sofar.Bill.add(item)
	}
	return sec.Add(taf)
}

// millionths makes a rate of an amount per million.
func millionths(perMillion string) decimal.Decimal {
	return decimal.RequireFromString(perMillion).Shift(-6)
}

// sectionThirtyOne is the part of the value of a sale, from the SEC's fee rate advisories (among them 2009-100, 2010-255
// and 2012-232) and FINRA's information notices (3/3/14, 3/15/16, 5/7/18). For the changes of 2007, January 2008, 2009,
// 2012, 2013, 2015, 2016, 2020 and 2022 to 2024 the notices with their days were not at hand: the days are as widely
// reported, and so are the rates, but for 25.70, 22.40, 17.40, 21.80 and 27.80, which later notices name as the old ones.
var sectionThirtyOne = dated{source: "SEC, fee rate advisories (Exchange Act, section 31)", rows: []effective{
	{19960101, millionths("33.30")},
	{20011228, millionths("15.00")},
	{20020401, millionths("30.10")},
	{20030322, millionths("25.20")},
	{20030401, millionths("46.80")},
	{20040222, millionths("39.00")},
	{20040401, millionths("23.40")},
	{20050107, millionths("32.90")},
	{20050401, millionths("41.80")},
	{20051222, millionths("30.70")},
	{20070317, millionths("15.30")},
	{20080125, millionths("11.00")},
	{20080401, millionths("5.60")},
	{20090410, millionths("25.70")},
	{20100115, millionths("12.70")},
	{20100401, millionths("16.90")},
	{20110121, millionths("19.20")},
	{20120221, millionths("18.00")},
	{20120401, millionths("22.40")},
	{20130525, millionths("17.40")},
	{20140318, millionths("22.10")},
	{20150214, millionths("18.40")},
	{20160216, millionths("21.80")},
	{20170704, millionths("23.10")},
	{20180522, millionths("13.00")},
	{20190416, millionths("20.70")},
	{20200218, millionths("22.10")},
	{20210225, millionths("5.10")},
	{20220514, millionths("22.90")},
	{20230227, millionths("8.00")},
	{20240522, millionths("27.80")},
	{20250514, millionths("0.00")},
	{20260404, millionths("20.60")},
}}

// activity is FINRA's fee for each share sold and activityCap the most for one order: FINRA regulatory
// notices 11-27 and 12-06, SR-FINRA-2012-023, SR-FINRA-2020-032 and SR-FINRA-2024-019. The first rate
// is used for all earlier days, though there was no such fee before 2002. Increases that are announced
// for 2027 and later are not in the table.
var (
	activity = dated{source: "FINRA By-Laws, schedule A, section 1", rows: []effective{
		{20020101, millionths("75")},
		{20110701, millionths("90")},
		{20120301, millionths("95")},
		{20120701, millionths("119")},
		{20220101, millionths("130")},
		{20230101, millionths("145")},
		{20240101, millionths("166")},
		{20260101, millionths("195")},
	}}
	activityCap = dated{source: activity.source, rows: []effective{
		{20020101, decimal.RequireFromString("3.75")},
		{20110701, decimal.RequireFromString("4.50")},
		{20120301, decimal.RequireFromString("4.75")},
		{20120701, decimal.RequireFromString("5.95")},
		{20220101, decimal.RequireFromString("6.49")},
		{20230101, decimal.RequireFromString("7.27")},
		{20240101, decimal.RequireFromString("8.30")},
		{20260101, decimal.RequireFromString("9.79")},
	}}
)
