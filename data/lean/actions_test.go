package lean_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
)

// Apple's splits and some of its dividends, as the company published them (investor.apple.com).
func TestAppleActions(t *testing.T) {
	actions, err := openTree(t).Actions("usa", "AAPL")
	if err != nil {
		t.Fatal(err)
	}
	splits := map[market.Date]data.Ratio{}
	dividends := map[market.Date]string{}
	for _, a := range actions {
		switch a.Kind {
		case data.Split:
			splits[a.Ex] = a.Ratio
		case data.Dividend:
			dividends[a.Ex] = a.Amount.StringFixed(2)
		default:
			t.Errorf("unexpected %v on %s", a.Kind, a.Ex)
		}
	}
	want := map[market.Date]data.Ratio{
		20000621: {New: 2, Old: 1}, 20050228: {New: 2, Old: 1}, 20140609: {New: 7, Old: 1}, 20200831: {New: 4, Old: 1},
	}
	if diff := cmp.Diff(want, splits); diff != "" {
		t.Errorf("splits (-published +read):\n%s", diff)
	}
	for ex, amount := range map[market.Date]string{
		20120809: "2.65", 20130509: "3.05", 20140508: "3.29", 20140807: "0.47", 20150507: "0.52",
		20160505: "0.57", 20170511: "0.63", 20180511: "0.73", 20190510: "0.77", 20200508: "0.82",
	} {
		if dividends[ex] != amount {
			t.Errorf("dividend of %s: read %q, published %s", ex, dividends[ex], amount)
		}
	}
	if len(dividends) != 35 {
		// Four a year from August 2012 to February 2021: 2 + 8 × 4 + 1.
		t.Errorf("%d dividends, want 35", len(dividends))
	}
}

// The dividend's arithmetic by hand, from the two rows of SPY's factor file around 19 March 1998:
// 109.34 × (1 − 0.6566606 / 0.6585481) = 109.34 × 0.00286615 = 0.31338, in cents 0.31. The trust paid
// 0.313 a share to holders before 20 March 1998.
func TestDividendArithmetic(t *testing.T) {
	actions, err := openTree(t).Actions("usa", "SPY")
	if err != nil {
		t.Fatal(err)
	}
	want := data.Action{
		Kind: data.Dividend, Ex: 19980320,
		Amount: decimal.RequireFromString("0.31"), Reference: decimal.RequireFromString("109.34"),
	}
	if diff := cmp.Diff(want, actions[0], cmp.Comparer(decimal.Decimal.Equal)); diff != "" {
		t.Errorf("first action (-by hand +read):\n%s", diff)
	}
}

func TestSplitsOfOtherFunds(t *testing.T) {
	tree := openTree(t)
	for _, test := range []struct {
		symbol string
		ex     market.Date
		want   data.Ratio
	}{
		// The issuers' announcements.
		{"USO", 20200429, data.Ratio{New: 1, Old: 8}},
		{"VXX.1", 20121005, data.Ratio{New: 1, Old: 4}},
		{"VXX.1", 20170823, data.Ratio{New: 1, Old: 4}},
		{"IBM", 19990527, data.Ratio{New: 2, Old: 1}},
		{"QQQ", 20000320, data.Ratio{New: 2, Old: 1}},
	} {
		actions, err := tree.Actions("usa", test.symbol)
		if err != nil {
			t.Fatal(err)
		}
		var got data.Ratio
		for _, a := range actions {
			if a.Kind == data.Split && a.Ex == test.ex {
				got = a.Ratio
			}
		}
		if got != test.want {
			t.Errorf("%s on %s: ratio %v, announced %v", test.symbol, test.ex, got, test.want)
		}
	}
}

// Ticker changes and delistings that the pack's README names.
func TestNameChanges(t *testing.T) {
	tree := openTree(t)
	change := func(ex market.Date, symbol string) data.Action {
		return data.Action{Kind: data.SymbolChange, Ex: ex, Symbol: symbol}
	}
	for _, test := range []struct {
		symbol string
		want   []data.Action
	}{
		{"GOOGL", []data.Action{change(20140403, "GOOGL")}},
		{"TFCFA", []data.Action{change(20130701, "FOXA"), change(20190319, "TFCFA")}},
		{"SPWR", []data.Action{change(20080930, "SPWRA"), change(20111117, "SPWR")}},
		{"WM", []data.Action{change(19980717, "WMI"), change(20090805, "WM")}},
		// Altana traded last on Friday 18 May 2007, at 26.00.
		{"AAA.1", []data.Action{{Kind: data.Delisting, Ex: 20070521, Amount: decimal.NewFromInt(26)}}},
		{"AAPL", nil},
	} {
		actions, err := tree.Actions("usa", test.symbol)
		if err != nil {
			t.Fatal(err)
		}
		var got []data.Action
		for _, a := range actions {
			if a.Kind == data.SymbolChange || a.Kind == data.Delisting {
				got = append(got, a)
			}
		}
		if diff := cmp.Diff(test.want, got, cmp.Comparer(decimal.Decimal.Equal)); diff != "" {
			t.Errorf("%s (-README +read):\n%s", test.symbol, diff)
		}
	}
}

// The day of Washington Mutual's last trade, WM became Waste Management's ticker: the map file keeps the
// two apart. The README gives the jumps of the raw files, from a close to the next open: 181-fold in wm on
// 2009-08-05, 1,137-fold in uso on 2006-04-10.
func TestRecycledTickers(t *testing.T) {
	tree := openTree(t)
	for _, test := range []struct {
		symbol string
		day    market.Date
		jump   float64
	}{{"WM", 20090805, 181}, {"USO", 20060410, 1137}} {
		s := lean.Selection{Market: "usa", Symbol: test.symbol, AsNamed: true}
		if jump := largestJump(t, tree, s); jump < test.jump-1 || jump > test.jump+1 {
			t.Errorf("%s as named: the largest jump is %.1f-fold, the README has %.0f", test.symbol, jump, test.jump)
		}
		s.AsNamed = false
		if jump := largestJump(t, tree, s); jump > 10 {
			t.Errorf("%s with its map file: jumps %.1f-fold", test.symbol, jump)
		}
	}
}

func largestJump(t *testing.T, tree *lean.Tree, s lean.Selection) float64 {
	t.Helper()
	stream, err := tree.Bars(s)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch market.Bars
	last, largest := 0.0, 1.0
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i, open := range batch.Open {
			if last != 0 {
				largest = max(largest, open/last, last/open)
			}
			last = batch.Close[i]
		}
	})
	return largest
}
