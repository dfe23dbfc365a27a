package history_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/history"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// An interrupt keeps what was received, and the next run goes on behind it.
func TestInterrupt(t *testing.T) {
	b := &ib{}
	b.minutes(1, winterDays...)
	d := newDesk(t, b)
	target := shares(market.Minutes(1), 20240110, 20240119)
	ctx, interrupt := context.WithCancel(t.Context())
	b.before = func(ctx context.Context, n int) error {
		if n == 4 {
			interrupt()
		}
		return ctx.Err()
	}
	result, err := d.Run(ctx, d.plan(target))
	if !errors.Is(err, context.Canceled) || result.Rows != 3*390 {
		t.Errorf("%+v, %v", result, err)
	}
	if rows := d.rows(target.Series); len(rows) != 3*390 {
		t.Errorf("%d rows, want %d", len(rows), 3*390)
	}
	b.before, b.asked = nil, nil
	if result := d.download(target); result.Requests != 4 || result.Rows != 4*390 {
		t.Errorf("%+v", result)
	}
	if rows := d.rows(target.Series); len(rows) != 7*390 {
		t.Errorf("%d rows, want %d", len(rows), 7*390)
	}
}

// What other programs put into the catalog, or a run that was killed before it could record it, is not asked for.
func TestHeldRows(t *testing.T) {
	b := &ib{}
	b.minutes(1, winterDays...)
	d := newDesk(t, b)
	whole := shares(market.Minutes(1), 20240110, 20240119)
	d.download(shares(market.Minutes(1), 20240112, 20240116))
	forget(t, d, whole.Series)
	var bars market.Bars // the first ten minutes of the 18th
	for _, row := range b.bars[5*390 : 5*390+10] {
		start := market.At(startOf(row))
		bars.Append(market.Bar{Start: start, End: start.Add(time.Minute), Open: 1, High: 1, Low: 1, Close: 1})
	}
	if _, err := d.Catalog.WriteBars(t.Context(), "X", market.Minutes(1), data.FromBars(&bars), data.Options{}); err != nil {
		t.Fatal(err)
	}
	b.asked = nil
	if result := d.download(whole); result.Rows != 5*390-10 {
		t.Errorf("%+v", result)
	}
	want := []string{"20240110", "20240111", "20240117", "20240118", "20240119"}
	if diff := cmp.Diff(want, ends(b.asked)); diff != "" {
		t.Error(diff)
	}
	if rows := d.rows(whole.Series); len(rows) != 7*390 {
		t.Errorf("%d rows, want %d", len(rows), 7*390)
	}
}

// ends are the days up to which was asked.
func ends(asked []string) (days []string) {
	for _, words := range asked {
		end := words[strings.LastIndex(words, " ")+1:]
		days = append(days, end[:8])
	}
	return days
}

// forget deletes the record of a download.
func forget(t testing.TB, d *desk, s data.Series) {
	t.Helper()
	path := filepath.Join(d.Catalog.Root(), "bars", s.Symbol, s.Spec.String(), "download.json")
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// What IB has not got is recorded and not asked for again.
func TestNoData(t *testing.T) {
	b := &ib{}
	b.minutes(1, "2024-01-19")
	d := newDesk(t, b)
	target := shares(market.Minutes(1), 20240117, 20240119)
	if result := d.download(target); result.Empty != 2 || result.Rows != 390 {
		t.Errorf("%+v", result)
	}
	record, err := d.Catalog.Download(target.Series)
	if err != nil || record.Terms != "IBKR TRADES, regular hours" || len(record.Spans) != 2 || !record.Spans[0].Empty ||
		record.Spans[0].To != at("2024-01-18T21:00:00Z") || record.Spans[1].Empty {
		t.Errorf("%+v, %v", record, err)
	}
	if p := d.plan(target); len(p.Steps) != 0 || p.Held != 3 {
		t.Errorf("%d held, steps %+v", p.Held, p.Steps)
	}
}

// What IB says in the language of the login may be anything. It is not taken for an absence of data.
func TestUnclearRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &ib{before: func(context.Context, int) error {
			return refusal(162, "Mensaje de error del servicio de datos históricos: la consulta no devolvió datos")
		}}
		d := newDesk(t, b)
		target := shares(market.Minutes(1), 20240118, 20240119)
		begin := time.Now()
		_, err := d.Run(t.Context(), d.plan(target))
		var refused *client.RequestError
		if !errors.As(err, &refused) || len(b.asked) != 3 || time.Since(begin) != (15+30)*time.Second {
			t.Errorf("%v after %d requests and %v", err, len(b.asked), time.Since(begin))
		}
		if p := d.plan(target); len(p.Steps) != 2 {
			t.Errorf("the next plan has the steps %+v", p.Steps)
		}
	})
}

// A pacing violation is waited out, other refusals are final.
func TestPacingViolation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &ib{} // has no data, so that nothing is written, for which the fake clock is no good
		b.before = func(_ context.Context, n int) error {
			if n <= 3 {
				return refusal(162, "Historical Market Data Service error message:Historical data request pacing violation")
			}
			return nil
		}
		d := newDesk(t, b)
		var told []string
		d.Notice = func(text string) { told = append(told, text) }
		begin := time.Now()
		result := d.download(shares(market.Minutes(1), 20240119, 20240119))
		if result.Empty != 1 || time.Since(begin) != (15+30+60)*time.Second || len(told) != 3 {
			t.Errorf("%+v after %v, told %q", result, time.Since(begin), told)
		}
		b.before = func(context.Context, int) error { return refusal(200, "No security definition has been found") }
		b.asked = nil
		if _, err := d.Run(t.Context(), d.plan(shares(market.Minutes(1), 20240118, 20240119))); err == nil || len(b.asked) != 1 {
			t.Errorf("%v after %d requests", err, len(b.asked))
		}
	})
}

// A lost connection is replaced and the run goes on.
func TestLostConnection(t *testing.T) {
	b := &ib{}
	b.minutes(1, winterDays...)
	second := &ib{bars: b.bars}
	b.before = func(_ context.Context, n int) error {
		if n == 3 {
			b.lost = client.ErrHungUp
		}
		return b.lost
	}
	d := newDesk(t, b)
	d.Reconnect = func(context.Context) (history.Source, error) { return second, nil }
	if result := d.download(shares(market.Minutes(1), 20240110, 20240119)); result.Rows != 7*390 || len(second.asked) != 5 {
		t.Errorf("%+v, then asked %d times", result, len(second.asked))
	}
}

// A gateway that does not answer is asked four times, for two minutes each.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &ib{before: func(ctx context.Context, _ int) error {
			<-ctx.Done()
			return ctx.Err()
		}})
		begin := time.Now()
		_, err := d.Run(t.Context(), d.plan(shares(market.Minutes(1), 20240119, 20240119)))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 4*2*time.Minute {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

// A session under way is downloaded as far as it has come, and the rest later.
func TestSessionUnderWay(t *testing.T) {
	b := &ib{}
	b.minutes(1, "2024-01-22", "2024-01-23")
	d := newDesk(t, b)
	d.now = at("2024-01-22T15:00:30Z").UTC() // Monday, half an hour after the open
	target := shares(market.Minutes(1), 20240122, 20240124)
	// The minute that ended at 15:00 ended less than a minute ago; IB has one more that is forming.
	if result := d.download(target); result.Rows != 29 || result.Last != at("2024-01-22T14:59:00Z") {
		t.Errorf("%+v", result)
	}
	d.now = d.now.Add(24 * time.Hour)
	if result := d.download(target); result.Rows != 390-29+29 || result.Requests != 2 {
		t.Errorf("%+v", result)
	}
	if rows := d.rows(target.Series); len(rows) != 390+29 {
		t.Errorf("%d rows", len(rows))
	}
}

// Data may be delayed: what is not there soon after the close is asked for again, and what is not there later is not.
func TestDelayedData(t *testing.T) {
	b := &ib{}
	b.minutes(1, "2024-01-22")
	all := b.bars
	d := newDesk(t, b)
	target := shares(market.Minutes(1), 20240122, 20240122)
	b.bars, d.now = all[:375], at("2024-01-22T21:05:00Z").UTC() // five minutes after the close, a quarter of an hour late
	if result := d.download(target); result.Rows != 375 {
		t.Errorf("%+v", result)
	}
	b.bars, d.now = all[:388], at("2024-01-22T21:30:00Z").UTC() // two minutes without a trade
	if result := d.download(target); result.Rows != 13 {
		t.Errorf("%+v", result)
	}
	if p := d.plan(target); len(p.Steps) != 0 {
		t.Errorf("steps are left: %+v", p.Steps)
	}
}

// Data of another kind is not mixed into a series.
func TestTerms(t *testing.T) {
	d := newDesk(t, &ib{})
	target := shares(market.Minutes(1), 20240119, 20240119)
	d.download(target)
	target.Regular = false
	var mixed *history.TermsError
	if _, err := d.Plan(t.Context(), target, d.now); !errors.As(err, &mixed) || mixed.Recorded != "IBKR TRADES, regular hours" {
		t.Error(err)
	}
}

// Whatever fails and whenever, and whether the record survives or not: in the end the catalog has every bar once.
func TestAnyInterruption(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := &ib{}
		step := rapid.SampledFrom([]int{5, 30}).Draw(rt, "minutes")
		b.minutes(step, winterDays...)
		d := newDesk(t, b)
		target := shares(market.Minutes(step), 20240110, 20240119)
		for range rapid.IntRange(0, 3).Draw(rt, "interruptions") {
			part := target
			part.From = rapid.SampledFrom([]market.Date{20240110, 20240112, 20240117}).Draw(rt, "from")
			part.To = rapid.SampledFrom([]market.Date{20240117, 20240118, 20240119}).Draw(rt, "to")
			failing := rapid.IntRange(1, 3).Draw(rt, "request")
			b.asked = nil
			b.before = func(_ context.Context, n int) error {
				if n == failing {
					return refusal(200, "interrupted")
				}
				return nil
			}
			if _, err := d.Run(t.Context(), d.plan(part)); err != nil && len(b.asked) != failing {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "forget") {
				forget(t, d, target.Series)
			}
		}
		b.before = nil
		d.download(target)
		rows := d.rows(target.Series)
		if len(rows) != len(b.bars) {
			rt.Fatalf("%d rows, want %d", len(rows), len(b.bars))
		}
		for i, row := range rows {
			if strconv.FormatInt(row.Start.UTC().Unix(), 10) != b.bars[i].Date {
				rt.Fatalf("row %d starts at %s, want %s", i, row.Start, b.bars[i].Date)
			}
		}
		if p := d.plan(target); len(p.Steps) != 0 {
			rt.Fatalf("steps are left: %+v", p.Steps)
		}
	})
}

// Two downloads of one series do not run at the same time, and a plan that another run has overtaken is refused before
// anything is asked.
func TestTwoDownloads(t *testing.T) {
	b := &ib{}
	b.minutes(1, winterDays...)
	d := newDesk(t, b)
	target := shares(market.Minutes(1), 20240110, 20240119)
	overtaken := d.plan(target)
	b.before = func(ctx context.Context, n int) error {
		if n == 1 {
			other := history.Downloader{Catalog: d.Catalog, Source: &ib{}}
			var busy *data.BusyError
			if _, err := other.Run(ctx, overtaken); !errors.As(err, &busy) {
				t.Errorf("a second download at the same time: %v", err)
			}
		}
		return nil
	}
	if _, err := d.Run(t.Context(), d.plan(target)); err != nil {
		t.Fatal(err)
	}
	b.before, b.asked = nil, nil
	if result, err := d.Run(t.Context(), overtaken); !errors.Is(err, history.ErrStale) || result.Requests != 0 || len(b.asked) != 0 {
		t.Errorf("%+v, %v, asked %q", result, err, b.asked)
	}
}
