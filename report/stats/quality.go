package stats

import "math"

// SQN is Van Tharp's system quality number √N × mean(net) / s1(net), over the net profits of trades.
// A limit above zero caps N, as Tharp does at 100 to make systems of different frequency comparable.
func (t *Tally) SQN(limit int) Value {
	if t.Trades == 0 {
		return Undefined(NoTrades)
	}
	mean, s1, ok, reason := deviation(t.nets)
	if !ok {
		return Undefined(reason)
	}
	n := t.Trades
	if limit > 0 {
		n = min(n, limit)
	}
	return Of(math.Sqrt(float64(n)) * mean / s1)
}

// Kelly is W - L/payoff, the share of capital that maximises growth if wins and losses were two fixed
// amounts (Kelly 1956). W and L are the shares of wins and losses in all trades. Negative means: do not
// play.
func (t *Tally) Kelly() Value {
	payoff, ok := t.Payoff().Float()
	if !ok {
		return t.Payoff()
	}
	won, lost := float64(t.Wins)/float64(t.Trades), float64(t.Losses)/float64(t.Trades)
	return Of(won - lost/payoff)
}
