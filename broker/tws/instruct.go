package tws

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// codes are the types in the words of a contract's order types.
var codes = []string{
	order.Market: "MKT", order.Limit: "LMT", order.Stop: "STP", order.StopLimit: "STPLMT", order.TrailingStop: "TRAIL",
	order.TrailingStopLimit: "TRAILLMT", order.MarketIfTouched: "MIT", order.LimitIfTouched: "LIT", order.MarketOnClose: "MOC",
	order.LimitOnClose: "LOC", order.MarketToLimit: "MTL", order.PeggedToMid: "PEGMID", order.Relative: "REL",
}

// unlisted names what an order asks for and the contract's own list of order types has not; empty if there is none, or
// no list. Times in force are not looked for: IB takes some that it does not list.
func unlisted(l *listing, r *order.Request) string {
	if l.details.OrderTypes == "" || r.Type.Instructs() {
		return ""
	}
	lacks := func(code string) bool {
		for listed := range strings.SplitSeq(l.details.OrderTypes, ",") {
			if listed == code {
				return false
			}
		}
		return true
	}
	switch {
	case lacks(codes[r.Type]):
		return r.Type.String() + " orders"
	case r.Hidden && lacks("HID"):
		return "hidden orders"
	case !r.DisplaySize.IsZero() && lacks("ICE"):
		return "a display size"
	case r.AllOrNone && lacks("AON"):
		return "all-or-none orders"
	case !r.Discretion.IsZero() && lacks("DIS"):
		return "a discretionary amount"
	case r.GoodAfter > 0 && lacks("GAT"):
		return "a good-after time"
	case r.Adjust != nil && lacks("ADJUST"):
		return "adjusted stops"
	}
	return ""
}

// unsupported refuses what IB does not do, or does otherwise than the words say.
func unsupported(r *order.Request, kind market.Kind) *order.Reason {
	no := func(detail string) *order.Reason { return &order.Reason{Code: order.Unsupported, Detail: detail} }
	atOnce := r.TimeInForce == order.IOC || r.TimeInForce == order.FOK
	atOpen := r.TimeInForce == order.OPG || r.TimeInForce == order.AUC
	switch {
	case r.Type.Waits() && atOnce:
		return no("IB has no " + r.Type.String() + " orders that must fill at once")
	case kind == market.Crypto && r.Type == order.Market && r.Side == order.Buy:
		return no("IB buys crypto at the market for an amount of money only: send a limit order")
	case kind == market.Crypto && r.TimeInForce != order.IOC:
		return no("IB works crypto orders as immediate-or-cancel only")
	case kind == market.Forex && atOpen:
		return no("currencies have no opening auction")
	case atOpen && r.Parent != "":
		return no("IB has no children for the opening")
	case !r.DisplaySize.IsZero() && !r.Discretion.IsZero():
		return no("IB takes a display size or a discretionary amount, not both")
	case !r.DisplaySize.IsInteger() || !r.MinQuantity.IsInteger():
		return no("IB takes display sizes and minimum quantities in whole numbers")
	case largest.LessThan(decimal.Max(r.DisplaySize, r.MinQuantity)):
		return no("IB takes display sizes and minimum quantities up to " + largest.String())
	}
	return nil
}

// largest is the largest number of the protocol's whole ones that means itself; the next is IB's word for none.
var largest = decimal.NewFromInt(1<<31 - 2)
