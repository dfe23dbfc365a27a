package engine

import (
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// newIDs makes ids for orders of a strategy. At a broker they carry its name, so that an order which a crash took out of
// our books finds its owner again.
func (e *Engine) newIDs(r *runner, n int) []order.ID {
	ids := make([]order.ID, n)
	for i := range ids {
		ids[i] = e.newID(r)
	}
	return ids
}

func (e *Engine) newID(r *runner) order.ID {
	if e.live == nil {
		return e.book.newID("", "")
	}
	return e.book.newID(ownerMark, r.name)
}

// submit checks and reviews a group of requests, then sends all of them, or none. The error is the
// *order.Reason of the first one refused.
func (e *Engine) submit(r *runner, ids []order.ID, requests []order.Request) error {
	group := e.group[:0]
	culprit := -1
	var refused *order.Reason
	for i := range requests {
		o := e.newOrder(r, ids[i], &requests[i])
		group = append(group, o)
		if refused == nil {
			if refused = e.examine(o, group[:i]); refused != nil {
				culprit = i
			}
		}
		e.book.add(o)
	}
	e.group = group
	if refused == nil {
		countChildren(group)
		for _, o := range group {
			e.send(o)
		}
		return nil
	}
	for i, o := range group {
		reason := *refused
		if i != culprit {
			reason.Detail = "order " + string(ids[culprit]) + " of the same group was denied: " + reason.Detail
		}
		e.deny(o, reason)
	}
	return refused
}

// submitOne is submit of a single order.
func (e *Engine) submitOne(r *runner, id order.ID, request *order.Request) error {
	o := e.newOrder(r, id, request)
	refused := e.examine(o, nil)
	e.book.add(o)
	if refused != nil {
		e.deny(o, *refused)
		return refused
	}
	e.send(o)
	return nil
}

// newOrder makes an order of a request. Memory is taken for several at once.
func (e *Engine) newOrder(r *runner, id order.ID, request *order.Request) *order.Order {
	if len(e.blank) == 0 {
		e.blank = make([]order.Order, 18) // 8 kB
	}
	o := &e.blank[0]
	e.blank = e.blank[1:]
	o.Request, o.ID, o.Strategy, o.Created, o.Updated = *request, id, r.name, e.now, e.now
	o.Instrument, _ = e.Universe.Find(o.Symbol) // examine refuses what is not there
	e.summary.Orders++
	return o
}

// countChildren tells each parent how many of the group wait for it.
func countChildren(group []*order.Order) {
	for i, o := range group {
		if o.Parent == "" {
			continue
		}
		for _, parent := range group[:i] {
			if parent.ID == o.Parent {
				parent.Children++
			}
		}
	}
}

// examine returns what forbids an order, nil when it may leave.
func (e *Engine) examine(o *order.Order, group []*order.Order) *order.Reason {
	if o.Instrument == nil {
		_, err := e.Universe.Find(o.Symbol)
		return &order.Reason{Code: order.UnknownInstrument, Detail: err.Error()}
	}
	if reason := o.Check(o.Instrument, e.now); reason != nil {
		return reason
	}
	if o.Parent != "" {
		if reason := e.parent(o); reason != nil {
			return reason
		}
	}
	if o.Type.Instructs() {
		if reason := e.instructible(o, group); reason != nil {
			return reason
		}
	}
	if e.live != nil {
		if reason := e.live.permit(o); reason != nil {
			return reason
		}
	}
	_, reason := e.Gate.Review(e.snapshot(group), o)
	if reason != nil && e.live != nil && e.live.spare(o, reason) {
		return nil
	}
	return reason
}

// snapshot is the moment as risk sees it, with the orders of a group that passed before.
func (e *Engine) snapshot(group []*order.Order) *risk.Snapshot {
	e.moment.Now, e.moment.Working = e.now, e.book.mayTrade()
	if len(group) > 0 {
		e.moment.Working = append(slices.Clone(e.moment.Working), group...)
	}
	return &e.moment
}

func (e *Engine) parent(o *order.Order) *order.Reason {
	parent := e.book.find(o.Parent)
	if parent == nil || parent.Strategy != o.Strategy {
		return &order.Reason{Code: order.UnknownOrder, Detail: "parent order " + string(o.Parent) + " does not exist"}
	}
	if parent.State.Done() && parent.State != order.Filled {
		return &order.Reason{Code: order.OrderEnded, Detail: "parent order " + string(o.Parent) + " is " + parent.State.String()}
	}
	return nil
}

func (e *Engine) send(o *order.Order) {
	e.book.work(o)
	e.apply(o, order.WasSent{Header: e.header(o)})
	if e.live != nil {
		e.live.post(outgoing{kind: submission, order: o})
		return
	}
	e.Venue.Submit(o)
}

// deny ends an order before it left. Its owner hears of it when the present handler has returned.
func (e *Engine) deny(o *order.Order, reason order.Reason) {
	denial := order.WasDenied{Header: e.header(o), Reason: reason}
	e.apply(o, denial)
	e.enqueue(denial)
}

func (e *Engine) modify(r *runner, id order.ID, change order.Change) error {
	o, err := e.own(r, id)
	if err != nil {
		return err
	}
	if o.State.Done() {
		return ended(o)
	}
	if _, verdict := o.State.On(order.RequestModify, !o.Filled.IsZero()); verdict != order.Applied {
		return &order.Reason{Code: order.Unsupported, Detail: "order " + string(id) + " is " + o.State.String() + " and cannot be changed now"}
	}
	changed := *o
	changed.Request = change.Apply(o.Request)
	if reason := changed.Check(o.Instrument, e.now); reason != nil {
		return reason
	}
	if changed.Quantity.LessThanOrEqual(o.Filled) {
		return &order.Reason{Code: order.BadQuantity, Limit: o.Filled, Value: changed.Quantity,
			Detail: "the new quantity must be above what has been filled; cancel the order instead"}
	}
	if e.live != nil {
		if reason := e.live.gate(&changed); reason != nil {
			return reason
		}
	}
	if _, reason := e.Gate.Review(e.snapshot(nil), &changed); reason != nil {
		return reason
	}
	e.book.asked(id, changed.Quantity)
	e.moment.Version++
	e.apply(o, order.ModifyRequested{Header: e.header(o), Change: change})
	if e.live != nil {
		e.live.post(outgoing{kind: modification, order: o, change: change})
		return nil
	}
	e.Venue.Modify(id, change)
	return nil
}

func (e *Engine) cancel(r *runner, id order.ID) error {
	o, err := e.own(r, id)
	if err != nil {
		return err
	}
	if o.State.Done() {
		return ended(o)
	}
	e.requestCancel(o)
	return nil
}

func ended(o *order.Order) *order.Reason {
	return &order.Reason{Code: order.OrderEnded, Detail: "order " + string(o.ID) + " is " + o.State.String() + " already"}
}

func (e *Engine) requestCancel(o *order.Order) {
	e.apply(o, order.CancelRequested{Header: e.header(o)})
	if e.live != nil {
		e.live.post(outgoing{kind: cancellation, order: o})
		return
	}
	e.Venue.Cancel(o.ID)
}

// own finds an order of a strategy.
func (e *Engine) own(r *runner, id order.ID) (*order.Order, error) {
	if o := e.book.find(id); o != nil && o.Strategy == r.name {
		if slices.Contains(e.closing, o) {
			return nil, &order.Reason{Code: order.BrokersOrder, Detail: "order " + string(id) + " is the broker's, which closes a position"}
		}
		return o, nil
	}
	return nil, &order.Reason{Code: order.UnknownOrder, Detail: "this strategy has no order " + string(id) + ", or it ended long ago"}
}

func (e *Engine) header(o *order.Order) order.Header {
	return order.Header{Order: o.ID, Time: e.now}
}

// maxEventsPerInstant bounds the order events that one instant may cause, so that a strategy that answers
// every denial with the same order cannot hang the run.
const maxEventsPerInstant = 100_000

// settle works off the order events that have come in, and those that the handlers cause meanwhile.
func (e *Engine) settle() {
	if len(e.pending) == 0 {
		return
	}
	for i := 0; i < len(e.pending); i++ {
		ev := e.pending[i]
		e.pending[i] = nil
		if i > 0 && i%maxEventsPerInstant == 0 {
			e.breakLoop(ev)
		}
		e.orderEvent(ev)
	}
	e.pending = e.pending[:0]
	e.rewake()
}

// breakLoop stops the strategy that keeps causing events without time passing.
func (e *Engine) breakLoop(ev order.Event) {
	o := e.book.find(ev.About().Order)
	if o == nil {
		return
	}
	if r := e.owner(o.Strategy); r != nil && !r.stopped {
		e.fail(r, fmt.Sprintf("more than %d order events at one instant: the strategy answers each event with another order", maxEventsPerInstant), "")
	}
}

// orderEvent takes one event of the venue, or a denial, through order, books and strategy.
func (e *Engine) orderEvent(ev order.Event) {
	o := e.book.find(ev.About().Order)
	if o == nil {
		e.summary.Impossible++
		e.Log.Error().Str("order", string(ev.About().Order)).Type("event", ev).Msg("event for an order this run does not know")
		return
	}
	if _, denied := ev.(order.WasDenied); denied { // applied when it was denied
		e.book.end(o)
		e.tell(o, ev)
		return
	}
	if e.book.told(ev) {
		e.moment.Version++
	}
	before := o.State
	if verdict := e.apply(o, ev); verdict != order.Applied && verdict != order.Late {
		return
	}
	switch {
	case o.State.Done() && !before.Done():
		e.book.end(o)
	case !o.State.Done() && before.Done():
		e.book.reopen(o)
	}
	e.tell(o, ev)
}

// apply folds an event into its order, records it and books a fill.
func (e *Engine) apply(o *order.Order, ev order.Event) order.Verdict {
	open := o.Open()
	verdict, err := o.Apply(ev)
	if o.Open() != open { // the same digits in other memory count as a change too, which does no harm
		e.moment.Version++
	}
	if err != nil {
		e.summary.Impossible++
		e.Log.Error().Err(err).Str("order", string(o.ID)).Msg("impossible order event")
	}
	e.Recorder.Order(o, ev, verdict)
	if verdict != order.Applied && verdict != order.Late {
		return verdict
	}
	switch ev := ev.(type) {
	case order.WasFilled:
		if ev.Fill.Moves() {
			e.bookFill(ev.Fill, "")
		} else {
			e.pass(ev.Fill, "")
		}
	case order.FillCorrected:
		if ev.Fill.Moves() {
			e.bookFill(ev.Fill, ev.Replaced)
		} else {
			e.pass(ev.Fill, ev.Replaced)
		}
	}
	if e.live != nil {
		e.live.happened(o, ev)
	}
	return verdict
}

// bookFill books an execution. Corrections, with the execution id that they replace, come only from a broker.
func (e *Engine) bookFill(f *order.Fill, replaced string) {
	if e.live != nil {
		known := *f // a fee that came before it is added
		e.bookLive(&known, replaced)
		return
	}
	var err error
	if e.effect, err = e.account.Apply(f); err != nil {
		e.summary.Impossible++
		e.Log.Error().Err(err).Str("order", string(f.Order)).Str("exec", f.ExecID).Msg("fill could not be booked")
		return
	}
	e.moment.Version++
	e.summary.Fills++
	if e.Custodian != nil {
		e.Custodian.Booked(f)
	}
	e.Recorder.Fill(f, &e.effect)
}

// tell shows the event to the strategy that owns the order.
func (e *Engine) tell(o *order.Order, ev order.Event) {
	r := e.owner(o.Strategy)
	if r == nil {
		return
	}
	filled, isFill := ev.(order.WasFilled)
	if r.failed && isFill && e.OnFault == FlattenPositions {
		e.flatten(r) // a fill that crossed the end of its strategy
	}
	for _, fn := range r.onOrder {
		if !r.stopped {
			e.callOrder(r, fn, strategy.OrderUpdate{Order: *o, Event: ev})
		}
	}
	if !isFill {
		return
	}
	for _, fn := range r.onFill {
		if !r.stopped {
			e.callFill(r, fn, *filled.Fill)
		}
	}
}

// tellFill shows a strategy a fill that none of its orders caused.
func (e *Engine) tellFill(f order.Fill) {
	r := e.owner(f.Strategy)
	if r == nil {
		return
	}
	for _, fn := range r.onFill {
		if !r.stopped {
			e.callFill(r, fn, f)
		}
	}
}

func (e *Engine) owner(name string) *runner {
	for _, r := range e.runners {
		if r.name == name {
			return r
		}
	}
	return nil
}
