package desk

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Options are what a desk is set up with. Accounts and Tell are needed, the rest has defaults.
type Options struct {
	Accounts []Account
	// Groups are an advisor's groups of accounts. Without any the login is no advisor's.
	Groups []Group
	// Master is the client that hears of the orders of all clients; none by default.
	Master wire.Opt[int]
	// ReadOnly refuses every order and cancellation, as TWS's setting "Read-Only API" does.
	ReadOnly    bool
	Precautions Precautions
	// Fees makes a schedule of commissions; it is called more than once, because what is charged and what is estimated have
	// schedules of their own. The default is [IBFees].
	Fees func() fee.Schedule
	// Books lets orders walk the floor's books, level by level, and leaves in them what orders have not taken; without,
	// an order of any size fills at the quote. Queue is where limit orders stand among the others at their price, and
	// Seed drives its chance.
	Books bool
	Queue sim.Queue
	Seed  uint64
	// Zone is that of the login: times of reports, and the midnight at which a day begins. New York by default.
	Zone *time.Location
	// Book keeps what survives a restart; without one nothing does.
	Book Book
	// Tell receives every message that is not an answer to a question. It must not call the desk.
	Tell func(to Audience, m wire.Message)
}

// Account is a paper account.
type Account struct {
	// Name begins with DU at IB.
	Name string
	// Currency is the base currency, USD when empty, and Cash what a new account begins with: a million, as IB's
	// paper accounts do, when it is zero.
	Currency market.Currency
	Cash     decimal.Decimal
	// Paid makes it a cash account, which buys with settled cash alone; else it has margin.
	Paid bool
	// Liquidates closes positions by itself when maintenance margin is missing, as IB does; without, a script may.
	Liquidates bool
}

// Group is an advisor's group of accounts.
type Group struct {
	Name string
	// Method is how orders are allotted, such as "NetLiq".
	Method   string
	Accounts []string
}

// startingCash is what IB's paper accounts begin with.
var startingCash = decimal.NewFromInt(1_000_000)

// validate returns every fault, joined, and fills in the defaults.
func (o *Options) validate() error {
	var faults []error
	if len(o.Accounts) == 0 {
		faults = append(faults, errors.New("no account: name one, such as DU1234567"))
	}
	names := map[string]bool{}
	for i := range o.Accounts {
		a := &o.Accounts[i]
		if a.Name == "" || a.Name == "All" || names[a.Name] {
			faults = append(faults, fmt.Errorf("account %q: want a name of its own, such as DU1234567", a.Name))
		}
		names[a.Name] = true
		if a.Cash.IsNegative() {
			faults = append(faults, fmt.Errorf("account %s begins with %s: must not be negative", a.Name, a.Cash))
		}
		if a.Currency == "" {
			a.Currency = market.USD
		}
		if a.Cash.IsZero() {
			a.Cash = startingCash
		}
	}
	for _, g := range o.Groups {
		for _, name := range g.Accounts {
			if !names[name] {
				faults = append(faults, fmt.Errorf("group %s has account %s, which is not among the accounts", g.Name, name))
			}
		}
	}
	if o.Tell == nil {
		faults = append(faults, errors.New("nobody to tell: Tell is missing"))
	}
	if o.Zone == nil {
		zone, err := time.LoadLocation("America/New_York")
		faults = append(faults, err)
		o.Zone = zone
	}
	if o.Fees == nil {
		o.Fees = IBFees
	}
	return errors.Join(faults...)
}
