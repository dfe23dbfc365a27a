package engine

import (
	"strings"
	"testing"
)

// facts makes a session of letters: L linked, R reached before, K known, D data broken, S store broken, W window shut,
// H halted, X stopping.
func facts(letters string) session {
	has := func(l string) bool { return strings.Contains(letters, l) }
	return session{linked: has("L"), reached: has("R"), known: has("K"), dataBroken: has("D"), storeBroken: has("S"),
		windowShut: has("W"), halted: has("H"), stopping: has("X")}
}

// Rows are sessions, columns events, cells the state after the event: c connecting, r reconciling, R ready, d degraded,
// b blind, h halted, s stopping. Written by hand from the meaning of the words.
const sessionTable = `
          up down doub agre dlos dres sbad sok  shut open halt lift stop
-         r  c    c    c    c    c    c    c    c    c    h    c    s
LR        r  b    r    R    r    r    r    r    r    r    h    r    s
LRK       r  b    r    R    d    R    d    R    d    R    h    R    s
LRKD      r  b    r    d    d    R    d    d    d    d    h    d    s
LRKS      r  b    r    d    d    d    d    R    d    d    h    d    s
LRKW      r  b    r    d    d    d    d    d    d    R    h    d    s
R         r  b    b    b    b    b    b    b    b    b    h    b    s
LRKH      h  h    h    h    h    h    h    h    h    h    h    R    s
RH        h  h    h    h    h    h    h    h    h    h    h    b    s
LRKX      s  s    s    s    s    s    s    s    s    s    s    s    s
LRKHX     s  s    s    s    s    s    s    s    s    s    s    s    s`

func TestEverySessionMeetsEveryEvent(t *testing.T) {
	names := map[string]SessionState{"c": Connecting, "r": Reconciling, "R": Ready, "d": Degraded, "b": Blind, "h": Halted, "s": Stopping}
	for _, row := range strings.Split(strings.TrimSpace(sessionTable), "\n")[1:] {
		cells := strings.Fields(row)
		if len(cells) != 1+numSessionEvents {
			t.Fatalf("row %q has %d cells", row, len(cells))
		}
		for i, cell := range cells[1:] {
			if got := facts(cells[0]).on(SessionEvent(i)).state(); got != names[cell] {
				t.Errorf("%s on %s is %s, want %s", cells[0], SessionEvent(i), got, names[cell])
			}
		}
	}
}

// Whatever has happened, orders may leave only while the truth is known, and it is known only while there is a link.
func TestN5NoSessionIsReadyWithoutTheTruth(t *testing.T) {
	seen := map[session]bool{}
	var visit func(s session)
	visit = func(s session) {
		if seen[s] {
			return
		}
		seen[s] = true
		if s.known && !s.linked || s.linked && !s.reached {
			t.Errorf("%+v cannot be", s)
		}
		if state := s.state(); (state == Ready || state == Degraded) && (!s.known || s.halted || s.stopping) {
			t.Errorf("%+v is %s", s, state)
		}
		for ev := range SessionEvent(numSessionEvents + 1) { // one beyond the last is no event
			visit(s.on(ev))
		}
	}
	visit(session{})
	if len(seen) < 100 {
		t.Errorf("only %d sessions can be reached", len(seen))
	}
}

func TestSessionWords(t *testing.T) {
	for s := range SessionState(numSessionStates) {
		var back SessionState
		if text, _ := s.MarshalText(); back.UnmarshalText(text) != nil || back != s {
			t.Errorf("%s is read back as %s", text, back)
		}
	}
	var s SessionState
	if s.UnmarshalText([]byte("asleep")) == nil || SessionState(99).String() != "unknown(99)" || SessionEvent(99).String() != "unknown(99)" {
		t.Error("an unknown state was accepted")
	}
}
