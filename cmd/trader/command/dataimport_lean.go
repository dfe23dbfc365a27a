package command

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
)

func (d *dataCommand) newImportLean() *cobra.Command {
	l := leanImport{command: d}
	cmd := &cobra.Command{
		Use:   "lean ROOT",
		Short: "Import from a LEAN data tree, with definitions, splits and dividends",
		Example: "  trader data import lean Data --type equity --resolution minute --symbols SPY\n" +
			"  trader data import lean Data --type forex --market oanda --resolution hour --symbols EURUSD",
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return l.run(cmd, args[0]) },
	}
	cmd.Flags().StringVar(&l.kind, "type", "equity", "security type: equity, forex, crypto, cfd, index, future, option, ...")
	cmd.Flags().StringVar(&l.market, "market", "", "market folder; usa for equities unless given, required otherwise")
	cmd.Flags().StringVar(&l.resolution, "resolution", "daily", "daily, hour, minute, second or tick")
	cmd.Flags().StringSliceVar(&l.symbols, "symbols", nil, "tickers; all that the tree has of the type and resolution unless given")
	cmd.Flags().StringVar(&l.contract, "contract", "", "contract of a derivative, such as 201312")
	cmd.Flags().StringVar(&l.as, "as", "", "symbol in the catalog, when it is not the ticker (one ticker only)")
	cmd.Flags().StringVar(&l.price, "price", "", "price of quote bars: mid (the default where there are no trades), bid or ask")
	l.period.register(cmd)
	l.flags.register(cmd)
	return cmd
}

type leanImport struct {
	command                                       *dataCommand
	flags                                         importFlags
	period                                        period
	kind, market, resolution, contract, as, price string
	symbols                                       []string
}

func (l *leanImport) run(cmd *cobra.Command, root string) error {
	base, err := l.selection()
	if err != nil {
		return err
	}
	tree, err := lean.Open(root)
	if err != nil {
		return err
	}
	symbols := l.symbols
	if len(symbols) == 0 {
		if symbols, err = discover(root, base); err != nil {
			return err
		}
	}
	if l.as != "" && len(symbols) != 1 {
		return usageError{fmt.Errorf("--as names one symbol, but %d are imported", len(symbols))}
	}
	i := l.command.importer(cmd, &l.flags)
	for _, symbol := range symbols {
		s := base
		s.Symbol = strings.ToUpper(symbol)
		if err := l.one(cmd.Context(), tree, s, i); err != nil {
			return err
		}
	}
	return i.report(cmd.OutOrStdout())
}

func (l *leanImport) selection() (s lean.Selection, err error) {
	if err := s.Type.UnmarshalText([]byte(l.kind)); err != nil {
		return s, usageError{err}
	}
	if err := s.Resolution.UnmarshalText([]byte(l.resolution)); err != nil {
		return s, usageError{err}
	}
	if s.From, s.To, err = l.period.dates(); err != nil {
		return s, err
	}
	if s.BadRows, err = l.flags.policy(); err != nil {
		return s, err
	}
	s.Market, s.Contract = l.market, l.contract
	if s.Market == "" && s.Type == lean.Equity {
		s.Market = "usa"
	}
	if s.Market == "" {
		return s, usageError{fmt.Errorf("--market is missing: name the market folder of the %s data, such as oanda or cme", l.kind)}
	}
	switch l.price {
	case "":
		if s.Type == lean.Forex || s.Type == lean.CFD {
			s.Price = market.Mid
		}
	case "mid":
		s.Price = market.Mid
	case "bid":
		s.Price = market.Bid
	case "ask":
		s.Price = market.Ask
	default:
		return s, usageError{fmt.Errorf("--price %q: want mid, bid or ask", l.price)}
	}
	return s, nil
}

// discover lists the tickers that the tree has of a type, market and resolution.
func discover(root string, base lean.Selection) ([]string, error) {
	list, err := lean.Discover(root)
	if err != nil {
		return nil, err
	}
	var symbols []string
	for _, h := range list {
		if h.Type == base.Type && h.Market == base.Market && h.Resolution == base.Resolution && !slices.Contains(symbols, h.Symbol) {
			symbols = append(symbols, h.Symbol)
		}
	}
	if len(symbols) == 0 {
		return nil, fmt.Errorf("the tree %s has no %s data of %s/%s", root, base.Resolution, base.Type, base.Market)
	}
	return symbols, nil
}

func (l *leanImport) one(ctx context.Context, tree *lean.Tree, s lean.Selection, i *importer) error {
	in, err := tree.Instrument(s)
	if err != nil {
		return err
	}
	if l.as != "" {
		in.Symbol = l.as
	}
	if s.Resolution == lean.Tick {
		return l.ticks(ctx, tree, s, i, in)
	}
	stream, err := tree.Bars(s)
	if err != nil {
		return err
	}
	if err := i.bars(ctx, in, s.Resolution.Spec(s.Price), stream); err != nil {
		return err
	}
	if s.Type != lean.Equity {
		return nil
	}
	actions, err := tree.Actions(s.Market, s.Symbol)
	if err != nil {
		return err
	}
	return i.catalog.PutActions(in.Symbol, actions)
}

// ticks imports trades and quotes, whichever there are.
func (l *leanImport) ticks(ctx context.Context, tree *lean.Tree, s lean.Selection, i *importer, in market.Instrument) error {
	s.Price = market.Last
	trades, tradesErr := tree.Trades(s)
	if tradesErr == nil {
		if err := i.trades(ctx, in, trades); err != nil {
			return err
		}
	}
	quotes, quotesErr := tree.Quotes(s)
	if quotesErr == nil {
		return i.quotes(ctx, in, quotes)
	}
	if tradesErr == nil {
		return nil
	}
	return quotesErr
}
