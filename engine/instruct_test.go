package engine_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// A strategy that holds three calls and three puts of 500, the share at 510, and a call on an index, is told why it cannot
// have what it asks for, and what it may ask for works until it takes it back. The clock stands at Monday 4 March 2024.
func TestWhoMayExercise(t *testing.T) {
	r := &run{}
	r.add("SPY", 510, 510, 510, 510)
	r.add("SPX", 5100, 5100, 5100, 5100)
	for _, symbol := range []string{"CALL", "PUT", "OLD", "INDEX", "TODAY", "LOST"} {
		r.add(symbol, 10, 10, 10, 10)
	}
	r.define = func(symbol string) market.Instrument {
		in := market.NewEquity(symbol)
		switch symbol {
		case "SPY":
			return in
		case "SPX":
			in.Kind = market.Index
			return in
		}
		in.Kind, in.Multiplier, in.Underlying, in.Expiry = market.Option, decimal.NewFromInt(100), "SPY", 20240405
		in.Right, in.Strike = market.Call, decimal.NewFromInt(500)
		switch symbol {
		case "PUT":
			in.Right = market.Put
		case "OLD":
			in.Expiry = 20240301
		case "INDEX":
			in.Underlying, in.Strike = "SPX", decimal.NewFromInt(5000)
		case "TODAY":
			in.Underlying, in.Strike, in.Expiry = "SPX", decimal.NewFromInt(5000), 20240304
		case "LOST":
			in.Underlying = "QQQ"
		}
		return in
	}
	three := decimal.NewFromInt(3)
	bars := 0
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("LOST", market.Minutes(1), func(market.Bar) {
			bars++
			switch bars {
			case 1:
				for _, symbol := range []string{"CALL", "PUT", "OLD", "INDEX", "TODAY", "LOST"} {
					if _, err := s.Buy(symbol, three); err != nil {
						t.Error(symbol, err)
					}
				}
				return
			case 2:
			default:
				return
			}
			for _, c := range []struct {
				name, symbol string
				quantity     decimal.Decimal
				ask          func(string, decimal.Decimal) (order.ID, error)
				want         order.Code
			}{
				{"four of three", "CALL", decimal.NewFromInt(4), s.Exercise, order.NotHeld},
				{"shares", "SPY", three, s.Exercise, order.NotExercisable},
				{"half a call", "CALL", decimal.RequireFromString("0.5"), s.Exercise, order.OffSizeGrid},
				{"out of the money", "PUT", three, s.Exercise, order.NotExercisable},
				{"over", "OLD", three, s.Exercise, order.AlreadyExpired},
				{"European, too early", "INDEX", three, s.Exercise, order.NotExercisable},
				{"shares that the run has not", "LOST", three, s.Exercise, order.UnknownInstrument},
				{"nothing", "NONE", three, s.Exercise, order.UnknownInstrument},
				{"European, on its day", "TODAY", three, s.Exercise, order.NoReason},
				{"out of the money, not to be exercised", "PUT", three, s.Lapse, order.NoReason},
				{"two of three", "CALL", decimal.NewFromInt(2), s.Exercise, order.NoReason},
				{"two of the one that is left", "CALL", decimal.NewFromInt(2), s.Lapse, order.NotHeld},
				{"the one that is left", "CALL", decimal.NewFromInt(1), s.Lapse, order.NoReason},
			} {
				if _, err := c.ask(c.symbol, c.quantity); c.want == order.NoReason && err != nil || c.want != order.NoReason && !errors.Is(err, &order.Reason{Code: c.want}) {
					t.Errorf("%s: %v, want %s", c.name, err, c.want)
				}
			}
			open := s.OpenOrders("CALL")
			if len(open) != 2 || open[0].Type != order.Exercise || open[1].Type != order.Lapse {
				t.Fatalf("working: %+v", open)
			}
			if err := s.Cancel(open[0].ID); err != nil {
				t.Error(err)
			}
		})
		s.Orders(func(u strategy.OrderUpdate) {
			if u.Order.Type != order.Exercise || u.Order.Symbol != "CALL" || u.Order.State != order.Cancelled || bars != 2 {
				return
			}
			bars = 100 // so that it happens once
			if _, err := s.Exercise("CALL", decimal.NewFromInt(2)); err != nil {
				t.Error("after the other was taken back:", err)
			}
		})
		return nil
	})
	if sum, _ := r.play(t); sum.Impossible != 0 {
		t.Errorf("%d impossible events", sum.Impossible)
	}
	if bars < 100 {
		t.Error("nothing was taken back")
	}
}
