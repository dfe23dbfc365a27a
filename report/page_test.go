package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/report"
)

func pageOf(t *testing.T, run *report.Run) string {
	t.Helper()
	var text bytes.Buffer
	if err := build(t, run).WritePage(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

var scripts = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// hostile is text that breaks out of whatever is not escaped for its place.
const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'` + "`${alert(3)}`\u2028{{.}}<!--"

// Names come from strategies and data; none of them may become part of the page.
func TestHostileNamesAreHarmless(t *testing.T) {
	run := smallRun()
	calm := strings.Count(pageOf(t, smallRun()), "<script")
	run.Manifest.Title, run.Manifest.Config, run.Manifest.Timing = hostile, hostile, hostile
	run.Manifest.Strategies[0] = report.StrategyInfo{Name: hostile, Parameters: hostile}
	run.Manifest.Optimistic = []string{hostile}
	run.Manifest.Files[0].Path = hostile
	run.Benchmark.Name = hostile
	run.Diagnostics = []report.Finding{{Severity: report.Warning, Text: hostile}}
	run.Instruments[0].Symbol = hostile
	for i := range run.RoundTrips {
		run.RoundTrips[i].Strategy, run.RoundTrips[i].EntryTag, run.RoundTrips[i].ExitTag = hostile, hostile, hostile
	}
	for i := range run.Orders {
		run.Orders[i].Symbol, run.Orders[i].Tag, run.Orders[i].Reason.Detail, run.Orders[i].ID = hostile, hostile, hostile, hostile
	}
	bar := report.Candle{Start: at(4, 14), End: at(4, 21), Open: 1, High: 1, Low: 1, Close: 1}
	run.Charts = []report.Chart{{Instrument: run.Instruments[0], Candles: []report.Candle{bar}}}
	run.Plots = []report.Plot{{Strategy: hostile, Name: hostile, Pane: hostile, Points: []report.Point{{Time: at(4, 21), Value: 1}}}}

	page := pageOf(t, run)
	if n := strings.Count(page, "<script"); n != calm {
		t.Errorf("%d script elements, want the page's own %d", n, calm)
	}
	for _, broken := range []string{"<img", "alert(1)</script>", "<!--"} {
		if strings.Contains(page, broken) {
			t.Errorf("the page contains %q", broken)
		}
	}
	data := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindStringSubmatch(page)
	var back struct {
		Trades struct{ Rows [][]string }
	}
	if err := json.Unmarshal([]byte(data[1]), &back); err != nil {
		t.Fatalf("the data is not JSON: %v", err)
	}
	if got := back.Trades.Rows[0][3]; got != hostile {
		t.Errorf("the strategy's name arrives as %q", got)
	}
}

// The policy allows exactly the two scripts of the page and no connection.
func TestPolicyNamesTheScripts(t *testing.T) {
	page := pageOf(t, smallRun())
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil || !strings.Contains(policy[1], "default-src &#39;none&#39;") && !strings.Contains(policy[1], "default-src 'none'") {
		t.Fatalf("policy %v does not forbid everything by default", policy)
	}
	found := scripts.FindAllStringSubmatch(page, -1)
	if len(found) != 2 {
		t.Fatalf("%d scripts, want 2", len(found))
	}
	for _, script := range found {
		sum := sha256.Sum256([]byte(script[1]))
		hash := base64.StdEncoding.EncodeToString(sum[:])
		if text := strings.ReplaceAll(policy[1], "&#43;", "+"); !strings.Contains(text, hash) {
			t.Errorf("the policy does not name a script of %d bytes with hash %s", len(script[1]), hash)
		}
	}
}

var elsewhere = regexp.MustCompile(`(?i)(?:src|href|action)\s*=\s*["']?(https?:)?//[^"'\s>]*`)

// Nothing is loaded from elsewhere, and the licence's link is there.
func TestPageIsSelfContained(t *testing.T) {
	page := scripts.ReplaceAllString(pageOf(t, smallRun()), "")
	for _, link := range elsewhere.FindAllString(page, -1) {
		if link != `href="https://www.tradingview.com/` {
			t.Errorf("the page refers to %s", link)
		}
	}
	if !strings.Contains(page, "TradingView Lightweight Charts") || !strings.Contains(page, `<a href="https://www.tradingview.com/"`) {
		t.Error("the attribution that the licence asks for is missing")
	}
}

func TestEveryStatisticIsOnThePage(t *testing.T) {
	result := build(t, smallRun())
	page := pageOf(t, smallRun())
	for _, s := range result.Statistics {
		if !strings.Contains(page, fmt.Sprintf(`href="#definition-%s"`, s.ID)) || !strings.Contains(page, fmt.Sprintf(`id="definition-%s"`, s.ID)) {
			t.Errorf("%s or its definition is missing", s.ID)
		}
	}
}

func TestSameRunSameBytes(t *testing.T) {
	for name, sample := range samples {
		first, second := t.TempDir(), t.TempDir()
		for _, dir := range []string{first, second} {
			if err := build(t, sample()).Write(dir); err != nil {
				t.Fatal(err)
			}
		}
		entries, _ := os.ReadDir(first)
		for _, e := range entries {
			a, _ := os.ReadFile(filepath.Join(first, e.Name()))
			b, err := os.ReadFile(filepath.Join(second, e.Name()))
			if err != nil || !bytes.Equal(a, b) {
				t.Errorf("%s: %s differs from run to run", name, e.Name())
			}
		}
	}
}

const megabyte = 1 << 20

func TestPageSize(t *testing.T) {
	if n := len(pageOf(t, busyRun())); n > 3*megabyte/2 {
		t.Errorf("the page of some three hundred trades has %d bytes", n)
	}
	if n := len(pageOf(t, hugeRun())); n > 6*megabyte {
		t.Errorf("the page of a huge run has %d bytes: something in it is not bounded", n)
	}
}

// hugeRun has 40 instruments, 30,000 trades and orders, ten years of half hours and forty plots.
func hugeRun() *report.Run {
	symbols := make([]string, 40)
	for i := range symbols {
		symbols[i] = fmt.Sprintf("SYM%02d", i)
	}
	k := newDesk(true, symbols...)
	var lines []*report.Line
	for _, symbol := range symbols {
		lines = append(lines, k.recorder.Plot("s", "average", symbol, ""))
	}
	b := k.book("s", k.instruments[0])
	for n := range 30_000 {
		end := at(1, 0).Add(time.Duration(n) * 30 * time.Minute)
		k.step(end.Add(-30*time.Minute), end, 0, 0.001)
		lines[n%40].Add(k.now, k.prices[n%40])
		k.sample("s")
		trip := b.trip(&order.Fill{Price: d("101.25"), Time: end, Fee: d("1")}, false)
		trip.Instrument = k.instruments[n%40]
		trip.EntryTime, trip.EntryPrice, trip.Quantity = end.Add(-time.Hour), d("100.50"), d("100")
		k.recorder.RoundTrip(trip)
	}
	orders := make([]order.Order, 30_000)
	for i := range orders {
		orders[i] = order.Order{Request: order.NewMarket("SYM00", order.Buy, d("1")), ID: order.ID(fmt.Sprint("s-", i)), Strategy: "s",
			Instrument: k.instruments[0], Created: market.Time(i), State: order.Denied, Reason: order.Reason{Code: order.OrderRate}}
	}
	run := k.finish(manifest("s"))
	run.Orders = orders
	return run
}
