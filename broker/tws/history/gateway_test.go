package history_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/history"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// ib is IB's memory: bars and ticks, and how it answers for them.
type ib struct {
	bars   []wire.Bar // with starts in epoch seconds, or dates
	trades []wire.HistoricalTrade
	quotes []wire.HistoricalQuote
	begins string // what it answers when asked when the data begins; empty for a refusal

	// before, when set, is called with the number of each request, from 1, and may refuse it.
	before func(ctx context.Context, n int) error
	asked  []string // every request in words
	lost   error    // why the connection has ended
}

func (b *ib) Err() error { return b.lost }

func (b *ib) HeadTimestamp(context.Context, wire.RequestHeadTimestamp) (string, error) {
	if b.begins == "" {
		return "", refusal(162, "No head time stamp")
	}
	return b.begins, nil
}

// HistoricalBars counts a duration back from the end, seconds in trading time and days in 24 hours, as the bars that
// begin in it: it answers with more than was meant rather than less.
func (b *ib) HistoricalBars(ctx context.Context, r wire.RequestHistoricalData) ([]wire.Bar, error) {
	b.asked = append(b.asked, strings.Join([]string{r.BarSize, r.WhatToShow, r.Duration, r.End}, " | "))
	if err := b.check(ctx); err != nil {
		return nil, err
	}
	if r.FormatDate != 2 || r.Contract.ConID == 0 {
		return nil, refusal(321, "not asked in UTC, or for no contract")
	}
	end := instant(r.End)
	var n int
	var unit string
	if _, err := fmt.Sscan(r.Duration, &n, &unit); err != nil {
		return nil, refusal(321, err.Error())
	}
	var found []wire.Bar
	for _, bar := range b.bars {
		if start := startOf(bar); start.Before(end) {
			found = append(found, bar)
		}
	}
	first := 0
	switch unit {
	case "S":
		size, _ := strconv.Atoi(strings.Fields(r.BarSize)[0])
		first = max(0, len(found)-n/size)
	case "D", "Y":
		if unit == "Y" {
			n *= 365
		}
		first = slices.IndexFunc(found, func(bar wire.Bar) bool { return !startOf(bar).Before(end.AddDate(0, 0, -n)) })
	}
	if first < 0 || first == len(found) {
		return nil, refusal(162, "Historical Market Data Service error message:HMDS query returned no data: X@SMART Trades")
	}
	return found[first:], nil
}

func (b *ib) HistoricalTrades(ctx context.Context, r wire.RequestHistoricalTicks) ([]wire.HistoricalTrade, error) {
	b.asked = append(b.asked, "trades | "+r.Start)
	if err := b.check(ctx); err != nil {
		return nil, err
	}
	return ticksFrom(b.trades, r, func(t wire.HistoricalTrade) int64 { return t.Time }), nil
}

func (b *ib) HistoricalQuotes(ctx context.Context, r wire.RequestHistoricalTicks) ([]wire.HistoricalQuote, error) {
	b.asked = append(b.asked, "quotes | "+r.Start)
	if err := b.check(ctx); err != nil {
		return nil, err
	}
	return ticksFrom(b.quotes, r, func(q wire.HistoricalQuote) int64 { return q.Time }), nil
}

// ticksFrom is the ticks from the start on, as many as were asked for and the rest of the last second.
func ticksFrom[T any](all []T, r wire.RequestHistoricalTicks, second func(T) int64) []T {
	start := instant(r.Start).Unix()
	from := slices.IndexFunc(all, func(t T) bool { return second(t) >= start })
	if from < 0 {
		return nil
	}
	to := min(from+r.Count, len(all))
	for to < len(all) && second(all[to]) == second(all[to-1]) {
		to++
	}
	return all[from:to]
}

func (b *ib) check(ctx context.Context) error {
	if b.lost != nil {
		return b.lost
	}
	if b.before != nil {
		return b.before(ctx, len(b.asked))
	}
	return ctx.Err()
}

// refusal is an answer of the gateway as the client passes it on.
func refusal(code int, text string) error {
	return &client.RequestError{Code: client.Classify(&wire.Error{Code: code, Message: text}), Text: text}
}

func instant(text string) time.Time {
	t, err := time.Parse("20060102-15:04:05", text)
	if err != nil {
		panic(err)
	}
	return t
}

// startOf is when a bar starts; a day's bar, at noon in New York, when the market is open.
func startOf(b wire.Bar) time.Time {
	if len(b.Date) == 8 {
		t, err := time.Parse("20060102", b.Date)
		if err != nil {
			panic(err)
		}
		return t.Add(17 * time.Hour)
	}
	seconds, err := strconv.ParseInt(b.Date, 10, 64)
	if err != nil {
		panic(err)
	}
	return time.Unix(seconds, 0).UTC()
}

// hours is the UTC time of the open and the close of the regular session in New York on days without daylight
// saving.
const opens, closes = 14*60 + 30, 21 * 60 // minutes

// minutes fills the regular sessions of days in winter with bars.
func (b *ib) minutes(step int, days ...string) {
	for _, day := range days {
		midnight, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		for m := opens; m < closes; m += step {
			start := midnight.Add(time.Duration(m) * time.Minute)
			price := 100 + float64(m)/100
			b.bars = append(b.bars, wire.Bar{
				Date: strconv.FormatInt(start.Unix(), 10), Open: price, High: price + 1, Low: price - 1, Close: price,
				Volume: wire.Some(float64(m)), Count: 3,
			})
		}
	}
}

// desk is a downloader with its catalog and IB.
type desk struct {
	*history.Downloader
	t   testing.TB
	ib  *ib
	now time.Time
}

func newDesk(t testing.TB, b *ib) *desk {
	t.Helper()
	catalog, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// Saturday, 20 January 2024.
	return &desk{&history.Downloader{Catalog: catalog, Source: b}, t, b, time.Date(2024, 1, 20, 12, 0, 0, 0, time.UTC)}
}

// shares are regular hours of a stock in New York.
func shares(spec market.BarSpec, from, to market.Date) history.Target {
	return history.Target{
		Contract:   wire.Contract{ConID: 1, Symbol: "X", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"},
		Instrument: market.NewEquity("X"), Series: data.BarSeries("X", spec), Regular: true, From: from, To: to,
	}
}

func (d *desk) plan(t history.Target) *history.Plan {
	d.t.Helper()
	p, err := d.Plan(d.t.Context(), t, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// download plans and runs, which must succeed.
func (d *desk) download(t history.Target) history.Result {
	d.t.Helper()
	result, err := d.Run(d.t.Context(), d.plan(t))
	if err != nil {
		d.t.Fatal(err)
	}
	return result
}

// rows are the bars in the catalog.
func (d *desk) rows(s data.Series) (all []market.Bar) {
	d.t.Helper()
	stream, err := d.Catalog.Bars(s.Symbol, s.Spec, data.Beginning, market.Never)
	var none *data.NotFoundError
	if errors.As(err, &none) {
		return nil
	}
	if err != nil {
		d.t.Fatal(err)
	}
	defer stream.Close()
	var batch market.Bars
	for stream.Next(&batch) == nil {
		for i := range batch.Len() {
			var bar market.Bar
			batch.Row(i, &bar)
			all = append(all, bar)
		}
	}
	return all
}

func at(text string) market.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return market.At(t)
}

var tick = decimal.New(1, -2)
