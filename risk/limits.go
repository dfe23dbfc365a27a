package risk

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// Limits are the bounds of an account, a strategy or an instrument. What is nil, empty or false is off.
type Limits struct {
	// MaxOrderQuantity is in units and MaxOrderNotional in the base currency, for one whole order.
	MaxOrderQuantity *decimal.Decimal
	MaxOrderNotional *decimal.Decimal
	// MaxPosition is in units of one instrument, long or short; 0 allows exits only.
	MaxPosition *decimal.Decimal
	// MaxGrossExposure is a multiple of equity and MaxGrossNotional an amount of the base currency; 0 allows
	// exits only. Both may be set.
	MaxGrossExposure *decimal.Decimal
	MaxGrossNotional *decimal.Decimal
	// PriceCollar is a percentage of the last price and PriceCollarTicks a number of price increments that a
	// limit may lie beyond it. Both may be set.
	PriceCollar      *decimal.Decimal
	PriceCollarTicks *int
	// MaxOpenOrders is how many orders may work at once.
	MaxOpenOrders *int
	OrderRate     *Rate
	// Restricted lists symbols that must not be traded at all.
	Restricted []string
	// BuyingPower asks that exposure can be paid for, or carried on margin.
	BuyingPower bool
}

// Rate is a number of orders in a sliding span of time.
type Rate struct {
	Orders int
	Per    time.Duration
}

// maxRateOrders bounds the memory of one order rate.
const maxRateOrders = 1_000_000

// Validate returns every fault, joined.
func (l *Limits) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for _, d := range []struct {
		name, unit string
		value      *decimal.Decimal
		zero       bool
	}{
		{"max order quantity", "units", l.MaxOrderQuantity, false},
		{"max order notional", "of the base currency", l.MaxOrderNotional, false},
		{"max position", "units", l.MaxPosition, true},
		{"max gross exposure", "× equity", l.MaxGrossExposure, true},
		{"max gross notional", "of the base currency", l.MaxGrossNotional, true},
		{"price collar", "%", l.PriceCollar, false},
	} {
		switch {
		case d.value == nil:
		case d.zero && d.value.IsNegative():
			fault("%s is %s %s: must be 0 or above", d.name, d.value, d.unit)
		case !d.zero && !d.value.IsPositive():
			fault("%s is %s %s: must be above 0; leave it out to turn it off", d.name, d.value, d.unit)
		}
	}
	if l.PriceCollarTicks != nil && *l.PriceCollarTicks < 0 {
		fault("price collar is %d ticks: must be 0 or above", *l.PriceCollarTicks)
	}
	if l.MaxOpenOrders != nil && *l.MaxOpenOrders < 0 {
		fault("max open orders is %d: must be 0 or above", *l.MaxOpenOrders)
	}
	if r := l.OrderRate; r != nil && (r.Orders < 1 || r.Orders > maxRateOrders) {
		fault("order rate is %d orders: must be 1 to %d", r.Orders, maxRateOrders)
	}
	if r := l.OrderRate; r != nil && r.Per <= 0 {
		fault("order rate is per %s: must be above 0s", r.Per)
	}
	for i, symbol := range l.Restricted {
		if symbol == "" {
			fault("restricted symbol %d is empty", i+1)
		}
	}
	return errors.Join(faults...)
}

// validateInstrument also refuses what cannot be said of one instrument.
func (l *Limits) validateInstrument() error {
	faults := []error{l.Validate()}
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"max gross exposure", l.MaxGrossExposure != nil},
		{"max gross notional", l.MaxGrossNotional != nil},
		{"max open orders", l.MaxOpenOrders != nil},
		{"restricted", len(l.Restricted) > 0},
		{"buying power", l.BuyingPower},
	} {
		if f.set {
			faults = append(faults, fmt.Errorf("%s is a limit of an account or a strategy, not of an instrument: remove it", f.name))
		}
	}
	return errors.Join(faults...)
}

// rules are the limits that are set, in the order of the package comment.
func (l *Limits) rules(c scope) []Rule {
	var list []Rule
	if len(l.Restricted) > 0 {
		list = append(list, newRestricted(l.Restricted))
	}
	if l.MaxOrderQuantity != nil {
		list = append(list, orderQuantity{coded(order.MaxOrderQuantity), *l.MaxOrderQuantity})
	}
	if l.MaxOrderNotional != nil {
		list = append(list, orderNotional{coded(order.MaxOrderNotional), *l.MaxOrderNotional})
	}
	if l.PriceCollar != nil || l.PriceCollarTicks != nil {
		list = append(list, collar{coded(order.PriceCollar), l.PriceCollar, l.PriceCollarTicks})
	}
	if l.MaxOpenOrders != nil {
		list = append(list, openOrders{coded(order.MaxOpenOrders), c, *l.MaxOpenOrders})
	}
	if l.OrderRate != nil {
		list = append(list, newOrderRate(*l.OrderRate))
	}
	if l.MaxPosition != nil {
		list = append(list, maxPosition{coded(order.MaxPosition), c, *l.MaxPosition})
	}
	if l.MaxGrossExposure != nil || l.MaxGrossNotional != nil {
		list = append(list, grossExposure{coded(order.MaxGrossExposure), c, l.MaxGrossExposure, l.MaxGrossNotional})
	}
	if l.BuyingPower {
		list = append(list, buyingPower{coded(order.BuyingPower), c})
	}
	return list
}
