package gateway

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Options describe a gateway. The zero value has the built-in contracts on a made-up market that begins at the
// latest opening of New York, and one paper account.
type Options struct {
	// Floor is the market, Desk the accounts and orders. What is nil is made with its own zero options.
	Floor *floor.Floor
	Desk  *desk.Options
	Seed  uint64 // of the made-up market, where Floor is nil

	MinVersion, MaxVersion int // server versions to speak; all of package wire when 0
	Clients                int // how many may be connected at once; 32, as the real one, when 0

	// Speed is how many market seconds pass in a wall second: 1 when 0, as fast as clients can follow with
	// math.Inf(1).
	Speed float64
	// Held makes the market stand still until [Gateway.Hold] lets it go, so that clients can subscribe before.
	Held bool
	// Sampling delivers quotes as TWS does: at most every 250 ms for shares and futures, 100 ms for options, 5 ms
	// for currencies, by market time. Otherwise every change is delivered.
	Sampling bool

	Lines int // market data lines that all clients share; 100 when 0
	// Permissions says what market data the login has, by symbol; all of it where nothing is said.
	Permissions map[string]Permission

	// News is what the market's headlines and bulletins are; see ReadNews.
	News News

	// FreeHistory lifts the limits on the pace of requests for history.
	FreeHistory bool

	Rate int // requests a second that a client may send; 50 when 0, negative for any number
	// RejectFast refuses requests above the rate with error 100, and disconnects who goes on; otherwise they are read
	// at the rate. TWS has a setting for it, and a client that says "+PACEAPI" is never refused.
	RejectFast bool

	Zone *time.Location // of the login, in which times without a zone are meant; New York when nil

	Handshake time.Duration // in which a client must have said START_API; 10 s when 0
	// Patience is how long a market that runs as fast as possible waits for a client that does not read, before
	// ticks are kept from it; 5 s when 0.
	Patience time.Duration

	// Faults is what goes wrong, from the start on; see [Gateway.Play].
	Faults *fault.Script
	// Record is how many of the latest requests [Gateway.Inbound] remembers; none when 0.
	Record int

	Log zerolog.Logger // silent when zero
}

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	o = o.withDefaults()
	var faults []error
	check := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("gateway: "+format, args...))
		}
	}
	check(o.MinVersion < wire.MinVersion || o.MaxVersion > wire.MaxVersion || o.MinVersion > o.MaxVersion,
		"versions %d to %d: must lie in %d to %d", o.MinVersion, o.MaxVersion, wire.MinVersion, wire.MaxVersion)
	check(o.Clients < 1 || o.Clients > maxClients, "clients %d: must be 1 to %d", o.Clients, maxClients)
	check(o.Lines < 0, "market data lines %d: must not be negative", o.Lines)
	check(!(o.Speed > 0), "speed %v: must be above 0", o.Speed)
	check(o.Handshake < 0, "handshake %v: must not be negative", o.Handshake)
	check(o.Patience < 0, "patience %v: must not be negative", o.Patience)
	check(o.Record < 0, "record %d requests: must not be negative", o.Record)
	if o.Faults != nil {
		faults = append(faults, o.Faults.Validate())
	}
	return errors.Join(faults...)
}

const maxClients = 1024

func (o Options) withDefaults() Options {
	o.MinVersion = or(o.MinVersion, wire.MinVersion)
	o.MaxVersion = or(o.MaxVersion, wire.MaxVersion)
	o.Clients = or(o.Clients, 32)
	o.Speed = or(o.Speed, 1)
	o.Lines = or(o.Lines, 100)
	o.Rate = or(o.Rate, 50)
	o.Handshake = or(o.Handshake, 10*time.Second)
	o.Patience = or(o.Patience, 5*time.Second)
	return o
}

// clockSpeed is Speed with 0 for as fast as possible.
func (o *Options) clockSpeed() float64 {
	if math.IsInf(o.Speed, 1) {
		return 0
	}
	return o.Speed
}

// or returns v, or instead when v is zero.
func or[T comparable](v, instead T) T {
	var zero T
	if v == zero {
		return instead
	}
	return v
}
