package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
)

func newStatus() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "status [CONFIG]",
		Short: "Show what the running engine may do and why, or what its state file knows when it is down",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := flags.look(cmd, args)
			if err != nil {
				return err
			}
			if flags.json {
				return s.statusJSON(cmd.OutOrStdout())
			}
			return s.status(cmd.OutOrStdout())
		},
	}
	flags.register(cmd)
	return cmd
}

func (s *found) statusJSON(out io.Writer) error {
	if s.running != nil {
		return printJSON(out, struct {
			Running bool `json:"running"`
			*engine.Status
		}{true, s.running})
	}
	return printJSON(out, struct {
		Running bool   `json:"running"`
		File    string `json:"file"`
		*monitor.Stored
	}{false, s.path, s.stored})
}

func (s *found) status(out io.Writer) error {
	s.remark(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if s.running == nil {
		s.storedLines(w)
		return w.Flush()
	}
	r := s.running
	fmt.Fprintf(w, "state\t%s since %s UTC%s\n", r.State, when(r.Since), because(r.Cause))
	if r.Warming {
		fmt.Fprintln(w, "data\twarming up: no strategy trades before its history has come")
	}
	fmt.Fprintf(w, "broker\t%s\n", link(r))
	haltLine(w, r.Halt)
	fmt.Fprintf(w, "equity\t%s, today %s, exposure %s\n", money(r.Equity), money(r.DayProfit), money(r.Exposure))
	fmt.Fprintf(w, "orders\t%d working, %d of others; %d sent, %d held back since the start\n",
		len(r.Orders), len(r.Foreign), r.Counts.Sent, r.Counts.HeldBack)
	fmt.Fprintf(w, "fills\t%d since the start\n", r.Summary.Fills)
	fmt.Fprintf(w, "books\tcompared %d times, %d differences settled\n", r.Counts.Reconciliations, r.Counts.Settlements)
	for _, b := range r.Broken {
		fmt.Fprintf(w, "data\t%s: %s\n", b.Symbol, b.Cause)
	}
	for i := range r.Strategies {
		if l := &r.Strategies[i]; l.Stopped {
			fmt.Fprintf(w, "stopped\t%s%s\n", l.Name, because(faultOf(r, l.Name)))
		}
	}
	refusals(w, r.Ended)
	const shown = 5
	for _, a := range r.Alarms[max(0, len(r.Alarms)-shown):] {
		fmt.Fprintf(w, "alarm\t%s UTC: %s\n", when(a.At), a.Text)
	}
	return w.Flush()
}

func (s *found) storedLines(w io.Writer) {
	haltLine(w, s.stored.Halt)
	refusals(w, s.stored.Ended)
	fmt.Fprintf(w, "orders\t%d not ended, %d of others\n", len(s.stored.Orders), len(s.stored.Foreign))
	fmt.Fprintf(w, "fills\t%d of the last days\n", len(s.stored.Fills))
	fmt.Fprintf(w, "positions\t%d\n", len(s.positions()))
	for _, q := range s.stored.Aside {
		fmt.Fprintf(w, "put aside\t%s %q: %s\n", q.Table, q.Key, q.Reason)
	}
}

func haltLine(w io.Writer, h *engine.HaltRecord) {
	if h != nil {
		fmt.Fprintf(w, "halted\t%s UTC%s; `trader resume` lifts it\n", when(h.At), because(h.Reason))
	}
}

// refusals are the last few orders that risk or the broker refused.
func refusals(w io.Writer, ended []order.Order) {
	shown := 3
	for i := range ended {
		o := &ended[i]
		if o.State != order.Denied && o.State != order.Rejected {
			continue
		}
		fmt.Fprintf(w, "%s\t%s UTC: order %s, %s %s %s: %s\n", o.State, when(o.Updated), o.ID, o.Side, o.Quantity, o.Symbol, remarkOf(o.Reason))
		if shown--; shown == 0 {
			return
		}
	}
}

func because(cause string) string {
	if cause == "" {
		return ""
	}
	return ": " + cause
}

func link(s *engine.Status) string {
	switch {
	case !s.Linked:
		return "not linked"
	case s.Asking:
		return "linked, being asked for the whole truth"
	}
	return "linked"
}

// faultOf is why a strategy was stopped, empty when it ended by itself.
func faultOf(s *engine.Status, strategy string) string {
	for _, f := range s.Summary.Faults {
		if f.Strategy == strategy {
			return f.Reason
		}
	}
	return ""
}
