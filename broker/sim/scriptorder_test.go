package sim_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// instruments are those that scripts can name.
var instruments = map[string]market.Instrument{
	"SPY":    market.NewEquity("SPY"),
	"QQQ":    market.NewEquity("QQQ"),
	"EURUSD": market.NewForex("EUR", "USD"),
	"ES":     market.NewFuture("ES", "ES", market.NewDate(2024, time.March, 15), decimal.NewFromInt(50), decimal.New(25, -2)),
	"SPX":    {Symbol: "SPX", Kind: market.Index, Currency: market.USD, Calendar: "XNYS", Multiplier: decimal.NewFromInt(1), Grid: market.UniformGrid(decimal.New(1, -2)), SizeIncrement: decimal.NewFromInt(1)},
}

// order reads "ID SIDE QUANTITY TYPE [PRICES] [ATTRIBUTES]" and submits it.
func (s *script) order(f []string) error {
	req := order.Request{Symbol: s.bench.market[0].Symbol, Quantity: dec(f[2])}
	if err := req.Side.UnmarshalText([]byte(f[1])); err != nil {
		return err
	}
	if err := req.Type.UnmarshalText([]byte(f[3])); err != nil {
		return err
	}
	rest := f[4:]
	price := func(to *decimal.Decimal) { *to, rest = dec(rest[0]), rest[1:] }
	if req.Type.HasStop() {
		price(&req.StopPrice)
	}
	if req.Type.HasLimit() {
		price(&req.LimitPrice)
	}
	for len(rest) > 0 {
		word := rest[0]
		rest = rest[1:]
		switch word {
		case "outside":
			req.OutsideRTH = true
			continue
		case "until", "parent", "oca", "on":
			value := rest[0]
			rest = rest[1:]
			switch word {
			case "until":
				req = req.Until(s.at(value))
			case "parent":
				req.Parent = order.ID(value)
			case "oca":
				req.OCA = value
			case "on":
				req.Symbol = value
			}
			continue
		}
		if err := req.TimeInForce.UnmarshalText([]byte(word)); err != nil {
			return err
		}
	}
	s.bench.submit(f[0], req)
	return nil
}

// modify reads "ID [quantity Q] [limit P] [stop P]".
func (s *script) modify(f []string) error {
	var change order.Change
	for i := 1; i+1 < len(f); i += 2 {
		value := dec(f[i+1])
		switch f[i] {
		case "quantity":
			change.Quantity = &value
		case "limit":
			change.LimitPrice = &value
		case "stop":
			change.StopPrice = &value
		default:
			return fmt.Errorf("unknown field %s", f[i])
		}
	}
	s.bench.modify(f[0], change)
	return nil
}

// bar reads "[START-]END O H L C [volume=V] [spread=S] [on SYMBOL]"; without a start it is a minute.
func (s *script) bar(f []string) error {
	start, end, long := strings.Cut(f[0], "-")
	bar := market.Bar{Instrument: s.on(f), Open: float(f[1]), High: float(f[2]), Low: float(f[3]), Close: float(f[4]), Volume: 100}
	if long {
		bar.Start, bar.End = s.at(start), s.at(end)
	} else {
		bar.End = s.at(start)
		bar.Start = bar.End.Add(-time.Minute)
	}
	for _, field := range f[5:] {
		switch key, value, _ := strings.Cut(field, "="); key {
		case "volume":
			bar.Volume = float(value)
		case "spread":
			bar.Spread = float(value)
		}
	}
	s.bench.bar(bar)
	return nil
}
