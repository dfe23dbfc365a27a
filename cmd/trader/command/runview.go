package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/term"

	"github.com/tidemark/tidemark/engine"
)

// runView shows a running engine in the last lines of a terminal and lets log lines scroll by above. The cursor rests
// on the view's first line, so that whatever is written next takes the view's place.
type runView struct {
	name string
	out  io.Writer
	size func() (width, height int) // of the terminal now, in characters

	mu sync.Mutex // of the terminal

	stop chan struct{}
	done chan struct{} // nil while nothing is followed
}

// newRunView is a view on a terminal; false when out is none.
func newRunView(out io.Writer, name string) (*runView, bool) {
	if _, terminal := isTerminal(out); !terminal {
		return nil, false
	}
	size := func() (int, int) {
		width, height, err := term.GetSize(int(out.(*os.File).Fd()))
		if err != nil {
			return 80, 24
		}
		return width, height
	}
	return &runView{name: name, out: out, size: size, stop: make(chan struct{})}, true
}

// refresh is how often the view is drawn.
const refresh = 500 * time.Millisecond

// follow draws until close.
func (v *runView) follow(status func() *engine.Status) {
	v.done = make(chan struct{})
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
					v.draw(s)
				}
			}
		}
	}()
}

// close takes the view away.
func (v *runView) close() {
	close(v.stop)
	if v.done != nil {
		<-v.done
	}
	v.print([]byte("\x1b[J"))
}

// Write prints log lines, above the view.
func (v *runView) Write(lines []byte) (int, error) {
	v.print([]byte("\x1b[J"), lines)
	return len(lines), nil
}

// draw replaces the view: as much of it as the terminal has room for.
func (v *runView) draw(s *engine.Status) {
	width, height := v.size()
	text := v.render(s, time.Now(), width-1)
	text = text[:min(len(text), max(1, height-1))]
	var b bytes.Buffer
	b.WriteString("\x1b[J")
	for _, line := range text {
		fmt.Fprintln(&b, cut(line, width-1))
	}
	fmt.Fprintf(&b, "\x1b[%dA", len(text))
	v.print(b.Bytes())
}

func (v *runView) print(parts ...[]byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, _ = v.out.Write(bytes.Join(parts, nil)) // a terminal that has gone away ends the program by itself
}

// cut is the beginning of a line, of so many characters. What a broker says moves no cursor.
func cut(line string, width int) string {
	text := []rune(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, line))
	return string(text[:min(len(text), max(0, width))])
}

// render is the view as lines.
func (v *runView) render(s *engine.Status, now time.Time, width int) []string {
	state := fmt.Sprintf("%s since %s", s.State, s.Since.UTC().Format(time.TimeOnly))
	if s.Warming {
		state += ", warming up"
	}
	if s.Cause != "" {
		state += ": " + s.Cause
	}
	lines := []string{
		strings.Repeat("─", max(0, width)),
		fmt.Sprintf("%s  %s  %s", v.name, now.UTC().Format("15:04:05 UTC"), state),
		fmt.Sprintf("equity %s  today %s  orders %d sent, %d working  fills %d  bars %d  quotes %d",
			money(s.Equity), money(s.DayProfit), s.Counts.Sent, len(s.Orders), s.Summary.Fills, s.Summary.Bars, s.Summary.Quotes),
	}
	for i := range s.Strategies {
		for _, p := range s.Strategies[i].Positions {
			lines = append(lines, fmt.Sprintf("  %-16s %-8s %12s at %-14s unrealised %s",
				s.Strategies[i].Name, p.Symbol, p.Quantity, p.Average.Round(6), p.Unrealised.Round(2)))
		}
	}
	if s.Halt != nil {
		lines = append(lines, fmt.Sprintf("  halted since %s: %s", s.Halt.At.UTC().Format(time.TimeOnly), s.Halt.Reason))
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
