package synth

import (
	"errors"
	"io"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func spy(t testing.TB, edit func(*Options)) *Tape {
	t.Helper()
	in := market.NewEquity("SPY")
	return tape(t, &in, edit)
}

func future() market.Instrument {
	return market.NewFuture("ES", "ES", 20301220, decimal.NewFromInt(50), decimal.RequireFromString("0.25"))
}

func coin() market.Instrument {
	return market.Instrument{
		Symbol: "BTCUSD", Kind: market.Crypto, Currency: market.USD, Base: "BTC", Calendar: "24/7",
		Multiplier: decimal.NewFromInt(1), Grid: market.UniformGrid(decimal.RequireFromString("0.01")),
		SizeIncrement: decimal.RequireFromString("0.00000001"), MinSize: decimal.RequireFromString("0.00001"),
	}
}

// tape makes five years of an instrument, changed by edit.
func tape(t testing.TB, in *market.Instrument, edit func(*Options)) *Tape {
	t.Helper()
	cal, err := calendar.Get(in.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	o := Defaults(in)
	o.Seed, o.First, o.Last = 1, 20190102, 20231229
	if edit != nil {
		edit(&o)
	}
	tape, err := New(in, cal, o)
	if err != nil {
		t.Fatal(err)
	}
	return tape
}

// month keeps a tape short.
func month(o *Options) { o.First, o.Last = 20240301, 20240328 }

func stream(t testing.TB, tape *Tape, spec market.BarSpec) market.BarStream {
	t.Helper()
	s, err := tape.Bars(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read takes all bars of a tape.
func read(t testing.TB, tape *Tape, spec market.BarSpec) *market.Bars {
	t.Helper()
	return drain(t, stream(t, tape, spec))
}

func drain(t testing.TB, s market.BarStream) *market.Bars {
	t.Helper()
	var all, batch market.Bars
	for {
		err := s.Next(&batch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || batch.Len() == 0 {
			t.Fatalf("batch of %d rows, error %v", batch.Len(), err)
		}
		var bar market.Bar
		for i := range batch.Len() {
			batch.Row(i, &bar)
			all.Append(bar)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return &all
}

// readTicks takes all trades and quotes of a tape.
func readTicks(t testing.TB, tape *Tape) (*market.Trades, *market.Quotes) {
	t.Helper()
	var trades, tradeBatch market.Trades
	for s := tape.Trades(); ; {
		if err := s.Next(&tradeBatch); errors.Is(err, io.EOF) {
			break
		}
		var row market.Trade
		for i := range tradeBatch.Len() {
			tradeBatch.Row(i, &row)
			trades.Append(row)
		}
	}
	var quotes, quoteBatch market.Quotes
	for s := tape.Quotes(); ; {
		if err := s.Next(&quoteBatch); errors.Is(err, io.EOF) {
			break
		}
		var row market.Quote
		for i := range quoteBatch.Len() {
			quoteBatch.Row(i, &row)
			quotes.Append(row)
		}
	}
	return &trades, &quotes
}
