package tws

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

func placed(id int, ref string) *wire.PlaceOrder {
	return &wire.PlaceOrder{OrderID: id, Contract: spyContract(), Order: wire.Order{
		Action: wire.Buy, TotalQuantity: dec("5"), OrderType: "LMT", LimitPrice: wire.Some(dec("480")), TimeInForce: "DAY", Account: account, Ref: ref,
	}}
}

func finished(ref string, permID int64, status wire.Status, filled, at string) *wire.CompletedOrder {
	m := &wire.CompletedOrder{Contract: spyContract(), Order: placed(0, ref).Order, State: wire.OrderState{
		Status: status, CompletedTime: at, CompletedStatus: "words",
	}}
	m.Order.PermID, m.Order.FilledQuantity = permID, wire.Some(dec(filled))
	if status == wire.Filled {
		m.Order.TotalQuantity = dec("0") // as IB reports it
	}
	return m
}

func TestTruth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) {
			mine, other := openOrder(placed(131, "a-1"), 55501, wire.Submitted), openOrder(placed(4, "theirs"), 55502, wire.PreSubmitted)
			other.Order.ClientID = 3
			s.open = []wire.Message{mine, orderStatus(placed(131, "a-1"), 55501, wire.Submitted, "4"), other}
			s.done = []*wire.CompletedOrder{
				finished("a-2", 55503, wire.Filled, "5", "20250304 09:45:00 US/Eastern"),
				finished("a-3", 55504, wire.Cancelled, "0", "20250304 09:46:00 US/Eastern"),
				finished("a-4", 55505, wire.Cancelled, "0", "20250303 16:00:01 US/Eastern"), // I6
				finished("a-5", 55506, wire.Inactive, "0", "20250304 09:47:00 US/Eastern"),
				finished("", 55507, wire.Cancelled, "0", "20250304 09:48:00 US/Eastern"),
			}
			s.fills = []wire.Message{
				executed(placed(131, "a-1"), 55501, "0001.a.01.01", "4", "480"), fee("0001.a.01.01", "0.35"),
				executed(placed(131, "a-1"), 55501, "0002.a.01.01", "1", "480"),
				executed(placed(131, "a-1"), 55501, "0002.a.01.02", "1", "479"), // a correction
			}
			s.positions = []*wire.Position{
				{Account: account, Contract: spyContract(), Position: dec("-1"), AverageCost: dec("480.10")},
				{Account: account, Contract: wire.Contract{ConID: 1, Symbol: "XYZ", SecType: wire.Stock}, Position: dec("7"), AverageCost: dec("1")},
				{Account: "U9", Contract: spyContract(), Position: dec("99")},
			}
			s.cash = "1234.56"
		})
		number := s.Inquire()
		elapse(time.Second)
		truth := only[broker.Truth](s)
		if truth.Inquiry != number || truth.Account != account {
			t.Errorf("%+v", truth)
		}
		if len(truth.Open) != 2 || truth.Open[0].ID != "a-1" || truth.Open[0].State != order.PartiallyFilled || !truth.Open[0].Filled.Equal(dec("4")) ||
			truth.Open[0].Instrument != s.spy || !truth.Open[0].Request.LimitPrice.Equal(dec("480")) ||
			truth.Open[1].ID != "" || truth.Open[1].Owner != "client 3" || truth.Open[1].State != order.Accepted {
			t.Errorf("open %+v", truth.Open)
		}
		var done []string
		for _, r := range truth.Done {
			done = append(done, string(r.ID)+r.Owner+" "+r.State.String()+" "+r.Reason.Code.String()+" "+r.Request.Quantity.String())
		}
		want := "a-2 filled none 5, a-3 cancelled cancelled-by-broker 5, a-4 expired session-ended 5, a-5 rejected rejected-by-venue 5, manual cancelled cancelled-by-broker 5"
		if got := strings.Join(done, ", "); got != want {
			t.Errorf("done %s\nwant %s", got, want)
		}
		if len(truth.Fills) != 2 || truth.Fills[0].Fill.Order != "a-1" || !truth.Fills[0].Fill.Fee.Equal(dec("0.35")) ||
			truth.Fills[1].Fill.ExecID != "0002.a.01.02" || !truth.Fills[1].Fill.Price.Equal(dec("479")) {
			t.Errorf("fills %+v", truth.Fills)
		}
		if len(truth.Holdings) != 2 || truth.Holdings[0].Instrument != s.spy || !truth.Holdings[0].Quantity.Equal(dec("-1")) ||
			truth.Holdings[1].Instrument != nil || truth.Holdings[1].Symbol != "XYZ" {
			t.Errorf("holdings %+v", truth.Holdings)
		}
		if len(truth.Cash) != 1 || truth.Cash[0].Currency != "USD" || !truth.Cash[0].Amount.Equal(dec("1234.56")) {
			t.Errorf("cash %+v", truth.Cash)
		}
	})
}

func TestA6APartIsNotTheWhole(t *testing.T) {
	for _, c := range []struct {
		section string
		mute    wire.Message
	}{
		{"open orders", &wire.RequestAllOpenOrders{}},
		{"completed orders", &wire.RequestCompletedOrders{}},
		{"executions", &wire.RequestExecutions{}},
		{"positions", &wire.RequestPositions{}},
		{"cash", &wire.RequestAccountSummary{}},
		{"contracts", &wire.RequestContractDetails{}},
	} {
		play(t, c.section, func(t *testing.T) {
			s := begin(t, func(s *scene) {
				s.positions = []*wire.Position{{Account: account, Contract: spyContract(), Position: dec("5")}}
				s.mute[c.mute.Kind()] = true
			})
			number := s.Inquire()
			elapse(20 * time.Second)
			failed := only[broker.InquiryFailed](s)
			if failed.Inquiry != number || !strings.Contains(failed.Cause, c.section) {
				t.Errorf("%+v", failed)
			}
			none[broker.Truth](s)
			s.mu.Lock()
			clear(s.mute)
			s.mu.Unlock()
			elapse(20 * time.Second) // E3: the next attempt works
			s.push(&wire.ContractDetailsEnd{RequestID: last[*wire.RequestContractDetails](s).RequestID})
			s.Inquire()
			elapse(20 * time.Second)
			only[broker.Truth](s)
		})
	}
}

func TestE3TheSocketDropsInTheMiddle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.mute[(&wire.RequestPositions{}).Kind()] = true })
		s.Inquire()
		elapse(time.Second)
		s.hangUp()
		synctest.Wait()
		only[broker.InquiryFailed](s)
		s.Inquire() // there may be no connection
		elapse(time.Second)
		none[broker.Truth](s)
	})
}

// TestTruthIsOfOneMoment: what fills between two parts of the answer makes it ask again.
func TestTruthIsOfOneMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		filled := false
		s := begin(t, func(s *scene) {
			s.take = func(_ *peer, m wire.Message) bool {
				if _, ok := m.(*wire.RequestPositions); ok && !filled {
					filled = true
					s.mu.Lock()
					s.fills = []wire.Message{executed(placed(131, "a-1"), 55501, "0001.a.01.01", "5", "480")}
					s.positions = []*wire.Position{{Account: account, Contract: spyContract(), Position: dec("5")}}
					s.mu.Unlock()
				}
				return false
			}
		})
		s.Inquire()
		elapse(time.Second)
		truth := only[broker.Truth](s)
		if len(truth.Fills) != 1 || len(truth.Holdings) != 1 || !truth.Holdings[0].Quantity.Equal(dec("5")) {
			t.Errorf("%+v", truth)
		}
		if n := len(sent[*wire.RequestPositions](s)); n != 2 {
			t.Errorf("positions were asked for %d times", n)
		}
	})
}

// TestE5: the cost that IB states for a unit of the quoted price. Crude oil at 73.85 of 1000 barrels costs 73852.37 with
// fees; a share quoted at 735 pence costs 7.35 pounds.
func TestE5CostIsOfAUnit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		for _, c := range []struct{ multiplier, cost, want string }{
			{"1000", "73852.37", "73.85237"}, {"0.01", "7.35", "735"}, {"1", "480.10", "480.10"},
		} {
			s.spy.Multiplier = dec(c.multiplier)
			s.mu.Lock()
			s.positions = []*wire.Position{{Account: account, Contract: spyContract(), Position: dec("1"), AverageCost: dec(c.cost)}}
			s.mu.Unlock()
			s.Inquire()
			elapse(time.Second)
			truths := events[broker.Truth](s)
			if got := truths[len(truths)-1].Holdings[0].Cost; !got.Equal(dec(c.want)) {
				t.Errorf("cost %s, want %s", got, c.want)
			}
		}
	})
}
