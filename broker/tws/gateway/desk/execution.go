package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Execution is one fill, as it is known now: a correction changes it and counts Revision up.
type Execution struct {
	// Number counts all executions of the desk.
	Number   int64
	Revision int
	// Of is the number of a combo's execution that this is a leg of, and Leg its place behind it; 0 for others.
	Of  int64
	Leg int
	// Day is the account's date of the execution.
	Day    market.Date
	Time   market.Time
	PermID int64
	// Client and OrderID are those of the order, 0 for manual ones.
	Client, OrderID int
	Account         string
	Symbol          string
	Contract        wire.Contract
	Side            order.Side
	Quantity, Price decimal.Decimal
	// Cumulative and Average are of the order up to this execution.
	Cumulative, Average decimal.Decimal
	Ref                 string
	Liquidity           wire.Liquidity
	// Fee is the commission in Currency, Realised the profit of what was closed, after commissions.
	Fee      decimal.Decimal
	Currency market.Currency
	Realised wire.Opt[decimal.Decimal]
	// Exercise is 1 when an option was exercised, 2 when it lapsed.
	Exercise wire.Opt[int]
	// Liquidation says that IB closed the position.
	Liquidation bool
	// Unreported is a change of a position that no list of executions has: see [Desk.Adjust].
	Unreported bool
}

// ID is the execution's id: its day, its number, its leg, and its revision, which is the part that a correction
// changes.
func (e *Execution) ID() string {
	number, leg := e.Number, 1
	if e.Leg > 0 {
		number, leg = e.Of, e.Leg
	}
	return fmt.Sprintf("%08d.%08x.%02d.%02d", int(e.Day), number, leg, e.Revision)
}

// whole reports the execution of a combo, which its legs book and pay for.
func (e *Execution) whole() bool { return e.Contract.SecType == wire.Combo }

// fill is the execution as the books take it.
func (e *Execution) fill(in *market.Instrument) *order.Fill {
	return &order.Fill{
		ExecID: e.ID(), Strategy: e.Account, Instrument: in, Side: e.Side, Quantity: e.Quantity, Price: e.Price,
		Time: e.Time, Fee: e.Fee, FeeCurrency: e.Currency, Tag: e.Ref,
	}
}

func (e *Execution) side() wire.Side {
	if e.Side == order.Sell {
		return wire.Sold
	}
	return wire.Bought
}

// report is the execution as a message; request is -1 for news.
func (d *Desk) execReport(e *Execution, request int) *wire.Executed {
	return &wire.Executed{
		RequestID: request, Contract: e.Contract,
		Execution: wire.Execution{
			OrderID: e.OrderID, ExecID: e.ID(), Time: ibtime.Format(e.Time.UTC(), d.zone), Account: e.Account,
			Exchange: e.Contract.Exchange, Side: e.side(), Shares: e.Quantity, Price: e.Price, PermID: e.PermID,
			ClientID: e.Client, CumQuantity: e.Cumulative, AvgPrice: e.Average, OrderRef: e.Ref,
			LastLiquidity: e.Liquidity, OptExerciseOrLapse: e.Exercise, Liquidation: e.Liquidation,
		},
	}
}

func commissionReport(e *Execution) *wire.CommissionReport {
	return &wire.CommissionReport{
		ExecID: e.ID(), Commission: wire.Some(e.Fee), Currency: string(e.Currency), RealizedPNL: e.Realised,
	}
}

// execute books a fill and reports it; the caller goes on to report the order and then the commissions of what it returns.
// Of a combo the legs are booked, each with an execution of its own after that of the whole.
func (d *Desk) execute(t *Ticket, f *order.Fill) []*Execution {
	e := d.newExecution(t, f)
	e.Contract.Exchange = traded(t.Contract, t.listing)
	e.Contract.ComboLegs, e.Contract.ComboLegsDescription = nil, ""
	t.count(e)
	d.executions = append(d.executions, e)
	if !t.combo() {
		d.enter(t, e, f)
		return []*Execution{e}
	}
	d.touch(t)
	d.tell(t, d.execReport(e, -1))
	legs := make([]*Execution, len(t.legFills))
	for i, f := range t.legFills {
		x := d.newExecution(t, f)
		t.legExecution(x, e, i)
		t.Commission = t.Commission.Add(x.Fee)
		d.executions = append(d.executions, x)
		d.total(x)
		d.enter(t, x, f)
		legs[i] = x
	}
	t.legFills = nil
	return legs
}

func (d *Desk) newExecution(t *Ticket, f *order.Fill) *Execution {
	d.counters.Execution++
	d.dirty.counters = true
	e := &Execution{
		Number: d.counters.Execution, Revision: 1, Day: d.today(), Time: f.Time, PermID: t.PermID,
		Client: t.Client, OrderID: t.OrderID, Account: t.Account, Symbol: f.Instrument.Symbol, Contract: t.Contract,
		Side: f.Side, Quantity: f.Quantity, Price: f.Price, Ref: t.Order.Ref,
		Fee: f.Fee, Currency: f.FeeCurrency, Liquidity: liquidity(f),
		Exercise: t.exercise, Liquidation: t.liquidation,
	}
	d.dirty.executions[e.Number] = e
	return e
}

// enter books an execution and reports it.
func (d *Desk) enter(t *Ticket, e *Execution, f *order.Fill) {
	realised, err := t.account.book(e.fill(f.Instrument))
	if err != nil {
		d.err = fmt.Errorf("book execution %s: %w", e.ID(), err)
		return
	}
	e.Realised = realised
	d.dirty.accounts[t.account] = true
	d.touch(t)
	d.tell(t, d.execReport(e, -1))
}

// count adds an execution to the order's sums, and tells the execution what they are.
func (t *Ticket) count(e *Execution) {
	t.Filled, t.Cost = t.Filled.Add(e.Quantity), t.Cost.Add(e.Price.Mul(e.Quantity))
	if t.Filled.IsPositive() {
		t.AvgPrice = t.Cost.DivRound(t.Filled, 8)
	}
	if e.Quantity.IsPositive() {
		t.LastPrice = e.Price
	}
	t.Commission = t.Commission.Add(e.Fee)
	e.Cumulative, e.Average = t.Filled, t.AvgPrice
}

// liquidity tells who was there first.
func liquidity(f *order.Fill) wire.Liquidity {
	if f.Maker {
		return wire.LiquidityAdded
	}
	return wire.LiquidityRemoved
}

// traded is where a contract traded: SMART routes to the primary exchange.
func traded(k wire.Contract, l *floor.Listing) string {
	if k.Exchange == "SMART" && l.Contract.PrimaryExchange != "" {
		return l.Contract.PrimaryExchange
	}
	return k.Exchange
}
