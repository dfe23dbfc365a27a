package tws

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
)

const day = 24 * time.Hour

// barSizes are the bars that IB makes, with the longest time that IB documents as safe to ask for at once.
var barSizes = []struct {
	size string
	spec market.BarSpec
	most time.Duration
}{
	{"1 secs", market.Seconds(1), 30 * time.Minute},
	{"5 secs", market.Seconds(5), time.Hour},
	{"10 secs", market.Seconds(10), 4 * time.Hour},
	{"15 secs", market.Seconds(15), 4 * time.Hour},
	{"30 secs", market.Seconds(30), 8 * time.Hour},
	{"1 min", market.Minutes(1), day},
	{"2 mins", market.Minutes(2), 2 * day},
	{"3 mins", market.Minutes(3), 7 * day},
	{"4 mins", market.Minutes(4), 7 * day},
	{"5 mins", market.Minutes(5), 7 * day},
	{"10 mins", market.Minutes(10), 7 * day},
	{"15 mins", market.Minutes(15), 7 * day},
	{"20 mins", market.Minutes(20), 7 * day},
	{"30 mins", market.Minutes(30), 28 * day}, // a month, be it February
	{"1 hour", market.Hours(1), 28 * day},
	{"2 hours", market.Hours(2), 28 * day},
	{"3 hours", market.Hours(3), 28 * day},
	{"4 hours", market.Hours(4), 28 * day},
	{"8 hours", market.Hours(8), 28 * day},
	{"1 day", market.Daily(), 365 * day},
}

// BarSize is the size of a historical request, "5 mins", for bars of the specification, whatever their price. IB's
// weeks and months are those of the civil calendar, not a number of sessions, and have no specification.
func BarSize(spec market.BarSpec) (string, error) {
	for _, b := range barSizes {
		if b.spec == spec.Of(market.Last) {
			return b.size, nil
		}
	}
	known := make([]string, len(barSizes))
	for i, b := range barSizes {
		known[i] = b.spec.String()
	}
	return "", fmt.Errorf("tws: IB has no bars of %s: ask for one of %s, and build others from them", spec, strings.Join(known, ", "))
}

// BarSpec is the specification of bars of a size, of the last price.
func BarSpec(size string) (market.BarSpec, error) {
	for _, b := range barSizes {
		if b.size == size {
			return b.spec, nil
		}
	}
	return market.BarSpec{}, fmt.Errorf("tws: bar size %q has no bar specification here", size)
}

// MaxSpan is the longest time for which IB documents a single request of such bars as safe, 0 for bars that it does
// not make. Recent servers answer longer requests for bars of a minute and more.
func MaxSpan(spec market.BarSpec) time.Duration {
	for _, b := range barSizes {
		if b.spec == spec.Of(market.Last) {
			return b.most
		}
	}
	return 0
}

// Duration is the duration of a historical request that covers a span: seconds below a day, then days, and years
// above 365 days. IB counts back from the end; seconds are those in which the market trades.
func Duration(span time.Duration) string {
	units := func(unit time.Duration, name string) string {
		return strconv.FormatInt(max(1, int64((span+unit-1)/unit)), 10) + " " + name
	}
	switch {
	case span < day:
		return units(time.Second, "S")
	case span <= 365*day:
		return units(day, "D")
	}
	return units(365*day, "Y")
}

// WhatToShow is the series of a historical request for prices of a kind of instrument; false when IB has none.
// Currencies and CFDs have no trades to report, so their last price is the midpoint.
func WhatToShow(kind market.Kind, price market.PriceSource) (string, bool) {
	untraded := kind == market.Forex || kind == market.CFD
	switch {
	case kind == market.Index && price != market.Last:
		return "", false
	case price == market.Last && kind == market.Crypto:
		return "AGGTRADES", true
	case price == market.Last && !untraded:
		return "TRADES", true
	case price == market.Bid:
		return "BID", true
	case price == market.Ask:
		return "ASK", true
	}
	return "MIDPOINT", true
}
