package tws

import (
	"context"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// watch looks every second for what has not come that should have.
func (b *blotter) watch(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if b.overdue(time.Now()) {
			b.recover(ctx)
		}
	}
}

// overdue puts in doubt what has waited too long, and tells whether executions are missing that statuses claim.
func (b *blotter) overdue(now time.Time) (missing bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.unpark(now)
	late := func(since time.Time) bool { return !since.IsZero() && now.Sub(since) >= b.opts.AckTimeout }
	for _, e := range b.inOrder() {
		switch {
		case e.held > 0 && late(e.sent):
			b.abandon(e, "its children have not come")
		case e.parent != nil && e.parent.held > 0: // TWS holds it, and says nothing of it
		case late(e.sent) && !e.heard:
			b.question(e, fmt.Sprintf("the broker has not acknowledged it for %v", b.opts.AckTimeout))
		case e.change != nil && late(e.change.at):
			e.change.at = time.Time{}
			b.question(e, fmt.Sprintf("the broker has not confirmed its change for %v", b.opts.AckTimeout))
		}
	}
	for _, e := range b.orders {
		if late(e.claimedAt) && e.claimed.GreaterThan(e.filled) {
			e.claimedAt, missing = now, true // again after as long
		}
	}
	return missing
}

// recover asks for the executions of the day and books those that never came.
func (b *blotter) recover(ctx context.Context) {
	s := b.session.Load()
	if s == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.opts.SectionTimeout)
	defer cancel()
	rows, err := s.conn.Executions(ctx, wire.RequestExecutions{Account: b.opts.Account})
	if err != nil {
		b.opts.Log.Warn().Err(err).Msg("ask for executions that statuses tell of")
		return
	}
	for _, row := range rows {
		if row.Execution.Account == b.opts.Account {
			b.take(row.Executed, s.zone)
			if row.Commission != nil {
				b.take(row.Commission, s.zone)
			}
		}
	}
}
