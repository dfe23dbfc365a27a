package carry_test

import (
	"testing"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// A call of 500 is written, the share is at 510 and pays 2.00 from Friday 8 March 2024 on: Thursday's close decides. In the
// money by 10, the call loses 1.99 by its exercise at a price of 11.99, which is less than the dividend, and 2.00 at 12.00.
func TestEarlyAssignment(t *testing.T) {
	for _, c := range []struct {
		name        string
		right       market.Right
		early       bool
		spot, price float64
		assigned    bool
	}{
		{"little time value", market.Call, true, 510, 11.99, true},
		{"below its value in exercise, an old price", market.Call, true, 510, 9, true},
		{"time value of the dividend", market.Call, true, 510, 12, false},
		{"out of the money", market.Call, true, 499, 0.05, false},
		{"a put", market.Put, true, 490, 10.01, false},
		{"not asked for", market.Call, false, 510, 10, false},
	} {
		s, option := optionScene(t, c.right, market.Equity)
		s.opts.Early = c.early
		s.act(s.spy, data.Action{Kind: data.Dividend, Ex: date("2024-03-08"), Amount: dec("2")})
		s.trade("one", option, order.Buy, "3", "11")
		s.trade("two", option, order.Sell, "2", "11")
		s.account.Mark(s.spy.ID, c.spot)
		s.account.Mark(option.ID, c.price)
		if fills := s.until("2024-03-06"); len(fills) != 0 {
			t.Errorf("%s: on the day before %+v", c.name, fills)
		}
		s.until("2024-03-07")
		s.until("2024-03-08")
		one, two := s.account.Ledger("one"), s.account.Ledger("two")
		if held := one.Position(option.ID).Quantity; !held.Equal(dec("3")) {
			t.Errorf("%s: who holds calls has %s", c.name, held)
		}
		if got := two.Position(option.ID).Flat(); got != c.assigned {
			t.Errorf("%s: assigned %v, want %v", c.name, got, c.assigned)
		}
		if !c.assigned {
			continue
		}
		// 1,000,000 + 2 x 1,100 + 200 x 500 - 200 x 2, and short 200 shares.
		if cash := two.Cash(market.USD); !cash.Equal(dec("1101800")) || !two.Position(s.spy.ID).Quantity.Equal(dec("-200")) {
			t.Errorf("%s: cash %s and %s shares", c.name, cash, two.Position(s.spy.ID).Quantity)
		}
	}
}

// A dividend on the day after the option's last one does not matter.
func TestDividendAfterExpiry(t *testing.T) {
	s, option := optionScene(t, market.Call, market.Equity)
	s.opts.Early = true
	s.act(s.spy, data.Action{Kind: data.Dividend, Ex: date("2024-03-18"), Amount: dec("2")})
	s.trade("two", option, order.Sell, "2", "11")
	s.account.Mark(s.spy.ID, 510)
	s.account.Mark(option.ID, 10)
	for _, f := range s.until("2024-03-15") {
		if f.Rule != "assigned" {
			t.Errorf("%s %s: %s", f.Side, f.Instrument.Symbol, f.Rule)
		}
	}
}
