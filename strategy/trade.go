package strategy

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Submit sends an order. When a check or a limit of risk denies it, the error is an *order.Reason with
// the rule, the limit and the value, and the Orders handler gets the same as an event. The id names the
// order either way.
func (s *Session) Submit(r order.Request) (order.ID, error) {
	if s.series == nil {
		return s.host.SubmitOne(r)
	}
	ids := s.host.NewIDs(1)
	return ids[0], s.submit(ids, []order.Request{r})
}

// Buy sends a market order for the day.
func (s *Session) Buy(symbol string, quantity decimal.Decimal) (order.ID, error) {
	return s.Submit(order.NewMarket(symbol, order.Buy, quantity))
}

// Sell sends a market order for the day. Selling what is not held sells short.
func (s *Session) Sell(symbol string, quantity decimal.Decimal) (order.ID, error) {
	return s.Submit(order.NewMarket(symbol, order.Sell, quantity))
}

// Modify asks to change a working order; the outcome arrives as an event.
func (s *Session) Modify(id order.ID, change order.Change) error {
	return s.host.Modify(id, s.change(id, change))
}

// Cancel asks to end a working order; the outcome arrives as an event.
func (s *Session) Cancel(id order.ID) error {
	for _, f := range s.followers {
		f.forget(id)
	}
	return s.host.Cancel(id)
}

// CancelAll asks to end this strategy's working orders, of one symbol or, with "", all of them. It
// returns the first error and goes on after it. What a roll sells in the contract that is left goes on.
func (s *Session) CancelAll(symbol string) error {
	for _, f := range s.followers {
		if symbol == "" || symbol == f.Chain.Symbol {
			f.moved = nil
		}
	}
	var first error
	for _, o := range s.host.Working(s.traded(symbol)) {
		if o.State == order.PendingCancel || s.leaves(o.ID) {
			continue
		}
		if err := s.host.Cancel(o.ID); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Order is a working order of this strategy, or one that ended recently.
func (s *Session) Order(id order.ID) (order.Order, bool) { return s.host.Order(id) }

// OpenOrders lists this strategy's working orders, oldest first, of one symbol or, with "", all of them.
func (s *Session) OpenOrders(symbol string) []order.Order { return s.host.Working(s.traded(symbol)) }

// Bracket names the three orders of a bracket.
type Bracket struct{ Entry, Target, Stop order.ID }

// Bracket sends an entry with a limit order to take profit and a stop order to cut losses. The exits wait
// until the entry fills, are good till cancelled, and stand for one another: what one of them fills, the other does
// not offer any more. All three are sent, or none: of a combo, which has no stop, none.
func (s *Session) Bracket(entry order.Request, target, stop decimal.Decimal) (Bracket, error) {
	ids := s.host.NewIDs(3)
	exit := entry.Side.Opposite()
	takeProfit := order.NewLimit(entry.Symbol, exit, entry.Quantity, target).For(order.GTC)
	stopLoss := order.NewStop(entry.Symbol, exit, entry.Quantity, stop).For(order.GTC)
	for _, child := range []*order.Request{&takeProfit, &stopLoss} {
		child.Parent, child.OCA, child.OCAType = ids[0], string(ids[0]), order.ReduceWithBlock
		child.OutsideRTH, child.Tag = entry.OutsideRTH, entry.Tag
	}
	err := s.submit(ids, []order.Request{entry, takeProfit, stopLoss})
	return Bracket{Entry: ids[0], Target: ids[1], Stop: ids[2]}, err
}

// Exercise asks to exercise options that this strategy holds: at the close of the session in a backtest, when the broker
// does it at Interactive Brokers. The option leaves at a price of 0 and its underlying, which must be in the run, comes or
// goes at the strike; an option on an index is paid in cash. It is refused for what is not in the money, and, before its
// last day, for an option on an index, which is European. (Not for OEX, which is American: that is not known here.) Until
// it is carried out it is an order like others: see Orders, Cancel and OpenOrders.
func (s *Session) Exercise(symbol string, quantity decimal.Decimal) (order.ID, error) {
	return s.Submit(order.NewExercise(symbol, quantity))
}

// Lapse asks not to exercise options that this strategy holds at their expiry, which happens to what is in the money
// otherwise.
func (s *Session) Lapse(symbol string, quantity decimal.Decimal) (order.ID, error) {
	return s.Submit(order.NewLapse(symbol, quantity))
}

// OCA sends orders of which a fill in one cancels the others. All are sent, or none.
func (s *Session) OCA(requests ...order.Request) ([]order.ID, error) {
	ids := s.host.NewIDs(len(requests))
	group := make([]order.Request, len(requests))
	for i, r := range requests {
		r.OCA = string(ids[0])
		group[i] = r
	}
	return ids, s.submit(ids, group)
}

// ClosePosition cancels this strategy's working orders in an instrument and sends a market order that
// ends its position. Without a position it returns no id. A combo has no position: close those of its legs, and cancel what
// works in the combo first.
func (s *Session) ClosePosition(symbol string) (order.ID, error) {
	if err := s.positioned(symbol); err != nil {
		return "", err
	}
	s.series[symbol].abandon()
	if err := s.CancelAll(symbol); err != nil {
		return "", err
	}
	position := s.Position(symbol).Quantity
	return s.trade(symbol, position.Neg())
}

// Target sends a market order for what is missing from a position of the given signed quantity. Market orders
// on their way, also of combos with the instrument, count as filled; orders that wait for a price or for another order do
// not, and stay: cancel them first (CancelAll) where they would take the position further. It returns no id when nothing is
// missing. A combo has no position that could have a target.
func (s *Session) Target(symbol string, quantity decimal.Decimal) (order.ID, error) {
	if err := s.positioned(symbol); err != nil {
		return "", err
	}
	have := s.Position(symbol).Quantity.Sub(s.series[symbol].sent()) // which are among the orders
	have = have.Add(s.underWay(s.traded(symbol)))
	for _, in := range s.host.Universe().All() {
		for _, leg := range in.Legs {
			if leg.Symbol == s.traded(symbol) {
				have = have.Add(s.underWay(in.Symbol).Mul(decimal.NewFromInt(int64(leg.Ratio))))
			}
		}
	}
	return s.trade(symbol, quantity.Sub(have))
}

// underWay is what the market orders on their way will change.
func (s *Session) underWay(symbol string) decimal.Decimal {
	sum := decimal.Zero
	for _, o := range s.host.Working(symbol) {
		if o.Type == order.Market && o.Parent == "" && o.State != order.PendingCancel {
			sum = sum.Add(o.SignedOpen())
		}
	}
	return sum
}

// TargetWeight is Target for a position worth a share of this strategy's equity: 0.5 is half of it, -1 is
// all of it sold short. The quantity is rounded towards zero on the size grid.
func (s *Session) TargetWeight(symbol string, weight float64) (order.ID, error) {
	if err := s.positioned(symbol); err != nil {
		return "", err
	}
	in, err := s.Instrument(s.traded(symbol))
	if err != nil {
		return "", unknownInstrument(err)
	}
	if math.IsNaN(weight) || math.IsInf(weight, 0) {
		return "", &order.Reason{Code: order.BadQuantity, Detail: fmt.Sprintf("weight %v is not a number", weight)}
	}
	equity, err := s.Equity()
	if err != nil {
		return "", &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	price, ok := s.host.Price(in.ID)
	if !ok || price <= 0 {
		return "", &order.Reason{Code: order.NoPrice, Detail: "no price of " + symbol + " has been seen yet"}
	}
	rate, err := s.host.Rate(in.Currency)
	if err != nil {
		return "", &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	unit := in.Notional(decimal.NewFromFloat(price), rate)
	quantity := equity.Mul(decimal.NewFromFloat(weight)).Div(unit)
	return s.Target(symbol, in.RoundSize(quantity))
}

// positioned is the error for a combo, which has no position of its own.
func (s *Session) positioned(symbol string) error {
	in, err := s.Instrument(symbol)
	if err != nil || in.Kind != market.Combo {
		return nil // who is not known is refused by the caller, in its own words
	}
	return &order.Reason{Code: order.Unsupported, Detail: symbol + " is a combo, and positions are of its legs: buy or sell it, or set the targets of its legs"}
}

// trade sends a market order for a signed quantity, or nothing when it is less than one size increment.
func (s *Session) trade(symbol string, signed decimal.Decimal) (order.ID, error) {
	in, err := s.Instrument(s.traded(symbol))
	if err != nil {
		return "", unknownInstrument(err)
	}
	quantity := in.RoundSize(signed)
	if quantity.IsZero() {
		return "", nil
	}
	side := order.Buy
	if quantity.IsNegative() {
		side = order.Sell
	}
	return s.Submit(order.NewMarket(symbol, side, quantity.Abs()))
}

func unknownInstrument(err error) error {
	return &order.Reason{Code: order.UnknownInstrument, Detail: err.Error()}
}

// PriceOf is an observed price on the instrument's price grid, ready for an order.
func (s *Session) PriceOf(symbol string, observed float64, r market.Rounding) (decimal.Decimal, error) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return decimal.Zero, unknownInstrument(err)
	}
	return in.PriceOf(observed, r), nil
}

// Units is a whole quantity: Units(100) is a hundred shares or contracts.
func Units(n int64) decimal.Decimal { return decimal.NewFromInt(n) }
