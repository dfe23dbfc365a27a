package backtest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
)

// Daily bars of January 2024 without the 4th, the 9th and the 10th, and then without each second day, up to the 26th; the
// period goes on to the 31st. The 15th is a holiday.
func TestHolesUnderAPositionAreTold(t *testing.T) {
	missing := []int{4, 9, 10, 12, 17, 19, 23, 25}
	rows := "date,open,high,low,close,volume\n"
	for d := 2; d <= 26; d++ {
		day := time.Date(2024, 1, d, 0, 0, 0, 0, time.UTC)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday && d != 15 && !slices.Contains(missing, d) {
			rows += day.Format(time.DateOnly) + ",10,10,10,10,1000\n"
		}
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	run, err := config.Load(config.Layers{Path: "holes.yaml", Text: fmt.Appendf(nil, `
period: {from: 2024-01-02, to: 2024-01-31}
instruments: [{symbol: A, source: {from: csv, bars: 1d, path: %q}}]
strategies: [{use: buy-and-hold, params: {symbol: A}}]
`, path)})
	if err != nil {
		t.Fatal(err)
	}
	o, err := backtest.Run(t.Context(), run, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range o.Run.Diagnostics {
		if strings.Contains(f.Text, "hole") || strings.Contains(f.Text, "data") {
			got = append(got, f.Text)
		}
	}
	// Bought at the open of the 3rd, the first after the first bar.
	held := func(from, to, sessions string) string {
		return fmt.Sprintf("A was held without data from 2024-01-%s to 2024-01-%s, %s: at its last price, and no order in it filled", from, to, sessions)
	}
	want := []string{
		held("04", "04", "one session"), held("09", "10", "2 sessions"), held("12", "12", "one session"), held("17", "17", "one session"), held("19", "19", "one session"),
		"A is held at the end and has no data from 2024-01-29 to 2024-01-31, 3 sessions: it stands at its last price",
		"A was held through more holes than these, 2 of them",
	}
	if !slices.Equal(got, want) {
		t.Errorf("told %q\nwant %q", got, want)
	}
}
