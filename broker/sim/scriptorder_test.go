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
	"ESM":    market.NewFuture("ESM", "ES", market.NewDate(2024, time.June, 21), decimal.NewFromInt(50), decimal.New(25, -2)),
	"ESU":    market.NewFuture("ESU", "ES", market.NewDate(2024, time.September, 20), decimal.NewFromInt(50), decimal.New(25, -2)),
	"CALL":   option("CALL", market.Call),
	"PUT":    option("PUT", market.Put),
	"SPX":    {Symbol: "SPX", Kind: market.Index, Currency: market.USD, Calendar: "XNYS", Multiplier: decimal.NewFromInt(1), Grid: market.UniformGrid(decimal.New(1, -2)), SizeIncrement: decimal.NewFromInt(1)},
}

// comboOf is a combo of instruments that scripts can name, with legs such as CALL:-1.
func comboOf(name, multiplier string, legs []string) market.Instrument {
	in := market.NewEquity(name)
	in.Kind, in.Multiplier, in.Grid = market.Combo, dec(multiplier), market.UniformGrid(decimal.New(1, -2))
	for _, text := range legs {
		symbol, ratio, _ := strings.Cut(text, ":")
		in.Legs = append(in.Legs, market.Leg{Symbol: symbol, Ratio: int(float(ratio))})
		in.Calendar = instruments[symbol].Calendar
	}
	return in
}

func option(symbol string, right market.Right) market.Instrument {
	in := market.NewEquity(symbol)
	in.Kind, in.Multiplier, in.Right, in.Strike = market.Option, decimal.NewFromInt(100), right, decimal.NewFromInt(50)
	in.Underlying, in.Expiry, in.Grid = "SPY", market.NewDate(2024, time.June, 21), market.UniformGrid(decimal.New(1, -2))
	return in
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
	rest, err := words(f[4:]).prices(&req)
	if err != nil {
		return err
	}
	for len(rest) > 0 {
		if rest, err = rest.attribute(s, &req); err != nil {
			return err
		}
	}
	s.bench.submit(f[0], req)
	return nil
}

// words are the rest of a line.
type words []string

func (w words) price(to *decimal.Decimal) words {
	*to = dec(w[0])
	return w[1:]
}

// prices reads what the order's type needs.
func (w words) prices(req *order.Request) (words, error) {
	if req.Type.HasStop() {
		w = w.price(&req.StopPrice)
	}
	if req.Type.Trails() {
		if percent, ok := strings.CutSuffix(w[0], "%"); ok {
			req.TrailPercent, w = dec(percent), w[1:]
		} else {
			w = w.price(&req.TrailAmount)
		}
	}
	if req.Type.HasLimit() {
		w = w.price(&req.LimitPrice)
	}
	return w, nil
}

// attribute reads one word behind the prices, with its value.
func (w words) attribute(s *script, req *order.Request) (words, error) {
	word, rest := w[0], w[1:]
	switch word {
	case "outside":
		req.OutsideRTH = true
	case "hidden":
		req.Hidden = true
	case "all-or-none":
		req.AllOrNone = true
	case "offset":
		return rest.price(&req.Offset), nil
	case "cap":
		return rest.price(&req.LimitPrice), nil
	case "from":
		return rest.price(&req.StopPrice), nil
	case "display":
		return rest.price(&req.DisplaySize), nil
	case "minimum":
		return rest.price(&req.MinQuantity), nil
	case "discretion":
		return rest.price(&req.Discretion), nil
	case "adjust":
		return rest.adjustment(req)
	case "until", "after", "parent", "oca", "oca-type", "trigger", "on":
		return rest[1:], rest.named(s, word, req)
	default:
		return rest, req.TimeInForce.UnmarshalText([]byte(word))
	}
	return rest, nil
}

// named reads the value of a word.
func (w words) named(s *script, word string, req *order.Request) error {
	value := w[0]
	switch word {
	case "until":
		*req = req.Until(s.at(value))
	case "after":
		req.GoodAfter = s.at(value)
	case "parent":
		req.Parent = order.ID(value)
	case "oca":
		req.OCA = value
	case "oca-type":
		return req.OCAType.UnmarshalText([]byte(value))
	case "trigger":
		return req.Trigger.UnmarshalText([]byte(value))
	case "on":
		req.Symbol = value
	}
	return nil
}

// adjustment reads "AT TYPE PRICES".
func (w words) adjustment(req *order.Request) (words, error) {
	a := &order.Adjustment{}
	rest := w.price(&a.At)
	if err := a.To.UnmarshalText([]byte(rest[0])); err != nil {
		return nil, err
	}
	to := order.Request{Type: a.To}
	rest, err := rest[1:].prices(&to)
	a.StopPrice, a.LimitPrice, a.TrailAmount, a.TrailPercent = to.StopPrice, to.LimitPrice, to.TrailAmount, to.TrailPercent
	req.Adjust = a
	return rest, err
}

// modify reads "ID [quantity Q] [limit P] [stop P] [trail D] [tif T]".
func (s *script) modify(f []string) error {
	var change order.Change
	for i := 1; i+1 < len(f); i += 2 {
		if f[i] == "tif" {
			change.TimeInForce = new(order.TimeInForce)
			if err := change.TimeInForce.UnmarshalText([]byte(f[i+1])); err != nil {
				return err
			}
			continue
		}
		value := dec(f[i+1])
		switch f[i] {
		case "trail":
			change.TrailAmount = &value
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

// changed is the quantity and the prices that an order has got.
func changed(c *order.Change) string {
	text := ""
	field := func(name string, value *decimal.Decimal) {
		if value != nil {
			text += " " + name + " " + value.String()
		}
	}
	field("quantity", c.Quantity)
	field("limit", c.LimitPrice)
	field("stop", c.StopPrice)
	return text
}

// terms reads "ID stop|limit|quantity PRICE" or "ID none".
func (s *script) terms(f []string) error {
	r, ok := s.bench.venue.Terms(order.ID(f[0]))
	got := map[string]decimal.Decimal{"stop": r.StopPrice, "limit": r.LimitPrice, "quantity": r.Quantity}
	switch {
	case ok == (f[1] == "none"):
		return fmt.Errorf("the venue knows %s: %t", f[0], ok)
	case ok && !got[f[1]].Equal(dec(f[2])):
		return fmt.Errorf("%s is %s", f[1], got[f[1]])
	}
	return nil
}

// sized reads "PRICE" or "PRICExSIZE".
func sized(text string) (price, size float64) {
	p, s, ok := strings.Cut(text, "x")
	if ok {
		size = float(s)
	}
	return float(p), size
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
