package fault

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Fill executes an order.
type Fill struct {
	Order    int             `yaml:"order" short:"" doc:"its order id; by default that of the message that caused it, or the latest that works"`
	Client   Client          `yaml:"client" doc:"whose order it is; by default that of the message that caused it, or the only one that has an order of that id"`
	Quantity decimal.Decimal `yaml:"quantity" doc:"how much; what remains by default"`
	Price    decimal.Decimal `yaml:"price" doc:"at which price, that of a combination being the net of its legs; its limit, or the price of the other side, by default"`
}

// Correct replaces an execution by a new revision.
type Correct struct {
	Exec     string          `yaml:"exec" short:"" doc:"its id; the latest by default"`
	Price    decimal.Decimal `yaml:"price" doc:"the right price; as it was by default"`
	Quantity decimal.Decimal `yaml:"quantity" doc:"the right quantity; as it was by default"`
}

// Bust takes an execution back.
type Bust struct {
	Exec string `yaml:"exec" short:"" doc:"its id; the latest by default"`
}

// Manual is an order that somebody enters in TWS.
type Manual struct {
	Symbol   string          `yaml:"symbol" short:"" doc:"of the contract"`
	Account  string          `yaml:"account" doc:"the only one by default"`
	Side     wire.Action     `yaml:"side" doc:"BUY or SELL"`
	Quantity decimal.Decimal `yaml:"quantity" doc:"how much"`
	Limit    decimal.Decimal `yaml:"limit" doc:"its limit; at the market by default"`
}

// Cancel ends an order from IB's side.
type Cancel struct {
	Order  int    `yaml:"order" short:"" doc:"its order id; by default that of the message that caused it, or the latest that works"`
	Client Client `yaml:"client" doc:"whose order it is; by default that of the message that caused it, or the only one that has an order of that id"`
}

// Liquidate closes a position, or a part of it.
type Liquidate struct {
	Symbol   string          `yaml:"symbol" short:"" doc:"of the contract"`
	Account  string          `yaml:"account" doc:"the only one by default"`
	Quantity decimal.Decimal `yaml:"quantity" doc:"how much; all by default"`
}

// Adjust changes a position.
type Adjust struct {
	Symbol   string          `yaml:"symbol" short:"" doc:"of the contract"`
	Account  string          `yaml:"account" doc:"the only one by default"`
	Quantity decimal.Decimal `yaml:"quantity" doc:"by how much, below 0 to take away"`
	Price    decimal.Decimal `yaml:"price" doc:"what one cost; the market's price by default"`
}

// ResetIDs lets order ids begin again, as TWS's "Reset API order ID sequence" does.
type ResetIDs struct{}

// Release lets go what waited for a step. Only an engine does it.
type Release struct{ Step string }

func (Fill) action()      {}
func (Correct) action()   {}
func (Bust) action()      {}
func (Manual) action()    {}
func (Cancel) action()    {}
func (Liquidate) action() {}
func (Adjust) action()    {}
func (ResetIDs) action()  {}
func (Release) action()   {}
