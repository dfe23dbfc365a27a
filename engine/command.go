package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/order"
)

// Command is something that a person asks of a running engine. It is data, handled on the loop. The set is closed:
// Halt, Resume, Flatten, CancelOrders, CancelForeign, Inquire and Stop.
type Command interface{ command() }

type (
	// Halt stops all new orders until Resume, also after a restart. With Cancel the working ones are cancelled.
	Halt struct {
		Reason string `json:"reason"`
		Cancel bool   `json:"cancel,omitempty"`
	}
	// Resume lifts a halt after the books have been compared with the broker again. With Adopt they take the
	// broker's word for what nothing explains.
	Resume struct {
		Adopt bool `json:"adopt,omitempty"`
	}
	// Flatten cancels orders and closes positions with market orders, of one strategy or symbol, or of all when
	// empty. It passes a halt, because a person asks for it, and no other gate.
	Flatten struct {
		Strategy string `json:"strategy,omitempty"`
		Symbol   string `json:"symbol,omitempty"`
	}
	// CancelOrders cancels one order, or the working orders of a strategy or symbol, or all of them.
	CancelOrders struct {
		Order    order.ID `json:"order,omitempty"`
		Strategy string   `json:"strategy,omitempty"`
		Symbol   string   `json:"symbol,omitempty"`
	}
	// CancelForeign asks the broker to end an order that is not ours.
	CancelForeign struct {
		BrokerID string `json:"broker_id"`
	}
	// Inquire compares the books with the broker now.
	Inquire struct{}
	// Stop ends the engine in order: no new orders, the exit policy, a wait for answers that has a limit.
	Stop struct {
		Exit ExitPolicy `json:"exit"`
	}
)

func (Halt) command()          {}
func (Resume) command()        {}
func (Flatten) command()       {}
func (CancelOrders) command()  {}
func (CancelForeign) command() {}
func (Inquire) command()       {}
func (Stop) command()          {}

// ExitPolicy is what becomes of orders and positions when the engine stops.
type ExitPolicy uint8

const (
	// KeepAll leaves orders and positions for the next start.
	KeepAll ExitPolicy = iota
	// CancelAll cancels the working orders.
	CancelAll
	// FlattenAll cancels the working orders and closes the positions.
	FlattenAll
)

// ErrNotReady answers a command that needs to know the truth at the broker while the session does not.
var ErrNotReady = errors.New("the session is not ready: try again when it is, or see the status for what holds it back")

// obey carries out a command; the error is the answer to whoever gave it.
func (l *live) obey(c Command) error {
	e := l.engine
	switch c := c.(type) {
	case Halt:
		l.halt(c.Reason)
		if c.Cancel {
			l.cancelWhere("", "")
		}
	case Resume:
		return l.resume(c.Adopt)
	case Flatten:
		return l.flatten(c.Strategy, c.Symbol)
	case CancelOrders:
		if c.Order == "" {
			if err := l.known(c.Strategy, c.Symbol); err != nil {
				return fmt.Errorf("cancel orders: %w", err)
			}
			l.cancelWhere(c.Strategy, c.Symbol)
			return nil
		}
		o := e.book.find(c.Order)
		if o == nil {
			return fmt.Errorf("cancel order %s: there is none, or it ended long ago", c.Order)
		}
		if o.State.Done() {
			return ended(o)
		}
		e.requestCancel(o)
	case CancelForeign:
		if _, known := l.foreign[c.BrokerID]; !known {
			return fmt.Errorf("cancel foreign order %s: the broker lists none with this id", c.BrokerID)
		}
		l.post(outgoing{kind: foreignCancel, brokerID: c.BrokerID})
	case Inquire:
		if !l.session.linked {
			return fmt.Errorf("compare the books with the broker: %w", ErrNotReady)
		}
		l.ask()
	case Stop:
		l.stop(c.Exit)
	default:
		return fmt.Errorf("unknown command %T", c)
	}
	return nil
}

// halt stops new orders until a person resumes.
func (l *live) halt(reason string) {
	if l.session.halted {
		l.Log.Warn().Str("reason", reason).Msg("halted once more")
		return
	}
	l.halts++
	l.halted = HaltRecord{Number: l.halts, At: l.engine.now, Reason: reason}
	l.dirty.halts = append(l.dirty.halts, l.halted)
	l.move(HaltOrdered, reason)
}

// resume proves the books first: the halt is lifted by the truth that agrees.
func (l *live) resume(adopt bool) error {
	if !l.session.halted {
		return errors.New("resume: the engine is not halted")
	}
	if l.Latch != nil {
		l.Latch.Reset()
	}
	l.halted.Lifted = l.engine.now
	l.dirty.halts = append(l.dirty.halts, l.halted)
	l.move(HaltLifted, "resumed")
	l.adopt = adopt
	l.doubt("resumed after a halt")
	return nil
}

func (l *live) cancelWhere(strategy, symbol string) {
	for _, o := range l.engine.book.working {
		if (strategy == "" || o.Strategy == strategy) && (symbol == "" || o.Symbol == symbol || o.Instrument != nil && hasLeg(o.Instrument, symbol)) && o.State != order.PendingCancel {
			l.engine.requestCancel(o)
		}
	}
}

// known refuses names that mean nothing, so that a slip is not taken for work done. Empty means all.
func (l *live) known(strategy, symbol string) error {
	if strategy != "" && l.engine.owner(strategy) == nil {
		names := make([]string, len(l.engine.runners))
		for i, r := range l.engine.runners {
			names[i] = r.name
		}
		return fmt.Errorf("the run has no strategy %q: it has %s", strategy, strings.Join(names, ", "))
	}
	if symbol == "" {
		return nil
	}
	_, err := l.engine.Universe.Find(symbol)
	return err
}

// policy is what becomes of unexplained positions in the next comparison.
func (l *live) policy() reconcile.Policy {
	if l.adopt {
		return reconcile.Adopt
	}
	return l.Unexplained
}
