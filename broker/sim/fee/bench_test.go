package fee_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// BenchmarkCharge charges orders of one fill, as the venue does.
func BenchmarkCharge(b *testing.B) {
	for _, c := range []struct {
		name  string
		model fee.Model
		in    *market.Instrument
	}{
		{"per-unit", fee.PerUnit{Rate: dec("0.005"), Minimum: dec("1")}, &spy},
		{"ibkr-fixed", fee.IBKRFixed(), &spy},
		{"ibkr-tiered", fee.IBKRTiered(), &spy},
		{"ibkr-options", fee.IBKROptions(), &call},
		{"ibkr-futures", fee.IBKRFutures(), &es},
	} {
		b.Run(c.name, func(b *testing.B) {
			f := order.Fill{
				Instrument: c.in, Side: order.Sell, Price: dec("25"), Quantity: dec("100"),
				Time: market.At(day.Clock(15, 0, time.UTC)),
			}
			b.ReportAllocs()
			total := decimal.Zero
			for b.Loop() {
				var tally fee.Tally
				total = c.model.Charge(&tally, &f)
				tally.Add(&f)
			}
			if !total.IsPositive() {
				b.Error("free of charge")
			}
		})
	}
}
