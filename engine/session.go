package engine

import (
	"fmt"
	"slices"
	"strings"
)

// SessionState is what a live engine may do.
type SessionState uint8

const (
	// Connecting: the broker has not been reached since the start.
	Connecting SessionState = iota
	// Reconciling: it can be asked, and the books are not proven to be right.
	Reconciling
	// Ready: the books are the broker's, data flows, orders may leave.
	Ready
	// Degraded: as Ready, but some data is missing, the store cannot be written, or a restart is near.
	Degraded
	// Blind: the link is lost; nothing is known of orders and positions.
	Blind
	// Halted: a person must resume.
	Halted
	// Stopping: the engine is on its way out.
	Stopping

	numSessionStates = iota
)

var sessionStateNames = [numSessionStates]string{
	"connecting", "reconciling", "ready", "degraded", "blind", "halted", "stopping",
}

// String is the lower-case name.
func (s SessionState) String() string {
	if int(s) < len(sessionStateNames) {
		return sessionStateNames[s]
	}
	return fmt.Sprintf("unknown(%d)", s)
}

// MarshalText writes the form of String.
func (s SessionState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form of String.
func (s *SessionState) UnmarshalText(text []byte) error {
	i := slices.Index(sessionStateNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("session state %q: want one of %s", text, strings.Join(sessionStateNames[:], ", "))
	}
	*s = SessionState(i)
	return nil
}

// SessionEvent is what moves a session.
type SessionEvent uint8

const (
	// LinkUp and LinkDown: the broker can be asked, or not.
	LinkUp SessionEvent = iota
	LinkDown
	// Doubted: news may have been missed. Agreed: the books are the broker's.
	Doubted
	Agreed
	// DataBroken: the data of an instrument is not whole. DataWhole: that of all is.
	DataBroken
	DataWhole
	// StoreBroken and StoreWhole: the state file can be written, or not.
	StoreBroken
	StoreWhole
	// WindowShut and WindowOpen: a scheduled restart of the gateway is near, or over.
	WindowShut
	WindowOpen
	// HaltOrdered and HaltLifted are a person's doing, or a safety rule's.
	HaltOrdered
	HaltLifted
	// StopOrdered: the engine ends.
	StopOrdered

	numSessionEvents = iota
)

var sessionEventNames = [numSessionEvents]string{
	"link-up", "link-down", "doubted", "agreed", "data-broken", "data-whole", "store-broken", "store-whole", "window-shut",
	"window-open", "halt-ordered", "halt-lifted", "stop-ordered",
}

// String is the lower-case name.
func (e SessionEvent) String() string {
	if int(e) < len(sessionEventNames) {
		return sessionEventNames[e]
	}
	return fmt.Sprintf("unknown(%d)", e)
}

// session is what is known of the world outside. The state follows from it, so that a halt does not forget that
// the link is lost, nor the other way round.
type session struct {
	linked, reached, known              bool
	dataBroken, storeBroken, windowShut bool
	halted, stopping                    bool
}

// on is the session after an event. Every event is possible in every session.
func (s session) on(ev SessionEvent) session {
	switch ev {
	case LinkUp:
		s.linked, s.reached, s.known = true, true, false
	case LinkDown:
		s.linked, s.known = false, false
	case Doubted:
		s.known = false
	case Agreed:
		s.known = s.linked // an answer that outlived its link proves nothing
	case DataBroken:
		s.dataBroken = true
	case DataWhole:
		s.dataBroken = false
	case StoreBroken:
		s.storeBroken = true
	case StoreWhole:
		s.storeBroken = false
	case WindowShut:
		s.windowShut = true
	case WindowOpen:
		s.windowShut = false
	case HaltOrdered:
		s.halted = true
	case HaltLifted:
		s.halted = false
	case StopOrdered:
		s.stopping = true
	}
	return s
}

// state is the one word for it: what forbids most comes first.
func (s session) state() SessionState {
	switch {
	case s.stopping:
		return Stopping
	case s.halted:
		return Halted
	case !s.linked && s.reached:
		return Blind
	case !s.linked:
		return Connecting
	case !s.known:
		return Reconciling
	case s.dataBroken || s.storeBroken || s.windowShut:
		return Degraded
	}
	return Ready
}
