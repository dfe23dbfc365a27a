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
    deny send subm acc  rej  part all  rqmo mod  rfmo rqca canc rfca exp  doubt`

const nothingFilled = steps + `
NW  DN   PS   .    .    .    .    .    .    .    .    .    .    .    .    .
DN  =    .    .    .    .    .    .    .    .    .    .    .    .    .    .
PS  .    .    SU   AC   RJ   PF   FI   .    .    .    PC   CA   .    EX   UN
SU  .    .    =    AC   RJ   PF   FI   PM   AC   .    PC   CA   .    EX   UN
AC  .    .    =    =    RJ   PF   FI   PM   AC   =    PC   CA   =    EX   UN
PM  .    .    =    =    RJ   PM   FI   PM   AC   AC   PC   CA   =    EX   UN
PC  .    .    =    =    RJ   PC   FI   .    PC   PC   =    CA   AC   EX   UN
CA  .    .    =    =    =    CA!  FI!  .    =    =    .    =    =    =    =
RJ  .    .    =    =    =    RJ!  FI!  .    =    =    .    =    =    .    =
EX  .    .    =    =    .    EX!  FI!  .    =    =    .    =    =    =    =
UN  .    .    SU   AC   RJ   PF   FI   .    AC   AC   PC   CA   AC   EX   =`

const someFilled = steps + `
PF  .    .    =    =    .    PF   FI   PM   PF   =    PC   CA   =    EX   UN
PM  .    .    =    =    .    PM   FI   PM   PF   PF   PC   CA   =    EX   UN
PC  .    .    =    =    .    PC   FI   .    PC   PC   =    CA   PF   EX   UN
FI  .    .    =    =    .    FI!  FI!  .    =    =    .    =    =    =    =
CA  .    .    =    =    =    CA!  FI!  .    =    =    .    =    =    =    =
RJ  .    .    =    =    =    RJ!  FI!  .    =    =    .    =    =    .    =
EX  .    .    =    =    .    EX!  FI!  .    =    =    .    =    =    =    =
UN  .    .    =    PF   .    PF   FI   .    PF   PF   PC   CA   PF   EX   =`

var states = map[string]order.State{
	"NW": order.New, "DN": order.Denied, "PS": order.PendingSubmit, "SU": order.Submitted, "AC": order.Accepted,
	"PF": order.PartiallyFilled, "PM": order.PendingModify, "PC": order.PendingCancel, "FI": order.Filled,
	"CA": order.Cancelled, "RJ": order.Rejected, "EX": order.Expired, "UN": order.Unknown,
}

const stepCount = int(order.Doubt) + 1

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
		for step := range order.Step(20) {
			for _, filled := range []bool{false, true} {
				next, verdict := s.On(step, filled)
				if verdict == order.Impossible && next != s {
					t.Errorf("%s on %s is impossible and moved to %s", s, step, next)
				}
				if s.Done() && next != s && next != order.Filled {
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
