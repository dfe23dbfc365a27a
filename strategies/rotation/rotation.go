// Package rotation holds the strongest of several instruments: once a month it ranks them by their return
// over a look-back and moves the equity into the best ones. It shows many instruments, whole instants
// (slices), a monthly schedule and durable state.
package rotation

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("rotation", "holds the strongest instruments by momentum, changed monthly", New)
}

// Rotation trades several instruments.
type Rotation struct {
	Symbols []string
	Days    int
	Top     int
	Weight  float64

	session  *strategy.Session
	momentum []*indicator.ROC
	// state survives a restart.
	state struct {
		Rebalanced market.Time
		Held       []string
		// Buying is true while the best wait for the sales that pay for them.
		Buying bool
	}
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	r := &Rotation{}
	p.Symbols(&r.Symbols, "symbols", nil, "what to choose from; empty means every instrument of the run")
	p.Int(&r.Days, "days", 60, "sessions to look back").Bounds(1, 1000).Range(20, 120, 20)
	p.Int(&r.Top, "top", 2, "how many to hold").Bounds(1, 1000)
	p.Float(&r.Weight, "weight", 0.95, "share of the equity to invest in all").Bounds(0, 2)
	return r
}

// Start subscribes to daily bars of everything and to the last minutes of each month.
func (r *Rotation) Start(s *strategy.Session) error {
	r.session = s
	if len(r.Symbols) == 0 {
		r.Symbols = s.Symbols()
	}
	s.Durable("rotation", &r.state)
	r.momentum = make([]*indicator.ROC, len(r.Symbols))
	for i, symbol := range r.Symbols {
		roc := indicator.NewROC(r.Days)
		r.momentum[i] = roc
		s.Bars(symbol, market.Daily(), func(b market.Bar) { roc.Update(b.Close) }, strategy.Warmup(r.Days+1))
	}
	s.Orders(func(strategy.OrderUpdate) { r.buy() })
	s.At(calendar.MonthEnd(calendar.BeforeClose(10*time.Minute)), r.rebalance)
	return nil
}

// rebalance ranks the instruments and sells what is above its new weight.
func (r *Rotation) rebalance() {
	ranked := make([]int, 0, len(r.Symbols))
	for i, m := range r.momentum {
		if m.Ready() && m.Value() > 0 {
			ranked = append(ranked, i)
		}
	}
	slices.SortStableFunc(ranked, func(a, b int) int {
		return cmp.Compare(r.momentum[b].Value(), r.momentum[a].Value())
	})
	best := ranked[:min(r.Top, len(ranked))]
	r.state.Held = r.state.Held[:0]
	for _, i := range best {
		r.state.Held = append(r.state.Held, r.Symbols[i])
	}
	for _, symbol := range r.Symbols {
		weight := 0.0
		if slices.Contains(r.state.Held, symbol) {
			weight = r.Weight / float64(r.Top)
		}
		if r.above(symbol, weight) {
			r.target(symbol, weight)
		}
	}
	r.state.Rebalanced, r.state.Buying = r.session.Now(), true
	r.buy()
}

// above reports that a position is worth more than a weight of the equity. The instruments are taken to be
// in the account's currency.
func (r *Rotation) above(symbol string, weight float64) bool {
	price, known := r.session.Price(symbol)
	equity, err := r.session.Equity()
	if !known || err != nil {
		return false
	}
	worth := r.session.Position(symbol).Notional(decimal.NewFromFloat(price))
	return worth.GreaterThan(equity.Mul(decimal.NewFromFloat(weight)))
}

// buy moves the equity into the best once no order is working any more: before that the money is not there.
func (r *Rotation) buy() {
	if !r.state.Buying || len(r.session.OpenOrders("")) > 0 {
		return
	}
	r.state.Buying = false
	for _, symbol := range r.state.Held {
		r.target(symbol, r.Weight/float64(r.Top))
	}
}

func (r *Rotation) target(symbol string, weight float64) {
	if _, err := r.session.TargetWeight(symbol, weight); err != nil {
		r.session.Log().Warn().Err(err).Str("symbol", symbol).Msg("order not sent")
	}
}
