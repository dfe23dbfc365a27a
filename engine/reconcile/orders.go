package reconcile

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/order"
)

// listedOrders compares the orders that the broker lists as working, before the executions are booked: they may be of an
// order as it was changed, which is larger than the one that we know.
func (c *comparison) listedOrders() {
	for _, r := range c.truth.Open {
		if r.ID != "" {
			c.open[r.ID] = append(c.open[r.ID], r)
		}
	}
	for _, o := range c.Orders {
		switch reports := c.open[o.ID]; {
		case len(reports) == 0:
		case !c.beyond(o):
			c.listed(o, reports)
		case doubled(reports): // news of it came meanwhile, but two are never right
			c.doubt(Difference{Kind: OrderDoubled, Subject: string(o.ID), Ours: one, Theirs: decimal.NewFromInt(int64(len(reports)))}, false)
		}
	}
}

var one = decimal.NewFromInt(1)

// doubled reports that what carries one id of ours is more than one order.
func doubled(reports []broker.Report) bool {
	return slices.ContainsFunc(reports, func(r broker.Report) bool { return r.BrokerID != reports[0].BrokerID })
}

// otherOrders concludes about the orders that the broker does not list as working.
func (c *comparison) otherOrders() {
	done := map[order.ID]broker.Report{}
	for _, r := range c.truth.Done {
		done[r.ID] = r
	}
	for _, o := range c.Orders {
		if len(c.open[o.ID]) > 0 || c.beyond(o) || o.State.Done() || c.complete(o) {
			continue
		}
		if r, ok := done[o.ID]; ok {
			c.ended(o, &r)
			continue
		}
		c.missing(o)
	}
}

// beyond reports an order of which the truth says nothing: it never left, or what the broker says of it may be older
// than what we know.
func (c *comparison) beyond(o *order.Order) bool {
	return o.State == order.New || o.State == order.Denied || c.Fresh(o.ID)
}

// complete reports that the executions found fill the order.
func (c *comparison) complete(o *order.Order) bool {
	return o.Filled.Add(c.filled[o.ID]).GreaterThanOrEqual(o.Quantity)
}

// untouched reports an order of which nothing has ever been filled.
func (c *comparison) untouched(o *order.Order) bool {
	return o.Filled.Add(c.filled[o.ID]).IsZero()
}

// listed compares an order with the one at the broker that it is; any other with its id is one too many.
func (c *comparison) listed(o *order.Order, reports []broker.Report) {
	i := slices.IndexFunc(reports, func(r broker.Report) bool { return sameTerms(&o.Request, &r.Request) })
	if i < 0 {
		i = max(0, slices.IndexFunc(reports, func(r broker.Report) bool { return r.BrokerID == o.BrokerID }))
	}
	r := &reports[i]
	for j, other := range reports {
		if j != i && other.BrokerID != r.BrokerID {
			c.settle(Surplus{Doubled, o.ID, other.BrokerID})
		}
	}
	if o.State.Done() {
		if r.Request.Quantity.GreaterThan(o.Filled.Add(c.filled[o.ID])) {
			c.settle(OrderEvent{FoundOpen, order.Reopened{Header: c.header(o), BrokerID: r.BrokerID, Quantity: r.Request.Quantity,
				Reason: order.Reason{Code: order.ListedAsOpen, Detail: "it was " + o.State.String() + " in our books"}}})
		}
		return
	}
	switch o.State {
	case order.PendingSubmit, order.Submitted, order.Unknown:
		c.settle(OrderEvent{MissedAcknowledgement, order.WasAccepted{Header: c.header(o), BrokerID: r.BrokerID}})
	case order.PendingCancel:
		if r.State != order.PendingCancel && !c.complete(o) {
			c.settle(Again{CancelLost, o.ID})
		}
	}
	c.compare(o, r)
	c.compareFilled(o, r)
}

// compare takes over what the broker works when it is not what we think.
func (c *comparison) compare(o *order.Order, r *broker.Report) {
	switch {
	case !sameTerms(&o.Request, &r.Request):
		c.settle(OrderEvent{MissedChange, order.WasModified{Header: c.header(o), Change: terms(&o.Request, &r.Request)}})
	case o.State == order.PendingModify:
		c.settle(OrderEvent{MissedChange, order.ModifyRefused{Header: c.header(o), Reason: order.Reason{
			Code: order.NeverArrived, Detail: "the broker works the order as it was before", Inferred: true}}})
	}
}

// sameTerms compares what a change can change, as far as the order that is ours looks at it. Where a trailing stop stands
// is the market's doing, not a change.
func sameTerms(ours, theirs *order.Request) bool {
	return ours.Quantity.Equal(theirs.Quantity) && (!ours.Type.HasLimit() || ours.LimitPrice.Equal(theirs.LimitPrice)) &&
		(!ours.Type.HasStop() || ours.StopPrice.Equal(theirs.StopPrice)) &&
		sameTrail(ours, theirs) && sameOffset(ours, theirs) && sameForce(ours, theirs)
}

// sameTrail compares distances, where the broker states one.
func sameTrail(ours, theirs *order.Request) bool {
	return !ours.Type.Trails() || theirs.TrailAmount.IsZero() && theirs.TrailPercent.IsZero() ||
		ours.TrailAmount.Equal(theirs.TrailAmount) && ours.TrailPercent.Equal(theirs.TrailPercent)
}

// sameOffset compares offsets, where the broker states one.
func sameOffset(ours, theirs *order.Request) bool {
	return !ours.Type.Pegs() && ours.Type != order.TrailingStopLimit || theirs.Offset.IsZero() || ours.Offset.Equal(theirs.Offset)
}

// sameForce compares times in force to the second, which is how exact brokers are.
func sameForce(ours, theirs *order.Request) bool {
	return ours.TimeInForce == theirs.TimeInForce &&
		(ours.TimeInForce != order.GTD || ours.GoodTill.Sub(theirs.GoodTill).Abs() < time.Second)
}

// terms is the change that makes our order the broker's.
func terms(ours, theirs *order.Request) order.Change {
	change := order.Change{Quantity: &theirs.Quantity, LimitPrice: &theirs.LimitPrice, StopPrice: &theirs.StopPrice}
	if !sameTrail(ours, theirs) {
		change.TrailAmount, change.TrailPercent = &theirs.TrailAmount, &theirs.TrailPercent
	}
	if !sameOffset(ours, theirs) {
		change.Offset = &theirs.Offset
	}
	if !sameForce(ours, theirs) {
		change.TimeInForce, change.GoodTill = &theirs.TimeInForce, theirs.GoodTill
	}
	return change
}

// compareFilled doubts when the broker counts more than the executions show.
func (c *comparison) compareFilled(o *order.Order, r *broker.Report) {
	ours := o.Filled.Add(c.filled[o.ID])
	d := Difference{Kind: FilledDiffers, Subject: string(o.ID), Ours: ours, Theirs: r.Filled}
	if r.Filled.GreaterThan(ours) && c.doubt(d, true) && c.policy == Halt {
		c.result.Unexplained = append(c.result.Unexplained, d)
	}
}

// ended takes over the end that the broker's list tells.
func (c *comparison) ended(o *order.Order, r *broker.Report) {
	why := r.Reason
	switch {
	case r.State == order.Filled:
		c.endedFilled(o, r)
		return
	case r.Filled.GreaterThan(o.Filled.Add(c.filled[o.ID])):
		c.compareFilled(o, r) // and then it has ended all the same, and late fills will be booked
	}
	var ev order.Event
	switch {
	case r.State == order.Expired:
		if why.Code == order.NoReason {
			why.Code = order.SessionEnded
		}
		ev = order.HasExpired{Header: c.header(o), Reason: why}
	case r.State == order.Rejected && c.untouched(o):
		if why.Code == order.NoReason {
			why.Code = order.RejectedByVenue
		}
		ev = order.WasRejected{Header: c.header(o), Reason: why}
	case r.State == order.Cancelled || r.State == order.Rejected:
		if why.Code == order.NoReason {
			why.Code = order.CancelledByBroker
		}
		ev = order.WasCancelled{Header: c.header(o), Reason: why}
	default:
		return // a list of ended orders that says it works: the next truth knows better
	}
	c.settle(OrderEvent{MissedEnd, ev})
}

// endedFilled takes over the end of an order that the broker calls filled, and whose executions do not add up to what we
// think it was for.
func (c *comparison) endedFilled(o *order.Order, r *broker.Report) {
	ours := o.Filled.Add(c.filled[o.ID])
	if r.Filled.IsZero() {
		r.Filled = o.Quantity
	}
	switch {
	case c.corrected(o.ID): // it had filled, and something was taken back since
		c.settle(OrderEvent{MissedEnd, order.WasCancelled{Header: c.header(o), Reason: order.Reason{
			Code: order.CancelledByBroker, Detail: "it filled, and its executions were corrected"}}})
	case r.Filled.Equal(ours): // it was for less than we think
		c.settle(OrderEvent{MissedChange, order.WasModified{Header: c.header(o), Change: order.Change{Quantity: &r.Filled}}})
	case !r.Filled.GreaterThan(ours):
	case c.policy == Halt:
		c.compareFilled(o, r)
	case c.doubt(Difference{Kind: FilledDiffers, Subject: string(o.ID), Ours: ours, Theirs: r.Filled}, true):
		c.settle(OrderEvent{MissedEnd, order.WasCancelled{Header: c.header(o), Reason: order.Reason{
			Code: order.CancelledByBroker, Detail: "the broker calls it filled, and has no executions of " + r.Filled.Sub(ours).String()}}})
	}
}

// corrected reports an order of which an execution was changed afterwards.
func (c *comparison) corrected(id order.ID) bool {
	return slices.ContainsFunc(c.truth.Fills, func(f broker.ForeignFill) bool {
		_, revision := order.Trade(f.Fill.ExecID)
		return f.Fill.Order == id && revision > 1
	})
}

// missing concludes from the absence of an order in every list.
func (c *comparison) missing(o *order.Order) {
	inferred := func(code order.Code, detail string) order.Reason {
		return order.Reason{Code: code, Detail: detail, Inferred: true, Value: decimal.Zero}
	}
	unconfirmed := o.State == order.PendingSubmit || o.State == order.Submitted || o.State == order.Unknown
	switch {
	case unconfirmed && o.BrokerID == "" && c.untouched(o):
		c.settle(OrderEvent{NeverArrived, order.WasRejected{Header: c.header(o),
			Reason: inferred(order.NeverArrived, "the broker never acknowledged it and does not list it")}})
	case c.Expires(o) <= c.truth.Time:
		c.settle(OrderEvent{ExpiredUnseen, order.HasExpired{Header: c.header(o),
			Reason: inferred(order.SessionEnded, "its time in force has ended and the broker no longer lists it")}})
	default:
		c.settle(OrderEvent{Vanished, order.WasCancelled{Header: c.header(o),
			Reason: inferred(order.NotListed, "the broker no longer lists it")}})
	}
}
