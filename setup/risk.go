package setup

import (
	"fmt"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/risk"
)

// Gate makes the risk gate: limits of the account, and of strategies that have their own.
func Gate(run *config.Run) (*risk.Gate, error) {
	strategies := map[string]risk.Limits{}
	for i := range run.Strategies {
		if s := &run.Strategies[i]; s.Risk != nil {
			strategies[s.Name] = limits(s.Risk)
		}
	}
	instruments := map[string]risk.Limits{}
	for i := range run.Instruments {
		if in := &run.Instruments[i]; in.Risk != nil {
			instruments[in.Symbol] = limits(in.Risk)
		}
	}
	g, err := risk.NewGate(limits(&run.Risk), strategies, instruments)
	if err != nil {
		return nil, fmt.Errorf("risk: %w", err)
	}
	return g, nil
}

func limits(c *config.Risk) risk.Limits {
	l := risk.Limits{
		MaxOrderQuantity: c.MaxOrderQuantity, MaxOrderNotional: c.MaxOrderNotional, MaxPosition: c.MaxPosition,
		MaxGrossExposure: c.MaxGrossExposure, MaxGrossNotional: c.MaxGrossNotional,
		PriceCollar: c.PriceCollar, PriceCollarTicks: c.PriceCollarTicks,
		MaxOpenOrders: c.MaxOpenOrders, Restricted: c.Restricted, BuyingPower: c.BuyingPower,
	}
	if c.OrderRate != nil {
		l.OrderRate = &risk.Rate{Orders: c.OrderRate.Orders, Per: c.OrderRate.Per}
	}
	return l
}
