package stats_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/report/stats"
)

// Six trades: +40, +20, 0, -10, -20, +30. Net 60, gross profit 90, gross loss -30.
func TestTradesByHand(t *testing.T) {
	s := series(1000, 1060)
	sheet := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys, Trades: nets("40", "20", "0", "-10", "-20", "30")})
	// s1² = Σ(x-10)²/5 = (900+100+100+400+900+400)/5 = 560.
	for id, want := range map[string]float64{
		"trades": 6, "wins": 3, "losses": 2, "break_even": 1,
		"win_rate": 0.5, "profit_factor": 3, "payoff": 30.0 / 15, "expectancy": 10,
		"average_win": 30, "average_loss": -15, "largest_win": 40, "largest_loss": -20,
		"gross_profit": 90, "gross_loss": -30,
		"max_consecutive_wins": 2, "max_consecutive_losses": 2,
		"sqn": math.Sqrt(6) * 10 / math.Sqrt(560), "kelly": 0.5 - (2.0/6)/2,
		"average_bars": 1, "average_hold_days": 1,
	} {
		wantClose(t, id, sheet.Value(id), want)
	}
}

func TestSQNLimit(t *testing.T) {
	tally := stats.TallyOf(nets("1", "3", "1", "3")) // mean 2, s1 = √(4/3)
	wantClose(t, "no limit", tally.SQN(0), 2*2/math.Sqrt(4.0/3))
	wantClose(t, "limit 2", tally.SQN(2), math.Sqrt2*2/math.Sqrt(4.0/3))
}

// Money is added exactly: a thousand trades of ten cents are a hundred, to the last digit.
func TestTallyAddsExactly(t *testing.T) {
	trades := nets()
	for range 1000 {
		trades = append(trades, nets("0.1")...)
	}
	tally := stats.TallyOf(trades)
	if !tally.Net.Equal(decimal.NewFromInt(100)) {
		t.Errorf("got %s, want 100", tally.Net)
	}
}

func TestTallyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var trades []stats.Trade
		sum := decimal.Zero
		for _, cents := range rapid.SliceOf(rapid.Int64Range(-10_000, 10_000)).Draw(t, "nets") {
			trades = append(trades, stats.Trade{Net: decimal.New(cents, -2)})
			sum = sum.Add(decimal.New(cents, -2))
		}
		tally := stats.TallyOf(trades)
		if tally.Wins+tally.Losses+tally.BreakEven != len(trades) {
			t.Errorf("wins, losses and break-even trades do not add up to %d", len(trades))
		}
		if !tally.Net.Equal(sum) {
			t.Errorf("net %s, want %s", tally.Net, sum)
		}
	})
}
