package portfolio_test

import (
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Bought 100 at 50 and 100 at 52, sold 50 at 55 and 150 at 54, a dollar of fee each:
//
//	entry  (5000 + 5200) / 200 = 51
//	exit   (2750 + 8100) / 200 = 54.25
//	gross  200 × 3.25 = 650, net 646
//
// The bars between show 49 while 100 are held at 50 (−100), 57 while 200 are held at 51 (+1200), and 56
// while 150 are left: 50 × 4 realised and 150 × 5 open (+950).
func TestRoundTrip(t *testing.T) {
	a, l, spy := one(market.NewEquity("SPY"))
	fee := func(f *order.Fill) *order.Fill { return withFee(f, "1", market.USD) }
	tag := func(f *order.Fill, tag string) *order.Fill { f.Tag = tag; return f }
	bar := func(start market.Time, low, high, close float64) {
		a.MarkBar(&market.Bar{Start: start, End: start + 10, Open: low, High: high, Low: low, Close: close})
	}

	mustApply(t, a, tag(fee(at(trade(spy, order.Buy, "100", "50"), 10)), "breakout"))
	bar(10, 49, 51, 51)
	mustApply(t, a, tag(fee(at(trade(spy, order.Buy, "100", "52"), 20)), "more"))
	bar(20, 50.50, 57, 56)
	open, ok := l.RoundTrip(spy.ID)
	if !ok || !open.Open || open.ExitTime != 0 || !open.ExitPrice.IsZero() || open.Fills != 2 || open.Bars != 2 {
		t.Errorf("open round trip %+v", open)
	}
	if effect := mustApply(t, a, tag(fee(at(trade(spy, order.Sell, "50", "55"), 30)), "half")); effect.Closed != nil {
		t.Error("a reduction closed the round trip")
	}
	bar(30, 54, 56, 54)
	effect := mustApply(t, a, tag(fee(at(trade(spy, order.Sell, "150", "54"), 40)), "stop"))

	r := effect.Closed
	if r == nil {
		t.Fatal("no round trip")
	}
	if r.Open || r.Strategy != "alpha" || r.Instrument != spy || r.Side != order.Buy || r.EntryTime != 10 || r.ExitTime != 40 ||
		r.Bars != 3 || r.Fills != 4 || r.EntryTag != "breakout" || r.ExitTag != "stop" {
		t.Errorf("round trip %+v", r)
	}
	same(t, "quantity", r.Quantity, "200")
	same(t, "entry", r.EntryPrice, "51")
	same(t, "exit", r.ExitPrice, "54.25")
	same(t, "gross", r.Gross, "650")
	same(t, "fees", r.Fees, "4")
	same(t, "net", r.Net, "646")
	same(t, "net in base", r.Base.Net, "646")
	same(t, "MFE", r.MFE, "1200")
	same(t, "MAE", r.MAE, "-100")
	same(t, "realised by the last fill", effect.Realised, "450")
	if _, ok := l.RoundTrip(spy.ID); ok {
		t.Error("a flat position is in a round trip")
	}
	a.MarkBar(&market.Bar{High: 100, Low: 1, Close: 54}) // nobody is there to see it
}

// Short 30 at 20 with a fee of 3.00 for 50: the sale of 50 closes 20 long and opens 30 short, so 1.20 of the
// fee belong to the old round trip and 1.80 to the new one.
func TestFlipDividesTheFill(t *testing.T) {
	a, l, spy := one(market.NewEquity("SPY"))
	mustApply(t, a, at(trade(spy, order.Buy, "20", "19"), 1))
	effect := mustApply(t, a, at(withFee(trade(spy, order.Sell, "50", "20"), "3", market.USD), 2))
	old := effect.Closed
	same(t, "closed quantity", old.Quantity, "20")
	same(t, "closed gross", old.Gross, "20")
	same(t, "closed fees", old.Fees, "1.2")
	if old.ExitTime != 2 || old.Fills != 2 {
		t.Errorf("closed %+v", old)
	}
	open, _ := l.RoundTrip(spy.ID)
	same(t, "open quantity", open.Quantity, "30")
	same(t, "open entry", open.EntryPrice, "20")
	same(t, "open fees", open.Fees, "1.8")
	if open.Side != order.Sell || open.EntryTime != 2 || open.Fills != 1 || effect.Position().Opened != 2 {
		t.Errorf("open %+v", open)
	}
	same(t, "fees of the position", effect.Position().Fees, "3")
}

// A bar that began before the entry may have had its extremes before it: only its close counts. Short 10 at
// 50: the close of 48 is +20, the high of 60 is not −100.
func TestExcursionsIgnoreWhatCameBefore(t *testing.T) {
	a, _, spy := one(market.NewEquity("SPY"))
	mustApply(t, a, at(trade(spy, order.Sell, "10", "50"), 105))
	a.MarkBar(&market.Bar{Start: 100, End: 110, High: 60, Low: 40, Close: 48})
	r := mustApply(t, a, at(trade(spy, order.Buy, "10", "49"), 120)).Closed
	same(t, "MFE", r.MFE, "20")
	same(t, "MAE", r.MAE, "0")
	same(t, "gross", r.Gross, "10")
}

// The worst is the exit itself when no bar was worse, and the multiplier counts: 2 ES, 12 points, 50 each.
func TestExcursionsIncludeTheExit(t *testing.T) {
	a, _, future := one(es())
	mustApply(t, a, trade(future, order.Buy, "2", "4500"))
	r := mustApply(t, a, trade(future, order.Sell, "2", "4488")).Closed
	same(t, "MAE", r.MAE, "-1200")
	same(t, "MFE", r.MFE, "0")
	same(t, "gross", r.Gross, "-1200")
}

// 100 of 7203 bought at 2500 JPY, sold at 2600: 10000 JPY of profit. The fee of 1 USD costs 150 JPY at
// entry and 160 at exit, so net is 9690 JPY; at 160 JPY a dollar that is 60.5625 USD.
func TestRoundTripInAnotherCurrency(t *testing.T) {
	list := world(market.NewForex("USD", "JPY"), tokyo("7203"))
	a := portfolio.NewAccount(market.USD, list)
	a.Open("alpha", dec("10000"), market.USD)
	a.Mark(0, 150)
	mustApply(t, a, withFee(trade(list[1], order.Buy, "100", "2500"), "1", market.USD))
	a.Mark(0, 160)
	r := mustApply(t, a, withFee(trade(list[1], order.Sell, "100", "2600"), "1", market.USD)).Closed
	same(t, "gross", r.Gross, "10000")
	same(t, "fees", r.Fees, "310")
	same(t, "net", r.Net, "9690")
	same(t, "net in base", r.Base.Net, "60.5625")
}

func TestRoundTripWithoutRates(t *testing.T) {
	list := world(market.NewForex("USD", "JPY"), tokyo("7203"))
	a := portfolio.NewAccount(market.USD, list)
	a.Open("alpha", dec("10000"), market.USD)
	mustApply(t, a, withFee(trade(list[1], order.Buy, "100", "2500"), "1", market.USD))
	r := mustApply(t, a, withFee(trade(list[1], order.Sell, "150", "2600"), "0.3", market.USD)).Closed
	if r.Base != nil {
		t.Errorf("base profit %+v without a rate", r.Base)
	}
	same(t, "fees in JPY", r.Fees, "0")
	if len(r.Unconverted) != 1 || r.Unconverted[0].Currency != market.USD {
		t.Fatalf("unconverted %v, want USD", r.Unconverted)
	}
	same(t, "unconverted", r.Unconverted[0].Amount, "1.2") // 1 and two thirds of 0.3
}

func tokyo(symbol string) market.Instrument {
	in := market.NewEquity(symbol)
	in.Currency = "JPY"
	return in
}
