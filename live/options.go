package live

import (
	"fmt"
	"strings"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
)

// Options are what a caller adds to a configuration.
type Options struct {
	// Live allows real money. Without it only paper accounts are traded.
	Live bool
	// Log receives the run's log; the zero Logger is silent.
	Log zerolog.Logger
	// Ready is called once with the address of the monitor, empty when there is none, as soon as the engine runs, and
	// with a look at its published status, which any goroutine may call.
	Ready func(monitor string, status func() *engine.Status)
}

// A Refusal is a run that a safety rule forbids.
type Refusal struct {
	Reason string
	Err    error // what the broker said, or nil
}

func (r *Refusal) Error() string {
	if r.Err != nil {
		return fmt.Sprintf("refused: %s: %v", r.Reason, r.Err)
	}
	return "refused: " + r.Reason
}

func (r *Refusal) Unwrap() error { return r.Err }

// paper reports whether an account is one of IB's paper accounts.
func paper(account string) bool { return strings.HasPrefix(account, "D") }

// permitted applies the rules that hold before anything is connected.
func permitted(b *config.Broker, o *Options) *Refusal {
	switch {
	case b.Kind == "":
		return &Refusal{Reason: "the configuration has no broker: set broker.kind to simulated or tws"}
	case b.Kind == "simulated" && o.Live:
		return &Refusal{Reason: "--live with a simulated broker: set broker.kind to tws, or leave --live out"}
	case b.Kind == "tws" && b.Account == "":
		return &Refusal{Reason: "the account is not named: set broker.account to the one account that this run may trade"}
	case !o.Live && b.Account != "" && !paper(b.Account):
		return &Refusal{Reason: fmt.Sprintf("account %s is not a paper account: give --live to trade real money with it", b.Account)}
	case o.Live && paper(b.Account):
		return &Refusal{Reason: fmt.Sprintf("--live with the paper account %s: leave --live out", b.Account)}
	}
	return nil
}
