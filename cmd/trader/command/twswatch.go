package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func newTWSWatch() *cobra.Command {
	w := watch{}
	cmd := &cobra.Command{
		Use:   "watch [SYMBOL...]",
		Short: "Follow live quotes until interrupted: a line a symbol on a terminal, a line an event in a pipe",
		Example: "  trader tws watch AAPL MSFT\n" +
			"  trader tws watch EURUSD --type CASH --for 1m --json",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return w.run(cmd, args) },
	}
	w.flags.register(cmd)
	w.contract.register(cmd)
	f := cmd.Flags()
	f.BoolVar(&w.asJSON, "json", false, "print each event as a line of JSON")
	f.DurationVar(&w.limit, "for", 0, "end after so long")
	f.StringVar(&w.fresh, "data", "live", "live, frozen, delayed or delayed-frozen; live data comes anyway where the login has it")
	f.StringVar(&w.generic, "generic", "", "generic ticks to add, by IB's numbers: 233,236")
	return cmd
}

type watch struct {
	flags    twsFlags
	contract contractFlags
	asJSON   bool
	limit    time.Duration
	fresh    string
	generic  string
}

var marketDataTypes = map[string]wire.MarketDataType{
	"live": wire.Live, "frozen": wire.Frozen, "delayed": wire.Delayed, "delayed-frozen": wire.DelayedFrozen,
}

// mostLines is how many market data lines a login has, unless more were bought.
const mostLines = 100

// quoteEvent is one event of a symbol.
type quoteEvent struct {
	line  int
	Time  time.Time `json:"time"`
	Name  string    `json:"symbol"`
	Tick  string    `json:"tick"`
	Price *float64  `json:"price,omitempty"`
	Size  *float64  `json:"size,omitempty"`
	Text  string    `json:"text,omitempty"`
	kind  wire.TickType
}

func (w *watch) run(cmd *cobra.Command, args []string) error {
	symbols, err := w.contract.symbols(args)
	if err != nil {
		return err
	}
	if len(symbols) > mostLines {
		return usageError{fmt.Errorf("%d symbols: a login has market data for %d at a time", len(symbols), mostLines)}
	}
	contracts := make([]wire.Contract, len(symbols))
	for i, s := range symbols {
		if contracts[i], err = w.contract.contract(s); err != nil {
			return err
		}
	}
	fresh, ok := marketDataTypes[w.fresh]
	if !ok {
		return usageError{fmt.Errorf("--data %q: want live, frozen, delayed or delayed-frozen", w.fresh)}
	}
	if w.limit < 0 {
		return usageError{fmt.Errorf("--for %v: must not be negative", w.limit)}
	}
	return w.flags.connected(cmd, func(ctx context.Context, c *client.Conn) error {
		names, err := w.resolve(ctx, c, contracts)
		if err != nil {
			return err
		}
		if err := c.SetMarketDataType(ctx, fresh); err != nil {
			return err
		}
		return w.watch(ctx, c, contracts, names, w.show(cmd.OutOrStdout(), names))
	})
}

// resolve completes the contracts and finds a name for each.
func (w *watch) resolve(ctx context.Context, c *client.Conn, contracts []wire.Contract) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, w.flags.timeout)
	defer cancel()
	names := make([]string, len(contracts))
	for i := range contracts {
		found, err := c.Resolve(ctx, contracts[i])
		if err != nil {
			return nil, err
		}
		contracts[i] = found.Contract
		row := newContractRow(&found.Contract)
		names[i] = row.title()
	}
	return names, nil
}

// watch subscribes, and hands every event to show until ctx ends, which is how it should end, or a stream does.
func (w *watch) watch(ctx context.Context, c *client.Conn, contracts []wire.Contract, names []string, show func(quoteEvent, bool) error) error {
	if w.limit > 0 {
		limited, cancel := context.WithTimeout(ctx, w.limit)
		defer cancel()
		ctx = limited
	}
	ctx, stop := context.WithCancelCause(ctx)
	events := make(chan quoteEvent, 64)
	var following sync.WaitGroup
	defer following.Wait()
	defer stop(nil)
	for line, k := range contracts {
		ticks, err := c.MarketData(ctx, wire.RequestMarketData{Contract: k, GenericTicks: w.generic})
		if err != nil {
			return ended(ctx, err)
		}
		following.Go(func() { stop(follow(ctx, line, names[line], ticks, events)) })
	}
	for {
		select {
		case e := <-events:
			if err := show(e, len(events) > 0); err != nil {
				return err
			}
		case <-ctx.Done():
			return ended(ctx, context.Cause(ctx))
		}
	}
}

// ended is nil for the ends that a user of watch asks for: an interrupt, and --for.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		return nil
	}
	return err
}

// follow passes on the ticks of one line and returns why they ended.
func follow(ctx context.Context, line int, name string, ticks *client.Stream[client.Tick], events chan<- quoteEvent) error {
	defer ticks.Close()
	for {
		tick, err := ticks.Next(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		e, ok := newQuoteEvent(&tick)
		if !ok {
			continue
		}
		e.line, e.Name, e.Time = line, name, time.Now().UTC()
		select {
		case events <- e:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// newQuoteEvent leaves out what is no news of the market.
func newQuoteEvent(t *client.Tick) (e quoteEvent, ok bool) {
	switch m := t.Other.(type) {
	case nil:
	case *wire.MarketDataFreshness:
		return quoteEvent{Tick: "DATA", Text: m.Type.String(), kind: -1}, true
	case *wire.TickOptionComputation:
		e = quoteEvent{Tick: m.Type.String(), kind: m.Type, Price: known(m.OptionPrice)}
		if v, ok := m.ImpliedVolatility.Get(); ok {
			e.Text = "volatility " + number(v)
		}
		return e, true
	case *wire.TickNews:
		return quoteEvent{Tick: "NEWS", Text: m.Headline, kind: -1}, true
	default:
		return e, false
	}
	e = quoteEvent{Tick: t.Type.String(), kind: t.Type, Size: known(t.Size), Text: t.Text}
	if t.Text == "" && !(t.Price == 0 && t.Size.Valid) {
		e.Price = &t.Price
	}
	return e, true
}

// show is how events are printed; it is told whether more are waiting.
func (w *watch) show(out io.Writer, names []string) func(e quoteEvent, more bool) error {
	if w.asJSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return func(e quoteEvent, _ bool) error { return enc.Encode(e) }
	}
	if _, ok := isTerminal(out); ok {
		return newBoard(out, names).show
	}
	return func(e quoteEvent, _ bool) error {
		words := []string{e.Time.Format("2006-01-02T15:04:05.000Z"), e.Name, e.Tick}
		for _, word := range []string{figure(e.Price), figure(e.Size), e.Text} {
			if word != "" {
				words = append(words, word)
			}
		}
		_, err := fmt.Fprintln(out, strings.Join(words, " "))
		return err
	}
}
