package gateway

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// trade does something at the desk.
func (g *Gateway) trade(d *fault.Deed) error {
	switch a := d.Action.(type) {
	case fault.Fill:
		status, err := g.working(a.Order, a.Client, &d.About)
		if err != nil {
			return err
		}
		return g.desk.Fill(status.ClientID, status.OrderID, a.Quantity, a.Price)
	case fault.Cancel:
		status, err := g.working(a.Order, a.Client, &d.About)
		if err != nil {
			return err
		}
		g.desk.CancelManual(status.PermID)
	case fault.Correct:
		e, err := g.execution(a.Exec)
		if err != nil {
			return err
		}
		return g.desk.Correct(e.ExecID, instead(a.Price, e.Price), instead(a.Quantity, e.Shares))
	case fault.Bust:
		e, err := g.execution(a.Exec)
		if err != nil {
			return err
		}
		return g.desk.Bust(e.ExecID)
	case fault.Manual:
		return g.enter(a)
	case fault.Liquidate:
		k, err := g.contractOf(a.Symbol)
		if err != nil {
			return err
		}
		return g.desk.Liquidate(a.Account, k, a.Quantity)
	case fault.Adjust:
		k, err := g.contractOf(a.Symbol)
		if err != nil {
			return err
		}
		return g.desk.Adjust(a.Account, k, a.Quantity, a.Price)
	case fault.ResetIDs:
		g.desk.ResetOrderIDs()
	default:
		return errNotNow
	}
	return nil
}

// instead is a number, or another when it is 0.
func instead(d, other decimal.Decimal) decimal.Decimal {
	if d.IsZero() {
		return other
	}
	return d
}

// working finds an order that works: the one of an id, or the latest.
func (g *Gateway) working(id int, c fault.Client, about *fault.About) (*wire.OrderStatus, error) {
	client := c.One
	if id == 0 && about.Order != 0 {
		id = about.Order
		if client == nil && !c.All {
			client = about.Client
		}
	}
	var found *wire.OrderStatus
	for _, m := range g.desk.AllOpenOrders() {
		s, ok := m.(*wire.OrderStatus)
		if ok && (id == 0 || s.OrderID == id) && (client == nil || s.ClientID == *client) && (found == nil || s.PermID > found.PermID) {
			found = s
		}
	}
	if found == nil {
		return nil, fmt.Errorf("gateway: no order %d works", id)
	}
	return found, nil
}

// execution finds an execution of today: the one of an id, or the latest.
func (g *Gateway) execution(id string) (*wire.Execution, error) {
	var found *wire.Execution
	for _, m := range g.desk.Executions(&wire.RequestExecutions{}) {
		if e, ok := m.(*wire.Executed); ok && (id == "" || e.Execution.ExecID == id) {
			found = &e.Execution
		}
	}
	if found == nil {
		return nil, fmt.Errorf("gateway: there is no execution %s today", id)
	}
	return found, nil
}

// contractOf is the contract of a symbol.
func (g *Gateway) contractOf(symbol string) (wire.Contract, error) {
	for _, l := range g.floor.Listings() {
		if l.Instrument.Symbol == symbol || l.Contract.LocalSymbol == symbol {
			return wire.Contract{ConID: l.Contract.ConID, Exchange: l.Contract.Exchange}, nil
		}
	}
	return wire.Contract{}, fmt.Errorf("gateway: there is no contract %s", symbol)
}

// enter places an order by hand.
func (g *Gateway) enter(a fault.Manual) error {
	k, err := g.contractOf(a.Symbol)
	if err != nil {
		return err
	}
	account := a.Account
	if account == "" {
		account = g.desk.Accounts("")[0]
	}
	r := order.Request{Symbol: a.Symbol, Side: order.Buy, Type: order.Market, Quantity: a.Quantity, TimeInForce: order.Day}
	if a.Side == wire.Sell {
		r.Side = order.Sell
	}
	if a.Limit.IsPositive() {
		r.Type, r.LimitPrice = order.Limit, a.Limit
	}
	_, err = g.desk.Manual(account, k, r)
	return err
}
