package stats

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Trade is a closed round trip, from flat to flat. Money is in the account's currency.
type Trade struct {
	// Net is the profit after all costs; it decides whether the trade was won (> 0), lost (< 0) or broke
	// even.
	Net  decimal.Decimal
	Fees decimal.Decimal
	// Entry and Exit are the first and the last fill, Bars the bars in between.
	Entry, Exit market.Time
	Bars        int
}

// Tally adds up trades. Money is added exactly and divided as floats.
type Tally struct {
	Trades, Wins, Losses, BreakEven int
	// GrossProfit is the sum of the winning trades' net profit, GrossLoss that of the losing trades, a
	// negative number. Net is their sum.
	GrossProfit, GrossLoss, Net, Fees decimal.Decimal
	LargestWin, LargestLoss           decimal.Decimal
	// MaxWins and MaxLosses are the longest runs of wins and losses in a row. A trade that broke even
	// ends both.
	MaxWins, MaxLosses int
	Bars               int
	Held               time.Duration

	nets []float64
}

// TallyOf adds up trades given in order of their exit.
func TallyOf(trades []Trade) Tally {
	t := Tally{nets: make([]float64, 0, len(trades))}
	var wins, losses int
	for i := range trades {
		net := trades[i].Net
		switch net.Sign() {
		case 1:
			wins, losses = wins+1, 0
			t.Wins++
			t.GrossProfit = t.GrossProfit.Add(net)
			t.LargestWin = decimal.Max(t.LargestWin, net)
		case -1:
			wins, losses = 0, losses+1
			t.Losses++
			t.GrossLoss = t.GrossLoss.Add(net)
			t.LargestLoss = decimal.Min(t.LargestLoss, net)
		default:
			wins, losses = 0, 0
			t.BreakEven++
		}
		t.MaxWins, t.MaxLosses = max(t.MaxWins, wins), max(t.MaxLosses, losses)
		t.Fees = t.Fees.Add(trades[i].Fees)
		t.Bars += trades[i].Bars
		t.Held += trades[i].Exit.Sub(trades[i].Entry)
		t.nets = append(t.nets, net.InexactFloat64())
	}
	t.Trades = len(trades)
	t.Net = t.GrossProfit.Add(t.GrossLoss)
	return t
}

// WinRate is wins / all trades; a trade that broke even is not a win.
func (t *Tally) WinRate() Value { return t.perTrade(float64(t.Wins)) }

// Expectancy is net profit / all trades, in money.
func (t *Tally) Expectancy() Value { return t.perTrade(t.Net.InexactFloat64()) }

// AverageBars is the mean number of bars held.
func (t *Tally) AverageBars() Value { return t.perTrade(float64(t.Bars)) }

// AverageHold is the mean time from entry to exit, in days of 24 hours.
func (t *Tally) AverageHold() Value { return t.perTrade(float64(t.Held) / float64(day)) }

func (t *Tally) perTrade(sum float64) Value {
	if t.Trades == 0 {
		return Undefined(NoTrades)
	}
	return Of(sum / float64(t.Trades))
}

// AverageWin is the mean net profit of winning trades.
func (t *Tally) AverageWin() Value {
	return t.some(t.Wins, NoWins, t.GrossProfit).Then(func(sum float64) float64 { return sum / float64(t.Wins) })
}

// AverageLoss is the mean net profit of losing trades, a negative number.
func (t *Tally) AverageLoss() Value {
	return t.some(t.Losses, NoLosses, t.GrossLoss).Then(func(sum float64) float64 { return sum / float64(t.Losses) })
}

// some is money that exists only when n trades of its kind do.
func (t *Tally) some(n int, none Reason, money decimal.Decimal) Value {
	switch {
	case t.Trades == 0:
		return Undefined(NoTrades)
	case n == 0:
		return Undefined(none)
	}
	return Of(money.InexactFloat64())
}

// ProfitFactor is gross profit / |gross loss|, in money.
func (t *Tally) ProfitFactor() Value {
	loss := t.some(t.Losses, NoLosses, t.GrossLoss.Neg())
	return Of(t.GrossProfit.InexactFloat64()).Over(loss, NoLosses)
}

// Payoff is mean win / |mean loss|.
func (t *Tally) Payoff() Value {
	return t.AverageWin().Over(t.AverageLoss().Then(negate), NoLosses)
}
