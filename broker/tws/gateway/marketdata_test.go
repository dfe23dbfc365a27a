package gateway_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestZoneAdvice: from version 174 on a time without a zone is answered with a warning, and the bars all the same.
func TestZoneAdvice(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := converse(t, start(t, gateway.Options{FreeHistory: true}), 1, version)
		for end, warned := range map[string]bool{
			"": false, "20240304-15:05:00": false, "20240304 10:05:00 US/Eastern": false, "20240304 10:05:00": version >= 174,
		} {
			m := history(7)
			m.BarSize, m.Duration, m.End = "1 secs", "60 S", end
			<-time.After(10 * time.Second)
			got := c.ask(m)
			if slices.Contains(got.told, "Error 2174") != warned || !slices.Contains(got.told, "HistoricalData") {
				t.Errorf("until %q: %v", end, got)
			}
		}
	})
}

// TestTopOff: a line without the usual ticks gets those that it asks for.
func TestTopOff(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := converse(t, start(t, gateway.Options{}), 1, version)
		c.say(&wire.RequestMarketData{RequestID: 7, Contract: aapl, GenericTicks: "mdoff,233"})
		<-time.After(10 * time.Second)
		synctest.Wait()
		if got := strings.Replace(c.hearAll().String(), " TickRequestParams", "", 1); got != "MarketDataFreshness TickString" {
			t.Errorf("told %s", got)
		}
	})
}
