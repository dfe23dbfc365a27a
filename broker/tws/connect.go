package tws

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// first makes the first connection. It is nil, without an error, when the gateway may come up later.
func (k *keeper) first(ctx context.Context) (*client.Conn, error) {
	patient := time.Now().Add(k.opts.Patience)
	for {
		conn, err := k.dial(ctx)
		var failed *client.DialError
		switch {
		case err == nil:
			return conn, nil
		case errors.As(err, &failed) && passing(failed) && time.Now().Before(patient):
			if !sleep(ctx, min(k.retry.wait(), time.Until(patient))) {
				return nil, err
			}
		case errors.As(err, &failed) && failed.Retriable():
			k.opts.Log.Warn().Err(err).Msg("waiting for the gateway")
			k.outage.cause = err.Error()
			return nil, nil
		default:
			return nil, err
		}
	}
}

// passing tells whether a refusal may be over in a moment: the client id of a run that has just ended, or noise in place
// of a version, which what is no gateway sends for ever.
func passing(e *client.DialError) bool {
	return e.Reason == client.ErrClientIDInUse || e.Stage == client.Greeting && e.Reason == nil
}

// dial makes one attempt, which fails on a wrong account too.
func (k *keeper) dial(ctx context.Context) (*client.Conn, error) {
	o := k.opts.Client
	o.Addr = k.addr
	o.FirstOrderID = max(o.FirstOrderID, k.blotter.nextOrderID())
	o.Skipped = k.unreadable
	conn, err := client.Dial(ctx, o)
	if err != nil {
		return nil, err
	}
	if accounts := conn.Accounts(); !slices.Contains(accounts, k.opts.Account) {
		conn.Close()
		return nil, &AccountError{k.opts.Account, accounts}
	}
	return conn, nil
}

// unreadable hears of a message that could not be read. When it was about orders, or may have been because not even its
// kind can be read, something is missing in our books.
func (k *keeper) unreadable(err error) {
	var bad *wire.DecodeError
	if !errors.As(err, &bad) {
		return
	}
	switch bad.Kind {
	case 0, (*wire.OpenOrder)(nil).Kind(), (*wire.OrderStatus)(nil).Kind(), (*wire.Executed)(nil).Kind(),
		(*wire.CommissionReport)(nil).Kind(), (*wire.CompletedOrder)(nil).Kind(), (*wire.Position)(nil).Kind():
		k.inbox.Notice(broker.Doubt{Moment: moment(), Cause: err.Error()})
	default:
		k.alarmOnce("unreadable", "a message of the gateway could not be read: %v", err)
	}
}

// run keeps a connection until ctx ends; conn is the first one, or nil.
func (k *keeper) run(ctx context.Context, conn *client.Conn) {
	for ctx.Err() == nil {
		if conn == nil {
			conn = k.connect(ctx)
		}
		if conn != nil {
			k.serve(ctx, conn)
			conn = nil
		}
	}
}

// connect tries until it succeeds or ctx ends. A client id in use is our own old connection, or somebody who took it;
// changing ours would lose our orders, so that is waited for as well, and so is another account.
func (k *keeper) connect(ctx context.Context) *client.Conn {
	for attempt := 1; ctx.Err() == nil; attempt++ {
		conn, err := k.dial(ctx)
		if err == nil {
			return conn
		}
		if ctx.Err() != nil {
			return nil
		}
		k.outage.cause = err.Error()
		k.unusual(err)
		wait := k.retry.wait()
		k.opts.Log.Info().Err(err).Int("attempt", attempt).Dur("wait", wait).Msg("connect")
		if !k.rest(ctx, wait) {
			return nil
		}
	}
	return nil
}

// unusual raises the alarm, once an outage, for what waiting alone does not cure.
func (k *keeper) unusual(err error) {
	var failed *client.DialError
	if errors.As(err, &failed) && (failed.Retriable() || failed.Reason == client.ErrClientIDInUse) {
		return
	}
	if !k.outage.explained {
		k.outage.explained = true
		var wrong *AccountError
		if errors.As(err, &wrong) {
			k.inbox.Notice(broker.Disarmed{Moment: moment(), Cause: err.Error()})
			return
		}
		k.alarm("cannot connect, and will go on trying: %v", err)
	}
}

// rest waits between attempts, and raises the alarms that fall due meanwhile.
func (k *keeper) rest(ctx context.Context, d time.Duration) bool {
	end := time.Now().Add(d)
	for {
		k.ageAlarm()
		next := end
		if due := k.outage.due(k.opts.Alarms); due.Before(end) {
			next = due
		}
		if open := k.opening(time.Now()); !open.IsZero() && open.Before(next) {
			next = open
		}
		if !sleep(ctx, time.Until(next)) {
			return false
		}
		if !next.Before(end) {
			return true
		}
		k.openingAlarm()
	}
}

func (k *keeper) ageAlarm() {
	if age, due := k.outage.alarm(time.Now(), k.opts.Alarms); due {
		k.alarm("no connection to IB for %v, since %s: %s", age.Round(time.Second), k.outage.since.UTC().Format(time.RFC3339), k.outage.cause)
	}
}

// opening is the next time at which a market of the run opens.
func (k *keeper) opening(now time.Time) time.Time {
	var first time.Time
	for _, f := range k.feeds {
		if s, ok := f.calendar.Next(market.At(now)); ok {
			if open := s.Open.UTC(); first.IsZero() || open.Before(first) {
				first = open
			}
		}
	}
	return first
}

// openingAlarm is raised at once when a market opens while we are down, however old the outage.
func (k *keeper) openingAlarm() {
	if now := time.Now(); k.outage.running && k.opening(now.Add(-time.Millisecond)).Sub(now) <= 0 {
		k.alarm("a market opens and there has been no connection to IB since %s: %s", k.outage.since.UTC().Format(time.RFC3339), k.outage.cause)
	}
}
