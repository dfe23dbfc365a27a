package tws

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/market"
)

// Options say how to trade through TWS or IB Gateway. Durations of 0 mean the value that is stated.
type Options struct {
	// Client says where the gateway is and as which client to connect; orders belong to the client id. Retrying,
	// FirstOrderID and the link are the venue's.
	Client client.Options
	// Account is the one that orders are for. A gateway that does not manage it is never traded with.
	Account string
	// Contracts names contracts that their description leaves open, by the symbol of the instrument.
	Contracts map[string]int
	// NonGuaranteed names combos whose legs may fill apart, which leaves the account with some of them and not the others.
	// IB's default is whole or not at all; it does not offer that for shares against shares, nor for futures that SMART
	// routes.
	NonGuaranteed []string
	// Cache remembers what contracts are; for the life of the connection when nil.
	Cache client.Cache
	// Zone is the time zone of the login, for times that come without one. nil takes what the gateway says at the
	// connect.
	Zone *time.Location

	// FirstRetry and MaxRetry are the least and the longest wait between attempts to connect: 1 s and 30 s. Seed is of
	// the random part.
	FirstRetry, MaxRetry time.Duration
	Seed                 uint64
	// Patience is how long Start takes a client id in use for the rest of an earlier run of ours, and noise in place of
	// a version for a gateway's: 10 s.
	Patience time.Duration
	// Alarms are the ages of an outage at which to raise one; later again each time the last age has passed. 1 min,
	// 5 min, 15 min, 1 h, 4 h, 12 h and 24 h when empty.
	Alarms []time.Duration
	// Restarts are when the gateway is known to restart, and GateLead how long before that no order is sent any more:
	// 1 min.
	Restarts []Restart
	GateLead time.Duration

	// AckTimeout is how long an order, a change or a reported fill may stay without its confirmation before it is in
	// doubt: 10 s.
	AckTimeout time.Duration
	// SectionTimeout is how long each part of an inquiry may take: 15 s.
	SectionTimeout time.Duration
	// CancelChanged cancels an order that the broker works on other terms than it was sent with; without it there is
	// an alarm only.
	CancelChanged bool

	// AcceptDelayed asks for delayed data where the login has no better, and takes delayed and frozen prices for good.
	// Without it they are delivered too, when they come, but the instrument counts as lost.
	AcceptDelayed bool
	// DirectDepth asks for the book of an instrument's primary exchange. Without it, what is routed to all exchanges has
	// all their books in one (isSmartDepth).
	DirectDepth bool
	// Grace is how long a stream may stay silent after the farm or the link is back: 15 s.
	Grace time.Duration

	Log zerolog.Logger
}

// DefaultAlarms are the ages of an outage at which alarms are raised.
var DefaultAlarms = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

func (o Options) withDefaults() Options {
	o.FirstRetry, o.MaxRetry = lasting(o.FirstRetry, time.Second), lasting(o.MaxRetry, 30*time.Second)
	o.Patience = lasting(o.Patience, 10*time.Second)
	o.GateLead = lasting(o.GateLead, time.Minute)
	o.AckTimeout = lasting(o.AckTimeout, 10*time.Second)
	o.SectionTimeout = lasting(o.SectionTimeout, 15*time.Second)
	o.Grace = lasting(o.Grace, 15*time.Second)
	if len(o.Alarms) == 0 {
		o.Alarms = DefaultAlarms
	}
	if o.Client.Pacer == nil {
		o.Client.Pacer = client.NewPacer() // IB does not forget over a reconnect what was asked
	}
	return o
}

func lasting(d, instead time.Duration) time.Duration {
	if d == 0 {
		return instead
	}
	return d
}

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	o = o.withDefaults()
	faults := []error{o.Client.Validate()}
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("tws: "+format, args...))
		}
	}
	fault(o.Account == "", "account is missing: every order names one")
	for _, d := range []struct {
		name string
		is   time.Duration
	}{
		{"first retry", o.FirstRetry}, {"longest retry", o.MaxRetry}, {"patience", o.Patience}, {"gate lead", o.GateLead},
		{"acknowledgement timeout", o.AckTimeout}, {"section timeout", o.SectionTimeout}, {"grace", o.Grace},
	} {
		fault(d.is < 0, "%s %v: must not be negative", d.name, d.is)
	}
	fault(o.FirstRetry > o.MaxRetry, "first retry %v: must not be longer than the longest, %v", o.FirstRetry, o.MaxRetry)
	fault(!slices.IsSorted(o.Alarms) || o.Alarms[0] <= 0, "alarms at %v: must ascend from above 0", o.Alarms)
	for symbol, id := range o.Contracts {
		fault(id <= 0, "contract id %d of %s: must be above 0", id, symbol)
	}
	for _, r := range o.Restarts {
		faults = append(faults, r.validate())
	}
	return errors.Join(faults...)
}

// An AccountError is a gateway that is logged in to something else than the run is meant for.
type AccountError struct {
	Want string
	Have []string
}

func (e *AccountError) Error() string {
	return fmt.Sprintf("tws: the gateway manages the accounts %v and not %s, for which the run is configured: log in to that, or change the configuration",
		e.Have, e.Want)
}

// Want is the data that a run wants of an instrument. Bars of the last price of what has no trades are made of
// midpoints.
type Want struct {
	Instrument *market.Instrument
	// Bars is the specification to deliver, time bars of whole multiples of five seconds or session bars; the zero
	// value for none. From is when delivery begins: earlier than now for a warm-up.
	Bars market.BarSpec
	From market.Time
	// Quotes and Trades ask for every change of the best bid and offer, and for every trade; Depth for the order book at
	// each change.
	Quotes, Trades, Depth bool
	// ExtendedHours includes what happens outside regular hours.
	ExtendedHours bool
}
