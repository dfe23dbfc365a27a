package tws

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// The contracts are the examples of IB's documentation of spreads: IBKR against MCD, VIX futures at CFE, CL against BZ at
// NYMEX, WTI against COIL routed by SMART; what is guaranteed is from IBKR's article on non-guaranteed combination orders.
func TestBag(t *testing.T) {
	at := func(conID int, symbol string, kind wire.SecType, exchange string) wire.Contract {
		return wire.Contract{ConID: conID, Symbol: symbol, SecType: kind, Exchange: exchange, Currency: "USD"}
	}
	ibkr, mcd := at(43645865, "IBKR", wire.Stock, "SMART"), at(9408, "MCD", wire.Stock, "SMART")
	near, far := at(195538625, "VIX", wire.Future, "CFE"), at(197436571, "VIX", wire.Future, "CFE")
	cl, bz := at(47207310, "CL", wire.Future, "NYMEX"), at(47195961, "BZ", wire.Future, "NYMEX")
	wti, gold := at(55928698, "WTI", wire.Future, "IPE"), at(55850663, "COIL", wire.Future, "IPE")
	call, put := at(1, "MCD", wire.Option, "SMART"), at(2, "MCD", wire.Option, "SMART")
	foreign := mcd
	foreign.Currency = "EUR"
	for name, c := range map[string]struct {
		in       market.Instrument
		legs     []wire.Contract
		symbol   string
		exchange string // of the combo
		leg      string // of its first leg
		whole    bool
		says     string
	}{
		"shares":                {legs: []wire.Contract{mcd, ibkr}, symbol: "IBKR,MCD", exchange: "SMART", leg: "SMART"},
		"a calendar spread":     {legs: []wire.Contract{near, far}, symbol: "VIX", exchange: "CFE", leg: "CFE", whole: true},
		"two products":          {legs: []wire.Contract{cl, bz}, symbol: "CL.BZ", exchange: "NYMEX", leg: "NYMEX", whole: true},
		"two products, routed":  {in: market.Instrument{Exchange: "SMART"}, legs: []wire.Contract{wti, gold}, symbol: "WTI", exchange: "SMART", leg: "IPE"},
		"two exchanges":         {legs: []wire.Contract{wti, cl}, symbol: "WTI", exchange: "SMART", leg: "IPE"},
		"options":               {legs: []wire.Contract{call, put}, symbol: "MCD", exchange: "SMART", leg: "SMART", whole: true},
		"options, sent to CBOE": {in: market.Instrument{Exchange: "CBOE"}, legs: []wire.Contract{call, put}, symbol: "MCD", exchange: "CBOE", leg: "CBOE", whole: true},
		"a covered call":        {legs: []wire.Contract{mcd, call}, symbol: "MCD", exchange: "SMART", leg: "SMART", whole: true},
		"shares of NASDAQ":      {in: market.Instrument{Exchange: "NASDAQ"}, legs: []wire.Contract{mcd, call}, symbol: "MCD", exchange: "SMART", leg: "SMART", whole: true},
		"one elsewhere":         {in: market.Instrument{Exchange: "NYMEX"}, legs: []wire.Contract{cl, wti}, symbol: "CL", exchange: "SMART", leg: "NYMEX"},
		"a name of its own":     {in: market.Instrument{Underlying: "USD"}, legs: []wire.Contract{wti, cl}, symbol: "USD", exchange: "SMART", leg: "IPE"},
		"two currencies":        {legs: []wire.Contract{ibkr, foreign}, says: "one currency"},
	} {
		c.in.Kind, c.in.Currency = market.Combo, market.USD
		var legs []*listing
		for i, k := range c.legs {
			legs = append(legs, &listing{instrument: &market.Instrument{Symbol: k.Symbol}, contract: k})
			c.in.Legs = append(c.in.Legs, market.Leg{Symbol: k.Symbol, Ratio: 3 - 5*i})
		}
		k, err := bag(&c.in, legs)
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || k.Symbol != c.symbol || k.Exchange != c.exchange || k.ComboLegs[0].Exchange != c.leg || guaranteed(&k, legs) != c.whole {
			t.Errorf("%s: %v, %+v, guaranteed %t", name, err, k, guaranteed(&k, legs))
		}
		if first, second := k.ComboLegs[0], k.ComboLegs[1]; first.Action != wire.Buy || first.Ratio != 3 || second.Action != wire.Sell || second.Ratio != 2 {
			t.Errorf("%s: legs %+v", name, k.ComboLegs)
		}
	}
}

// Legs that cannot be found, and what IB does not do, are said before anything leaves.
func TestComboWithoutItsLegs(t *testing.T) {
	share, combo := market.NewEquity("MCD"), market.NewEquity("PAIR")
	share.ID, combo.ID = 0, 1
	combo.Kind = market.Combo
	l := newListings([]*market.Instrument{&share, &combo}, nil, []string{"PAIR"})
	for _, c := range []struct{ symbol, says string }{{"KO", "no instrument of the run"}, {"MCD", "no contract yet"}} {
		combo.Legs = []market.Leg{{Symbol: c.symbol, Ratio: 1}, {Symbol: c.symbol, Ratio: -1}}
		if _, err := l.combo(&combo); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
	l.add(&listing{instrument: &share, contract: wire.Contract{ConID: 9408, Symbol: "MCD", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}})
	found, err := l.combo(&combo)
	if err != nil || !found.apart || found.whole || len(routing(found)) != 1 || routing(found)[0] != (wire.TagValue{Tag: "NonGuaranteed", Value: "1"}) {
		t.Errorf("%+v, %v", found, err)
	}
	l.found[0].contract.SecType, l.found[0].contract.Exchange, combo.Exchange = wire.Future, "NYMEX", "NYMEX"
	if _, err := l.combo(&combo); err == nil || !strings.Contains(err.Error(), "IB takes no such order") {
		t.Errorf("leg by leg at an exchange: %v", err)
	}
}

func TestNonGuaranteedNamesCombos(t *testing.T) {
	share := market.NewEquity("MCD")
	_, err := New([]*market.Instrument{&share}, nil, &inbox{}, Options{Account: "DU1", NonGuaranteed: []string{"MCD"}})
	if err == nil || !strings.Contains(err.Error(), "MCD may fill leg by leg, and is no combo") {
		t.Error(err)
	}
}

func TestComboRefusal(t *testing.T) {
	in := market.NewEquity("PAIR")
	routed := &listing{instrument: &in, contract: wire.Contract{Exchange: "SMART"}, whole: true}
	sent := &listing{instrument: &in, contract: wire.Contract{Exchange: "CFE"}, whole: true}
	risky := &listing{instrument: &in, contract: wire.Contract{Exchange: "SMART"}}
	for says, c := range map[string]struct {
		l    *listing
		with func(*order.Request)
	}{
		"10043": {risky, func(*order.Request) {}}, "market and limit": {sent, func(r *order.Request) { r.Type = order.Stop }},
		"auction": {sent, func(r *order.Request) { r.TimeInForce = order.OPG }}, "349": {sent, func(r *order.Request) { r.GoodAfter = 1 }},
		"350": {sent, func(r *order.Request) { r.MinQuantity = one }}, "hidden": {sent, func(r *order.Request) { r.Hidden = true }},
		"356": {routed, func(r *order.Request) { r.OCA = "g" }}, "359": {sent, func(r *order.Request) { r.OCA = "g" }},
		"358": {routed, func(r *order.Request) { r.Parent = "p" }},
		"":    {sent, func(r *order.Request) { r.OCA, r.OCAType = "g", order.ReduceWithoutBlock }},
	} {
		r := order.NewLimit("PAIR", order.Buy, one, dec("0"))
		c.with(&r)
		reason := comboRefusal(c.l, &r)
		if says == "" && reason == nil {
			continue
		}
		if reason == nil || says == "" || reason.Code != order.Unsupported || !strings.Contains(reason.Detail, says) {
			t.Errorf("%q: %v", says, reason)
		}
	}
	apart := *risky
	apart.apart = true
	for _, l := range []*listing{routed, sent, &apart} {
		r := order.NewMarket("PAIR", order.Buy, one)
		if reason := comboRefusal(l, &r); reason != nil {
			t.Error(reason)
		}
	}
}
