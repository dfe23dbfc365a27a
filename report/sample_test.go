package report_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report"
)

// desk is a toy account that trades made-up prices, so that tests have runs of every shape to report. It
// feeds a Recorder as an engine would.
type desk struct {
	recorder    *report.Recorder
	instruments []*market.Instrument
	cash        decimal.Decimal
	books       []*book
	prices      []float64
	orders      []order.Order
	random      *rand.Rand
	fee         decimal.Decimal
	now         market.Time
}

// book is a strategy's position in one instrument.
type book struct {
	strategy   string
	instrument *market.Instrument
	size       decimal.Decimal
	cash       decimal.Decimal // since the start
	entry      order.Fill
	bars       int
	best       float64
	worst      float64
}

var (
	d     = decimal.RequireFromString
	start = market.NewDate(2021, time.January, 4)
)

func newDesk(benchmark bool, symbols ...string) *desk {
	k := &desk{cash: d("100000"), random: rand.New(rand.NewPCG(7, 11)), fee: d("1")}
	for i, symbol := range symbols {
		in := market.NewEquity(symbol)
		in.ID = market.ID(i)
		k.instruments = append(k.instruments, &in)
		k.prices = append(k.prices, 40+60*float64(i+1))
	}
	options := report.RecorderOptions{}
	if benchmark {
		options.Benchmark = k.instruments[len(k.instruments)-1]
	}
	k.recorder = report.NewRecorder(k.instruments, options)
	return k
}

func (k *desk) book(strategy string, in *market.Instrument) *book {
	b := &book{strategy: strategy, instrument: in}
	k.books = append(k.books, b)
	return b
}

// trade sends a market order for a signed quantity, which fills at once at the last price.
func (k *desk) trade(b *book, quantity int64, tag string) {
	price := decimal.NewFromFloat(k.prices[b.instrument.ID]).Round(2)
	side, size := order.Buy, decimal.NewFromInt(quantity)
	if quantity < 0 {
		side, size = order.Sell, size.Neg()
	}
	o := k.order(b, order.Request{Symbol: b.instrument.Symbol, Side: side, Quantity: size, Tag: tag})
	f := order.Fill{
		ExecID: "x-" + string(o.ID), Order: o.ID, Strategy: b.strategy, Instrument: b.instrument, Side: side, Quantity: size,
		Price: price, Time: k.now, Fee: k.fee, FeeCurrency: "USD", Rule: "open of the next bar", Tag: tag,
	}
	k.apply(o, order.WasSubmitted{Header: k.head(o)}, order.WasAccepted{Header: k.head(o), BrokerID: "sim"}, order.WasFilled{Header: k.head(o), Fill: &f})
	k.recorder.Fill(report.Fill{Fill: &f})

	flow := price.Mul(f.Signed()).Neg().Sub(k.fee)
	k.cash, b.cash = k.cash.Add(flow), b.cash.Add(flow)
	before := b.size
	b.size = b.size.Add(f.Signed())
	if before.IsZero() {
		b.entry, b.bars, b.best, b.worst = f, 0, 0, 0
	} else if b.size.IsZero() {
		k.recorder.RoundTrip(b.trip(&f, false))
	}
}

func (b *book) trip(exit *order.Fill, open bool) portfolio.RoundTrip {
	r := portfolio.RoundTrip{
		Strategy: b.strategy, Instrument: b.instrument, Side: b.entry.Side, Quantity: b.entry.Quantity,
		EntryTime: b.entry.Time, EntryPrice: b.entry.Price, Profit: portfolio.Profit{Fees: b.entry.Fee, Net: b.entry.Fee.Neg()},
		MFE: decimal.NewFromFloat(b.best).Round(2), MAE: decimal.NewFromFloat(b.worst).Round(2),
		Bars: b.bars, Fills: 1, EntryTag: b.entry.Tag, Open: open,
	}
	if open {
		return r
	}
	r.ExitTime, r.ExitPrice, r.ExitTag, r.Fills = exit.Time, exit.Price, exit.Tag, 2
	r.Gross = exit.Price.Sub(b.entry.Price).Mul(b.entry.Signed())
	r.Fees = b.entry.Fee.Add(exit.Fee)
	r.Net = r.Gross.Sub(r.Fees)
	r.Base = &r.Profit
	return r
}

// refuse sends an order that never fills, for one of two reasons.
func (k *desk) refuse(b *book, limit string) {
	o := k.order(b, order.Request{Symbol: b.instrument.Symbol, Type: order.Limit, Quantity: d("10"), LimitPrice: d(limit)})
	if len(k.orders)%2 == 0 {
		k.apply(o, order.WasDenied{Header: k.head(o), Reason: order.Reason{
			Code: order.MaxPosition, Limit: d("500"), Value: d("510"), Detail: "position with working orders"}})
		return
	}
	k.apply(o, order.WasSubmitted{Header: k.head(o)}, order.WasAccepted{Header: k.head(o), BrokerID: "sim"},
		order.Noted{Header: k.head(o), Reason: order.Reason{Code: order.LimitNotReached, Limit: d(limit), Value: d(limit).Add(d("0.75"))}},
		order.HasExpired{Header: k.head(o), Reason: order.Reason{Code: order.SessionEnded}})
}

func (k *desk) order(b *book, request order.Request) *order.Order {
	id := order.ID(fmt.Sprintf("%s-%05d", b.strategy, len(k.orders)+1))
	k.orders = append(k.orders, order.Order{Request: request, ID: id, Strategy: b.strategy, Instrument: b.instrument, Created: k.now})
	o := &k.orders[len(k.orders)-1]
	k.apply(o)
	return o
}

func (k *desk) head(o *order.Order) order.Header { return order.Header{Order: o.ID, Time: k.now} }

func (k *desk) apply(o *order.Order, events ...order.Event) {
	for _, e := range events {
		if _, denied := e.(order.WasDenied); !denied && o.State == order.New {
			if _, err := o.Apply(order.WasSent{Header: k.head(o)}); err != nil {
				panic(err)
			}
		}
		if _, err := o.Apply(e); err != nil {
			panic(err)
		}
		k.recorder.Event(e)
	}
}

func usd(amount decimal.Decimal) []portfolio.Money {
	return []portfolio.Money{{Currency: "USD", Amount: amount}}
}

// step moves every price by one bar that ends at a moment.
func (k *desk) step(from, to market.Time, drift, spread float64) {
	k.now = to
	for i := range k.prices {
		open := k.prices[i] * (1 + spread/4*k.random.NormFloat64())
		close := open * (1 + drift + spread*k.random.NormFloat64())
		high, low := max(open, close)*(1+spread/3*k.random.Float64()), min(open, close)*(1-spread/3*k.random.Float64())
		k.prices[i] = close
		k.recorder.Bar(&market.Bar{Instrument: market.ID(i), Start: from, End: to, Open: open, High: high, Low: low, Close: close, Volume: float64(100_000 + k.random.IntN(400_000))})
	}
	for _, b := range k.books {
		if !b.size.IsZero() {
			b.bars++
			profit := (k.prices[b.instrument.ID] - b.entry.Price.InexactFloat64()) * b.size.InexactFloat64()
			b.best, b.worst = max(b.best, profit), min(b.worst, profit)
		}
	}
}

// held is the number of positions that are not flat.
func (k *desk) held() (n float64) {
	for _, b := range k.books {
		if !b.size.IsZero() {
			n++
		}
	}
	return n
}

// sample records the account; each strategy owns an equal share of the start.
func (k *desk) sample(strategies ...string) {
	s := report.Sample{Time: k.now, Equity: k.cash, Cash: usd(k.cash)}
	shares := make([]report.Share, len(strategies))
	for i := range shares {
		shares[i].Equity = d("100000").Div(decimal.NewFromInt(int64(len(strategies))))
	}
	for _, b := range k.books {
		worth := decimal.NewFromFloat(k.prices[b.instrument.ID]).Round(2).Mul(b.size)
		s.Equity, s.Net, s.Gross = s.Equity.Add(worth), s.Net.Add(worth), s.Gross.Add(worth.Abs())
		for i, name := range strategies {
			if name == b.strategy {
				shares[i].Equity = shares[i].Equity.Add(b.cash).Add(worth)
			}
		}
	}
	s.Strategies = shares
	k.recorder.Sample(s)
}

func (k *desk) finish(m report.Manifest) *report.Run {
	for _, b := range k.books {
		if !b.size.IsZero() {
			k.recorder.RoundTrip(b.trip(nil, true))
		}
	}
	return k.recorder.Finish(m, k.orders)
}

func close(date market.Date) market.Time {
	zone, _ := time.LoadLocation("America/New_York")
	return market.At(date.Clock(16, 0, zone))
}

// sessions are the n weekdays after a date.
func sessions(after market.Date, n int) []market.Date {
	var dates []market.Date
	for date := after.AddDays(1); len(dates) < n; date = date.AddDays(1) {
		if date.Weekday() != time.Saturday && date.Weekday() != time.Sunday {
			dates = append(dates, date)
		}
	}
	return dates
}
