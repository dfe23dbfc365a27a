package backtest_test

import (
	"archive/zip"
	"encoding/csv"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// ends are the open and the close of a minute.
type ends [2]float64

// rawMinutes are the minutes of an ES contract by their starts, from the files of the tree alone: milliseconds of the day,
// in UTC, then open, high, low and close.
func rawMinutes(t *testing.T, contract string) map[market.Time]ends {
	t.Helper()
	minutes := map[market.Time]ends{}
	files, err := filepath.Glob(filepath.Join(datapack.Path(t, "lean"), "future/cme/minute/es/201312*_trade.zip"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no minutes: %v", err)
	}
	for _, file := range files {
		day, err := time.Parse("20060102", filepath.Base(file)[:8])
		if err != nil {
			t.Fatal(err)
		}
		archive, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range archive.File {
			if !strings.HasSuffix(entry.Name, "_"+contract+".csv") {
				continue
			}
			r, err := entry.Open()
			if err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(r).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				at, _ := strconv.ParseInt(row[0], 10, 64)
				open, _ := strconv.ParseFloat(row[1], 64)
				last, _ := strconv.ParseFloat(row[4], 64)
				minutes[market.At(day.Add(time.Duration(at)*time.Millisecond))] = ends{open, last}
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return minutes
}

// firstChance is when the spread of two contracts first met a limit, from a moment on, at an open or a close of a minute
// that both have, and its price then.
func firstChance(far, near map[market.Time]ends, from market.Time, r *order.Request) (at market.Time, net float64) {
	limit := r.LimitPrice.InexactFloat64()
	for minute := from; minute < from.Add(24*time.Hour); minute = minute.Add(time.Minute) {
		a, traded := far[minute]
		b, both := near[minute]
		for k := range a {
			net := a[k] - b[k]
			if traded && both && (r.Side == order.Buy && net <= limit || r.Side == order.Sell && net >= limit) {
				return minute.Add(time.Duration(k) * time.Minute), net
			}
		}
	}
	return 0, 0
}

// Every spread of configs/es-calendar.yaml fills at the first moment, and at the price, that the raw minutes of both
// contracts allow, and its legs at the prices that they show then.
func TestESCalendarSpread(t *testing.T) {
	far, near := rawMinutes(t, "201403"), rawMinutes(t, "201312")
	o := run(t, "../configs/es-calendar.yaml", "data.lean="+datapack.Path(t, "lean"), "sim.slippage.model=none", "sim.slippage.amount=0")
	orders := map[order.ID]*order.Order{}
	for i := range o.Run.Orders {
		orders[o.Run.Orders[i].ID] = &o.Run.Orders[i]
	}
	spreads := 0
	for i := range o.Run.Fills {
		f := &o.Run.Fills[i]
		if f.Moves() {
			continue
		}
		spreads++
		at, net := firstChance(far, near, orders[f.Order].Created, &orders[f.Order].Request)
		if f.Time != at || f.Price.InexactFloat64() != net {
			t.Fatalf("order %s: %s at %s, want %v at %s", f.Order, f.Price, f.Time, net, at)
		}
		for k, minutes := range []map[market.Time]ends{far, near} {
			leg := &o.Run.Fills[i-2+k]
			shown := minutes[at][0]
			if leg.Rule == "close of the bar" {
				shown = minutes[at.Add(-time.Minute)][1]
			}
			if !leg.Leg || leg.Price.InexactFloat64() != shown {
				t.Fatalf("order %s: leg %s at %s, %s; the minute has %v", f.Order, leg.Instrument.Symbol, leg.Price, leg.Rule, shown)
			}
		}
	}
	if spreads < 50 {
		t.Errorf("%d spreads", spreads)
	}
}
