package floor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Details is what IB tells about a contract, with the hours of the days from a time on.
func (l *Listing) Details(at market.Time) wire.Details {
	s, in, k := l.spec, l.Instrument, &l.Contract
	zone := timeZoneID(l.Calendar.Zone().String())
	trading, liquid := l.hours(at)
	d := wire.Details{
		MarketName: k.TradingClass, MinTick: wire.Some(minTick(in.Grid)), OrderTypes: strings.Join(l.orderTypes(), ","),
		ValidExchanges: strings.Join(l.exchanges, ","), PriceMagnifier: 1, LongName: s.Name,
		ContractMonth: l.month, Industry: s.Industry, Category: s.Category, Subcategory: s.Subcategory,
		TimeZoneID: zone, TradingHours: trading, LiquidHours: liquid,
		MarketRuleIDs:      strings.Join(slices.Repeat([]string{strconv.Itoa(l.rule)}, len(l.exchanges)), ","),
		RealExpirationDate: compact(in.Expiry), AggGroup: aggGroup(in.Kind),
		MinSize: wire.Some(in.MinSize), SizeIncrement: wire.Some(in.SizeIncrement), SuggestedSizeIncrement: wire.Some(in.SizeIncrement),
	}
	if in.Kind == market.Equity || in.Kind == market.ETF {
		// Fractions of shares can be held; whole ones are what the API may order.
		fraction := wire.Some(decimal.New(1, -4))
		d.MinSize, d.SizeIncrement, d.SuggestedSizeIncrement = fraction, fraction, wire.Some(decimal.NewFromInt(100))
		d.StockType = s.StockType
	}
	if l.option == nil {
		d.SecIDs = l.securityIDs()
	}
	if u := l.Underlying; u != nil {
		d.UnderConID, d.UnderSymbol, d.UnderSecType = u.Contract.ConID, u.Contract.Symbol, u.Contract.SecType
	} else if in.Kind == market.Future {
		d.UnderSymbol, d.UnderSecType = k.Symbol, wire.Index
	}
	if in.Kind == market.Bond {
		d.RealExpirationDate = ""
		d.Bond = wire.BondFacts{
			CUSIP: s.CUSIP, IssueDate: compact(s.Issued), Type: "GOVT", CouponType: "FIXED", Coupon: s.Coupon,
			DescAppend: k.LocalSymbol,
		}
	}
	return d
}

func (l *Listing) securityIDs() []wire.TagValue {
	var ids []wire.TagValue
	if l.spec.ISIN != "" {
		ids = append(ids, wire.TagValue{Tag: "ISIN", Value: l.spec.ISIN})
	}
	if l.spec.CUSIP != "" {
		ids = append(ids, wire.TagValue{Tag: "CUSIP", Value: l.spec.CUSIP})
	}
	return ids
}

// aggGroup numbers the groups of smart components as IB does; kinds without have none.
func aggGroup(k market.Kind) wire.Opt[int] {
	switch k {
	case market.Equity, market.ETF:
		return wire.Some(1)
	case market.Option:
		return wire.Some(2)
	case market.Forex:
		return wire.Some(4)
	}
	return wire.Opt[int]{}
}

// zoneIDs are the names under which IB reports time zones.
var zoneIDs = map[string]string{
	"America/New_York": "US/Eastern", "America/Chicago": "US/Central", "America/Toronto": "EST5EDT",
	"Europe/Berlin": "MET", "Europe/London": "GB-Eire",
}

func timeZoneID(zone string) string {
	if id, ok := zoneIDs[zone]; ok {
		return id
	}
	return zone
}
