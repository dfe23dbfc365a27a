package client

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// The limits of historical data (IB's TWS API documentation, "Pacing Violations for Small Bars", and "Real Time
// Bars" for the third, which counts those by themselves).
const (
	sameAfter    = 15 * time.Second // the same request again
	placeWindow  = 2 * time.Second  // for one contract, exchange and kind of data ...
	placeMost    = 5                // ... so many
	longWindow   = 10 * time.Minute // of all ...
	longMost     = 60               // ... so many; bids and asks together count double
	openQueries  = 50               // unanswered at a time
	smallBarUpTo = 30 * time.Second
)

// A departure is a historical request that has left, or that has been told when to.
type departure struct {
	at       time.Time
	identity string // the request without its id
	place    string // contract, exchange and kind of data
	cost     int
}

// historyPace tells historical requests when they may leave, in the order they ask.
type historyPace struct {
	mu   sync.Mutex // guards what follows
	past []departure
}

// reserve returns when a request may leave. Empty texts are not limited.
func (p *historyPace) reserve(now time.Time, identity, place string, cost int) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := 0
	for old < len(p.past) && now.Sub(p.past[old].at) >= longWindow {
		old++
	}
	p.past = p.past[old:]

	at, samePlace, spent := now, 0, cost
	for i := len(p.past) - 1; i >= 0; i-- { // the latest first
		d := p.past[i]
		at = later(at, d.at)
		if identity != "" && d.identity == identity {
			at = later(at, d.at.Add(sameAfter))
		}
		if place != "" && d.place == place {
			if samePlace++; samePlace == placeMost {
				at = later(at, d.at.Add(placeWindow))
			}
		}
		if spent += d.cost; spent > longMost {
			at = later(at, d.at.Add(longWindow))
			break
		}
	}
	p.past = append(p.past, departure{at, identity, place, cost})
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// identity is a request for history without its id.
func (c *Conn) identity(r wire.RequestHistoricalData) (string, error) {
	r.RequestID = 0
	c.encoding.Lock()
	defer c.encoding.Unlock()
	frame, err := c.encoder.Append(nil, &r)
	return string(frame), err
}

// historyTurn waits until r may be sent without breaking the rules for small bars.
func (c *Conn) historyTurn(ctx context.Context, r wire.RequestHistoricalData) error {
	if !smallBars(r.BarSize) {
		return nil
	}
	identity, err := c.identity(r)
	if err != nil {
		return err
	}
	cost := 1
	if r.WhatToShow == "BID_ASK" {
		cost = 2
	}
	at := c.history.reserve(time.Now(), identity, instrument(&r.Contract)+"/"+r.WhatToShow, cost)
	return c.waitUntil(ctx, at, r.Kind())
}

// instrument names a contract at an exchange, as far as it is described.
func instrument(k *wire.Contract) string {
	return fmt.Sprint(k.ConID, "/", k.Symbol, "/", k.SecType, "/", k.LocalSymbol, "/", k.Exchange, "/", k.Right, "/",
		k.Strike, "/", k.LastTradeDateOrContractMonth)
}

// waitUntil waits for a turn.
func (c *Conn) waitUntil(ctx context.Context, at time.Time, kind wire.Kind) error {
	wait := time.Until(at)
	if wait <= 0 {
		return nil
	}
	c.paced.Add(int64(wait))
	c.log.Debug().Stringer("request", kind).Dur("wait", wait).Msg("paced")
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &CallError{kind, ctx.Err()}
	case <-c.done:
		return &CallError{kind, c.cause}
	}
}

// smallBars tells whether a bar size, such as "30 secs", falls under the strict rules.
func smallBars(size string) bool {
	var n int
	var unit string
	if _, err := fmt.Sscan(size, &n, &unit); err != nil {
		return true // the gateway will judge; until then be careful
	}
	return (unit == "sec" || unit == "secs") && time.Duration(n)*time.Second <= smallBarUpTo
}
