package sim

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Instructions. Who holds an option may exercise it, or say that it is not to be exercised at its expiry. Nothing trades:
// the venue keeps the instruction, which can be cancelled, until the account carries it out: at the close of the session
// that it is given in, and of one to lapse at the close of the option's last. An instruction at the very close counts for
// that close. (Interactive Brokers, "Option Exercise": requests for US options until 17:25 New York time, editable until
// then unless they are set to be final. Here the close is the end for all of them.)

// Instruction is one that stands.
type Instruction struct {
	Order    order.ID
	Strategy string
	Option   *market.Instrument
	Lapse    bool
	Quantity decimal.Decimal
	// At is when it is to be carried out; market.Never for one to let an option lapse that has no expiry.
	At market.Time
}

// instruct keeps an instruction.
func (v *Venue) instruct(w *working) {
	w.place = instructed
	w.opens = w.book.carriedOut(w.request.Type, v.now)
	v.instructions = append(v.instructions, w)
	v.note(w, order.WaitingForClose, math.NaN())
}

func (b *book) carriedOut(t order.Type, now market.Time) market.Time {
	if t == order.Lapse {
		if s, ok := b.hours.calendar.Latest(b.in.Expiry); ok && b.in.Expiry != 0 {
			return s.Close
		}
		return market.Never
	}
	if s, ok := b.hours.calendar.Previous(now); ok && s.Close == now {
		return now
	}
	return b.hours.at(now).regularEnd
}

// Instructions lists what is to be carried out, in the order of acceptance.
func (v *Venue) Instructions() []Instruction {
	if len(v.instructions) == 0 {
		return nil
	}
	list := make([]Instruction, len(v.instructions))
	for i, w := range v.instructions {
		list[i] = Instruction{
			Order: w.id, Strategy: w.strategy, Option: w.book.in, Lapse: w.request.Type == order.Lapse,
			Quantity: w.request.Quantity, At: w.opens,
		}
	}
	return list
}

// Carried is what became of an instruction.
type Carried struct {
	// Options have left at a Price, which Rule explains in the words of Fill.Rule.
	Options, Price decimal.Decimal
	Rule           string
	// Underlying comes, or goes when Units is negative, at the strike; nil where nothing is delivered.
	Underlying *market.Instrument
	Units      decimal.Decimal
}

// CarryOut ends an instruction, with a fill of what is delivered and one of the options. Of those that the holder does not
// hold any more it is cancelled. It is free of charge: IBKR takes no commission for exercise.
func (v *Venue) CarryOut(id order.ID, c Carried) {
	w := v.orders.working(id)
	if w == nil || w.place != instructed {
		return
	}
	short := c.Options.LessThan(w.request.Quantity)
	fill := func(in *market.Instrument, signed, price decimal.Decimal) order.WasFilled {
		f := order.Fill{
			ExecID: v.execID(w), Order: w.id, Strategy: w.strategy, Instrument: in, Leg: in != w.book.in,
			Quantity: signed.Abs(), Price: price, Time: w.opens, FeeCurrency: in.Currency, Rule: c.Rule, Tag: w.request.Tag,
		}
		if signed.IsNegative() {
			f.Side = order.Sell
		}
		return order.WasFilled{Header: v.header(w), Fill: &f}
	}
	if c.Options.IsPositive() {
		if c.Underlying != nil {
			v.sink(fill(c.Underlying, c.Units, w.book.in.Strike))
		}
		w.outcome.fill(c.Options)
		left := fill(w.book.in, c.Options.Neg(), c.Price)
		if !short {
			v.end(w)
		}
		v.sink(left)
	}
	if short {
		v.end(w)
		v.sink(order.WasCancelled{Header: v.header(w), Reason: order.Reason{
			Code: order.NotHeld, Limit: c.Options, Value: w.request.Quantity, Detail: "no more than that is held",
		}})
	}
}
