package backtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

// tickDates notes the session dates of the ticks it sees.
type tickDates struct{ dates *[]string }

func (d tickDates) Start(s *strategy.Session) error {
	note := func(date market.Date) {
		if text := date.String(); !slices.Contains(*d.dates, text) {
			*d.dates = append(*d.dates, text)
		}
	}
	s.Trades("A", func(t market.Trade) { note(t.Session) })
	return nil
}

var tickDatesSeen []string

func init() {
	strategy.Register("test-tick-dates", "notes when ticks come", func(*strategy.Params) strategy.Strategy { return tickDates{&tickDatesSeen} })
}

// A source of ticks may hold more than the period and the hours of the session; the run sees what it asked for.
// 5 and 6 March 2024 are sessions from 14:30 to 21:00 UTC, with extended trading from 09:00.
func TestTicksOutsideThePeriodAreLeftOut(t *testing.T) {
	header := "time,price,size\n"
	rows := ""
	for _, day := range []string{"04", "05", "06", "07"} {
		rows += "2024-03-" + day + " 12:00:00,9,1\n2024-03-" + day + " 15:00:00,10,1\n2024-03-" + day + " 16:00:00,11,1\n"
	}
	for extended, want := range map[string]int64{"false": 4, "true": 6} {
		dir := t.TempDir()
		csv := filepath.Join(dir, "trades.csv")
		path := filepath.Join(dir, "run.yaml")
		text := `
name: ticks
period: {from: 2024-03-05, to: 2024-03-06}
instruments:
  - symbol: A
    source:
      {from: csv, path: '` + csv + `', trades: true, extended_hours: ` + extended + `, csv: {time: time, price: price, size: size, zone: UTC}}
strategies:
  - {use: test-tick-dates}
`
		for file, content := range map[string]string{csv: header + rows, path: text} {
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := config.Load(config.Layers{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		tickDatesSeen = nil
		outcome, err := backtest.Run(t.Context(), c, backtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if dates := []string{"2024-03-05", "2024-03-06"}; !slices.Equal(tickDatesSeen, dates) || outcome.Summary.Trades != want {
			t.Errorf("extended hours %s: saw %d trades of %q, want %d of %q", extended, outcome.Summary.Trades, tickDatesSeen, want, dates)
		}
	}
}
