package backtest

import (
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/report"
)

// holdBenchmark makes of the benchmark's prices what holding it brought, when the account's own shares have their actions:
// beside a price that falls by a split every strategy looks well.
func (s *session) holdBenchmark(run *report.Run) error {
	in := s.universe.At(s.recorder.benchmark)
	actions := s.actions[in]
	if len(actions) == 0 {
		return nil
	}
	cal, err := calendar.Get(in.Calendar)
	if err != nil {
		return err
	}
	hold(run.Benchmark.Points, actions, cal.Zone())
	return nil
}

// hold turns the prices of a share, by time, into the worth of one that is held from the first of them on: splits multiply it,
// dividends are kept in cash. The actions are sorted by their days.
func hold(points []report.Point, actions []data.Action, zone *time.Location) {
	shares, cash := 1.0, 0.0
	next := 0
	for i := range points {
		day := market.DateOf((points[i].Time - 1).In(zone)) // a bar that ends at midnight is of the day before
		for ; next < len(actions) && actions[next].Ex <= day; next++ {
			a := &actions[next]
			switch {
			case i == 0: // it was bought afterwards
			case a.Kind == data.Split:
				shares *= float64(a.Ratio.New) / float64(a.Ratio.Old)
			case a.Kind == data.Dividend:
				cash += shares * a.Amount.InexactFloat64()
			}
		}
		points[i].Value = points[i].Value*shares + cash
	}
}
