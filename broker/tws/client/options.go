package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// DefaultAddr is where TWS listens for paper trading. Live TWS is on port 7496, Gateway on 4002 (paper) and
// 4001 (live), unless configured otherwise.
const DefaultAddr = "127.0.0.1:7497"

// A Dialer opens sockets; [*net.Dialer] is one.
type Dialer interface {
	DialContext(ctx context.Context, network, addr string) (net.Conn, error)
}

// Options say how to connect. The zero value connects to [DefaultAddr] as client 0.
type Options struct {
	Addr     string // host:port; DefaultAddr when empty
	ClientID int    // unique among the clients of a gateway; orders belong to it. 0 also sees manual orders

	MinVersion, MaxVersion int // server versions to accept; all that package wire speaks when 0

	Timeout time.Duration // of Dial until ready; 15 s when 0
	Dialer  Dialer        // a net.Dialer when nil

	// Rate is how many messages may leave per second; 45 when 0. At most Rate+5 leave in any one second, and
	// gateways accept 50.
	Rate int

	// Lines is how many market data lines this connection may use: market data and real-time bars share them, and
	// IB derives from them how many books and tick-by-tick streams may be open, see [Limit]. 100 when 0, as logins
	// usually have. Windows of TWS and other clients of the login use the same lines.
	Lines int

	// Pacer is shared by the connections of a login, so that a new one knows what an earlier one has asked; one for
	// this connection alone when nil.
	Pacer *Pacer

	// Idle is how long nothing may arrive before the gateway is asked for its time, and Grace how long it may
	// then stay silent before the connection counts as dead. 30 s and 15 s when 0; a negative Idle turns
	// both off.
	Idle, Grace time.Duration

	// FirstOrderID is the lowest order id to hand out, for a caller that remembers which were used.
	FirstOrderID int

	// Tap sees what travels, nil for none. A Recorder of package wirelog is one.
	Tap Tap

	// Skipped is told of every message that contradicts its description, a [*wire.DecodeError]; the connection goes on
	// without it. The reader calls it, so it must return quickly.
	Skipped func(error)

	Log zerolog.Logger // silent when zero
}

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	o = o.withDefaults()
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("client: "+format, args...))
		}
	}
	_, _, err := net.SplitHostPort(o.Addr)
	fault(err != nil, "address %q: %w: give host:port", o.Addr, err)
	fault(o.ClientID < 0, "client id %d: must not be negative", o.ClientID)
	fault(o.MinVersion < wire.MinVersion || o.MaxVersion > wire.MaxVersion || o.MinVersion > o.MaxVersion,
		"versions %d to %d: must lie in %d to %d", o.MinVersion, o.MaxVersion, wire.MinVersion, wire.MaxVersion)
	fault(o.Timeout < 0, "timeout %v: must not be negative", o.Timeout)
	fault(o.Grace < 0, "grace %v: must not be negative", o.Grace)
	fault(o.Rate < 1 || o.Rate > maxRate, "rate %d: must be 1 to %d messages a second", o.Rate, maxRate)
	fault(o.Lines < 1 || o.Lines > maxLines, "%d market data lines: must be 1 to %d", o.Lines, maxLines)
	fault(o.FirstOrderID < 0 || o.FirstOrderID >= firstRequestID,
		"first order id %d: must be 0 to %d", o.FirstOrderID, firstRequestID-1)
	return errors.Join(faults...)
}

// maxRate is for gateways with more market data lines than usual: they accept half as many messages a second.
const maxRate = 10000

// maxLines is more than any login has.
const maxLines = 100_000

func (o Options) withDefaults() Options {
	o.Addr = or(o.Addr, DefaultAddr)
	o.MinVersion = or(o.MinVersion, wire.MinVersion)
	o.MaxVersion = or(o.MaxVersion, wire.MaxVersion)
	o.Timeout = or(o.Timeout, 15*time.Second)
	o.Rate = or(o.Rate, 45)
	o.Lines = or(o.Lines, usualLines)
	o.Idle = or(o.Idle, 30*time.Second)
	o.Grace = or(o.Grace, 15*time.Second)
	if o.Pacer == nil {
		o.Pacer = NewPacer()
	}
	if o.Dialer == nil {
		o.Dialer = new(net.Dialer)
	}
	return o
}

// or returns v, or instead when v is zero.
func or[T comparable](v, instead T) T {
	var zero T
	if v == zero {
		return instead
	}
	return v
}
