package engine

import (
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// closing is a position that a person wants closed.
type closing struct {
	runner     *runner
	instrument *market.Instrument
	// doubt is when the cancels that it waits for will have taken too long, and patience how long it waits after that: twice
	// as long each time, because a broker may keep a cancel for a night.
	doubt    market.Time
	patience time.Duration
}

const flattenTag = "flatten by command"

// flatten cancels orders and closes positions. A position is closed when the cancels of its orders are confirmed: one that
// filled on its way would else close it a second time.
func (l *live) flatten(strategy, symbol string) error {
	if err := l.known(strategy, symbol); err != nil {
		return fmt.Errorf("flatten: %w", err)
	}
	if !l.session.linked || !l.session.known {
		return fmt.Errorf("flatten: %w", ErrNotReady)
	}
	l.cancelWhere(strategy, symbol)
	for _, r := range l.engine.runners {
		if strategy != "" && r.name != strategy {
			continue
		}
		for _, in := range l.engine.Universe.All() {
			if symbol == "" || in.Symbol == symbol {
				l.closings = append(l.closings, closing{r, in, l.engine.now.Add(l.AckTimeout), l.AckTimeout})
			}
		}
	}
	return l.closeFree()
}

// closeFree closes the positions that wait for no cancel any more. The error joins what was refused.
func (l *live) closeFree() error {
	if len(l.closings) == 0 || !l.session.linked || !l.session.known {
		return nil
	}
	l.operator = true
	defer func() { l.operator = false }()
	var refused []error
	waiting := l.closings[:0]
	for _, c := range l.closings {
		if l.cancelling(&c) {
			waiting = append(waiting, c)
			continue
		}
		refused = append(refused, l.engine.flattenOnly(c.runner, c.instrument.Symbol, flattenTag))
	}
	clear(l.closings[len(waiting):])
	l.closings = waiting
	return errors.Join(refused...)
}

// cancelling reports an order of a closing's whose cancel is not confirmed, or of which nothing is known.
func (l *live) cancelling(c *closing) bool {
	for _, o := range l.engine.book.working {
		if o.Strategy == c.runner.name && trades(o, c.instrument) && (o.State == order.PendingCancel || o.State == order.Unknown) {
			return true
		}
	}
	return false
}

// goOnClosing is closeFree for what a command has left behind.
func (l *live) goOnClosing() {
	if err := l.closeFree(); err != nil {
		l.alarm("positions stay: " + err.Error())
	}
}

// unconfirmed asks the broker what became of cancels that it does not confirm.
func (l *live) unconfirmed(now market.Time) {
	late := false
	for i := range l.closings {
		if c := &l.closings[i]; c.doubt <= now {
			c.patience = min(2*c.patience, max(l.AckTimeout, l.ReconcileEvery))
			c.doubt, late = now.Add(c.patience), true
		}
	}
	if late && l.session.linked && l.session.known {
		l.doubt("a cancel was not confirmed")
	}
}

// closingDue is when unconfirmed has something to look at.
func (l *live) closingDue() market.Time {
	at := market.Never
	for i := range l.closings {
		at = min(at, l.closings[i].doubt)
	}
	return at
}
