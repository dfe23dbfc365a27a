package simtest

import (
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// A trader is a strategy that does anything, and remembers what it was shown. It decides by its seed and its inputs.
type trader struct {
	*rand.Rand
	session *strategy.Session
	name    string
	spec    market.BarSpec
	warmup  int
	note    func(string, ...any)
	seen    int // bars, over all lives
	pair    bool

	bars  map[string][]market.Bar // that it was shown in this life
	late  int
	fills map[string]int // executions, by id
	last  map[order.ID]order.State
}

func newTrader(name string, seed uint64, life int, spec market.BarSpec, warmup int, note func(string, ...any)) *trader {
	return &trader{
		Rand: rand.New(rand.NewPCG(seed, uint64(life))), name: name, spec: spec, warmup: warmup, note: note,
		bars: map[string][]market.Bar{}, fills: map[string]int{}, last: map[order.ID]order.State{},
	}
}

func (t *trader) Start(s *strategy.Session) error {
	t.session = s
	s.Durable("seen", &t.seen)
	for _, symbol := range symbols {
		s.Bars(symbol, t.spec, func(b market.Bar) {
			t.seen++
			t.bars[symbol] = append(t.bars[symbol], b)
			if s.Late() {
				t.late++
			}
			if *verbose {
				t.note("  %s: bar %s %s %v %v %v %v %v late %v", t.name, symbol, b.Start, b.Open, b.High, b.Low, b.Close, b.Volume, s.Late())
			}
			if !s.Warming() && t.Float64() < min(1, 0.25*t.spec.Span.Minutes()+0.03) {
				t.decide(symbol)
			}
		}, strategy.Warmup(t.warmup))
	}
	s.Fills(func(f order.Fill) {
		t.fills[f.ExecID]++
		t.note("  %s: fill %s %s %s at %s of %s", t.name, f.ExecID, f.Side, f.Quantity, f.Price, f.Order)
		if t.IntN(6) == 0 {
			t.decide(f.Instrument.Symbol)
		}
	})
	s.Orders(func(u strategy.OrderUpdate) {
		t.last[u.Order.ID] = u.Order.State
		if t.IntN(60) == 0 {
			t.decide(u.Order.Symbol)
		}
	})
	s.Every(7*time.Minute, func() {
		if t.IntN(2) == 0 {
			t.report("flatten", t.flatten(symbols[t.IntN(len(symbols))]))
		}
	})
	return nil
}

func (t *trader) report(what string, err error) {
	if err != nil {
		t.note("  %s: %s: %v", t.name, what, err)
	} else {
		t.note("  %s: %s", t.name, what)
	}
}

func (t *trader) flatten(symbol string) error {
	if err := t.session.CancelAll(symbol); err != nil {
		return err
	}
	_, err := t.session.ClosePosition(symbol)
	return err
}

// price is the last price moved by so many cents.
func (t *trader) price(symbol string, cents int64) decimal.Decimal {
	last, _ := t.session.Price(symbol)
	return decimal.NewFromFloat(last).Round(2).Add(decimal.New(cents, -2))
}

// decide does something with a symbol.
func (t *trader) decide(symbol string) {
	s := t.session
	if t.pair && t.IntN(6) == 0 {
		symbol = pairSymbol
	}
	if _, known := s.Price(symbol); !known {
		return
	}
	if symbol == pairSymbol {
		t.combine()
		return
	}
	quantity := decimal.NewFromInt(t.Int64N(200) + 1)
	side := order.Side(t.IntN(2))
	away := t.Int64N(40) + 1 // cents, in the direction in which it rests
	if side == order.Buy {
		away = -away
	}
	open := s.OpenOrders(symbol)
	kind := t.IntN(20)
	switch {
	case kind < 4:
		_, err := s.Submit(order.NewMarket(symbol, side, quantity))
		t.report("market", err)
	case kind < 8:
		_, err := s.Submit(order.NewLimit(symbol, side, quantity, t.price(symbol, away)).For(t.force()))
		t.report("limit", err)
	case kind < 10:
		_, err := s.Submit(order.NewStop(symbol, side, quantity, t.price(symbol, -away)).For(t.force()))
		t.report("stop", err)
	case kind < 13:
		entry := order.NewMarket(symbol, side, quantity)
		if t.IntN(2) == 0 {
			entry = order.NewLimit(symbol, side, quantity, t.price(symbol, away/4))
		}
		profit := t.Int64N(60) + 5
		if side == order.Sell {
			profit = -profit
		}
		_, err := s.Bracket(entry, t.price(symbol, profit), t.price(symbol, -profit))
		t.report("bracket", err)
	case kind < 14:
		_, err := s.OCA(order.NewLimit(symbol, order.Buy, quantity, t.price(symbol, -t.Int64N(30)-1)),
			order.NewLimit(symbol, order.Sell, quantity, t.price(symbol, t.Int64N(30)+1)))
		t.report("oca", err)
	case kind < 16 && len(open) > 0:
		t.report("modify", t.modify(&open[t.IntN(len(open))], quantity, away))
	case kind < 19 && len(open) > 0:
		t.report("cancel", s.Cancel(open[t.IntN(len(open))].ID))
	default:
		t.report("flatten", t.flatten(symbol))
	}
}

// combine does something with the pair, of which there are market and limit orders.
func (t *trader) combine() {
	s := t.session
	quantity, side := decimal.NewFromInt(t.Int64N(50)+1), order.Side(t.IntN(2))
	away := t.Int64N(30) - 15
	open := s.OpenOrders(pairSymbol)
	switch kind := t.IntN(10); {
	case kind < 3:
		_, err := s.Submit(order.NewMarket(pairSymbol, side, quantity))
		t.report("pair at market", err)
	case kind < 7 || len(open) == 0:
		_, err := s.Submit(order.NewLimit(pairSymbol, side, quantity, t.price(pairSymbol, away)).For(t.force()))
		t.report("pair at limit", err)
	case kind < 9:
		t.report("modify pair", t.modify(&open[t.IntN(len(open))], quantity, away))
	default:
		t.report("cancel pair", s.Cancel(open[t.IntN(len(open))].ID))
	}
}

func (t *trader) force() order.TimeInForce {
	return []order.TimeInForce{order.Day, order.GTC, order.Day, order.IOC}[t.IntN(4)]
}

// modify changes the price or the quantity of an order.
func (t *trader) modify(o *order.Order, quantity decimal.Decimal, away int64) error {
	var change order.Change
	price := t.price(o.Symbol, away)
	switch {
	case o.Type == order.Limit && t.IntN(2) == 0:
		change.LimitPrice = &price
	case o.Type == order.Stop && t.IntN(2) == 0:
		change.StopPrice = &price
	default:
		quantity = quantity.Add(o.Filled)
		change.Quantity = &quantity
	}
	return t.session.Modify(o.ID, change)
}
