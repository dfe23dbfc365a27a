package command_test

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/datapack"
)

// entry is the part of the pack's manifest that counts rows.
type entry struct {
	Path string
	Rows int64
}

// packRows is the sum of the rows of the files whose paths begin and end so, by the pack's own manifest.
func packRows(t *testing.T, prefix, suffix string) int64 {
	t.Helper()
	text, err := os.ReadFile(datapack.Path(t, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Files []entry }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	var n int64
	for _, f := range manifest.Files {
		if strings.HasPrefix(f.Path, prefix) && strings.HasSuffix(f.Path, suffix) {
			n += f.Rows
		}
	}
	if n == 0 {
		t.Fatalf("the manifest has no rows of %s*%s", prefix, suffix)
	}
	return n
}

// realRun is a run over recorded data, wherever it comes from.
const realRun = `
name: real
period: {from: %s, to: %s}
data: {lean: "%s", catalog: "%s"}
instruments: [{symbol: %[5]s, kind: %[6]s, source: {%[7]s, bars: %[8]s}}]
strategies: [{use: sma-cross, params: {symbol: %[5]s, bars: %[9]s, fast: 5, slow: 20}}]
sim: {slippage: {model: ticks, amount: 1}}
`

// Data that is read where it lies and the same data from the catalog trade alike, and nothing is lost on
// the way into the catalog. Row counts are those of the pack's manifest.
func TestRealDataDirectAndImported(t *testing.T) {
	lean, yahoo := datapack.Path(t, "lean"), datapack.Path(t, "yahoo/orcl-1995-2014.txt")
	for _, c := range []struct {
		// kind may bring definitions along: the catalog keeps LEAN's price grid, which is finer than the usual one.
		name, symbol, kind, from, to string
		// source is where the data lies, recorded its bars, and traded the bars that the strategy asks for.
		source, recorded, traded string
		imports                  []string
		rows                     int64
	}{
		{
			name: "LEAN SPY daily", symbol: "SPY", kind: "etf", from: "2010-01-04", to: "2019-12-31",
			source: "from: lean", recorded: "1d", traded: "1d",
			imports: []string{"lean", lean, "--resolution", "daily", "--symbols", "SPY"},
			rows:    packRows(t, "lean/equity/usa/daily/spy.zip", ""),
		},
		{
			name: "LEAN SPY minute", symbol: "SPY", kind: "etf", from: "2013-10-04", to: "2013-10-11",
			source: "from: lean", recorded: "1m", traded: "5m",
			imports: []string{"lean", lean, "--resolution", "minute", "--symbols", "spy"},
			rows:    packRows(t, "lean/equity/usa/minute/spy/", "_trade.zip"),
		},
		{
			name: "LEAN EURUSD hour", symbol: "EURUSD", kind: "forex, tick: 0.00005", from: "2015-01-02", to: "2017-12-29",
			source: "from: lean, market: oanda", recorded: "1h-mid", traded: "1h-mid",
			imports: []string{"lean", lean, "--type", "forex", "--market", "oanda", "--resolution", "hour", "--symbols", "EURUSD"},
			rows:    packRows(t, "lean/forex/oanda/hour/eurusd.zip", ""),
		},
		{
			name: "Yahoo ORCL", symbol: "ORCL", kind: "equity", from: "2003-01-02", to: "2014-12-31",
			source: fmt.Sprintf("from: yahoo, path: %q", yahoo), recorded: "1d", traded: "1d",
			imports: []string{"yahoo", yahoo, "--symbol", "ORCL"},
			rows:    packRows(t, "yahoo/orcl-1995-2014.txt", ""),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			catalog := t.TempDir()
			args := append([]string{"data", "import"}, c.imports...)
			imported := decoded[[]struct{ Rows int64 }](t, append(args, "--catalog", catalog)...)
			if len(imported) != 1 || imported[0].Rows != c.rows {
				t.Errorf("imported %+v, want %d rows", imported, c.rows)
			}
			read := func(source string) outcome {
				return backtested(t, fmt.Sprintf(realRun, c.from, c.to, lean, catalog, c.symbol, c.kind, source, c.recorded, c.traded))
			}
			first, second := read(c.source), read("from: catalog")
			if first.TradeHash != second.TradeHash || first.Period != second.Period || first.Manifest != second.Manifest {
				t.Errorf("read directly: %+v\nfrom the catalog: %+v", first, second)
			}
		})
	}
}

const holdSPY = `
name: hold
period: {from: %s, to: %s}
data: {lean: "%s"}
instruments: [{symbol: SPY, kind: etf, source: {from: lean, bars: %s}}]
strategies: [{use: buy-and-hold, params: {symbol: SPY, weight: 0.98}}]
sim: {fees: {model: none}}
`

// Buying and holding SPY through 2013, in numbers from the raw file:
//
//	2013-01-02 close 146.15: 0.98 × 100,000 / 146.15 = 670.5, so 670 shares are ordered
//	2013-01-03 open  145.99: they cost 670 × 145.99 = 97,813.30
//	2013-12-31 close 184.67: 100,000 − 97,813.30 + 670 × 184.67 = 125,915.60
//
// 2013 had 252 sessions.
func TestBuyAndHoldByHand(t *testing.T) {
	rows := leanRows(t, "lean/equity/usa/daily/spy.zip", "2013")
	first, second, last := rows[0], rows[1], rows[len(rows)-1]
	want := held(100_000, 0.98, first.close, second.open, last.close)
	if !want.Equal(decimal.RequireFromString("125915.60")) {
		t.Fatalf("the raw file gives %s", want)
	}
	got := backtested(t, fmt.Sprintf(holdSPY, "2013-01-02", "2013-12-31", datapack.Path(t, "lean"), "1d"))
	if got.Period.EndEquity != "125915.6" || got.Manifest.DataPoints != 252 {
		t.Errorf("equity %s after %d bars, want %s after 252", got.Period.EndEquity, got.Manifest.DataPoints, want)
	}
}

// From minutes: the first session's close is the last minute's of regular hours, and the order fills at the
// open of the next session. Five sessions of 390 minutes.
//
//	2013-10-07 close 167.42: 0.98 × 100,000 / 167.42 = 585.4, so 585 shares
//	2013-10-08 open  167.45, 2013-10-11 close 170.30: 100,000 + 585 × 2.85 = 101,667.25
func TestBuyAndHoldFromMinutesByHand(t *testing.T) {
	day := func(date string) []leanRow {
		return regular(leanRows(t, "lean/equity/usa/minute/spy/"+date+"_trade.zip", ""))
	}
	first, second, last := day("20131007"), day("20131008"), day("20131011")
	want := held(100_000, 0.98, first[len(first)-1].close, second[0].open, last[len(last)-1].close)
	if !want.Equal(decimal.RequireFromString("101667.25")) {
		t.Fatalf("the raw files give %s", want)
	}
	got := backtested(t, fmt.Sprintf(holdSPY, "2013-10-07", "2013-10-11", datapack.Path(t, "lean"), "1m"))
	if got.Period.EndEquity != "101667.25" || got.Manifest.DataPoints != 5*390 {
		t.Errorf("equity %s after %d bars, want %s after %d", got.Period.EndEquity, got.Manifest.DataPoints, want, 5*390)
	}
}

// held is what cash becomes that buys once, at a price seen, filled at another and valued at a third.
func held(cash int64, weight float64, seen, filled, valued decimal.Decimal) decimal.Decimal {
	start := decimal.NewFromInt(cash)
	shares := start.Mul(decimal.NewFromFloat(weight)).Div(seen).Floor()
	return start.Add(shares.Mul(valued.Sub(filled)))
}

// leanRow is a row of a LEAN equity file, read with nothing of ours: prices are in 1/10000.
type leanRow struct {
	stamp       string
	open, close decimal.Decimal
}

// leanRows reads the rows whose stamp begins so.
func leanRows(t *testing.T, name, prefix string) []leanRow {
	t.Helper()
	archive, err := zip.OpenReader(datapack.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	f, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(bufio.NewReader(f)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []leanRow
	for _, r := range records {
		if strings.HasPrefix(r[0], prefix) {
			rows = append(rows, leanRow{r[0], decimal.RequireFromString(r[1]).Shift(-4), decimal.RequireFromString(r[4]).Shift(-4)})
		}
	}
	return rows
}

// regular are the minutes from 9:30 to 16:00, stamped in milliseconds since midnight of their start.
func regular(rows []leanRow) []leanRow {
	var list []leanRow
	for _, r := range rows {
		at, err := strconv.Atoi(r.stamp)
		if err == nil && at >= 34_200_000 && at < 57_600_000 {
			list = append(list, r)
		}
	}
	return list
}
