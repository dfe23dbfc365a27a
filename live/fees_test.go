package live

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
)

// checking is a check of IBKR's fixed plan, and its log.
func checking(t *testing.T) (*feeCheck, *bytes.Buffer) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	recorder, err := monitor.NewRecorder(registry)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	c, err := newFeeCheck(recorder, fee.Schedule{Rules: fee.IBKRShares(false, decimal.Zero)}, registry, zerolog.New(&log))
	if err != nil {
		t.Fatal(err)
	}
	return c, &log
}

// filled is a fill of shares at 25 on a day of March 2024.
func filled(in *market.Instrument, id order.ID, exec string, quantity int64, day int) *order.Fill {
	return &order.Fill{
		Order: id, ExecID: exec, Instrument: in, Quantity: decimal.NewFromInt(quantity), Price: decimal.NewFromInt(25),
		Time: market.At(time.Date(2024, time.March, day, 15, 0, 0, 0, time.UTC)),
	}
}

// TestFeeCheck: 0.005 a share, at least 1.00 for an order of a day. SPY is in dollars, SONY in yen, for which there is no rate.
func TestFeeCheck(t *testing.T) {
	spy, sony := market.NewEquity("SPY"), market.NewEquity("SONY")
	sony.ID, sony.Currency = 1, "JPY"
	c, log := checking(t)
	for _, id := range []order.ID{"1", "2", "3"} {
		c.Order(&order.Order{ID: id}, order.WasSent{}, order.Applied)
	}
	for _, step := range []struct {
		name                string
		fill                *order.Fill
		reported            string
		currency            market.Currency
		compared, differing float64
	}{
		{"the minimum", filled(&spy, "1", "a.01", 60, 4), "1", "USD", 1, 0},
		{"the rest is free", filled(&spy, "1", "b.01", 40, 4), "0.01", "USD", 2, 0}, // a cent is rounding
		{"the next day has its own minimum", filled(&spy, "1", "c.01", 50, 5), "1", "USD", 3, 0},
		{"a difference", filled(&spy, "2", "d.01", 1000, 5), "5.35", "USD", 4, 1},
		{"an order of before the start", filled(&spy, "0", "e.01", 100, 5), "7", "USD", 4, 1},
		{"no rate", filled(&sony, "3", "f.01", 100, 5), "80", "JPY", 4, 1},
		{"a fee in another currency", filled(&spy, "3", "g.01", 100, 5), "0.92", "EUR", 4, 1},
	} {
		f := step.fill
		c.Fill(f, nil)
		f.Fee, f.FeeCurrency = decimal.RequireFromString(step.reported), step.currency
		c.charged(f)
		c.charged(f) // the same again is no news
		if a, b := testutil.ToFloat64(c.compared), testutil.ToFloat64(c.differing); a != step.compared || b != step.differing {
			t.Errorf("%s: %v compared, %v differing, want %v and %v", step.name, a, b, step.compared, step.differing)
		}
	}
	if got := testutil.ToFloat64(c.difference.WithLabelValues("USD")); got < 0.3599 || got > 0.3601 { // 0.01 + 0.35
		t.Errorf("the differences add up to %v, want 0.36", got)
	}
	if text := log.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, `"reported":"5.35","modelled":"5"`) {
		t.Errorf("the log is %s", text)
	}
}

// TestFeeCheckTellsOnceADay: every fill differs, and a line a day is enough; what has ended is forgotten.
func TestFeeCheckTellsOnceADay(t *testing.T) {
	spy := market.NewEquity("SPY")
	c, log := checking(t)
	for day := 4; day < 8; day++ {
		for _, exec := range []string{"a", "b", "c"} {
			id := order.ID(exec + string(rune('0'+day)))
			c.Order(&order.Order{ID: id}, order.WasSent{}, order.Applied)
			f := filled(&spy, id, string(id)+".01", 100, day)
			c.Order(&order.Order{ID: id, State: order.Filled}, order.WasFilled{}, order.Applied)
			c.Fill(f, nil)
			f.Fee = decimal.NewFromInt(2)
			c.charged(f)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != 4 || testutil.ToFloat64(c.differing) != 12 {
		t.Errorf("%d lines for %v differences, want 4 for 12", lines, testutil.ToFloat64(c.differing))
	}
	// The first order of a day ends before the day has begun.
	if len(c.sent) > 7 || len(c.modelled) != 0 {
		t.Errorf("%d orders and %d fees are remembered, want the last two days' and none", len(c.sent), len(c.modelled))
	}
}
