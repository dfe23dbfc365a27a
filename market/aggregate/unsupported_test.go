package aggregate

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

func TestWhatCanBeBuilt(t *testing.T) {
	ticks := market.Ticks(1)
	for _, pair := range []struct {
		spec, source market.BarSpec
		reason       string // empty when it can
	}{
		{market.Minutes(5), market.Minutes(1), ""},
		{market.Minutes(5), market.Minutes(5), ""},
		{market.Hours(1), market.Seconds(30), ""},
		{market.Daily(), market.Minutes(1), ""},
		{market.Daily(), ticks, ""},
		{market.Sessions(5), market.Daily(), ""},
		{market.Minutes(1), ticks, ""},
		{market.Minutes(1).Of(market.Mid), ticks, ""},
		{market.Minutes(5).Of(market.Bid), market.Minutes(1).Of(market.Bid), ""},
		{market.Ticks(100), ticks, ""},
		{market.Volume(1000), market.Minutes(1), ""},
		{market.Dollars(1e6), ticks, ""},
		{market.Range(0.5), ticks, ""},
		{market.Renko(2), market.Minutes(1), ""},
		{market.Renko(2), market.Daily(), ""},

		{market.Minutes(3), market.Minutes(5), "span must divide"},
		{market.Minutes(5), market.Minutes(3), "span must divide"},
		{market.Minutes(1), market.Hours(1), "span must divide"},
		{market.Hours(1), market.Daily(), "span must divide"},
		{market.Daily(), market.Sessions(2), "sessions must divide"},
		{market.Ticks(100), market.Minutes(1), "use trades or quotes"},
		{market.Range(1), market.Minutes(1), "use trades or quotes"},
		{market.Minutes(1), market.Ticks(10), "market.Ticks(1)"},
		{market.Minutes(5), market.Volume(10), "source must be time bars"},
		{market.Minutes(5), market.Renko(1), "source must be time bars"},
		{market.Minutes(5).Of(market.Bid), market.Minutes(1), "made of last prices, the bars of bid"},
		{market.Volume(10).Of(market.Mid), ticks, "quotes have no volume"},
		{market.Minutes(0), ticks, "span 0s"},
		{market.Minutes(5), market.BarSpec{}, "the source: span 0s"},
		{market.BarSpec{Span: 1000 * time.Hour}, ticks, "at most 168h"},
		{market.Sessions(0), ticks, "0 sessions"},
		{market.Ticks(-1), ticks, "-1 ticks"},
		{market.Renko(0), ticks, "size 0"},
		{market.Range(math.NaN()), ticks, "size NaN"},
		{market.Volume(math.Inf(1)), ticks, "size +Inf"},
		{market.BarSpec{Kind: 99}, ticks, "kind 99"},
	} {
		_, err := New(pair.spec, pair.source, cal(t, "XNYS"), Options{})
		if pair.reason == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		var unsupported *UnsupportedError
		if !errors.As(err, &unsupported) || unsupported.Source != pair.source {
			t.Errorf("%s from %s: error %v, want an *UnsupportedError", pair.spec, pair.source, err)
			continue
		}
		if !strings.Contains(err.Error(), pair.reason) {
			t.Errorf("error %q does not say %q", err, pair.reason)
		}
	}
	if _, err := New(market.Minutes(5), ticks, nil, Options{}); err == nil {
		t.Error("a builder without a calendar")
	}
}
