package command

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/setup"
)

func newFees() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fees",
		Short: "Explain what orders cost",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newFeesExplain())
	return cmd
}

func newFeesExplain() *cobra.Command {
	var q feesQuestion
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain SIDE QUANTITY SYMBOL PRICE",
		Short: "List each part of an order's fees: its rate, since when, by whom published, what decided the amount",
		Long: `List each part of an order's fees: its rate, since when, by whom published, what decided the amount.

The fees are those of a configuration's backtest, or of a plan. An instrument that the configuration does not have is made
of the flags.`,
		Example: `  trader fees explain sell 200000 SPY 5 --plan ibkr-tiered --exchange 0.003 --date 2023-06-01
  trader fees explain buy 100 SPY 25 --config configs/quickstart.yaml --fills 60,40
  trader fees explain buy 2 ESH4 5000 --kind future --root ES --multiplier 50 --plan ibkr-tiered --month 1000`,
		Args: exactly(4),
		RunE: func(cmd *cobra.Command, args []string) error {
			if q.file != "" && cmd.Flags().Changed("plan") {
				return usageError{errors.New("--plan and --config: give one of them; a configuration has its plan in sim.fees.model")}
			}
			if q.file == "" && len(q.set) > 0 {
				return usageError{errors.New("--set changes a configuration: name it with --config")}
			}
			answer, err := q.answer(args)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), answer)
			}
			return answer.print(cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.file, "config", "", "configuration whose fees and instruments are asked about")
	q.register(cmd)
	f.StringVar(&q.plan, "plan", "ibkr-fixed", "without a configuration: ibkr-fixed or ibkr-tiered, of all kinds of instruments")
	f.StringVar(&q.exchange, "exchange", "0", "under ibkr-tiered, the exchange's fee of a share that takes liquidity")
	f.StringVar(&q.kind, "kind", "equity", "kind of the instrument")
	f.StringVar(&q.currency, "currency", "USD", "currency of its price")
	f.StringVar(&q.root, "root", "", "root of a future, such as ES, or underlying of an option")
	f.StringVar(&q.multiplier, "multiplier", "", "money that a point is worth; of an option 100 when it is not given")
	f.StringVar(&q.date, "date", "", "day of the trade; today when it is not given")
	f.StringVar(&q.fills, "fills", "", "quantities that the order fills in, such as 60,40, or with prices 60@25,40@25.01")
	f.StringVar(&q.month, "month", "0", "quantity of the instrument that was traded in the month before, which tiers count")
	f.BoolVar(&q.maker, "maker", false, "the order was waiting and gave liquidity")
	jsonFlag(cmd, &asJSON)
	return cmd
}

// feesQuestion is the flags.
type feesQuestion struct {
	configFlags
	file, plan, exchange             string
	kind, currency, root, multiplier string
	date, fills, month               string
	maker                            bool
}

// feesAnswer is an order's fees; amounts are in the currency.
type feesAnswer struct {
	Side     order.Side      `json:"side"`
	Quantity decimal.Decimal `json:"quantity"`
	Symbol   string          `json:"symbol"`
	Kind     market.Kind     `json:"kind"`
	Currency market.Currency `json:"currency"`
	Date     market.Date     `json:"date"`
	Fees     string          `json:"fees"`
	Fills    []feesFill      `json:"fills"`
	Total    decimal.Decimal `json:"total"`
}

type feesFill struct {
	Quantity decimal.Decimal `json:"quantity"`
	Price    decimal.Decimal `json:"price"`
	Items    []fee.Item      `json:"items"`
	Fee      decimal.Decimal `json:"fee"`
}

// answer charges the order's fills one after another, as the venue does within a session.
func (q *feesQuestion) answer(args []string) (*feesAnswer, error) {
	a := &feesAnswer{Symbol: args[2]}
	if err := a.Side.UnmarshalText([]byte(args[0])); err != nil {
		return nil, usageError{err}
	}
	var price, month decimal.Decimal
	for _, n := range []struct {
		name, text string
		into       *decimal.Decimal
		orMore     bool
	}{{"QUANTITY", args[1], &a.Quantity, false}, {"PRICE", args[3], &price, true}, {"--month", q.month, &month, true}} {
		value, err := decimal.NewFromString(n.text)
		if err != nil || !n.orMore && !value.IsPositive() || n.name == "--month" && value.IsNegative() {
			return nil, usageError{fmt.Errorf("%s %q: want a number above 0, such as 100", n.name, n.text)}
		}
		*n.into = value
	}
	if a.Date = market.DateOf(time.Now()); q.date != "" {
		var err error
		if a.Date, err = market.ParseDate(q.date); err != nil {
			return nil, usageError{fmt.Errorf("--date: %w", err)}
		}
	}
	fees, in, err := q.subject(a.Symbol)
	if err != nil {
		return nil, err
	}
	a.Kind, a.Currency, a.Fees = in.Kind, in.Currency, q.plan
	if q.file != "" {
		a.Fees = q.file
	}
	if a.Fills, err = parts(q.fills, a.Quantity, price); err != nil {
		return nil, usageError{fmt.Errorf("--fills: %w", err)}
	}
	if model := setup.Fees(fees).For(in); model != nil {
		a.charge(model, order.Fill{Instrument: in, Side: a.Side, Maker: q.maker, FeeCurrency: in.Currency, Time: fee.Noon(in, a.Date)}, month, price)
	}
	return a, nil
}

func (a *feesAnswer) charge(model fee.Model, f order.Fill, month, price decimal.Decimal) {
	if month.IsPositive() {
		f.Quantity, f.Price = month, price
		model.Charge(&fee.Tally{}, &f)
	}
	var tally fee.Tally
	for i := range a.Fills {
		part := &a.Fills[i]
		f.Quantity, f.Price = part.Quantity, part.Price
		tally.Bill = &fee.Bill{}
		part.Fee = model.Charge(&tally, &f)
		part.Items = append(part.Items, tally.Bill.Items...)
		tally.Add(&f)
		a.Total = a.Total.Add(part.Fee)
	}
}

// subject is the fees that are asked about, and the instrument.
func (q *feesQuestion) subject(symbol string) (*config.Fees, *market.Instrument, error) {
	if q.file == "" {
		if q.plan != "ibkr-fixed" && q.plan != "ibkr-tiered" {
			return nil, nil, usageError{fmt.Errorf("--plan %q is not known; want ibkr-fixed or ibkr-tiered, or a --config", q.plan)}
		}
		exchange, err := decimal.NewFromString(q.exchange)
		if err != nil || exchange.IsNegative() {
			return nil, nil, usageError{fmt.Errorf("--exchange %q: want a fee a share, such as 0.003", q.exchange)}
		}
		in, err := q.instrument(symbol)
		return &config.Fees{Model: q.plan, Kinds: "all", Exchange: exchange}, in, err
	}
	run, err := q.load(q.file)
	if err != nil {
		return nil, nil, err
	}
	universe, err := backtest.Instruments(run)
	if err != nil {
		return nil, nil, usageError{fmt.Errorf("%s: %w", q.file, err)}
	}
	if in, err := universe.Find(symbol); err == nil {
		return &run.Sim.Fees, in, nil
	}
	in, err := q.instrument(symbol)
	return &run.Sim.Fees, in, err
}

// instrument is made of the flags.
func (q *feesQuestion) instrument(symbol string) (*market.Instrument, error) {
	in := market.NewEquity(symbol)
	if err := in.Kind.UnmarshalText([]byte(q.kind)); err != nil {
		return nil, usageError{fmt.Errorf("--kind: %w", err)}
	}
	in.Currency, in.Underlying = market.Currency(strings.ToUpper(q.currency)), q.root
	switch {
	case q.multiplier != "":
		m, err := decimal.NewFromString(q.multiplier)
		if err != nil || !m.IsPositive() {
			return nil, usageError{fmt.Errorf("--multiplier %q: want a number above 0", q.multiplier)}
		}
		in.Multiplier = m
	case in.Kind == market.Option:
		in.Multiplier = decimal.NewFromInt(100)
	case in.Kind == market.Future:
		return nil, usageError{errors.New("a future needs --multiplier, the money that a point is worth, such as 50 of ES")}
	}
	if in.Kind == market.Forex {
		if len(symbol) != 6 {
			return nil, usageError{fmt.Errorf("%s: want the two currencies of a pair, such as EURUSD", symbol)}
		}
		in.Base, in.Currency = market.Currency(symbol[:3]), market.Currency(symbol[3:])
	}
	return &in, nil
}

// parts are the fills of an order: of the given quantities, which must be the order's together, or one.
func parts(text string, quantity, price decimal.Decimal) ([]feesFill, error) {
	if text == "" {
		return []feesFill{{Quantity: quantity, Price: price, Items: []fee.Item{}}}, nil
	}
	var list []feesFill
	sum := decimal.Zero
	for part := range strings.SplitSeq(text, ",") {
		f := feesFill{Price: price, Items: []fee.Item{}}
		units, at, priced := strings.Cut(strings.TrimSpace(part), "@")
		var err error
		if f.Quantity, err = decimal.NewFromString(units); err != nil || !f.Quantity.IsPositive() {
			return nil, fmt.Errorf("%q: want a quantity above 0, or with a price, such as 60@25", part)
		}
		if priced {
			if f.Price, err = decimal.NewFromString(at); err != nil {
				return nil, fmt.Errorf("%q: want a price behind the @, such as 60@25", part)
			}
		}
		sum = sum.Add(f.Quantity)
		list = append(list, f)
	}
	if !sum.Equal(quantity) {
		return nil, fmt.Errorf("they are %s together, and the order is %s", sum, quantity)
	}
	return list, nil
}

func (a *feesAnswer) print(w io.Writer) error {
	fmt.Fprintf(w, "%s %s %s on %s, fees of %s\n", a.Side, a.Quantity, a.Symbol, a.Date, a.Fees)
	for i := range a.Fills {
		f := &a.Fills[i]
		fmt.Fprintf(w, "\n%s at %s: %s %s\n", f.Quantity, f.Price, f.Fee, a.Currency)
		if len(f.Items) == 0 {
			fmt.Fprintln(w, "  nothing is charged")
		}
		for _, item := range f.Items {
			since := "for all dates"
			if item.From != 0 {
				since = "since " + item.From.String()
			}
			fmt.Fprintf(w, "  %-28s %12s  %s, %s\n", item.Name, item.Amount, item.Rate, since)
			for _, more := range []string{item.Rule, item.Source} {
				if more != "" {
					fmt.Fprintf(w, "  %41s  %s\n", "", more)
				}
			}
		}
	}
	_, err := fmt.Fprintf(w, "\ntotal %s %s\n", a.Total, a.Currency)
	return err
}
