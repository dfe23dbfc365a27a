package live

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// feeCheck compares the fees that the broker reports with those of sim.fees, the backtest's, so that one knows whether its
// costs are the account's. It is a part of what the engine records, and hears of fees; all on the loop's goroutine.
//
// Only fills of orders that this run sent are compared, because of others it may not know the earlier fills. The model's
// month begins when the program does.
type feeCheck struct {
	*monitor.Recorder
	schedule fee.Schedule
	log      zerolog.Logger

	sent map[order.ID]bool
	// ended have ended since the day began, and gone the day before: the end of an order is told before its last fill.
	ended, gone []order.ID
	// What follows is of one day: what is left of an order on the next one is a new order.
	day      market.Date
	tallies  map[tallyKey]*fee.Tally
	modelled map[string]decimal.Decimal // by trade, until the fee is known
	told     map[market.ID]bool         // instruments whose difference is in the log

	compared, differing prometheus.Counter
	difference          *prometheus.GaugeVec
}

// tallyKey is an order, or the part of a combo's that is in one instrument.
type tallyKey struct {
	order      order.ID
	instrument market.ID
}

// tolerance is what brokers round away.
var tolerance = decimal.New(1, -2)

func newFeeCheck(r *monitor.Recorder, s fee.Schedule, registry prometheus.Registerer, log zerolog.Logger) (*feeCheck, error) {
	c := &feeCheck{
		Recorder: r, schedule: s, log: log, sent: map[order.ID]bool{}, tallies: map[tallyKey]*fee.Tally{},
		modelled: map[string]decimal.Decimal{}, told: map[market.ID]bool{},
		compared: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tidemark_fees_compared_total", Help: "Fills whose reported fee was compared with sim.fees.",
		}),
		differing: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tidemark_fees_differing_total", Help: "Of them, fills whose fee differs by more than a cent.",
		}),
		difference: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "tidemark_fees_difference", Help: "Reported fees less those of sim.fees, of all compared fills.",
		}, []string{"currency"}),
	}
	for _, x := range []prometheus.Collector{c.compared, c.differing, c.difference} {
		if err := registry.Register(x); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Order remembers the orders of this run until two days after their end.
func (c *feeCheck) Order(o *order.Order, ev order.Event, verdict order.Verdict) {
	c.Recorder.Order(o, ev, verdict)
	if _, ok := ev.(order.WasSent); ok && verdict == order.Applied {
		c.sent[o.ID] = true
	}
	if o.State.Done() && verdict == order.Applied && c.sent[o.ID] {
		c.ended = append(c.ended, o.ID)
	}
}

// Fill computes what the model charges.
func (c *feeCheck) Fill(f *order.Fill, effect *portfolio.Effect) {
	c.Recorder.Fill(f, effect)
	if day := fee.Day(f); day > c.day {
		c.newDay(day)
	}
	model := c.schedule.For(f.Instrument)
	if model == nil || !c.sent[f.Order] {
		return
	}
	key := tallyKey{f.Order, f.Instrument.ID}
	tally := c.tallies[key]
	if tally == nil {
		tally = &fee.Tally{}
		c.tallies[key] = tally
	}
	trade, _ := order.Trade(f.ExecID)
	c.modelled[trade] = model.Charge(tally, f)
	tally.Add(f)
}

func (c *feeCheck) newDay(day market.Date) {
	c.day = day
	clear(c.tallies)
	clear(c.modelled)
	clear(c.told)
	for _, id := range c.gone {
		delete(c.sent, id)
	}
	c.ended, c.gone = c.gone[:0], c.ended
}

// charged compares a fee that has become known. A later one for the same fill is not compared again.
func (c *feeCheck) charged(f *order.Fill) {
	trade, _ := order.Trade(f.ExecID)
	want, ok := c.modelled[trade]
	if !ok || f.FeeCurrency != "" && f.FeeCurrency != f.Instrument.Currency {
		return
	}
	delete(c.modelled, trade)
	difference := f.Fee.Sub(want)
	c.compared.Inc()
	c.difference.WithLabelValues(string(f.Instrument.Currency)).Add(difference.InexactFloat64())
	if difference.Abs().LessThanOrEqual(tolerance) {
		return
	}
	c.differing.Inc()
	if c.told[f.Instrument.ID] {
		return
	}
	c.told[f.Instrument.ID] = true
	c.log.Warn().Str("symbol", f.Instrument.Symbol).Str("order", string(f.Order)).Stringer("side", f.Side).
		Stringer("quantity", f.Quantity).Stringer("price", f.Price).Stringer("reported", f.Fee).Stringer("modelled", want).
		Msg("the broker's fee is not what sim.fees charges in a backtest; `trader fees explain` shows its parts; told once a day " +
			"for an instrument")
}
