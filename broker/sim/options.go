package sim

import (
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/broker/sim/fee"
)

// Options choose the assumptions of a simulation. The zero value is the plain set: orders wait for the
// next open, prices inside a bar go to the nearer extreme first, nothing slips and nothing costs.
type Options struct {
	Timing Timing
	Path   Path
	Limits LimitRule
	// Slippage of orders that take liquidity; nil is none.
	Slippage Slippage
	Fees     fee.Schedule

	// Participation is the share of the traded volume that our orders may take, 0.1 is a tenth; 0 does not limit
	// them.
	Participation float64
	Latency       Latency
	// Queue is where limit orders stand among the others at their price.
	Queue Queue
	// Rejects is the part of the orders that the venue refuses at random, to try what strategies make of it.
	Rejects float64
	Halts   []Halt
	// Bands are the price limits of all instruments; nil is none.
	Bands *Bands
	// Prints are the official prices of the auctions; nil, or where it has none, the prices that are observed.
	Prints Prints
	// Funds is the account that orders and fills must be paid from; nil lets everything trade.
	Funds Funds
	// Seed drives all chance: delays, rejects, who leaves a queue, and the random path.
	Seed uint64
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
	if int(o.Queue) >= len(queueNames) {
		faults = append(faults, fmt.Errorf("queue %d is unknown: want %v", o.Queue, queueNames))
	}
	if err := validateSlippage(o.Slippage); err != nil {
		faults = append(faults, err)
	}
	if !(o.Participation >= 0 && o.Participation <= 1) {
		faults = append(faults, fmt.Errorf("participation %v: must be from 0 to 1", o.Participation))
	}
	if !(o.Rejects >= 0 && o.Rejects <= 1) {
		faults = append(faults, fmt.Errorf("rejects %v: must be from 0 to 1", o.Rejects))
	}
	faults = append(faults, o.Latency.validate(), validateHalts(o.Halts), o.Bands.validate())
	return errors.Join(faults...)
}
