package reconcile

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Reconcile compares the books with a truth.
func Reconcile(b *Books, t *broker.Truth, p Policy) Result {
	c := &comparison{Books: b, truth: t, policy: p, change: map[market.ID]decimal.Decimal{}, filled: map[order.ID]decimal.Decimal{},
		open: map[order.ID][]broker.Report{}}
	if b.Account != "" && t.Account != b.Account {
		c.result.Unexplained = []Difference{{Kind: AccountDiffers, Subject: b.Account, Account: t.Account}}
		return c.result
	}
	executions := c.executions()
	c.listedOrders()
	c.result.Settlements = append(c.result.Settlements, executions...)
	c.otherOrders()
	c.foreignOrders()
	c.positions()
	c.cash()
	return c.result
}

// comparison is one call of Reconcile.
type comparison struct {
	*Books
	truth  *broker.Truth
	policy Policy
	result Result
	// change is what the executions found do to positions, filled to orders.
	change map[market.ID]decimal.Decimal
	filled map[order.ID]decimal.Decimal
	found  int // executions
	// open is what the broker lists as working under each id of ours.
	open map[order.ID][]broker.Report
}

func (c *comparison) settle(s Settlement) { c.result.Settlements = append(c.result.Settlements, s) }

// doubt leaves a difference open, or, when it has been seen before, reports that it stands.
func (c *comparison) doubt(d Difference, quiet bool) (stands bool) {
	if quiet && slices.ContainsFunc(c.Suspected, d.same) {
		return true
	}
	c.result.Doubtful = append(c.result.Doubtful, d)
	return false
}

func (c *comparison) order(id order.ID) *order.Order {
	if id == "" {
		return nil
	}
	for _, o := range c.Orders {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// header is of an event that the truth tells of.
func (c *comparison) header(o *order.Order) order.Header {
	return order.Header{Order: o.ID, Time: c.truth.Time}
}

// executions is what the truth has and the books have not, oldest first, corrections after what they correct.
func (c *comparison) executions() (found []Settlement) {
	fills := slices.Clone(c.truth.Fills)
	slices.SortStableFunc(fills, func(a, b broker.ForeignFill) int {
		tradeA, revisionA := order.Trade(a.Fill.ExecID)
		tradeB, revisionB := order.Trade(b.Fill.ExecID)
		return cmp.Or(cmp.Compare(a.Fill.Time, b.Fill.Time), cmp.Compare(tradeA, tradeB), cmp.Compare(revisionA, revisionB))
	})
	counted := map[string]order.Fill{}
	for _, f := range fills {
		trade, revision := order.Trade(f.Fill.ExecID)
		o := c.order(f.Fill.Order)
		f.Fill.Leg = f.Fill.Leg || o != nil && o.IsLeg(&f.Fill)
		known, ok := counted[trade]
		if !ok {
			known, ok = c.known(o, &f.Fill)
		}
		if _, was := order.Trade(known.ExecID); ok && was >= revision {
			if was == revision {
				found = append(found, c.fee(&known, &f.Fill)...)
			}
			continue
		}
		c.found++
		delta := f.Fill.Signed()
		reason := c.kind(&f)
		if ok {
			delta, reason = delta.Sub(known.Signed()), Corrected
		}
		counted[trade] = f.Fill
		if o != nil && !f.Fill.Leg {
			c.filled[o.ID] = c.filled[o.ID].Add(delta.Abs().Mul(decimal.NewFromInt(int64(delta.Sign()) * o.Side.Sign())))
		}
		if in := f.Fill.Instrument; in != nil && f.Fill.Moves() {
			c.change[in.ID] = c.change[in.ID].Add(delta)
		}
		found = append(found, Execution{reason, f})
	}
	return found
}

// known is what counts so far of the trade of an execution. That of a combo as a whole is booked nowhere: its order knows
// it where the books do not.
func (c *comparison) known(o *order.Order, f *order.Fill) (order.Fill, bool) {
	if booked, ok := c.Execution(f.ExecID); ok || o == nil || f.Moves() {
		return booked, ok
	}
	trade, _ := order.Trade(f.ExecID)
	for id, quantity := range o.Executions() {
		if of, _ := order.Trade(id); of == trade {
			return order.Fill{ExecID: id, Order: o.ID, Instrument: o.Instrument, Side: o.Side, Quantity: quantity}, true
		}
	}
	return order.Fill{}, false
}

// fee compares what an execution has cost. A broker that names no currency has not said it yet.
func (c *comparison) fee(ours, theirs *order.Fill) []Settlement {
	same := theirs.Fee.Equal(ours.Fee) && (theirs.FeeCurrency == ours.FeeCurrency || theirs.Fee.IsZero())
	if theirs.FeeCurrency == "" || same {
		return nil
	}
	c.found++
	return []Settlement{Fee{MissedFee, theirs.ExecID, theirs.Fee, theirs.FeeCurrency}}
}

func (c *comparison) kind(f *broker.ForeignFill) Reason {
	switch {
	case f.Liquidation:
		return ForcedSale
	case c.order(f.Fill.Order) == nil:
		return ForeignTrade
	}
	return MissedFill
}

// foreignOrders compares the working orders of others.
func (c *comparison) foreignOrders() {
	listed := map[string]bool{}
	for _, r := range c.truth.Open {
		if c.order(r.ID) != nil {
			continue
		}
		listed[r.BrokerID] = true
		known, ok := c.Foreign[r.BrokerID]
		if !ok || known.State != r.State || !known.Filled.Equal(r.Filled) || !alike(&known.Request, &r.Request) {
			c.settle(Foreign{ForeignOrderSeen, r, false})
		}
	}
	ids := make([]string, 0, len(c.Foreign))
	for id := range c.Foreign {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if !listed[id] {
			c.settle(Foreign{ForeignOrderGone, c.Foreign[id], true})
		}
	}
}

// alike reports that two requests ask for the same at the same prices.
func alike(a, b *order.Request) bool {
	return a.Side == b.Side && a.Type == b.Type && a.Quantity.Equal(b.Quantity) && a.LimitPrice.Equal(b.LimitPrice) &&
		a.StopPrice.Equal(b.StopPrice)
}
