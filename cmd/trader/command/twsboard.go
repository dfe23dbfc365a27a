package command

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// board is a table of quotes that is drawn over itself, for terminals.
type board struct {
	out   io.Writer
	lines []boardLine
	drawn bool // there is something to draw over
}

type boardLine struct {
	name, data                                        string
	bidSize, bid, ask, askSize, last, lastSize, total *float64
}

func newBoard(out io.Writer, names []string) *board {
	b := &board{out: out, lines: make([]boardLine, len(names))}
	for i, name := range names {
		b.lines[i].name = name
	}
	return b
}

// show takes an event and draws, unless more are waiting.
func (b *board) show(e quoteEvent, more bool) error {
	b.lines[e.line].take(e)
	if more {
		return nil
	}
	var text bytes.Buffer
	if b.drawn {
		fmt.Fprintf(&text, "\x1b[%dA\x1b[J", len(b.lines)+1)
	}
	b.drawn = true
	w := tabwriter.NewWriter(&text, 9, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "CONTRACT\tBID SIZE\tBID\tASK\tASK SIZE\tLAST\tSIZE\tVOLUME\tDATA\t")
	for i := range b.lines {
		l := &b.lines[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", l.name, figure(l.bidSize), figure(l.bid), figure(l.ask),
			figure(l.askSize), figure(l.last), figure(l.lastSize), figure(l.total), l.data)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := b.out.Write(text.Bytes())
	return err
}

// take keeps what an event says. Delayed types follow each other as the live ones do: 66 to 68, then the sizes.
func (l *boardLine) take(e quoteEvent) {
	switch e.kind {
	case wire.TickBid, wire.TickDelayedBid:
		l.bid, l.bidSize = e.Price, e.Size
	case wire.TickAsk, wire.TickDelayedAsk:
		l.ask, l.askSize = e.Price, e.Size
	case wire.TickLastPrice, wire.TickDelayedLast:
		l.last, l.lastSize = e.Price, e.Size
	case wire.TickBidSize, wire.TickDelayedBid + 3:
		l.bidSize = e.Size
	case wire.TickAskSize, wire.TickDelayedAsk + 3:
		l.askSize = e.Size
	case wire.TickLastSize, wire.TickDelayedLast + 3:
		l.lastSize = e.Size
	case wire.TickVolume, delayedVolume:
		l.total = e.Size
	}
	if e.Tick == "DATA" {
		l.data = e.Text
	}
}

const delayedVolume wire.TickType = 74
