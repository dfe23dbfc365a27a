package tape

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// envelope is an input that is no market event.
type envelope struct {
	Time market.Time     `json:"time"`
	Type string          `json:"type"`
	Body json.RawMessage `json:"body"`
	// Symbol is the instrument of a fill.
	Symbol string `json:"symbol,omitempty"`
}

// decoders read the bodies, by the name of their type.
var decoders = map[string]func([]byte) (engine.Input, error){}

func register[T any](wrap func(T) engine.Input) {
	var zero T
	decoders[typeName(zero)] = func(body []byte) (engine.Input, error) {
		var v T
		err := json.Unmarshal(body, &v)
		return wrap(v), err
	}
}

func typeName(v any) string { return strings.TrimPrefix(fmt.Sprintf("%T", v), "*") }

func event[T order.Event]() {
	register(func(v T) engine.Input { return engine.Input{Order: v} })
}

func notice[T broker.Notice]() {
	register(func(v T) engine.Input { return engine.Input{Notice: v} })
}

func command[T engine.Command]() {
	register(func(v T) engine.Input { return engine.Input{Command: v} })
}

func init() {
	event[order.WasDenied]()
	event[order.WasSent]()
	event[order.WasSubmitted]()
	event[order.WasAccepted]()
	event[order.WasRejected]()
	event[order.WasFilled]()
	event[order.ModifyRequested]()
	event[order.WasModified]()
	event[order.ModifyRefused]()
	event[order.CancelRequested]()
	event[order.WasCancelled]()
	event[order.CancelRefused]()
	event[order.HasExpired]()
	event[order.InDoubt]()
	event[order.Reopened]()
	event[order.FillCorrected]()
	event[order.WasTriggered]()
	event[order.Noted]()

	notice[broker.LinkLost]()
	notice[broker.LinkRestored]()
	notice[broker.Doubt]()
	notice[broker.Disarmed]()
	notice[broker.Truth]()
	notice[broker.InquiryFailed]()
	notice[broker.WarmedUp]()
	notice[broker.DataLost]()
	notice[broker.DataRestored]()
	notice[broker.CorrectedFill]()
	notice[broker.LateFee]()
	notice[broker.ForeignOrder]()
	notice[broker.ForeignFill]()
	notice[broker.Alarm]()

	command[engine.Halt]()
	command[engine.Resume]()
	command[engine.Flatten]()
	command[engine.CancelOrders]()
	command[engine.CancelForeign]()
	command[engine.Inquire]()
	command[engine.Stop]()
}

// seal writes an input.
func seal(in engine.Input) ([]byte, error) {
	e := envelope{Time: in.Time}
	var body any
	switch {
	case in.Order != nil:
		body = in.Order
		e.Symbol = symbolOf(in.Order)
	case in.Notice != nil:
		body = in.Notice
	case in.Command != nil:
		body = in.Command
	}
	e.Type = typeName(body)
	if decoders[e.Type] == nil {
		return nil, fmt.Errorf("an input of the unknown type %s", e.Type)
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	e.Body = text
	return json.Marshal(e)
}

func symbolOf(ev order.Event) string {
	var in *market.Instrument
	if f := fillOf(ev); f != nil {
		in = f.Instrument
	}
	if in == nil {
		return ""
	}
	return in.Symbol
}

// fillOf is the fill that an event tells, nil when it tells none.
func fillOf(ev order.Event) *order.Fill {
	switch ev := ev.(type) {
	case order.WasFilled:
		return ev.Fill
	case order.FillCorrected:
		return ev.Fill
	}
	return nil
}

// open reads an input and finds its instruments.
func open(text []byte, u *market.Universe) (engine.Input, error) {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return engine.Input{}, err
	}
	decode := decoders[e.Type]
	if decode == nil {
		return engine.Input{}, fmt.Errorf("an input of the unknown type %q", e.Type)
	}
	in, err := decode(e.Body)
	if err != nil {
		return engine.Input{}, fmt.Errorf("%s: %w", e.Type, err)
	}
	in.Time = e.Time
	find := func(symbol string) *market.Instrument {
		instrument, _ := u.Find(symbol) // what the run does not have is nil, as it was when it was recorded
		return instrument
	}
	if f := fillOf(in.Order); f != nil {
		f.Instrument = find(e.Symbol)
	}
	if in.Notice != nil {
		in.Notice = bind(in.Notice, func(symbol string, _ *market.Instrument) (string, *market.Instrument) { return symbol, find(symbol) })
	}
	return in, nil
}

// bind sets symbol and instrument of everything in a notice that has them.
func bind(n broker.Notice, set func(string, *market.Instrument) (string, *market.Instrument)) broker.Notice {
	fill := func(f broker.ForeignFill) broker.ForeignFill {
		f.Symbol, f.Fill.Instrument = set(f.Symbol, f.Fill.Instrument)
		return f
	}
	report := func(r broker.Report) broker.Report {
		r.Symbol, r.Instrument = set(r.Symbol, r.Instrument)
		return r
	}
	switch n := n.(type) {
	case broker.Truth:
		n.Open, n.Done, n.Fills = each(n.Open, report), each(n.Done, report), each(n.Fills, fill)
		n.Holdings = each(n.Holdings, func(h broker.Holding) broker.Holding {
			h.Symbol, h.Instrument = set(h.Symbol, h.Instrument)
			return h
		})
		return n
	case broker.CorrectedFill:
		n.Fill = fill(n.Fill)
		return n
	case broker.ForeignFill:
		return fill(n)
	case broker.ForeignOrder:
		n.Report = report(n.Report)
		return n
	}
	return n
}

func each[T any](list []T, change func(T) T) []T {
	changed := make([]T, len(list))
	for i, v := range list {
		changed[i] = change(v)
	}
	return changed
}

// named gives everything that has an instrument of the run its symbol, which is how it is found again.
func named(symbol string, in *market.Instrument) (string, *market.Instrument) {
	if in != nil {
		symbol = in.Symbol
	}
	return symbol, in
}
