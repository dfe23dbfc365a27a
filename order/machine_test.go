package order_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/order"
)

// The two tables are the contract of the machine, written by hand from the meaning of the states and the
// races that brokers are known for. Columns are steps, rows states, cells the answer:
//
//	XX   Applied, the order is now in XX
//	=    Repeated, nothing changes
//	XX!  Late, the order had ended; it is now in XX
//	.    Impossible, nothing changes
const steps = `
    deny send subm acc  rej  part all  rqmo mod  rfmo rqca canc rfca exp  doubt reop cno  cpa  cal`

const nothingFilled = steps + `
NW  DN   PS   .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
DN  =    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
PS  .    .    SU   AC   RJ   PF   FI   .    .    .    PC   CA   .    EX   UN   AC   PS   PF   FI
SU  .    .    =    AC   RJ   PF   FI   PM   AC   .    PC   CA   .    EX   UN   AC   SU   PF   FI
AC  .    .    =    =    RJ   PF   FI   PM   AC   =    PC   CA   =    EX   UN   =    AC   PF   FI
PM  .    .    =    =    RJ   PM   FI   PM   AC   AC   PC   CA   =    EX   UN   =    PM   PM   FI
PC  .    .    =    =    RJ   PC   FI   .    PC   PC   =    CA   AC   EX   UN   =    PC   PC   FI
CA  .    .    =    =    =    CA!  FI!  .    =    =    .    =    =    =    =    AC   CA!  CA!  FI!
RJ  .    .    =    =    =    RJ!  FI!  .    =    =    .    =    =    .    =    AC   RJ!  RJ!  FI!
EX  .    .    =    =    .    EX!  FI!  .    =    =    .    =    =    =    =    AC   EX!  EX!  FI!
UN  .    .    SU   AC   RJ   PF   FI   .    AC   AC   PC   CA   AC   EX   =    AC   UN   UN   FI`

const someFilled = steps + `
PF  .    .    =    =    .    PF   FI   PM   PF   =    PC   CA   =    EX   UN   =    AC   PF   FI
PM  .    .    =    =    .    PM   FI   PM   PF   PF   PC   CA   =    EX   UN   =    PM   PM   FI
PC  .    .    =    =    .    PC   FI   .    PC   PC   =    CA   PF   EX   UN   =    PC   PC   FI
FI  .    .    =    =    .    FI!  FI!  .    =    =    .    =    =    =    =    PF   CA!  CA!  FI!
CA  .    .    =    =    =    CA!  FI!  .    =    =    .    =    =    =    =    PF   CA!  CA!  FI!
RJ  .    .    =    =    =    RJ!  FI!  .    =    =    .    =    =    .    =    PF   RJ!  RJ!  FI!
EX  .    .    =    =    .    EX!  FI!  .    =    =    .    =    =    =    =    PF   EX!  EX!  FI!
UN  .    .    =    PF   .    PF   FI   .    PF   PF   PC   CA   PF   EX   =    PF   UN   UN   FI`

var states = map[string]order.State{
	"NW": order.New, "DN": order.Denied, "PS": order.PendingSubmit, "SU": order.Submitted, "AC": order.Accepted,
	"PF": order.PartiallyFilled, "PM": order.PendingModify, "PC": order.PendingCancel, "FI": order.Filled,
	"CA": order.Cancelled, "RJ": order.Rejected, "EX": order.Expired, "UN": order.Unknown,
}

const stepCount = int(order.CorrectAll) + 1

func TestEveryStateMeetsEveryStep(t *testing.T) {
	seen := map[order.State]bool{}
	for table, filled := range map[string]bool{nothingFilled: false, someFilled: true} {
		for _, row := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
			cells := strings.Fields(row)
			if len(cells) != 1+stepCount {
				t.Fatalf("row %q has %d cells, want %d", row, len(cells)-1, stepCount)
			}
			from := states[cells[0]]
			seen[from] = true
			for i, cell := range cells[1:] {
				step := order.Step(i)
				want, verdict := expected(from, cell)
				got, gotVerdict := from.On(step, filled)
				if got != want || gotVerdict != verdict {
					t.Errorf("%s on %s (filled before: %v) = %s, %s; want %s, %s",
						from, step, filled, got, gotVerdict, want, verdict)
				}
			}
		}
	}
	if len(seen) != len(states) {
		t.Errorf("the tables have %d states, want %d", len(seen), len(states))
	}
}

func expected(from order.State, cell string) (order.State, order.Verdict) {
	switch {
	case cell == ".":
		return from, order.Impossible
	case cell == "=":
		return from, order.Repeated
	case strings.HasSuffix(cell, "!"):
		return states[strings.TrimSuffix(cell, "!")], order.Late
	}
	return states[cell], order.Applied
}

// Combinations that no order reaches, and numbers beyond the constants, still get an answer.
func TestMachineIsTotal(t *testing.T) {
	for s := range order.State(20) {
		for step := range order.Step(30) {
			for _, filled := range []bool{false, true} {
				next, verdict := s.On(step, filled)
				if verdict == order.Impossible && next != s {
					t.Errorf("%s on %s is impossible and moved to %s", s, step, next)
				}
				corrected := s == order.Filled && next == order.Cancelled && (step == order.CorrectNone || step == order.CorrectPart)
				if s.Done() && next != s && next != order.Filled && step != order.Reopen && !corrected {
					t.Errorf("%s had ended and %s moved it to %s", s, step, next)
				}
			}
		}
	}
}

func TestStateGroups(t *testing.T) {
	groups := map[string]string{ // done, working
		"NW": "-", "DN": "done", "PS": "working", "SU": "working", "AC": "working", "PF": "working", "PM": "working",
		"PC": "working", "FI": "done", "CA": "done", "RJ": "done", "EX": "done", "UN": "working",
	}
	for short, group := range groups {
		s := states[short]
		if s.Done() != (group == "done") || s.Working() != (group == "working") {
			t.Errorf("%s: done %v, working %v; want %s", s, s.Done(), s.Working(), group)
		}
	}
}
