package tape

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// kind is the first byte of an entry.
type kind byte

const (
	// Inputs.
	beginning     kind = 'b' // Header
	marketEvent   kind = 'e'
	clockReached  kind = 'l' // int64
	inputTaken    kind = 'i' // envelope
	sourceEnded   kind = 'x'
	recordWalked  kind = 'w' // walked
	walkEnded     kind = 'W'
	durableLoaded kind = 'd' // loaded
	idsReserved   kind = 'r' // reserved
	commitFailed  kind = 'f' // text
	flushFailed   kind = 'F' // text
	inquiryNumber kind = 'n' // uint64
	latchPressed  kind = 'p'
	// Outputs.
	submitted     kind = 's' // order
	modified      kind = 'm' // change
	cancelled     kind = 'c' // id
	foreignCancel kind = 'k' // broker's id
	inquired      kind = 'q'
	readiness     kind = 'y' // bool
	resumed       kind = 'u' // order
	committed     kind = 'h' // checksum
	quarantined   kind = 'z' // table and key
	latchReset    kind = 't'
)

var names = map[kind]string{
	beginning: "the beginning", marketEvent: "a market event", clockReached: "the clock", inputTaken: "an input", sourceEnded: "the end",
	recordWalked: "a stored record", walkEnded: "the end of a table", durableLoaded: "a durable value", idsReserved: "order ids",
	commitFailed: "a commit that failed", flushFailed: "a flush that failed", inquiryNumber: "the number of an inquiry", latchPressed: "the kill switch",
	submitted: "submit", modified: "modify", cancelled: "cancel", foreignCancel: "cancel foreign", inquired: "inquire",
	readiness: "ready", resumed: "resume", committed: "commit", quarantined: "quarantine", latchReset: "reset the kill switch",
}

func (k kind) String() string {
	if name, ok := names[k]; ok {
		return name
	}
	return fmt.Sprintf("an entry of the unknown kind %q", byte(k))
}

// appendEvent writes a market event: its head, then the fields of its kind.
func appendEvent(b []byte, ev *market.Event) []byte {
	le := binary.LittleEndian
	late := byte(0)
	if ev.Late {
		late = 1
	}
	b = append(b, byte(ev.Kind), late)
	b = le.AppendUint32(b, uint32(ev.Instrument))
	b = le.AppendUint64(b, uint64(ev.Time))
	floats := func(values ...float64) {
		for _, v := range values {
			b = le.AppendUint64(b, math.Float64bits(v))
		}
	}
	switch ev.Kind {
	case market.QuoteEvent:
		b = le.AppendUint64(b, uint64(ev.Quote.Time))
		floats(ev.Quote.Bid, ev.Quote.Ask, ev.Quote.BidSize, ev.Quote.AskSize)
	case market.TradeEvent:
		b = le.AppendUint64(b, uint64(ev.Trade.Time))
		floats(ev.Trade.Price, ev.Trade.Size)
	case market.BarEvent:
		x := &ev.Bar
		b = le.AppendUint64(b, uint64(x.Start))
		b = le.AppendUint64(b, uint64(x.End))
		floats(x.Open, x.High, x.Low, x.Close, x.Volume, x.Spread)
	case market.DepthEvent:
		b = le.AppendUint64(b, uint64(ev.Depth.Time))
		for _, side := range [][market.MaxLevels]market.Level{ev.Depth.Bids, ev.Depth.Asks} {
			n := levels(&side)
			b = append(b, byte(n))
			for _, level := range side[:n] {
				floats(level.Price, level.Size)
			}
		}
	}
	return b
}

// levels is how many levels of a side there are.
func levels(side *[market.MaxLevels]market.Level) int {
	n := 0
	for n < len(side) && side[n].Size > 0 {
		n++
	}
	return n
}

var errEvent = errors.New("a market event of the wrong length")

// readEvent fills ev from the bytes that appendEvent wrote; instruments is how many there are.
func readEvent(b []byte, ev *market.Event, instruments int) error {
	const head = 14
	if len(b) < head {
		return errEvent
	}
	le := binary.LittleEndian
	ev.Kind, ev.Late, ev.Last = market.EventKind(b[0]), b[1] != 0, false
	ev.Instrument, ev.Time = market.ID(le.Uint32(b[2:])), market.Time(le.Uint64(b[6:]))
	if ev.Instrument < 0 || int(ev.Instrument) >= instruments {
		return fmt.Errorf("a market event of instrument %d of %d", ev.Instrument, instruments)
	}
	if ev.Kind == market.DepthEvent {
		return readBook(b[head:], ev)
	}
	sizes := map[market.EventKind]int{market.QuoteEvent: 5, market.TradeEvent: 3, market.BarEvent: 8}
	if n, known := sizes[ev.Kind]; !known || len(b) != head+8*n {
		return errEvent
	}
	b = b[head:]
	next := func() uint64 {
		v := le.Uint64(b)
		b = b[8:]
		return v
	}
	float := func() float64 { return math.Float64frombits(next()) }
	id := ev.Instrument
	switch ev.Kind {
	case market.QuoteEvent:
		ev.Quote = market.Quote{Instrument: id, Time: market.Time(next()), Bid: float(), Ask: float(), BidSize: float(), AskSize: float()}
	case market.TradeEvent:
		ev.Trade = market.Trade{Instrument: id, Time: market.Time(next()), Price: float(), Size: float()}
	case market.BarEvent:
		ev.Bar = market.Bar{Instrument: id, Start: market.Time(next()), End: market.Time(next()), Open: float(), High: float(), Low: float(),
			Close: float(), Volume: float(), Spread: float()}
	}
	return nil
}

// readBook fills the book of an event, which it makes if there is none.
func readBook(b []byte, ev *market.Event) error {
	le := binary.LittleEndian
	if len(b) < 8 {
		return errEvent
	}
	if ev.Depth == nil {
		ev.Depth = new(market.Depth)
	}
	d := ev.Depth
	*d = market.Depth{Instrument: ev.Instrument, Time: market.Time(le.Uint64(b))}
	b = b[8:]
	for _, side := range []*[market.MaxLevels]market.Level{&d.Bids, &d.Asks} {
		if len(b) == 0 || int(b[0]) > len(side) || len(b) < 1+16*int(b[0]) {
			return errEvent
		}
		n := int(b[0])
		b = b[1:]
		for i := range n {
			side[i] = market.Level{Price: math.Float64frombits(le.Uint64(b)), Size: math.Float64frombits(le.Uint64(b[8:]))}
			b = b[16:]
		}
		if levels(side) != n {
			return errEvent
		}
	}
	if len(b) > 0 {
		return errEvent
	}
	return nil
}
