package data_test

import (
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/market/roll"
)

// hourly are bars of an hour that end at the given hours of 2 January 2024, with all prices alike.
func hourly(prices map[int]float64) *market.Bars {
	bars := &market.Bars{}
	for h := range 24 {
		if p, ok := prices[h]; ok {
			end := market.At(time.Date(2024, 1, 2, h, 0, 0, 0, time.UTC))
			bars.Append(market.Bar{Start: end.Add(-time.Hour), End: end, Open: p, High: p, Low: p, Close: p, Volume: float64(h)})
		}
	}
	return bars
}

// Two contracts that roll at 12:00: a bar that ends then is the old one's. Their closes before it are 103 and 93, so by
// difference the old one's prices are 10 lower, by ratio times 93/103.
func TestContinuousSeries(t *testing.T) {
	at := market.At(time.Date(2024, 1, 2, 12, 0, 0, 0, time.UTC))
	streams := map[string]*market.Bars{
		"OLD": hourly(map[int]float64{10: 101, 11: 102, 12: 103, 13: 104}),
		"NEW": hourly(map[int]float64{11: 92, 12: 93, 13: 94, 14: 95}),
	}
	for name, c := range map[string]struct {
		times, add float64
		want       []float64
	}{
		"difference":   {1, -10, []float64{91, 92, 93, 94, 95}},
		"ratio":        {93. / 103, 0, []float64{101 * (93. / 103), 102 * (93. / 103), 103 * (93. / 103), 94, 95}},
		"not adjusted": {1, 0, []float64{101, 102, 103, 94, 95}},
	} {
		chain := &roll.Chain{Symbol: "S", Links: []roll.Link{
			{Symbol: "OLD", From: -1 << 63, Times: c.times, Add: c.add}, {Symbol: "NEW", From: at, Times: 1},
		}}
		series := data.Continuous(chain, 0, market.Never, func(contract string, from, to market.Time) (market.BarStream, error) {
			return data.FromBars(streams[contract]), nil
		})
		var got []float64
		var batch market.Bars
		for {
			err := series.Next(&batch)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, batch.Close...)
		}
		if err := series.Close(); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v %v, want %v", name, got, err, c.want)
		}
	}
	if streams["OLD"].Close[0] != 101 {
		t.Error("the view changed its source")
	}
}

// The daily bars of the E-mini of December 2013 end at midnight UTC, when the next session has begun: they belong to the
// session before, and what was traded on Sunday evening to a day of its own.
func TestSessionsOfDailyBars(t *testing.T) {
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := tree.Bars(lean.Selection{
		Type: lean.Future, Market: "cme", Symbol: "ES", Contract: "201312", Resolution: lean.Daily, From: 20131212, To: 20131216,
	})
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Get("CME")
	if err != nil {
		t.Fatal(err)
	}
	days, err := data.Sessions(stream, cal)
	if err != nil {
		t.Fatal(err)
	}
	midnight := func(d int) market.Time { return market.At(time.Date(2013, 12, d, 0, 0, 0, 0, time.UTC)) }
	want := []roll.Day{
		{Date: 20131212, End: midnight(13), Close: 1773.75, Volume: 1113344},
		{Date: 20131213, End: midnight(14), Close: 1775, Volume: 347764},
		{Date: 20131215, End: midnight(16), Close: 1775.75, Volume: 1828},
		{Date: 20131216, End: midnight(17), Close: 1785.25, Volume: 200215},
	}
	if !slices.Equal(days, want) {
		t.Errorf("%+v, want %+v", days, want)
	}
}
