package csvfile_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// packFile is what the pack's manifest says about a file; the manifest was made by other code.
type packFile struct {
	Path, First, Last string
	Rows              int
	Issues            map[string]int
}

func manifest(t testing.TB) map[string]packFile {
	t.Helper()
	text, err := os.ReadFile(datapack.Path(t, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct{ Files []packFile }
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	byPath := make(map[string]packFile, len(m.Files))
	for _, f := range m.Files {
		byPath[f.Path] = f
	}
	return byPath
}

func readBars(t testing.TB, stream market.BarStream, err error) market.Bars {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch, all market.Bars
	for {
		err := stream.Next(&batch)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Len() {
			var b market.Bar
			batch.Row(i, &b)
			all.Append(b)
		}
	}
}

// readTimes reads any kind of file and returns the number of rows and the first and last time as stamped.
func readTimes(t testing.TB, path string, m csvfile.Mapping) (n int, first, last market.Time) {
	t.Helper()
	o := csvfile.Options{Instrument: market.Crypto}
	switch m.Kind {
	case data.Quotes:
		stream, err := csvfile.OpenQuotes(path, m, o)
		if err != nil {
			t.Fatal(err)
		}
		var batch market.Quotes
		for err = stream.Next(&batch); err == nil; err = stream.Next(&batch) {
			if n == 0 {
				first = batch.Time[0]
			}
			n, last = n+batch.Len(), batch.Time[batch.Len()-1]
		}
		ended(t, path, err, stream.Summary(), stream.Close())
	case data.Trades:
		stream, err := csvfile.OpenTrades(path, m, o)
		if err != nil {
			t.Fatal(err)
		}
		var batch market.Trades
		for err = stream.Next(&batch); err == nil; err = stream.Next(&batch) {
			if n == 0 {
				first = batch.Time[0]
			}
			n, last = n+batch.Len(), batch.Time[batch.Len()-1]
		}
		ended(t, path, err, stream.Summary(), stream.Close())
	default:
		stream, err := csvfile.OpenBars(path, m, o)
		all := readBars(t, stream, err)
		times := all.Start
		if m.BarTime == csvfile.AtEnd {
			times = all.End
		}
		n, first, last = all.Len(), times[0], times[len(times)-1]
	}
	return n, first, last
}

func ended(t testing.TB, path string, err error, s rows.Summary, closed error) {
	t.Helper()
	if !errors.Is(err, io.EOF) || closed != nil {
		t.Fatalf("%s: ended with %v, close %v", path, err, closed)
	}
	if s.Rows != s.Yielded {
		t.Fatalf("%s: %+v", path, s)
	}
}

// answers are the keys that a sample leaves open; the pack's README gives them.
type answers struct {
	time, zone string
	barTime    csvfile.BarTime
	period     csvfile.Period
	columns    csvfile.Columns
	kind       data.Kind
	header     csvfile.Header
}

const frankfurt = "Europe/Berlin"

var minutes = csvfile.PeriodOf(60e9)

// packFiles are all files of the pack that hold bars, quotes or trades, with what sniffing cannot know.
// Book snapshots are read as quotes of their best level.
var packFiles = map[string]answers{
	"ohlc/backtrader/2005-2006-day-001.txt":   {},
	"ohlc/backtrader/2006-day-001.txt":        {},
	"ohlc/backtrader/2006-day-002.txt":        {},
	"ohlc/backtrader/2006-day-001-optix.txt":  {},
	"ohlc/backtrader/2006-volume-day-001.txt": {},
	"ohlc/backtrader/2006-week-001.txt":       {},
	"ohlc/backtrader/2006-week-002.txt":       {period: csvfile.Weekly},
	"ohlc/backtrader/2006-month-001.txt":      {},
	"ohlc/backtrader/2006-min-005.txt":        {zone: frankfurt, barTime: csvfile.AtEnd},
	"ohlc/backtrader/2006-01-02-volume-min-001.txt": {zone: frankfurt, barTime: csvfile.AtEnd, period: minutes, header: csvfile.HasHeader,
		columns: csvfile.Columns{Date: "1", Time: "2", Open: "3", High: "4", Low: "5", Close: "6", Volume: "7"}},
	"ohlc/backtesting.py/GOOG.csv":   {},
	"ohlc/backtesting.py/BTCUSD.csv": {},
	"ohlc/backtesting.py/EURUSD.csv": {zone: "UTC", barTime: csvfile.AtStart},

	"ticks/nautilus/quote_tick_data.csv":                                 {},
	"ticks/nautilus/usdjpy-ticks.csv":                                    {},
	"ticks/nautilus/gbpusd-m1-bid-2012.csv":                              {barTime: csvfile.AtStart},
	"ticks/nautilus/gbpusd-m1-ask-2012.csv":                              {barTime: csvfile.AtStart},
	"ticks/nautilus/usdjpy-m1-bid-2013.csv":                              {barTime: csvfile.AtStart},
	"ticks/nautilus/usdjpy-m1-ask-2013.csv":                              {barTime: csvfile.AtStart},
	"ticks/nautilus/btc-perp-20211231-20220201_1m.csv":                   {zone: "UTC", barTime: csvfile.AtEnd},
	"ticks/nautilus/ADABTC-1m-2021-11-27.csv":                            {},
	"ticks/nautilus/ADABTC-1m-2021-11-28.csv":                            {},
	"ticks/nautilus/6EH4.XCME_1min_bars_20240101_20240131.csv.gz":        {barTime: csvfile.AtEnd},
	"ticks/nautilus/tardis-bitmex_trades_XBTUSD.csv":                     {},
	"ticks/nautilus/tardis-huobi-dm-swap_quotes_BTC-USD.csv":             {},
	"ticks/nautilus/tardis-binance-futures_book_snapshot_5_BTCUSDT.csv":  {kind: data.Quotes, columns: bestLevel},
	"ticks/nautilus/tardis-binance-futures_book_snapshot_25_BTCUSDT.csv": {kind: data.Quotes, columns: bestLevel},

	"ticks/backtrader/ticksample.csv": {zone: frankfurt, kind: data.Trades,
		columns: csvfile.Columns{Time: "Datetime", Price: "Close", Size: "Volume"}},
	"ticks/backtrader/bidask.csv": {zone: "America/New_York", time: "MM/dd/yyyy HH:mm:ss"},
	"ticks/backtrader/bidask2.csv": {zone: "UTC", time: "dd/MM/yy HH:mm:ss", kind: data.Quotes, header: csvfile.HasHeader,
		columns: csvfile.Columns{Date: "1", Time: "2", Bid: "5", Ask: "6", BidSize: "7", AskSize: "8"}},
}

var bestLevel = csvfile.Columns{Time: "timestamp", Bid: "bids[0].price", BidSize: "bids[0].amount", Ask: "asks[0].price", AskSize: "asks[0].amount"}

// Every file is sniffed with the answers of the README, read, and compared with the manifest.
func TestPack(t *testing.T) {
	files := manifest(t)
	for path, a := range packFiles {
		t.Run(path, func(t *testing.T) {
			full := datapack.Path(t, path)
			known := csvfile.Mapping{
				Kind: a.kind, Header: a.header, Columns: a.columns, Time: a.time, Zone: a.zone, BarTime: a.barTime, Period: a.period,
			}
			m, err := known.CompleteFile(full)
			if err != nil {
				t.Fatal(err)
			}
			n, first, last := readTimes(t, full, m)
			want := files[path]
			if n != want.Rows {
				t.Errorf("%d rows, the manifest has %d", n, want.Rows)
			}
			zone := m.Zone
			if zone == "" {
				zone = "UTC"
			}
			location, err := rows.Zone(zone)
			if err != nil {
				t.Fatal(err)
			}
			// Weekly and monthly bars are stamped with the last session of the period, and start before it.
			if m.Period != csvfile.Weekly && m.Period != csvfile.Monthly {
				for _, pair := range [][2]string{
					{first.In(location).Format("2006-01-02 15:04:05.000000"), want.First},
					{last.In(location).Format("2006-01-02 15:04:05.000000"), want.Last},
				} {
					if len(pair[1]) == len("2006-01-02 15:04:05") {
						pair[1] += ".000000"
					}
					if pair[0] != pair[1] {
						t.Errorf("a stamp of %s, the manifest has %s", pair[0], pair[1])
					}
				}
			}
		})
	}
}

// The rows of a weekly and a monthly file are stamped inside their period. The README has them in 2006.
func TestWeeksAndMonths(t *testing.T) {
	for path, want := range map[string][2]string{
		"ohlc/backtrader/2006-week-001.txt":  {"2006-01-02T00:00:00Z 2006-01-09T00:00:00Z", "2006-12-25T00:00:00Z 2007-01-01T00:00:00Z"},
		"ohlc/backtrader/2006-month-001.txt": {"2006-01-01T00:00:00Z 2006-02-01T00:00:00Z", "2006-12-01T00:00:00Z 2007-01-01T00:00:00Z"},
		"ohlc/backtesting.py/BTCUSD.csv":     {"2012-01-01T00:00:00Z 2012-02-01T00:00:00Z", "2024-12-01T00:00:00Z 2025-01-01T00:00:00Z"},
	} {
		full := datapack.Path(t, path)
		m, err := csvfile.SniffFile(full)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := csvfile.OpenBars(full, m, csvfile.Options{})
		bars := readBars(t, stream, err)
		n := bars.Len() - 1
		if got := bars.Start[0].String() + " " + bars.End[0].String(); got != want[0] {
			t.Errorf("%s: the first bar covers %s, want %s", path, got, want[0])
		}
		if got := bars.Start[n].String() + " " + bars.End[n].String(); got != want[1] {
			t.Errorf("%s: the last bar covers %s, want %s", path, got, want[1])
		}
	}
}

// FXCM's files of bids and asks have the same timestamps; the README counts the crossed closes.
func TestPair(t *testing.T) {
	for name, want := range map[string]struct{ rows, crossed int }{
		"gbpusd-m1-%s-2012.csv": {30117, 347},
		"usdjpy-m1-%s-2013.csv": {28761, 683},
	} {
		var sides [2]*csvfile.BarStream
		for i, side := range []string{"bid", "ask"} {
			path := datapack.Path(t, "ticks/nautilus/"+name[:10]+side+name[12:])
			m, err := csvfile.Mapping{BarTime: csvfile.AtStart}.CompleteFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if sides[i], err = csvfile.OpenBars(path, m, csvfile.Options{Instrument: market.Forex}); err != nil {
				t.Fatal(err)
			}
		}
		pair := csvfile.Pair(sides[0], sides[1])
		bars := readBars(t, pair, nil)
		crossed := 0
		for _, spread := range bars.Spread {
			if spread < 0 {
				crossed++
			}
		}
		if bars.Len() != want.rows || crossed != want.crossed || pair.BidOnly+pair.AskOnly != 0 {
			t.Errorf("%s: %d bars, %d crossed, the README has %d and %d; %d and %d without a partner",
				name, bars.Len(), crossed, want.rows, want.crossed, pair.BidOnly, pair.AskOnly)
		}
	}
}
