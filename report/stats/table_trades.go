package stats

import "github.com/shopspring/decimal"

var tradesTable = []Definition{
	ofTrades("trades", "Trades", Count, "Closed round trips: from flat to flat, for each strategy and instrument.",
		func(t *Tally) Value { return Of(float64(t.Trades)) }),
	ofTrades("win_rate", "Win rate", Fraction, "Trades with a net profit above zero / all trades. One that broke even is not a win.",
		(*Tally).WinRate),
	ofTrades("wins", "Wins", Count, "Trades with a net profit above zero.",
		func(t *Tally) Value { return Of(float64(t.Wins)) }),
	ofTrades("losses", "Losses", Count, "Trades with a net profit below zero.",
		func(t *Tally) Value { return Of(float64(t.Losses)) }),
	ofTrades("break_even", "Break-even trades", Count, "Trades with a net profit of exactly zero.",
		func(t *Tally) Value { return Of(float64(t.BreakEven)) }),
	ofTrades("profit_factor", "Profit factor", Ratio, "Gross profit / |gross loss|, in money, net of costs.",
		(*Tally).ProfitFactor),
	ofTrades("payoff", "Payoff ratio", Ratio, "Mean win / |mean loss|.",
		(*Tally).Payoff),
	ofTrades("expectancy", "Expectancy", Money, "Net profit of all trades / number of trades.",
		(*Tally).Expectancy),
	ofTrades("average_win", "Average win", Money, "Mean net profit of winning trades.",
		(*Tally).AverageWin),
	ofTrades("average_loss", "Average loss", Money, "Mean net profit of losing trades.",
		(*Tally).AverageLoss),
	ofTrades("largest_win", "Largest win", Money, "The largest net profit of a trade.",
		func(t *Tally) Value { return t.some(t.Wins, NoWins, t.LargestWin) }),
	ofTrades("largest_loss", "Largest loss", Money, "The largest net loss of a trade.",
		func(t *Tally) Value { return t.some(t.Losses, NoLosses, t.LargestLoss) }),
	ofTrades("gross_profit", "Gross profit", Money, "The sum of the net profits of winning trades.",
		func(t *Tally) Value { return exact(t.GrossProfit) }),
	ofTrades("gross_loss", "Gross loss", Money, "The sum of the net profits of losing trades.",
		func(t *Tally) Value { return exact(t.GrossLoss) }),
	ofTrades("trade_fees", "Costs of closed trades", Money, "Commissions and charges of closed trades.",
		func(t *Tally) Value { return exact(t.Fees) }),
	ofTrades("max_consecutive_wins", "Most wins in a row", Count, "The longest run of winning trades, by time of exit.",
		func(t *Tally) Value { return Of(float64(t.MaxWins)) }),
	ofTrades("max_consecutive_losses", "Most losses in a row", Count, "The longest run of losing trades, by time of exit.",
		func(t *Tally) Value { return Of(float64(t.MaxLosses)) }),
	ofTrades("average_bars", "Average bars held", Bars, "The mean number of bars from entry to exit.",
		(*Tally).AverageBars),
	ofTrades("average_hold_days", "Average time held", Days, "The mean time from entry to exit.",
		(*Tally).AverageHold),
	{"sqn", "System quality number", Ratio, Trading,
		"√N × mean(net) / s1(net) over the net profits of N trades (Van Tharp); N is capped where the run says so.",
		func(c *calc) (Value, int) { return c.tally.SQN(c.in.SQNLimit), c.tally.Trades }},
	ofTrades("kelly", "Kelly fraction", Fraction, "W − L / payoff, with the shares W of wins and L of losses in all trades.",
		(*Tally).Kelly),
}

func ofTrades(id, name string, unit Unit, text string, compute func(*Tally) Value) Definition {
	return Definition{id, name, unit, Trading, text, func(c *calc) (Value, int) {
		return compute(&c.tally), c.tally.Trades
	}}
}

func exact(money decimal.Decimal) Value { return Of(money.InexactFloat64()) }
