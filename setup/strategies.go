package setup

import (
	"errors"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/strategy"
)

// Members makes the strategies. Shares that are not given divide equally what the others leave.
func Members(run *config.Run) ([]engine.Member, error) {
	left, without := decimal.NewFromInt(1), int64(0)
	for i := range run.Strategies {
		if share := run.Strategies[i].Share; share.IsZero() {
			without++
		} else {
			left = left.Sub(share)
		}
	}
	var list []engine.Member
	var faults []error
	for i := range run.Strategies {
		c := &run.Strategies[i]
		definition, err := strategy.Find(c.Use)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		built, err := definition.Build(c.Params)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		cash := run.Account.Cash.Mul(c.Share)
		if c.Share.IsZero() {
			cash = run.Account.Cash.Mul(left).Div(decimal.NewFromInt(without)).RoundDown(2)
		}
		list = append(list, engine.Member{Name: c.Name, Strategy: built, Cash: cash})
	}
	return list, errors.Join(faults...)
}
