package tws

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// spreads gives a scene two calls on SPY, the spread that sells the lower one for the higher, and 100 shares against the
// lower.
func spreads(s *scene) {
	for _, strike := range []string{"500", "510"} {
		in := market.Instrument{
			Symbol: "C" + strike, Kind: market.Option, Exchange: "SMART", Currency: market.USD, Calendar: "XNYS", Multiplier: dec("100"),
			Grid: market.UniformGrid(dec("0.01")), SizeIncrement: dec("1"), MinSize: dec("1"),
			Underlying: "SPY", Expiry: market.NewDate(2025, 3, 21), Strike: dec(strike), Right: market.Call,
		}
		d := &wire.ContractDetails{Contract: optionContract(strike), Details: spyDetails(0).Details}
		s.others, s.contracts = append(s.others, &in), append(s.contracts, d)
	}
	for symbol, legs := range map[string][]market.Leg{
		"CREDIT": {{Symbol: "C500", Ratio: -1}, {Symbol: "C510", Ratio: 1}}, "COVERED": {{Symbol: "SPY", Ratio: 100}, {Symbol: "C500", Ratio: -1}},
	} {
		combo := market.NewEquity(symbol)
		combo.Kind, combo.Multiplier, combo.Grid, combo.Legs = market.Combo, dec("100"), market.UniformGrid(dec("0.01")), legs
		s.others = append(s.others, &combo)
	}
}

func optionContract(strike string) wire.Contract {
	id, _ := strconv.Atoi(strike)
	return wire.Contract{
		ConID: id, Symbol: "SPY", SecType: wire.Option, LastTradeDateOrContractMonth: "20250321", Strike: wire.Some(dec(strike)),
		Right: wire.Call, Multiplier: wire.Some(dec("100")), Exchange: "SMART", Currency: "USD", LocalSymbol: "SPY C" + strike,
	}
}

func (s *scene) instrument(symbol string) *market.Instrument {
	i := slices.IndexFunc(s.others, func(in *market.Instrument) bool { return in.Symbol == symbol })
	return s.others[i]
}

// combine sends an order for a combo.
func (s *scene) combine(id string, r order.Request) *order.Order {
	o := &order.Order{Request: r, ID: order.ID(id), Strategy: "alpha", Instrument: s.instrument(r.Symbol)}
	s.Venue.Submit(o)
	elapse(20 * time.Millisecond)
	return o
}

// asTold is a combo's contract in IB's reports: with the id that all combos have, and without legs in executions.
func asTold(k wire.Contract, legs bool) wire.Contract {
	k.ConID, k.LocalSymbol, k.TradingClass = 28812380, "28812380", "COMB"
	if !legs {
		k.ComboLegs = nil
	}
	return k
}

// whole and leg are executions of a combo's order.
func whole(p *wire.PlaceOrder, permID int64, execID, shares, price string) *wire.Executed {
	x := executed(p, permID, execID, shares, price)
	x.Contract = asTold(p.Contract, false)
	return x
}

func leg(p *wire.PlaceOrder, permID int64, k wire.Contract, side wire.Side, execID, shares, price string) *wire.Executed {
	x := executed(p, permID, execID, shares, price)
	x.Contract, x.Execution.Side = k, side
	return x
}

const (
	bagExec, lowExec, highExec = "0000e0d5.6057d5d0.01.01", "0000e0d5.6057d5d0.02.01", "0000e0d5.6057d5d0.03.01"
)

// credit are the executions of two spreads: the lower call is sold at 2.50, the higher bought at 1.25, net -1.25.
func credit(p *wire.PlaceOrder, permID int64) (all, low, high *wire.Executed) {
	return whole(p, permID, bagExec, "2", "-1.25"), leg(p, permID, optionContract("500"), wire.Sold, lowExec, "2", "2.50"),
		leg(p, permID, optionContract("510"), wire.Bought, highExec, "2", "1.25")
}

// What leaves is a BAG: legs by contract id with an action and a ratio above 0, a limit below or at zero as it is, and no
// routing instruction, which is IB's default: all legs or none.
func TestComboOnTheWire(t *testing.T) {
	leg := func(conID, ratio int, action wire.Action) wire.ComboLeg {
		return wire.ComboLeg{ConID: conID, Ratio: ratio, Action: action, Exchange: "SMART", ExemptCode: -1}
	}
	for _, version := range []int{151, 176, 225} {
		for symbol, want := range map[string][]wire.ComboLeg{
			"CREDIT":  {leg(500, 1, wire.Sell), leg(510, 1, wire.Buy)},
			"COVERED": {leg(spyConID, 100, wire.Buy), leg(500, 1, wire.Sell)},
		} {
			for _, limit := range []string{"-1.25", "0"} {
				play(t, fmt.Sprint(version, " ", symbol, " at ", limit), func(t *testing.T) {
					s := begin(t, spreads, func(s *scene) { s.version = version })
					o := s.combine("a-1", order.NewLimit(symbol, order.Buy, dec("2"), dec(limit)))
					p := last[*wire.PlaceOrder](s)
					k := p.Contract
					if k.SecType != "BAG" || k.ConID != 0 || k.Symbol != "SPY" || k.Exchange != "SMART" || k.Currency != "USD" || len(p.Order.SmartCombo) != 0 {
						t.Errorf("%+v with %v", k, p.Order.SmartCombo)
					}
					if diff := cmp.Diff(want, k.ComboLegs); diff != "" {
						t.Error(diff)
					}
					if p.Order.Action != wire.Buy || !p.Order.LimitPrice.Valid || !p.Order.LimitPrice.Value.Equal(dec(limit)) {
						t.Errorf("%s at %v", p.Order.Action, p.Order.LimitPrice)
					}
					s.push(working(p, 55501)...)
					s.is(o, order.Accepted)
					none[broker.Alarm](s)
				})
			}
		}
	}
}

func TestC15TheLegsMoveAndTheWholeCounts(t *testing.T) {
	for name, arrange := range map[string]func(all, low, high *wire.Executed) []wire.Message{
		"whole first": func(all, low, high *wire.Executed) []wire.Message { return []wire.Message{all, low, high, all, high} },
		"legs first":  func(all, low, high *wire.Executed) []wire.Message { return []wire.Message{low, high, low, all} },
		"in between":  func(all, low, high *wire.Executed) []wire.Message { return []wire.Message{high, all, low, low} },
		"fees first": func(all, low, high *wire.Executed) []wire.Message {
			return []wire.Message{fee(lowExec, "1.30"), low, high, all}
		},
		"known by ref": func(all, low, high *wire.Executed) []wire.Message {
			low.Execution.PermID = 0
			return []wire.Message{low, high, all}
		},
	} {
		play(t, name, func(t *testing.T) {
			s := begin(t, spreads)
			o := s.combine("a-1", order.NewLimit("CREDIT", order.Buy, dec("2"), dec("-1.25")))
			p := last[*wire.PlaceOrder](s)
			s.push(working(p, 55501)...)
			s.push(arrange(credit(p, 55501))...)
			status := orderStatus(p, 55501, wire.Filled, "2")
			status.AvgFillPrice, status.LastFillPrice = dec("-1.25"), dec("-1.25")
			s.push(status, fee(lowExec, "1.30"), fee(highExec, "1.40"))
			if done := s.is(o, order.Filled); !done.Filled.Equal(dec("2")) || !done.AveragePrice.Equal(dec("-1.25")) {
				t.Errorf("filled %s at %s", done.Filled, done.AveragePrice)
			}
			signed := map[string]string{}
			fees := decimal.Zero
			for _, ev := range events[order.WasFilled](s) {
				f := ev.Fill
				if f.Order != "a-1" || f.Strategy != "alpha" || f.Leg != (f.Instrument.Kind == market.Option) || f.FeeCurrency != "USD" {
					t.Errorf("%+v", f)
				}
				fees = fees.Add(f.Fee)
				signed[f.Instrument.Symbol] += f.Signed().String()
			}
			if want := map[string]string{"CREDIT": "2", "C500": "-2", "C510": "2"}; !cmp.Equal(want, signed) {
				t.Errorf("filled %v, want %v", signed, want)
			}
			for _, late := range events[broker.LateFee](s) {
				fees = fees.Add(late.Fee)
			}
			if !fees.Equal(dec("2.70")) { // 1.30 and 1.40
				t.Errorf("fees %s", fees)
			}
			none[broker.ForeignFill](s)
			none[broker.Alarm](s)
		})
	}
}

// The executions name the order by its permanent id alone, which has not come yet.
func TestD6LegsOfAnOrderWithoutItsID(t *testing.T) {
	play(t, "", func(t *testing.T) {
		s := begin(t, spreads)
		o := s.combine("a-1", order.NewMarket("CREDIT", order.Buy, dec("2")))
		p := last[*wire.PlaceOrder](s)
		all, low, high := credit(p, 55501)
		for _, x := range []*wire.Executed{low, high, all} {
			x.Execution.OrderID, x.Execution.OrderRef = 0, ""
			s.push(x)
		}
		none[order.WasFilled](s)
		s.push(working(p, 55501)...)
		s.is(o, order.Filled)
		if n := len(events[order.WasFilled](s)); n != 3 {
			t.Errorf("%d fills", n)
		}
		none[broker.ForeignFill](s)
	})
}

// Legs are corrected like any execution. A leg that the run does not have is somebody's fill, and never lost.
func TestC16ACorrectedLegAndAStrangeOne(t *testing.T) {
	play(t, "", func(t *testing.T) {
		s := begin(t, spreads)
		o := s.combine("a-1", order.NewMarket("CREDIT", order.Buy, dec("2")))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		all, low, high := credit(p, 55501)
		better := *low
		better.Execution.ExecID, better.Execution.Price = "0000e0d5.6057d5d0.02.02", dec("2.55")
		s.push(low, high, all, &better, low)
		c := only[broker.CorrectedFill](s)
		if f := c.Fill.Fill; c.Replaced != lowExec || !f.Leg || f.Instrument.Symbol != "C500" || f.Side != order.Sell || f.Order != "a-1" || !f.Price.Equal(dec("2.55")) {
			t.Errorf("%+v", c)
		}
		s.push(leg(p, 55501, optionContract("520"), wire.Bought, "0000e0d5.6057d5d0.04.01", "2", "0.60"))
		if f := only[broker.ForeignFill](s); f.Fill.Instrument != nil || f.Symbol != "SPY C520" || f.Fill.Order != "a-1" || !f.Fill.Leg {
			t.Errorf("%+v", f)
		}
		if done := s.is(o, order.Filled); !done.Filled.Equal(dec("2")) {
			t.Errorf("filled %s", done.Filled)
		}
	})
}

// After a restart the order is known by its id, and its instrument by the legs, in whatever order IB lists them; it can be
// changed. What filled meanwhile is listed as the whole and its legs.
func TestComboOfAnEarlierRun(t *testing.T) {
	play(t, "", func(t *testing.T) {
		s := stage(t, spreads)
		o := &order.Order{
			Request: order.NewLimit("CREDIT", order.Buy, dec("4"), dec("-1.25")).For(order.GTC), ID: "a-1", Strategy: "alpha",
			Instrument: s.instrument("CREDIT"), State: order.Accepted, BrokerID: "55501",
		}
		s.Resume(o)
		legs := []wire.ComboLeg{{ConID: 510, Ratio: 1, Action: wire.Buy, Exchange: "SMART"}, {ConID: 500, Ratio: 1, Action: wire.Sell, Exchange: "SMART"}}
		k := wire.Contract{Symbol: "SPY", SecType: wire.Combo, Exchange: "SMART", Currency: "USD", ComboLegs: legs, ComboLegsDescription: "510|1,500|-1"}
		p := &wire.PlaceOrder{OrderID: 88, Contract: asTold(k, true), Order: wire.Order{
			Action: wire.Buy, TotalQuantity: dec("4"), OrderType: "LMT", LimitPrice: wire.Some(dec("-1.25")), TimeInForce: "GTC", Account: account, Ref: "a-1",
		}}
		all, low, high := credit(p, 55501)
		s.open, s.fills = []wire.Message{openOrder(p, 55501, wire.Submitted), orderStatus(p, 55501, wire.Submitted, "2")}, []wire.Message{all, low, high}
		done := &wire.CompletedOrder{Contract: p.Contract, Order: p.Order, State: wire.OrderState{Status: wire.Cancelled}}
		done.Order.Ref, done.Order.PermID = "b-1", 55400
		s.done = []*wire.CompletedOrder{done}
		s.start()
		s.Inquire()
		elapse(20 * time.Millisecond)
		truth := only[broker.Truth](s)
		if len(truth.Open) != 1 || truth.Open[0].ID != "a-1" || truth.Open[0].Instrument != o.Instrument || !truth.Open[0].Request.LimitPrice.Equal(dec("-1.25")) ||
			len(truth.Done) != 1 || truth.Done[0].Instrument != o.Instrument {
			t.Fatalf("%+v\n%+v", truth.Open, truth.Done)
		}
		var told []string
		for _, f := range truth.Fills {
			told = append(told, fmt.Sprint(f.Fill.Instrument.Symbol, " ", f.Fill.Leg, " ", f.Fill.Signed(), " ", f.Fill.Order))
		}
		if diff := cmp.Diff([]string{"CREDIT false 2 a-1", "C500 true -2 a-1", "C510 true 2 a-1"}, told, cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Error(diff)
		}
		price := dec("-1.30")
		s.Modify("a-1", order.Change{LimitPrice: &price})
		elapse(20 * time.Millisecond)
		if m := last[*wire.PlaceOrder](s); m.OrderID != 88 || !m.Order.LimitPrice.Value.Equal(price) || len(m.Contract.ComboLegs) != 2 {
			t.Errorf("%+v", m)
		}
		s.Cancel("a-1")
		elapse(20 * time.Millisecond)
		if c := last[*wire.CancelOrder](s); c.OrderID != 88 {
			t.Errorf("%+v", c)
		}
	})
}

// A combo of somebody else, whose legs the run has: nobody's order, no position by its whole.
func TestD2AComboMadeByHand(t *testing.T) {
	play(t, "", func(t *testing.T) {
		s := begin(t, spreads)
		x := whole(&wire.PlaceOrder{Contract: wire.Contract{Symbol: "SPY", SecType: wire.Combo}}, 7, bagExec, "1", "-1.25")
		y := leg(&wire.PlaceOrder{}, 7, optionContract("500"), wire.Sold, lowExec, "1", "2.50")
		x.Execution.ClientID, y.Execution.ClientID = 0, 0
		s.push(x, y)
		fills := events[broker.ForeignFill](s)
		if len(fills) != 2 || fills[0].Fill.Instrument != nil || fills[1].Fill.Instrument.Symbol != "C500" || fills[1].Fill.Leg {
			t.Errorf("%+v", fills)
		}
	})
}
