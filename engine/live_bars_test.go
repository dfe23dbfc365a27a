package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

// shown lets the strategy collect the minute bars that it is shown: closing time and close.
func (d *desk) shown(bars *[]string) {
	d.started = func(s *strategy.Session) {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			d.handOver()
			defer d.handOver()
			*bars = append(*bars, fmt.Sprintf("%s %g", b.End.UTC().Format("15:04:05"), b.Close))
		})
	}
}

// F5: while something of a bar may still come, the clock does not complete it: not while the link is lost, nor while the
// instrument's data is.
func TestF5ABarIsNotCutShortByAnOutage(t *testing.T) {
	for name, outage := range map[string][2]broker.Notice{
		"link": {broker.LinkLost{}, broker.LinkRestored{}}, "data": {broker.DataLost{}, broker.DataRestored{}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *desk) {
				var bars []string
				d.shown(&bars)
				d.ready()
				d.pass(30 * time.Second)
				d.tick("A", 10)
				d.box.Notice(outage[0])
				d.pass(5 * time.Minute)
				if len(bars) > 0 {
					t.Errorf("in the outage the strategy was shown %v", bars)
				}
				in, _ := d.universe.Find("A")
				at := market.At(time.Date(2000, 1, 3, 14, 30, 55, 0, time.UTC))
				d.box.Market(&market.Event{Kind: market.TradeEvent, Instrument: in.ID, Time: at, Late: true, Trade: market.Trade{Instrument: in.ID, Time: at, Price: 11, Size: 1}})
				d.wait()
				d.box.Notice(outage[1])
				d.pass(2 * time.Second)
				if want := []string{"14:31:00 11"}; !slices.Equal(bars, want) {
					t.Errorf("after it the strategy was shown %v, want %v", bars, want)
				}
			})
		})
	}
}

// F5: bars that are made of bars wait for the last of them; in a silence nobody knows yet whether it was the last.
func TestF5ABarOfBarsWaitsForItsPieces(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var bars []string
		d.shown(&bars)
		d.feed = engine.Feed{Bars: market.Seconds(5), Trades: true, Quotes: true}
		piece := func(second int, price float64) {
			in, _ := d.universe.Find("A")
			end := market.At(time.Date(2000, 1, 3, 14, 30, second, 0, time.UTC))
			d.box.Market(&market.Event{Kind: market.BarEvent, Instrument: in.ID, Time: end,
				Bar: market.Bar{Instrument: in.ID, Start: end.Add(-5 * time.Second), End: end, Open: price, High: price, Low: price, Close: price, Volume: 1}})
			d.wait()
		}
		d.ready()
		piece(5, 10)
		piece(10, 11)
		d.pass(2 * time.Minute)
		if len(bars) > 0 {
			t.Errorf("in the silence the strategy was shown %v", bars)
		}
		for second := 15; second <= 60; second += 5 {
			piece(second, 12)
		}
		piece(65, 13)
		d.pass(5 * time.Minute) // nothing more comes, and nobody knows of an outage
		if want := []string{"14:31:00 12", "14:32:00 13"}; !slices.Equal(bars, want) {
			t.Errorf("the strategy was shown %v, want %v", bars, want)
		}
	})
}
