package tws

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// fills are the executions of this run and what they cost.
type fills struct {
	known  map[string]*execution // by id without its revision
	age    []string              // the oldest first
	early  map[string]*wire.CommissionReport
	queue  []string // of early, the oldest first
	parked []parked
}

const (
	knownFills   = 100_000
	earlyFees    = 4096
	mostParked   = 1024
	parkedAtMost = 2 * time.Second
)

// An execution is the last revision of one.
type execution struct {
	id       string
	revision int
	fill     order.Fill
	entry    *entry // nil for an order that is not ours
	fee      wire.Opt[decimal.Decimal]
}

// A parked execution belongs to no order yet; it may be of one whose permanent id has not arrived.
type parked struct {
	m     *wire.Executed
	zone  *time.Location
	since time.Time
}

func newFills() fills {
	return fills{known: map[string]*execution{}, early: map[string]*wire.CommissionReport{}}
}

func (f *fills) add(base string, x *execution) {
	f.known[base] = x
	f.age = append(f.age, base)
	if len(f.age) > knownFills {
		delete(f.known, f.age[0])
		f.age = f.age[1:]
	}
}

// executed books an execution: at once, whatever state its order or the link is in.
func (b *blotter) executed(m *wire.Executed, zone *time.Location) {
	x := &m.Execution
	base, number := order.Trade(x.ExecID)
	known := b.fills.known[base]
	if known != nil && number <= known.revision {
		return
	}
	e := b.find(x.OrderRef, x.PermID, x.ClientID, x.OrderID)
	switch {
	case known != nil:
		b.corrected(known, number, m, zone)
	case e == nil && b.mayBeLate(x):
		if len(b.fills.parked) < mostParked {
			b.fills.parked = append(b.fills.parked, parked{m, zone, time.Now()})
			return
		}
		b.foreignFill(base, number, m, zone)
	case e == nil, !x.Shares.IsPositive(), e.legOf(&m.Contract) && b.listings.by(&m.Contract) == nil:
		b.foreignFill(base, number, m, zone)
	default:
		b.filled(e, base, number, m, zone)
	}
}

// legOf tells a leg of a combo, or what an exercised option brings or takes: it moves a position, but the order's own
// progress is told by the execution of the combo, or of the option.
func (e *entry) legOf(k *wire.Contract) bool {
	if e.Type.Instructs() {
		return k.SecType != wire.Option && k.SecType != wire.FutureOption
	}
	return k.SecType != wire.Combo && (e.bag || e.in != nil && e.in.Kind == market.Combo)
}

func (b *blotter) filled(e *entry, base string, number int, m *wire.Executed, zone *time.Location) {
	x := &m.Execution
	b.bind(e, x.PermID)
	b.accept(e)
	f := b.fillOf(m, zone)
	e.own(&f, &m.Contract)
	known := &execution{id: x.ExecID, revision: number, entry: e}
	b.earlyFee(known, &f)
	known.fill = f
	b.fills.add(base, known)
	e.heard = true
	if counted := e.resumed && number > 1; !f.Leg && !counted { // a correction of what had filled before the restart
		e.filled = e.filled.Add(f.Quantity)
	}
	if e.filled.GreaterThanOrEqual(e.Quantity) {
		b.finish(e)
	}
	b.emit(order.WasFilled{Header: about(e.id), Fill: &f})
}

// own makes an execution one of this order, or of a leg of it.
func (e *entry) own(f *order.Fill, k *wire.Contract) {
	f.Order, f.Strategy, f.Tag = e.id, e.strategy, e.Tag
	if f.Leg = e.legOf(k); !f.Leg && e.in != nil {
		f.Instrument, f.FeeCurrency = e.in, e.in.Currency
	}
	if e.Type.Instructs() && !f.Leg {
		f.Side = e.Side // the option leaves, though TWS shows the instruction as a purchase
	}
}

// fillOf is an execution in the engine's words, but for whose it is.
func (b *blotter) fillOf(m *wire.Executed, zone *time.Location) order.Fill {
	x := &m.Execution
	f := order.Fill{ExecID: x.ExecID, Quantity: x.Shares, Price: x.Price, Time: now(), Rule: x.Exchange, Maker: x.LastLiquidity == wire.LiquidityAdded}
	if x.Side == wire.Sold {
		f.Side = order.Sell
	}
	if t, err := ibtime.Parse(x.Time, zone); err == nil {
		f.Time = market.At(t)
	} else {
		b.opts.Log.Warn().Err(err).Str("exec", x.ExecID).Msg("time of an execution: taking the time of its arrival")
	}
	if l := b.listings.by(&m.Contract); l != nil {
		f.Instrument, f.FeeCurrency = l.instrument, l.instrument.Currency
	}
	return f
}

// mayBeLate tells whether an execution without a reference may be of an order whose permanent id is still to come.
func (b *blotter) mayBeLate(x *wire.Execution) bool {
	if x.ClientID != b.opts.Client.ClientID || x.OrderRef != "" || x.Liquidation || x.PermID == 0 {
		return false
	}
	for _, e := range b.working {
		if e.permID == 0 {
			return true
		}
	}
	return false
}

// release books what was parked for an order whose permanent id has come.
func (b *blotter) release(permID int64) {
	rest := b.fills.parked[:0]
	var mine []parked
	for _, p := range b.fills.parked {
		if p.m.Execution.PermID == permID {
			mine = append(mine, p)
		} else {
			rest = append(rest, p)
		}
	}
	b.fills.parked = rest
	for _, p := range mine {
		b.executed(p.m, p.zone)
	}
}

// unpark books as foreign what has waited long enough.
func (b *blotter) unpark(now time.Time) {
	rest := b.fills.parked[:0]
	var old []parked
	for _, p := range b.fills.parked {
		if now.Sub(p.since) >= parkedAtMost {
			old = append(old, p)
		} else {
			rest = append(rest, p)
		}
	}
	b.fills.parked = rest
	for _, p := range old {
		base, number := order.Trade(p.m.Execution.ExecID)
		b.foreignFill(base, number, p.m, p.zone)
	}
}

func (b *blotter) foreignFill(base string, number int, m *wire.Executed, zone *time.Location) {
	f := b.foreignOf(m, zone)
	known := &execution{id: m.Execution.ExecID, revision: number}
	b.earlyFee(known, &f.Fill)
	known.fill = f.Fill
	b.fills.add(base, known)
	b.inbox.Notice(f)
}

// foreignOf is an execution with whose it is, as far as it says itself.
func (b *blotter) foreignOf(m *wire.Executed, zone *time.Location) broker.ForeignFill {
	x := &m.Execution
	f := broker.ForeignFill{
		Moment: moment(), Fill: b.fillOf(m, zone), Symbol: nameOf(&m.Contract), BrokerID: brokerID(x.PermID), Liquidation: x.Liquidation,
	}
	if e := b.find(x.OrderRef, x.PermID, x.ClientID, x.OrderID); e != nil {
		e.own(&f.Fill, &m.Contract)
	} else if x.ClientID == b.opts.Client.ClientID {
		f.Fill.Order = order.ID(x.OrderRef)
	}
	return f
}

// corrected replaces an execution by a later revision of itself.
func (b *blotter) corrected(known *execution, number int, m *wire.Executed, zone *time.Location) {
	f := b.foreignOf(m, zone)
	f.Fill.Fee, f.Fill.FeeCurrency = known.fill.Fee, known.fill.FeeCurrency
	if e := known.entry; e != nil {
		e.own(&f.Fill, &m.Contract)
		if !f.Fill.Leg {
			e.filled = e.filled.Add(f.Fill.Quantity).Sub(known.fill.Quantity)
		}
	}
	replaced := known.id
	known.id, known.revision = m.Execution.ExecID, number
	b.earlyFee(known, &f.Fill)
	known.fill = f.Fill
	b.inbox.Notice(broker.CorrectedFill{Moment: moment(), Replaced: replaced, Fill: f})
}

// earlyFee joins a fee that came before its execution.
func (b *blotter) earlyFee(known *execution, f *order.Fill) {
	r := b.fills.early[known.id]
	if r == nil {
		return
	}
	delete(b.fills.early, known.id)
	if fee, ok := feeOf(r); ok {
		known.fee = wire.Some(fee)
		f.Fee, f.FeeCurrency = fee, market.Currency(or(r.Currency, string(f.FeeCurrency)))
	}
}

// feeOf is the fee of a report; false while it is pending, which the broker writes as exactly -1.
func feeOf(r *wire.CommissionReport) (decimal.Decimal, bool) {
	fee, ok := r.Commission.Get()
	return fee, ok && !fee.Equal(pending)
}

var pending = decimal.NewFromInt(-1)

// commission hears what an execution cost. A later report replaces an earlier one.
func (b *blotter) commission(m *wire.CommissionReport) {
	base, _ := order.Trade(m.ExecID)
	known := b.fills.known[base]
	if known == nil || known.id != m.ExecID {
		if _, again := b.fills.early[m.ExecID]; !again {
			b.fills.queue = append(b.fills.queue, m.ExecID)
		}
		b.fills.early[m.ExecID] = m
		if len(b.fills.queue) > earlyFees {
			delete(b.fills.early, b.fills.queue[0])
			b.fills.queue = b.fills.queue[1:]
		}
		return
	}
	fee, ok := feeOf(m)
	if !ok || known.fee.Valid && known.fee.Value.Equal(fee) {
		return
	}
	known.fee = wire.Some(fee)
	b.inbox.Notice(broker.LateFee{Moment: moment(), ExecID: m.ExecID, Fee: fee, Currency: market.Currency(or(m.Currency, string(known.fill.FeeCurrency)))})
}
