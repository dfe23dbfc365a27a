package order

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// execution is one trade of an order as it counts: its last revision.
type execution struct {
	Trade    string          `json:"trade"`
	Revision int             `json:"revision,omitempty"`
	Quantity decimal.Decimal `json:"quantity"`
	Price    decimal.Decimal `json:"price"`
	// Leg tells that it is of a combo's leg, and counts for no quantity of the order.
	Leg bool `json:"leg,omitempty"`
}

func executionOf(f *Fill) execution {
	trade, revision := Trade(f.ExecID)
	return execution{trade, revision, f.Quantity, f.Price, f.Leg}
}

// Trade is what stays the same of an execution id when the broker corrects the execution, and the number of
// the correction. At Interactive Brokers an id such as 0000e0d5.6057d5d0.01.01 has at least four parts, and a
// corrected execution differs from the one it replaces in the digits after the last period only (TWS API,
// Execution.ExecId). Any other id is its own trade.
func Trade(execID string) (trade string, revision int) {
	last := strings.LastIndexByte(execID, '.')
	if last < 0 || strings.Count(execID, ".") < 3 {
		return execID, 0
	}
	n, err := strconv.ParseUint(execID[last+1:], 10, 16)
	if err != nil {
		return execID, 0
	}
	return execID[:last], int(n)
}

// checkCorrection asks for what a correction needs; its quantity may be 0.
func (f *Fill) checkCorrection() error {
	if f == nil {
		return errors.New("news of a corrected fill without the fill")
	}
	if f.ExecID == "" {
		return errors.New("corrected fill without an execution id: it could not be told from a repetition")
	}
	if f.Quantity.IsNegative() {
		return fmt.Errorf("fill %s corrected to quantity %s: must be 0 or above", f.ExecID, f.Quantity)
	}
	return nil
}

// executions are all that the order knows.
func (o *Order) executions() []execution {
	if o.sole != nil {
		return []execution{executionOf(o.sole)}
	}
	return o.execs
}

// execution finds a trade among execs, -1 when it is not there.
func (o *Order) execution(trade string) int {
	return slices.IndexFunc(o.execs, func(e execution) bool { return e.Trade == trade })
}

// Counts reports whether an execution, or a later correction of it, is in the order already.
func (o *Order) Counts(execID string) bool {
	trade, revision := Trade(execID)
	return slices.ContainsFunc(o.executions(), func(e execution) bool { return e.Trade == trade && e.Revision >= revision })
}

// Executions yields the execution ids that count, each in its last revision, with their quantities; of a combo those of
// its legs too, with the legs' quantities. One that was taken back has quantity 0.
func (o *Order) Executions() iter.Seq2[string, decimal.Decimal] {
	return func(yield func(string, decimal.Decimal) bool) {
		for _, e := range o.executions() {
			id := e.Trade
			if e.Revision > 0 {
				id = fmt.Sprintf("%s.%02d", e.Trade, e.Revision)
			}
			if !yield(id, e.Quantity) {
				return
			}
		}
	}
}

func (o *Order) fill(f *Fill) Verdict {
	first := o.sole == nil && len(o.execs) == 0
	if !first {
		if o.Counts(f.ExecID) {
			return Repeated
		}
		o.execs, o.sole = o.executions(), nil
		trade, _ := Trade(f.ExecID)
		if i := o.execution(trade); i >= 0 {
			return o.revise(i, executionOf(f))
		}
	}
	if f.Leg {
		return o.fillLeg(executionOf(f))
	}
	total := f.Quantity // without arithmetic, as most orders fill once
	if !o.Filled.IsZero() {
		total = o.Filled.Add(f.Quantity)
	}
	step := FillPart
	if total.GreaterThanOrEqual(o.Quantity) {
		step = FillAll
	}
	if step == FillPart && o.endWasInferred() {
		o.step(Reopen)
	}
	verdict := o.step(step)
	if verdict == Impossible {
		return verdict
	}
	if first {
		o.sole = f
	} else {
		o.execs = append(o.execs, executionOf(f))
	}
	if o.Filled.IsZero() {
		o.AveragePrice = f.Price
	} else {
		cost := o.AveragePrice.Mul(o.Filled).Add(f.Price.Mul(f.Quantity))
		o.AveragePrice = cost.Div(total)
	}
	o.Filled = total
	if o.State == Filled || !o.State.Done() && o.Reason.Inferred {
		o.Reason = Reason{}
	}
	return verdict
}

// IsLeg reports whether an execution of the order is one of a leg, also where the broker's report did not say so: it is of
// another instrument than the combo.
func (o *Order) IsLeg(f *Fill) bool {
	combo := o.Instrument != nil && o.Instrument.Kind == market.Combo
	return f.Leg || combo && f.Instrument != nil && f.Instrument != o.Instrument
}

// fillLeg remembers the execution of a leg, which can come before that of the combo and after it: the state stays.
func (o *Order) fillLeg(e execution) Verdict {
	if o.State == New || o.State == Denied {
		return Impossible
	}
	o.execs = append(o.execs, e)
	return Applied
}

// correct replaces an execution. One that never came is remembered as replaced, so that it counts for nothing
// when it comes after all.
func (o *Order) correct(replaced string, f *Fill) Verdict {
	if o.Counts(f.ExecID) {
		return Repeated
	}
	o.execs, o.sole = o.executions(), nil
	corrected := executionOf(f)
	old, oldRevision := Trade(replaced)
	i := o.execution(old)
	if i < 0 {
		i = o.execution(corrected.Trade)
	}
	if i >= 0 {
		return o.revise(i, corrected)
	}
	o.execs = append(o.execs, execution{Trade: old, Revision: oldRevision, Leg: f.Leg})
	verdict := o.revise(len(o.execs)-1, corrected)
	if verdict == Impossible {
		o.execs = o.execs[:len(o.execs)-1]
	}
	return verdict
}

// revise puts an execution in the place of another and adds the order up again.
func (o *Order) revise(i int, e execution) Verdict {
	if e.Leg {
		return o.reviseLeg(i, e)
	}
	done, cost := e.Quantity, e.Price.Mul(e.Quantity)
	for j, other := range o.execs {
		if j != i && !other.Leg {
			done = done.Add(other.Quantity)
			cost = cost.Add(other.Price.Mul(other.Quantity))
		}
	}
	step := CorrectPart
	switch {
	case done.IsZero():
		step = CorrectNone
	case done.GreaterThanOrEqual(o.Quantity):
		step = CorrectAll
	}
	ended := o.State == Filled
	verdict := o.step(step)
	if verdict == Impossible {
		return verdict
	}
	o.replace(i, e)
	o.Filled, o.AveragePrice = done, decimal.Zero
	if !done.IsZero() {
		o.AveragePrice = cost.Div(done)
	}
	switch {
	case o.State == Filled:
		o.Reason = Reason{}
	case ended:
		o.Reason = Reason{Code: ExecutionCorrected, Value: done, Limit: o.Quantity, Detail: "the venue changed execution " + e.Trade}
	}
	return verdict
}

func (o *Order) reviseLeg(i int, e execution) Verdict {
	if o.State == New || o.State == Denied {
		return Impossible
	}
	o.replace(i, e)
	return Applied
}

// replace puts an execution in the place of another, which counts for nothing from now on.
func (o *Order) replace(i int, e execution) {
	if old := o.execs[i]; old.Trade != e.Trade {
		o.execs = append(o.execs, execution{Trade: old.Trade, Revision: old.Revision, Leg: old.Leg})
	}
	o.execs[i] = e
}

// endWasInferred reports an end that news from the broker undoes.
func (o *Order) endWasInferred() bool {
	return o.State.Done() && o.State != Denied && o.State != Filled && o.Reason.Inferred
}
