package floor

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// ComboConID is the contract id that IB reports for every combo.
const ComboConID = 28812380

// maxCombos bounds how many combos are known at a time: whoever asks for one makes it.
const maxCombos = 10_000

// Combos are the combos that somebody has asked for, in the order in which that happened. They are beside Listings, and
// their IDs follow those. The slice is shared: do not change it.
func (f *Floor) Combos() []*Listing { return f.combos }

// combo is the combo that a contract describes, known from now on.
func (f *Floor) combo(k *wire.Contract) (*Listing, *Refusal) {
	l, refusal := Combine(k, func(conID int) *Listing { return f.byConID[conID] })
	if refusal != nil {
		return nil, refusal
	}
	if i := slices.IndexFunc(f.combos, func(known *Listing) bool { return known.Instrument.Symbol == l.Instrument.Symbol }); i >= 0 {
		return f.combos[i], nil
	}
	if len(f.combos) == maxCombos {
		return nil, refuse(322, "Error processing request.-'bN' : cause - more than %d combos are not kept", maxCombos)
	}
	l.Instrument.ID = market.ID(len(f.listings) + len(f.combos))
	f.combos = append(f.combos, l)
	return l, nil
}

// Combine makes a combo of the contracts that find has, without an ID. Its name is unique: the legs, and where they are
// sent. The refusals are in the words of IB's documentation of its error codes, and of what its clients were answered.
func Combine(k *wire.Contract, find func(conID int) *Listing) (*Listing, *Refusal) {
	exchange := route(k.Exchange)
	if exchange == "" {
		exchange = "SMART"
	}
	legs, refusal := legsOf(k, exchange, find)
	if refusal != nil {
		return nil, refusal
	}
	l := newCombo(k, legs, exchange)
	if l.Instrument.Validate() != nil {
		return nil, invalidCombo()
	}
	return l, nil
}

// nameOfCombo is such as "BAG 265598/1,8314/-1@SMART".
func nameOfCombo(k *wire.Contract, exchange string) string {
	parts := make([]string, len(k.ComboLegs))
	for i, leg := range k.ComboLegs {
		parts[i] = fmt.Sprintf("%d/%d", leg.ConID, signedRatio(&leg))
	}
	return "BAG " + strings.Join(parts, ",") + "@" + exchange
}

func signedRatio(leg *wire.ComboLeg) int {
	if leg.Action == wire.Sell {
		return -leg.Ratio
	}
	return leg.Ratio
}

func newCombo(k *wire.Contract, legs []*Listing, exchange string) *Listing {
	in := &market.Instrument{
		Symbol: nameOfCombo(k, exchange), Kind: market.Combo, Exchange: exchange, Currency: legs[0].Instrument.Currency,
		Calendar: legs[0].Instrument.Calendar, Grid: comboGrid(legs),
		SizeIncrement: decimal.NewFromInt(1), MinSize: decimal.NewFromInt(1),
	}
	for i, leg := range legs {
		in.Multiplier = decimal.Max(in.Multiplier, leg.Instrument.Multiplier)
		in.Legs = append(in.Legs, market.Leg{Symbol: leg.Instrument.Symbol, Ratio: signedRatio(&k.ComboLegs[i])})
	}
	name := k.Symbol
	if name == "" {
		name = legs[0].Contract.Symbol
	}
	return &Listing{
		Instrument: in, Calendar: legs[0].Calendar, Legs: legs, spec: &Spec{Symbol: name, Kind: market.Combo}, exchanges: []string{exchange},
		Contract: wire.Contract{
			ConID: ComboConID, Symbol: name, SecType: wire.Combo, Exchange: exchange, Currency: string(in.Currency),
			LocalSymbol: fmt.Sprint(ComboConID), TradingClass: "COMB", ComboLegs: k.ComboLegs,
		},
	}
}

// comboGrid is a cent, as combos of shares and options have it, or the finest increment of futures.
func comboGrid(legs []*Listing) market.PriceGrid {
	increment := decimal.Zero
	for _, l := range legs {
		if l.Instrument.Kind != market.Future {
			return market.UniformGrid(decimal.New(1, -2))
		}
		for _, step := range l.Instrument.Grid {
			if increment.IsZero() || step.Increment.LessThan(increment) {
				increment = step.Increment
			}
		}
	}
	return market.UniformGrid(increment)
}

func invalidCombo() *Refusal { return refuse(312, "The combo details are invalid.") }

// legsOf are the contracts of a combo, in the order of its legs.
func legsOf(k *wire.Contract, exchange string, find func(conID int) *Listing) ([]*Listing, *Refusal) {
	switch n := len(k.ComboLegs); {
	case n == 0:
		return nil, invalid("Security type 'BAG' requires combo leg details.")
	case n == 1, n > market.MaxLegs:
		return nil, invalidCombo()
	}
	legs := make([]*Listing, len(k.ComboLegs))
	for i := range k.ComboLegs {
		leg := &k.ComboLegs[i]
		l := find(leg.ConID)
		switch {
		case leg.Ratio <= 0 || leg.Action != wire.Buy && leg.Action != wire.Sell, l != nil && !combines(l):
			return nil, refuse(313, "The combo details for leg '%d' are invalid.", i+1)
		case l == nil || leg.Exchange != "" && !l.trades(route(leg.Exchange)):
			return nil, noDefinition()
		case exchange == "SMART":
		case l.SecType() == wire.Stock:
			return nil, refuse(315, "Stock combo legs are restricted to SMART exchange.")
		case !l.trades(exchange):
			return nil, noDefinition()
		}
		legs[i] = l
	}
	for _, l := range legs {
		if c := l.Instrument.Currency; c != legs[0].Instrument.Currency || k.Currency != "" && !strings.EqualFold(k.Currency, string(c)) {
			return nil, refuse(10000, "Cross currency combo error.")
		}
	}
	return legs, nil
}

// combines reports a kind that IB combines: shares, options, futures and CFDs (IBKR knowledge base, "Understanding
// Guaranteed vs. Non-guaranteed Combination Orders").
func combines(l *Listing) bool {
	switch l.Instrument.Kind {
	case market.Equity, market.ETF, market.Option, market.Future, market.CFD:
		return true
	}
	return false
}

// Whole reports whether IB guarantees that a combo fills in the ratio of its legs: at an exchange always, routed by SMART
// when options are combined with one another or with a share (IBKR knowledge base, "Non-Guaranteed Combination Orders").
func (l *Listing) Whole() bool {
	if l.Contract.Exchange != "SMART" {
		return true
	}
	shares, options := 0, 0
	for _, leg := range l.Legs {
		switch leg.Instrument.Kind {
		case market.Option:
			options++
		case market.Equity, market.ETF:
			shares++
		default:
			return false
		}
	}
	return options > 0 && shares <= 1
}

// net is what the legs of a combo show together: who buys it pays the asks of what it buys, and gets the bids of what it
// sells. Without a size nothing is shown; a price of 0 with one is a price.
func (f *Floor) net(l *Listing) Top {
	t := Top{BidSize: math.Inf(1), AskSize: math.Inf(1), QuoteTime: market.Never}
	multiplier := l.Instrument.Multiplier.InexactFloat64()
	for i, leg := range l.Legs {
		top := f.Top(leg.ID())
		ratio := float64(l.Instrument.Legs[i].Ratio)
		weight := ratio * leg.Instrument.Multiplier.InexactFloat64() / multiplier
		bid, ask, bidSize, askSize := top.Bid, top.Ask, top.BidSize, top.AskSize
		if ratio < 0 {
			bid, ask, bidSize, askSize = ask, bid, askSize, bidSize
		}
		t.Bid, t.BidSize = t.Bid+weight*bid, min(t.BidSize, whole(bid, bidSize, ratio))
		t.Ask, t.AskSize = t.Ask+weight*ask, min(t.AskSize, whole(ask, askSize, ratio))
		t.QuoteTime = min(t.QuoteTime, top.QuoteTime)
		t.Halted = t.Halted || top.Halted
	}
	if t.Bid = exact(t.Bid); t.BidSize == 0 {
		t.Bid = 0
	}
	if t.Ask = exact(t.Ask); t.AskSize == 0 {
		t.Ask = 0
	}
	return t
}

// whole is how many combos the size of a leg is enough for.
func whole(price, size, ratio float64) float64 {
	if price == 0 {
		return 0
	}
	return math.Floor(size / math.Abs(ratio))
}
