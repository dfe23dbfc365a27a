package desk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestFuturesFees: the contracts that the gateway lists itself are charged by their roots: IBKR's examples of ES and MES, CL
// with NYMEX's 1.50, and GC with COMEX's 1.60, each with 0.85 and 0.02.
func TestFuturesFees(t *testing.T) {
	pit, err := floor.New(floor.Options{Archive: floor.Memory{}, Start: market.At(time.Date(2024, 3, 4, 14, 30, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	defer pit.Close()
	want := map[string]string{"ES": "2.25", "MES": "0.62", "CL": "2.37", "GC": "2.47"}
	fees := desk.IBFees()
	for _, l := range pit.Listings() {
		root := l.Contract.Symbol
		if l.Instrument.Kind != market.Future || want[root] == "" {
			continue
		}
		f := order.Fill{Instrument: l.Instrument, Quantity: dec("1"), Price: dec("100"), Time: pit.Now()}
		if got := fees.For(l.Instrument).Charge(&fee.Tally{}, &f); !got.Equal(dec(want[root])) {
			t.Errorf("%s: %s, want %s", l.Instrument.Symbol, got, want[root])
		}
		delete(want, root)
	}
	if len(want) > 0 {
		t.Errorf("not listed: %v", want)
	}
}
