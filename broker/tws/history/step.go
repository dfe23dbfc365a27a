package history

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Step is one request for bars, or the ticks of one session, which take as many requests as there are thousands.
type Step struct {
	// The step is for rows after From up to To; none are expected up to Open.
	From, Open, To market.Time
	Sessions       int

	settled bool
}

// cut makes steps of holes. Holes that touch share a request as far as IB documents it as safe.
func (p *Plan) cut(holes []hole) []Step {
	var steps []Step
	most := tws.MaxSpan(p.Series.Spec)
	if p.daily() {
		most -= day // a request for days reaches beyond the last close
	}
	for _, h := range holes {
		step := Step{h.from, h.open, h.to, 1, h.settled}
		n := len(steps)
		switch {
		case p.Series.Kind != data.Bars:
			steps = append(steps, step)
		case p.small():
			steps = append(steps, pieces(step, most)...)
		case n > 0 && h.settled && steps[n-1].To == h.from && h.to.Sub(steps[n-1].Open) <= most:
			steps[n-1].To = h.to
			steps[n-1].Sessions++
		default:
			steps = append(steps, step)
		}
	}
	return steps
}

// pieces cuts a step into parts of a length.
func pieces(whole Step, most time.Duration) []Step {
	var parts []Step
	for {
		part := whole
		part.To = min(whole.Open.Add(most), whole.To)
		if len(parts) > 0 {
			part.Sessions = 0
		}
		parts = append(parts, part)
		if part.To == whole.To {
			return parts
		}
		whole.From, whole.Open = part.To, part.To
	}
}
