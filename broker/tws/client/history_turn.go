package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// smallBarUpTo is the longest bar whose requests IB limits.
const smallBarUpTo = 30 * time.Second

// historyTurn waits until r may be sent without breaking the rules for small bars. For others the turn is nil.
func (c *Conn) historyTurn(ctx context.Context, r wire.RequestHistoricalData) (*turn, error) {
	if !smallBars(r.BarSize) {
		return nil, nil
	}
	identity, err := c.identity(r)
	if err != nil {
		return nil, err
	}
	d := departure{identity: identity, place: instrument(&r.Contract) + "/" + r.WhatToShow, cost: 1}
	if r.WhatToShow == "BID_ASK" {
		d.cost = 2
	}
	return c.turn(ctx, c.pacer.smallBars, d, r.Kind())
}

// identity is a request for history without its id.
func (c *Conn) identity(r wire.RequestHistoricalData) (string, error) {
	r.RequestID = 0
	c.encoding.Lock()
	defer c.encoding.Unlock()
	frame, err := c.encoder.Append(nil, &r)
	return string(frame), err
}

// instrument names a contract at an exchange, as far as it is described.
func instrument(k *wire.Contract) string {
	return fmt.Sprint(k.ConID, "/", k.Symbol, "/", k.SecType, "/", k.LocalSymbol, "/", k.Exchange, "/", k.Right, "/",
		k.Strike, "/", k.LastTradeDateOrContractMonth)
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

// How long a question rests after a pacing violation: the first time as long as IB wants between equal requests, then
// each time twice as long, and not longer than IB counts back.
const (
	firstRest = 15 * time.Second
	lastRest  = 10 * time.Minute
)

// insist asks again what was refused as a pacing violation. Meanwhile no request for small bars leaves: each would be
// one more. It gives up when the next rest would be too long, for IB or for ctx.
func (c *Conn) insist(ctx context.Context, kind wire.Kind, ask func() error) error {
	for rest := firstRest; ; rest *= 2 {
		err := ask()
		var refused *RequestError
		if !errors.As(err, &refused) || !pacing(refused.Code.Number, refused.Text) {
			return err
		}
		c.violations.Add(1)
		now := time.Now()
		c.pacer.smallBars.pause(now.Add(rest))
		if deadline, ok := ctx.Deadline(); rest > lastRest || ok && deadline.Before(now.Add(rest)) {
			return err
		}
		c.notices.push(Notice{Code: refused.Code, RequestID: refused.ID, Text: refused.Text, Event: PacingViolation})
		if ended := c.sleep(ctx, rest, kind); ended != nil {
			return fmt.Errorf("%w, after %w", ended, err)
		}
	}
}
