package sim

import (
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/broker/sim/fee"
)

// Options choose the assumptions of a simulation. The zero value is the careful set: orders wait for the
// next open, ties inside a bar go against the order that gains, nothing slips and nothing costs.
type Options struct {
	Timing Timing
	Path   Path
	Limits LimitRule
	// Slippage of orders that take liquidity; nil is none.
	Slippage Slippage
	Fees     fee.Schedule
}

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	var faults []error
	if int(o.Timing) >= len(timingNames) {
		faults = append(faults, fmt.Errorf("timing %d is unknown: want %v", o.Timing, timingNames))
	}
	if int(o.Path) >= len(pathNames) {
		faults = append(faults, fmt.Errorf("path %d is unknown: want %v", o.Path, pathNames))
	}
	if int(o.Limits) >= len(limitRuleNames) {
		faults = append(faults, fmt.Errorf("limit rule %d is unknown: want %v", o.Limits, limitRuleNames))
	}
	if err := validateSlippage(o.Slippage); err != nil {
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}
