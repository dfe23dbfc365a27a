package backtest

import (
	"fmt"

	"github.com/tidemark/tidemark/report"
)

// mostHoles is how many holes of one instrument are told one by one.
const mostHoles = 5

// holes tell which instruments were held while their data had a hole or had ended: what they were worth then, and whether
// orders would have filled, nobody knows.
func (s *session) holes() []report.Finding {
	var list findings
	counts, order := map[string]int{}, []string{}
	for _, h := range s.engine.Holes(s.dayEnd(s.run.Period.To)) {
		if h.Ended {
			list.warn("%s is held at the end and has no data from %s to %s, %s: it stands at its last price", h.Symbol, h.From, h.To, sessions(h.Sessions))
			continue
		}
		if counts[h.Symbol]++; counts[h.Symbol] == 1 {
			order = append(order, h.Symbol)
		}
		if counts[h.Symbol] <= mostHoles {
			list.warn("%s was held without data from %s to %s, %s: at its last price, and no order in it filled", h.Symbol, h.From, h.To, sessions(h.Sessions))
		}
	}
	for _, symbol := range order {
		if more := counts[symbol] - mostHoles; more > 0 {
			list.warn("%s was held through more holes than these, %d of them", symbol, more)
		}
	}
	return list
}

func sessions(n int) string {
	if n == 1 {
		return "one session"
	}
	return fmt.Sprint(n, " sessions")
}
