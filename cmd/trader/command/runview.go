package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/engine"
)

// runView shows a running engine in the last lines of a terminal and lets log lines scroll by above.
type runView struct {
	name  string
	out   io.Writer
	width int

	mu    sync.Mutex // guards what follows
	lines int        // that the view has on the screen

	stop chan struct{}
	done chan struct{}
}

// newRunView is a view on a terminal; false when out is none, and then the view passes everything on.
func newRunView(out io.Writer, name string) (*runView, bool) {
	width, terminal := isTerminal(out)
	if !terminal {
		return &runView{}, false
	}
	return &runView{name: name, out: out, width: width, stop: make(chan struct{}), done: make(chan struct{})}, true
}

// refresh is how often the view is drawn.
const refresh = 500 * time.Millisecond

// follow draws until close.
func (v *runView) follow(status func() *engine.Status) {
	go func() {
		defer close(v.done)
		tick := time.NewTicker(refresh)
		defer tick.Stop()
		for {
			select {
			case <-v.stop:
				return
			case <-tick.C:
				if s := status(); s != nil {
					v.draw(v.render(s))
				}
			}
		}
	}()
}

func (v *runView) close() {
	close(v.stop)
	select {
	case <-v.done:
	default: // follow was never called, or has ended
	}
	v.mu.Lock()
	v.lines = 0
	v.mu.Unlock()
}

// above is a writer whose lines appear above the view.
func (v *runView) above(w io.Writer) io.Writer {
	if v.out == nil {
		return w
	}
	return aboveView{v}
}

type aboveView struct{ *runView }

func (a aboveView) Write(line []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lines = 0 // the view is drawn anew below the line
	if _, err := fmt.Fprintf(a.out, "\x1b[J%s", line); err != nil {
		return 0, err
	}
	return len(line), nil
}

// draw replaces the view.
func (v *runView) draw(text []string) {
	var b bytes.Buffer
	v.mu.Lock()
	defer v.mu.Unlock()
	b.WriteString("\x1b[J")
	for _, line := range text {
		if len(line) > v.width {
			line = line[:v.width]
		}
		b.WriteString(line + "\n")
	}
	fmt.Fprintf(&b, "\x1b[%dA", len(text)) // back to the first line, which the next log line or view overwrites
	v.lines = len(text)
	_, _ = v.out.Write(b.Bytes()) // a terminal that has gone away ends the program by itself
}

// render is the view as lines.
func (v *runView) render(s *engine.Status) []string {
	state := fmt.Sprintf("%s since %s", s.State, s.Since.UTC().Format(time.TimeOnly))
	if s.Cause != "" {
		state += ": " + s.Cause
	}
	lines := []string{
		strings.Repeat("─", max(0, v.width-1)),
		fmt.Sprintf("%s  %s  %s", v.name, s.At.UTC().Format("15:04:05 UTC"), state),
		fmt.Sprintf("equity %s  today %s  orders %d sent, %d working  fills %d  bars %d  quotes %d",
			money(s.Equity), money(s.DayProfit), s.Counts.Sent, len(s.Orders), s.Summary.Fills, s.Summary.Bars, s.Summary.Quotes),
	}
	for i := range s.Strategies {
		for _, p := range s.Strategies[i].Positions {
			lines = append(lines, fmt.Sprintf("  %-16s %-8s %12s at %-14s unrealised %s",
				s.Strategies[i].Name, p.Symbol, p.Quantity, p.Average.Round(6), p.Unrealised.Round(2)))
		}
	}
	const shown = 5
	for i := range s.Orders {
		if i == shown {
			lines = append(lines, fmt.Sprintf("  and %d more orders", len(s.Orders)-shown))
			break
		}
		o := &s.Orders[i]
		lines = append(lines, fmt.Sprintf("  %-16s %s %s %s %s %s", o.ID, o.Side, o.Quantity, o.Symbol, o.Type, o.State))
	}
	for _, b := range s.Broken {
		lines = append(lines, fmt.Sprintf("  data of %s: %s", b.Symbol, b.Cause))
	}
	if n := len(s.Alarms); n > 0 {
		lines = append(lines, fmt.Sprintf("  alarm %s: %s", s.Alarms[n-1].At.UTC().Format(time.TimeOnly), s.Alarms[n-1].Text))
	}
	return lines
}

// money is an amount with two decimals, or a dash while it is not known.
func money(d *decimal.Decimal) string {
	if d == nil {
		return "-"
	}
	return d.StringFixed(2)
}
