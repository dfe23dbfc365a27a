package portfolio

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// State is an account as plain data, complete enough to go on from. Instruments are named by symbol,
// because their numbers belong to one run.
type State struct {
	Base    market.Currency `json:"base"`
	Ledgers []LedgerState   `json:"ledgers"`
	// Prices are the last prices of the instruments that had one.
	Prices []PriceState `json:"prices,omitempty"`
}

// LedgerState is a ledger as plain data.
type LedgerState struct {
	Strategy string         `json:"strategy"`
	Cash     []Money        `json:"cash,omitempty"`
	Fees     []Money        `json:"fees,omitempty"`
	Realised []Money        `json:"realised,omitempty"`
	Flows    []Flow         `json:"flows,omitempty"`
	Postings []Posting      `json:"postings,omitempty"`
	Holdings []HoldingState `json:"holdings,omitempty"`
}

// HoldingState is a position that is or was held.
type HoldingState struct {
	Symbol   string          `json:"symbol"`
	Quantity decimal.Decimal `json:"quantity"`
	Cost     decimal.Decimal `json:"cost"`
	Average  decimal.Decimal `json:"average"`
	Realised decimal.Decimal `json:"realised"`
	Fees     decimal.Decimal `json:"fees"`
	// Settled is as in Position.
	Settled decimal.Decimal `json:"settled,omitzero"`
	// Opened and Trip belong to an open position.
	Opened market.Time `json:"opened,omitzero"`
	Trip   *TripState  `json:"trip,omitempty"`
}

// TripState is a round trip under way.
type TripState struct {
	Side          order.Side      `json:"side"`
	Entered       market.Time     `json:"entered"`
	Latest        market.Time     `json:"latest"`
	Largest       decimal.Decimal `json:"largest"`
	EntryQuantity decimal.Decimal `json:"entry_quantity"`
	EntryValue    decimal.Decimal `json:"entry_value"`
	ExitQuantity  decimal.Decimal `json:"exit_quantity"`
	ExitValue     decimal.Decimal `json:"exit_value"`
	Gross         decimal.Decimal `json:"gross"`
	Fees          decimal.Decimal `json:"fees"`
	Unconverted   []Money         `json:"unconverted,omitempty"`
	Fills         int             `json:"fills"`
	EntryTag      string          `json:"entry_tag,omitempty"`
	ExitTag       string          `json:"exit_tag,omitempty"`
	Best          float64         `json:"best"`
	Worst         float64         `json:"worst"`
	Bars          int             `json:"bars"`
}

// PriceState is a last price.
type PriceState struct {
	Symbol string  `json:"symbol"`
	Price  float64 `json:"price"`
}

// State is a copy of everything that Restore needs.
func (a *Account) State() State {
	s := State{Base: a.base}
	for _, l := range a.ledgers {
		s.Ledgers = append(s.Ledgers, l.State())
	}
	for i, in := range a.instruments {
		if !math.IsNaN(a.marks[i]) {
			s.Prices = append(s.Prices, PriceState{in.Symbol, a.marks[i]})
		}
	}
	return s
}

// State is a copy of the ledger.
func (l *Ledger) State() LedgerState {
	s := LedgerState{
		Strategy: l.name, Cash: l.cash.money(), Fees: l.fees.money(),
		Realised: l.realised.money(), Flows: slices.Clone(l.flows), Postings: slices.Clone(l.postings),
	}
	for _, h := range l.holdings {
		if h != nil {
			s.Holdings = append(s.Holdings, h.state())
		}
	}
	return s
}

func (h *holding) state() HoldingState {
	s := HoldingState{
		Symbol: h.instrument.Symbol, Quantity: h.quantity.Decimal(), Cost: h.cost.Decimal(), Average: h.average.Decimal(),
		Realised: h.realised.Decimal(), Fees: h.fees.Decimal(), Opened: h.opened,
		Settled: h.settled.Decimal(),
	}
	if h.flat() {
		return s
	}
	t := &h.trip
	s.Trip = &TripState{
		Side: t.side, Entered: t.opened, Latest: t.latest, Largest: t.largest.Decimal(),
		EntryQuantity: t.entry.quantity.Decimal(), EntryValue: t.entry.value.Decimal(),
		ExitQuantity: t.exit.quantity.Decimal(), ExitValue: t.exit.value.Decimal(),
		Gross: t.gross.Decimal(), Fees: t.fees.Decimal(), Unconverted: t.unconverted.money(), Fills: t.fills,
		EntryTag: t.entryTag, ExitTag: t.exitTag,
		Best: t.excursion.best, Worst: t.excursion.worst, Bars: t.excursion.bars,
	}
	return s
}
