package tws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// PriceRule is the id of the market rule for orders on the contract's exchange; false when IB names none.
func PriceRule(d *wire.ContractDetails) (id int, ok bool) {
	ids := strings.Split(d.Details.MarketRuleIDs, ",")
	for i, exchange := range strings.Split(d.Details.ValidExchanges, ",") {
		if i < len(ids) && strings.TrimSpace(exchange) == d.Contract.Exchange && exchange != "" {
			id, err := strconv.Atoi(strings.TrimSpace(ids[i]))
			return id, err == nil
		}
	}
	return 0, false
}

// grid is the ladder of price increments, in quoted prices.
func grid(d *wire.ContractDetails, rules map[int][]wire.PriceIncrement) (market.PriceGrid, error) {
	k := &d.Contract
	id, named := PriceRule(d)
	if !named {
		tick, ok := d.Details.MinTick.Get()
		if !ok || !tick.IsPositive() {
			return nil, reject(k, "IB states neither a market rule nor a minimum tick, so no price can be right")
		}
		return market.UniformGrid(tick), nil
	}
	increments := slices.Clone(rules[id])
	if len(increments) == 0 {
		return nil, reject(k, "market rule %d, which has its price increments, is missing: ask for it", id)
	}
	slices.SortStableFunc(increments, func(a, b wire.PriceIncrement) int { return a.LowEdge.Cmp(b.LowEdge) })
	var ladder market.PriceGrid
	for _, step := range increments {
		from := decimal.Max(step.LowEdge, decimal.Zero)
		if n := len(ladder); n > 0 && ladder[n-1].From.Equal(from) {
			ladder[n-1].Increment = step.Increment // an edge below zero, which the ladder of absolute prices has not
			continue
		}
		ladder = append(ladder, market.Rung{From: from, Increment: step.Increment})
	}
	ladder[0].From = decimal.Zero
	if err := ladder.Validate(); err != nil {
		return nil, reject(k, "market rule %d: %v", id, err)
	}
	return ladder, nil
}
