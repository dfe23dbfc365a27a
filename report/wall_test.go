package report_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report"
)

// On 2024-11-03 New York shows 01:30 twice: at 05:30 and at 06:30 UTC. The charts' times must ascend all
// the same, and show the wall clock everywhere else.
func TestChartTimesAscendThroughAutumn(t *testing.T) {
	run := smallRun()
	run.Fills, run.RoundTrips, run.Orders, run.Events, run.Benchmark = nil, nil, nil, nil, nil
	run.Samples = run.Samples[:0]
	start := time.Date(2024, time.November, 3, 4, 30, 0, 0, time.UTC)
	for i := range 4 {
		run.Samples = append(run.Samples, report.Sample{
			Time: market.At(start.Add(time.Duration(i) * time.Hour)), Equity: d("100"), Strategies: shares("100")})
	}
	var page bytes.Buffer
	if err := build(t, run).WritePage(&page); err != nil {
		t.Fatal(err)
	}
	data := regexp.MustCompile(`(?s)id="data">(.*?)</script>`).FindSubmatch(page.Bytes())
	var back struct{ Equity struct{ Time []int64 } }
	if err := json.Unmarshal(data[1], &back); err != nil {
		t.Fatal(err)
	}
	wall := func(hour, minute, second int) int64 {
		return time.Date(2024, time.November, 3, hour, minute, second, 0, time.UTC).Unix()
	}
	want := []int64{wall(0, 30, 0), wall(1, 30, 0), wall(1, 30, 1), wall(2, 30, 0)}
	for i := range want {
		if back.Equity.Time[i] != want[i] {
			t.Errorf("sample %d is drawn at %s, want %s", i, time.Unix(back.Equity.Time[i], 0).UTC(), time.Unix(want[i], 0).UTC())
		}
	}
}

// Trades at the open and the close of sessions need no hours; trades at all hours do, whatever the sampling.
func TestGridShowsHoursWhereTheyMatter(t *testing.T) {
	for name, want := range map[string]string{"busy": `"dates":true`, "minutes": `"dates":false`} {
		var page bytes.Buffer
		if err := build(t, samples[name]()).WritePage(&page); err != nil {
			t.Fatal(err)
		}
		if trades := regexp.MustCompile(`"trades":\{"columns".*?"orders"`).Find(page.Bytes()); !bytes.Contains(trades, []byte(want)) {
			t.Errorf("%s: the grid of trades lacks %s", name, want)
		}
	}
}
