package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// table writes rows of one width under a heading. It keeps its first error for the end.
type table struct {
	out *csv.Writer
	err error
}

func newTable(w io.Writer, heading ...string) *table {
	t := &table{out: csv.NewWriter(w)}
	t.row(heading...)
	return t
}

func (t *table) row(cells ...string) {
	if t.err == nil {
		t.err = t.out.Write(cells)
	}
}

func (t *table) end() error {
	t.out.Flush()
	if t.err == nil {
		t.err = t.out.Error()
	}
	return t.err
}

// moment is empty for no time.
func moment(t market.Time) string {
	if t == 0 {
		return ""
	}
	return t.String()
}

// price is empty when it means nothing for the order.
func price(means bool, p decimal.Decimal) string {
	if !means {
		return ""
	}
	return p.String()
}

func (r *Result) writeFills(w io.Writer) error {
	s := newTable(w, "time", "exec_id", "order_id", "strategy", "symbol", "side", "quantity", "price", "currency",
		"fee", "fee_currency", "value_base", "base_currency", "rule", "tag", "part")
	base := r.Manifest.Base
	for i := range r.run.Fills {
		f := &r.run.Fills[i]
		value := ""
		if amount, known := f.value(base); known {
			value = amount.String()
		}
		s.row(f.Time.String(), f.ExecID, string(f.Order), f.Strategy, f.Instrument.Symbol, f.Side.String(),
			f.Quantity.String(), f.Price.String(), string(f.Instrument.Currency),
			f.Fill.Fee.String(), string(f.FeeCurrency), value, string(base), f.Rule, f.Tag, f.part())
	}
	return s.end()
}

func (r *Result) writeOrders(w io.Writer) error {
	s := newTable(w, "id", "strategy", "symbol", "side", "type", "quantity", "limit_price", "stop_price",
		"time_in_force", "good_till", "outside_rth", "parent", "oca", "tag", "state", "filled", "average_price",
		"triggered", "reason", "reason_text", "created", "updated", "broker_id", "history")
	events := histories(r.run.Events)
	for i := range r.run.Orders {
		o := &r.run.Orders[i]
		reason, text := "", ""
		if o.Reason.Code != order.NoReason {
			reason, text = o.Reason.Code.String(), o.Reason.Error()
		}
		s.row(string(o.ID), o.Strategy, o.Symbol, o.Side.String(), o.Type.String(), o.Quantity.String(),
			limitOf(&o.Request), stopOf(&o.Request),
			o.TimeInForce.String(), moment(o.GoodTill), strconv.FormatBool(o.OutsideRTH), string(o.Parent), o.OCA, o.Tag,
			o.State.String(), o.Filled.String(), price(!o.Filled.IsZero(), o.AveragePrice),
			strconv.FormatBool(o.Triggered), reason, text, moment(o.Created), moment(o.Updated), o.BrokerID,
			strings.ReplaceAll(Why(events[o.ID]), "\n", " | "))
	}
	return s.end()
}

// limitOf and stopOf are the prices that an order has, by its type or because the venue set them.
func limitOf(r *order.Request) string {
	_, limited := r.Worst()
	return price(limited, r.LimitPrice)
}

func stopOf(r *order.Request) string {
	return price(r.Type.HasStop() || r.Type.Trails() && !r.StopPrice.IsZero(), r.StopPrice)
}

func (r *Result) writePostings(w io.Writer) error {
	s := newTable(w, "time", "strategy", "kind", "symbol", "amount", "currency")
	for i := range r.run.Postings {
		p := &r.run.Postings[i]
		s.row(moment(p.Time), p.Strategy, p.Kind.String(), p.Symbol, p.Amount.String(), string(p.Currency))
	}
	return s.end()
}

func (r *Result) writeTrips(w io.Writer) error {
	s := newTable(w, "strategy", "symbol", "direction", "quantity", "entry_time", "entry_price", "exit_time", "exit_price",
		"gross", "fees", "net", "currency", "gross_base", "fees_base", "net_base", "base_currency",
		"mfe", "mae", "bars_held", "fills", "entry_tag", "exit_tag", "open")
	for i := range r.run.RoundTrips {
		t := &r.run.RoundTrips[i]
		base := []string{"", "", ""}
		if t.Base != nil {
			base = []string{t.Base.Gross.String(), t.Base.Fees.String(), t.Base.Net.String()}
		}
		s.row(t.Strategy, t.Instrument.Symbol, direction(t), t.Quantity.String(),
			moment(t.EntryTime), t.EntryPrice.String(), moment(t.ExitTime), price(!t.ExitPrice.IsZero(), t.ExitPrice),
			t.Gross.String(), t.Fees.String(), t.Net.String(), string(t.Instrument.Currency),
			base[0], base[1], base[2], string(r.Manifest.Base),
			t.MFE.String(), t.MAE.String(), strconv.Itoa(t.Bars), strconv.Itoa(t.Fills),
			t.EntryTag, t.ExitTag, strconv.FormatBool(t.Open))
	}
	return s.end()
}

func (r *Result) writeEquity(w io.Writer) error {
	heading := []string{"time", "equity", "gross_exposure", "net_exposure", "flow"}
	currencies := cashCurrencies(r.run.Samples)
	for _, c := range currencies {
		heading = append(heading, "cash:"+string(c))
	}
	for _, info := range r.Manifest.Strategies {
		heading = append(heading, "equity:"+info.Name)
	}
	margins := slices.ContainsFunc(r.run.Samples, func(s Sample) bool { return s.Margin != nil })
	if margins {
		heading = append(heading, marginHeading...)
	}
	s := newTable(w, heading...)
	for i := range r.run.Samples {
		p := &r.run.Samples[i]
		cells := []string{p.Time.String(), p.Equity.String(), p.Gross.String(), p.Net.String(), p.Flow.String()}
		for _, c := range currencies {
			cells = append(cells, cashOf(p.Cash, c).String())
		}
		for k := range r.Manifest.Strategies {
			cells = append(cells, strategyCell(p, k))
		}
		if margins {
			cells = append(cells, marginCells(p.Margin)...)
		}
		s.row(cells...)
	}
	return s.end()
}

// cashCurrencies are the currencies that some sample has, sorted.
func cashCurrencies(samples []Sample) []market.Currency {
	var all []market.Currency
	for i := range samples {
		for _, m := range samples[i].Cash {
			if !slices.Contains(all, m.Currency) {
				all = append(all, m.Currency)
			}
		}
	}
	slices.Sort(all)
	return all
}

func cashOf(cash []portfolio.Money, c market.Currency) (sum decimal.Decimal) {
	for _, m := range cash {
		if m.Currency == c {
			sum = sum.Add(m.Amount)
		}
	}
	return sum
}

func strategyCell(p *Sample, k int) string {
	if k >= len(p.Strategies) {
		return ""
	}
	return p.Strategies[k].Equity.String()
}
