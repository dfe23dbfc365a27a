package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/html"
)

// tradeRows are the trips that the page lists: the newest, in order of their entry.
func (r *Result) tradeRows() []*portfolio.RoundTrip {
	rows := tripsOf(r.run.RoundTrips, "")
	slices.SortStableFunc(rows, func(a, b *portfolio.RoundTrip) int { return cmp.Compare(a.EntryTime, b.EntryTime) })
	return rows[max(0, len(rows)-pageTrades):]
}

func (r *Result) tradeGrid(rows []*portfolio.RoundTrip) html.Grid {
	base := string(r.Manifest.Base)
	g := html.Grid{
		Total: len(r.run.RoundTrips), Note: elsewhere(len(rows), len(r.run.RoundTrips), "trades", TradesFile),
		Columns: []html.GridColumn{
			{Name: "Entry", Kind: "time"}, {Name: "Exit", Kind: "time"}, {Name: "Instrument", Kind: "choice"},
			{Name: "Strategy", Kind: "choice"}, {Name: "Direction", Kind: "choice"}, {Name: "Result", Kind: "choice"},
			{Name: "Quantity", Kind: "number"}, {Name: "Entry price", Kind: "number"}, {Name: "Exit price", Kind: "number"},
			{Name: "Net " + base, Kind: "money"}, {Name: "Fees " + base, Kind: "number"}, {Name: "MFE", Kind: "number"},
			{Name: "MAE", Kind: "number"}, {Name: "Bars", Kind: "number"}, {Name: "Entry tag", Kind: "choice"}, {Name: "Exit tag", Kind: "choice"},
		},
	}
	g.Rows = make([][]string, 0, len(rows))
	var moments []market.Time
	for _, t := range rows {
		moments = append(moments, t.EntryTime, t.ExitTime)
		net, fees := "", ""
		if t.Base != nil {
			net, fees = t.Base.Net.String(), t.Base.Fees.StringFixed(2)
		}
		g.Rows = append(g.Rows, []string{
			stamp(t.EntryTime), stamp(t.ExitTime), t.Instrument.Symbol, t.Strategy, direction(t), outcome(t),
			t.Quantity.String(), priceText(t.Instrument, t.EntryPrice), priceText(t.Instrument, t.ExitPrice), net, fees,
			t.MFE.StringFixed(2), t.MAE.StringFixed(2), strconv.Itoa(t.Bars), t.EntryTag, t.ExitTag,
		})
	}
	g.Dates = r.datesSuffice(moments)
	return g
}

// priceText is a price with the decimals of its instrument, or more where it has them: averages do.
func priceText(in *market.Instrument, price decimal.Decimal) string {
	if price.IsZero() {
		return "" // no fill of that side
	}
	_, fraction, _ := strings.Cut(price.Round(8).String(), ".") // String leaves the zeros of a division away
	return price.StringFixed(int32(max(decimalsOf(in, price.InexactFloat64()), len(fraction))))
}

// orderGrid lists the newest orders without a fill, with what happened to them.
func (r *Result) orderGrid() html.Grid {
	var unfilled []*order.Order
	for i := range r.run.Orders {
		if r.run.Orders[i].Filled.IsZero() {
			unfilled = append(unfilled, &r.run.Orders[i])
		}
	}
	shown := unfilled[max(0, len(unfilled)-pageOrders):]
	g := html.Grid{
		Total: len(unfilled), Note: elsewhere(len(shown), len(unfilled), "orders", OrdersFile),
		Columns: []html.GridColumn{
			{Name: "Created", Kind: "time"}, {Name: "Instrument", Kind: "choice"}, {Name: "Strategy", Kind: "choice"},
			{Name: "State", Kind: "choice"}, {Name: "Reason", Kind: "choice"}, {Name: "Order", Kind: "text"}, {Name: "Explanation", Kind: "text"},
			{Name: "Tag", Kind: "text"}, {Name: "Id", Kind: "text"},
		},
	}
	g.Rows = make([][]string, 0, len(shown))
	var moments []market.Time
	events := histories(r.run.Events)
	for _, o := range shown {
		moments = append(moments, o.Created)
		explanation := explain(o, events[o.ID])
		g.Rows = append(g.Rows, []string{
			stamp(o.Created), o.Symbol, o.Strategy, o.State.String(), o.Reason.Code.String(), o.Words(), explanation, o.Tag, string(o.ID),
		})
	}
	g.Dates = r.datesSuffice(moments)
	return g
}

// explain is why an order ended, and what it was waiting for until then.
func explain(o *order.Order, events []order.Event) string {
	var waiting *order.Noted
	for _, e := range events {
		if noted, ok := e.(order.Noted); ok {
			waiting = &noted
		}
	}
	switch {
	case o.Reason.Code == order.NoReason:
		return ""
	case waiting == nil || waiting.Reason.Code == o.Reason.Code:
		return o.Reason.Error()
	}
	return o.Reason.Error() + "; until then: " + waiting.Reason.Error()
}

// datesSuffice reports that the moments fall on at most two times of the day, such as open and close.
func (r *Result) datesSuffice(moments []market.Time) bool {
	times := map[string]bool{}
	for _, t := range moments {
		if t != 0 {
			times[t.In(r.zone).Format(time.TimeOnly)] = true
		}
	}
	return len(times) <= 2
}

func stamp(t market.Time) string {
	if t == 0 || t == market.Never {
		return ""
	}
	return strconv.FormatInt(seconds(t), 10)
}

func elsewhere(shown, total int, what, file string) string {
	if shown == total {
		return ""
	}
	return fmt.Sprintf("These are the newest %d of %d %s; all are in %s", shown, total, what, file)
}
