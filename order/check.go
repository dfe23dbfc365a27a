package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Check returns the first thing that makes the request impossible for the instrument at time now, or
// nil. It knows the rules of orders and grids, not limits of risk.
func (r *Request) Check(in *market.Instrument, now market.Time) *Reason {
	switch {
	case !in.Kind.Tradable():
		return &Reason{Code: NotTradable, Detail: in.Kind.String() + " " + in.Symbol + " has a price but no market"}
	case !r.Quantity.IsPositive():
		return &Reason{Code: BadQuantity, Value: r.Quantity, Detail: "quantity must be above 0; the side says buy or sell"}
	case !in.OnSizeGrid(r.Quantity):
		return offSizeGrid(in, "quantity", r.Quantity)
	case r.Type.Instructs():
		return r.checkInstruction(in)
	}
	if in.Kind == market.Combo {
		if reason := r.checkCombo(); reason != nil {
			return reason
		}
	}
	if reason := r.checkPrices(in); reason != nil {
		return reason
	}
	if reason := r.checkTime(now); reason != nil {
		return reason
	}
	return r.checkInstructions(in)
}

// checkInstruction: what nobody trades has no price, and no terms of a trade.
func (r *Request) checkInstruction(in *market.Instrument) *Reason {
	bare := Request{Symbol: r.Symbol, Side: Sell, Type: r.Type, Quantity: r.Quantity, TimeInForce: GTC, Tag: r.Tag}
	switch {
	case in.Kind != market.Option:
		return &Reason{Code: NotExercisable, Detail: in.Symbol + " is no option but " + in.Kind.String()}
	case *r != bare:
		return &Reason{Code: Unsupported, Detail: "to " + r.Type.String() + " is an instruction: it says sell and gtc, and has no price, parent, group or other terms"}
	}
	return nil
}

func (r *Request) checkPrices(in *market.Instrument) *Reason {
	switch {
	case r.Type.HasLimit() && missing(in, r.LimitPrice):
		return &Reason{Code: NoPrice, Value: r.LimitPrice, Detail: "limit price " + wanted(in)}
	case r.Type.HasStop() && missing(in, r.StopPrice):
		return &Reason{Code: NoPrice, Value: r.StopPrice, Detail: "stop price " + wanted(in)}
	case r.Type.HasLimit() && !in.OnGrid(r.LimitPrice):
		return offGrid(in, "limit", r.LimitPrice)
	case r.Type.HasStop() && !in.OnGrid(r.StopPrice):
		return offGrid(in, "stop", r.StopPrice)
	case r.Type.Trails():
		return r.checkTrail(in)
	case r.Type.Pegs():
		return r.checkPeg(in)
	}
	return nil
}

func (r *Request) checkTrail(in *market.Instrument) *Reason {
	hundred := decimal.NewFromInt(100)
	switch {
	case r.TrailAmount.IsZero() == r.TrailPercent.IsZero():
		return &Reason{Code: NoPrice, Detail: "a trailing stop needs either an amount or a percentage to trail by"}
	case r.TrailAmount.IsNegative() || r.TrailPercent.IsNegative() || r.TrailPercent.GreaterThanOrEqual(hundred):
		return &Reason{Code: NoPrice, Detail: "a trailing stop trails by an amount above 0, or by 0 to 100 percent"}
	case !in.OnGrid(r.TrailAmount):
		return offGrid(in, "trailing", r.TrailAmount)
	case !in.OnGrid(r.StopPrice):
		return offGrid(in, "stop", r.StopPrice)
	case r.Offset.IsNegative() || !in.OnGrid(r.Offset):
		return offGrid(in, "offset", r.Offset)
	}
	return nil
}

func (r *Request) checkPeg(in *market.Instrument) *Reason {
	switch {
	case !r.LimitPrice.IsZero() && missing(in, r.LimitPrice):
		return &Reason{Code: NoPrice, Value: r.LimitPrice, Detail: "the cap of a pegged order must be above 0, or 0 for none"}
	case !in.OnGrid(r.LimitPrice):
		return offGrid(in, "limit", r.LimitPrice)
	case r.Offset.IsNegative() || !in.OnGrid(r.Offset):
		return offGrid(in, "offset", r.Offset)
	}
	return nil
}

func (r *Request) checkTime(now market.Time) *Reason {
	switch {
	case r.TimeInForce == GTD && (r.GoodTill <= now || r.GoodTill <= r.GoodAfter):
		return &Reason{Code: AlreadyExpired, Detail: "good till " + r.GoodTill.String() + ", which is not after " + max(now, r.GoodAfter).String()}
	case r.TimeInForce == OPG && r.Type != Market && r.Type != Limit:
		return &Reason{Code: Unsupported, Detail: "an opening order must be market or limit"}
	case r.TimeInForce == AUC && r.Type != MarketToLimit && r.Type != Limit:
		return &Reason{Code: Unsupported, Detail: "an auction order must be market-to-limit or limit"}
	case r.Type.AtClose() && r.TimeInForce != Day:
		return &Reason{Code: Unsupported, Detail: "an order for the close works for the day"}
	case r.GoodAfter > 0 && r.TimeInForce >= IOC:
		return &Reason{Code: Unsupported, Detail: "an order that waits for a time works for the day, gtc or gtd"}
	case r.Type.Pegs() && (r.TimeInForce == IOC || r.TimeInForce == FOK):
		return &Reason{Code: Unsupported, Detail: "a pegged order follows the market, so it cannot be " + r.TimeInForce.String()}
	}
	return nil
}

// checkInstructions looks at what few orders have.
func (r *Request) checkInstructions(in *market.Instrument) *Reason {
	switch {
	case int(r.OCAType) >= len(ocaTypeNames):
		return &Reason{Code: Unsupported, Detail: "OCA type " + r.OCAType.String()}
	case int(r.Trigger) >= len(triggerNames):
		return &Reason{Code: Unsupported, Detail: "trigger method " + r.Trigger.String()}
	case r.Trigger != DefaultTrigger && !r.Type.Waits():
		return &Reason{Code: Unsupported, Detail: "a " + r.Type.String() + " order waits for no price, so it has no trigger method"}
	case r.Adjust != nil:
		return r.Adjust.check(r, in)
	}
	if r.DisplaySize.IsZero() && r.MinQuantity.IsZero() && r.Discretion.IsZero() {
		return nil
	}
	switch {
	case !r.DisplaySize.IsZero() && (!in.OnSizeGrid(r.DisplaySize) || r.DisplaySize.GreaterThan(r.Quantity)):
		return offSizeGrid(in, "display size, at most the quantity,", r.DisplaySize)
	case !r.DisplaySize.IsZero() && r.Hidden:
		return &Reason{Code: Unsupported, Detail: "a hidden order displays nothing, so it has no display size"}
	case !r.MinQuantity.IsZero() && (!in.OnSizeGrid(r.MinQuantity) || r.MinQuantity.GreaterThan(r.Quantity)):
		return offSizeGrid(in, "minimum quantity, at most the quantity,", r.MinQuantity)
	case !r.Discretion.IsZero() && r.Type != Limit:
		return &Reason{Code: Unsupported, Detail: "only a limit order has a discretionary amount"}
	case r.Discretion.IsNegative() || !in.OnGrid(r.Discretion):
		return offGrid(in, "discretionary", r.Discretion)
	}
	return nil
}

// missing reports a price that cannot be meant: a forgotten limit of 0 would make a sell order a market
// order. Futures may trade below 0 (crude oil did on 2020-04-20) and combos at any net price.
func missing(in *market.Instrument, price decimal.Decimal) bool {
	switch in.Kind {
	case market.Combo:
		return false
	case market.Future:
		return price.IsZero()
	}
	return !price.IsPositive()
}

// wanted says which prices are not missing.
func wanted(in *market.Instrument) string {
	if in.Kind == market.Future {
		return "is missing: exactly 0 is taken for none, take the tick beside it"
	}
	return "must be above 0"
}

func offGrid(in *market.Instrument, which string, price decimal.Decimal) *Reason {
	return &Reason{
		Code: OffPriceGrid, Limit: in.Grid.Increment(price), Value: price,
		Detail: which + " price must be a multiple of the increment, such as " + in.Grid.Round(price, market.Nearest).String(),
	}
}

func offSizeGrid(in *market.Instrument, which string, quantity decimal.Decimal) *Reason {
	return &Reason{
		Code: OffSizeGrid, Limit: in.SizeIncrement, Value: quantity,
		Detail: which + " must be a multiple of the size increment and reach the minimum " + in.MinSize.String(),
	}
}
