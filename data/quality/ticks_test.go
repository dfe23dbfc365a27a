package quality_test

import (
	"io"
	"testing"

	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/data/quality"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

type heldQuotes []market.Quote

func (h *heldQuotes) Next(batch *market.Quotes) error {
	batch.Reset()
	if len(*h) == 0 {
		return io.EOF
	}
	for _, q := range *h {
		batch.Append(q)
	}
	*h = nil
	return nil
}

func (h *heldQuotes) Close() error { return nil }

func TestQuoteFindings(t *testing.T) {
	quotes := heldQuotes{
		{Time: 1, Bid: 10, Ask: 10.02, BidSize: 1, AskSize: 1},
		{Time: 1, Bid: 10.03, Ask: 10.02},  // crossed
		{Time: 3, Bid: 10, Ask: 0},         // one side
		{Time: 2, Bid: 10, Ask: 10.02},     // goes back
		{Time: 4, Bid: 10.001, Ask: 10.02}, // off the grid
		{Time: 5, Bid: 10, Ask: 10.02, BidSize: -1},
		{Time: 6, Bid: -1, Ask: 10.02},
	}
	r, err := quality.CheckQuotes(&quotes, market.NewEquity("XYZ"), nil, quality.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[quality.Kind]int64{quality.Crossed: 1, quality.OutOfOrder: 1, quality.OffGrid: 1, quality.NegativeVolume: 1, quality.NotPositive: 1}
	for k, n := range want {
		if r.Of(k) != n {
			t.Errorf("%s: %d, want %d", k, r.Of(k), n)
		}
	}
	if r.OneSided != 1 || r.Rows != 7 || len(r.Counts) != len(want) {
		t.Errorf("report %+v", r)
	}
}

// The manifest: backtrader's sample of quotes jumps too much to be a market. TrueFX's thousand quotes have
// no crossed one and none out of order.
func TestQuotesOfThePack(t *testing.T) {
	path := datapack.Path(t, "ticks/nautilus/usdjpy-ticks.csv")
	m, err := csvfile.SniffFile(path)
	if err != nil {
		t.Fatal(err)
	}
	quotes, err := csvfile.OpenQuotes(path, m, csvfile.Options{Instrument: market.Forex})
	if err != nil {
		t.Fatal(err)
	}
	defer quotes.Close()
	r, err := quality.CheckQuotes(quotes, market.NewForex("USD", "JPY"), calendarOf(t, "FOREX"), quality.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 1000 || r.Of(quality.Crossed) != 0 || r.Of(quality.OutOfOrder) != 0 {
		t.Errorf("report %+v", r)
	}
}

// The pack has SPY's trades of 7 and 11 October 2013: the three sessions between are missing.
func TestTradesOfThePack(t *testing.T) {
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	trades, err := tree.Trades(lean.Selection{Market: "usa", Symbol: "SPY", Resolution: lean.Tick})
	if err != nil {
		t.Fatal(err)
	}
	defer trades.Close()
	r, err := quality.CheckTrades(trades, market.NewEquity("SPY"), calendarOf(t, "XNYS"), quality.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Coverage; c.Expected != 5 || c.Missing != 3 || c.MissingSessions != 3 || r.Of(quality.OutOfOrder) != 0 {
		t.Errorf("coverage %+v, counts %v", r.Coverage, r.Counts)
	}
}
