package indicator_test

import (
	"strings"
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

func TestPrice(t *testing.T) {
	b := bar{Open: 10, High: 16, Low: 8, Close: 12, Volume: 500}
	for price, want := range map[Price]float64{
		PriceOpen: 10, PriceHigh: 16, PriceLow: 8, PriceClose: 12, PriceVolume: 500,
		PriceMedian: 12, PriceTypical: 12, PriceWeighted: 12, PriceAverage: 11.5,
	} {
		if got := price.Of(b); got != want {
			t.Errorf("%s: %v, want %v", price, got, want)
		}
		text, err := price.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Price
		if err := again.UnmarshalText(text); err != nil || again != price {
			t.Errorf("%s: read back as %s (%v)", price, again, err)
		}
	}
	if err := new(Price).UnmarshalText([]byte("cloze")); err == nil || !strings.Contains(err.Error(), "close, open") {
		t.Errorf("error %v, want one that lists the names", err)
	}
}

func TestAverageKinds(t *testing.T) {
	want := map[Average]string{
		Simple: "SMA(6)", Exponential: "EMA(6)", Wilders: "Wilder(6)", Weighted: "WMA(6)",
		DoubleExponential: "DEMA(6)", TripleExponential: "TEMA(6)", Triangular: "TRIMA(6)", Hull: "HMA(6)",
		ZeroLag: "ZLEMA(6)",
	}
	for kind, label := range want {
		if got := kind.New(6).String(); got != label {
			t.Errorf("%s makes %s, want %s", kind, got, label)
		}
		text, err := kind.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Average
		if err := again.UnmarshalText(text); err != nil || again != kind {
			t.Errorf("%s: read back as %s (%v)", kind, again, err)
		}
	}
	if err := new(Average).UnmarshalText([]byte("sma")); err == nil || !strings.Contains(err.Error(), "simple, exponential") {
		t.Errorf("error %v, want one that lists the names", err)
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		indicator Indicator
		want      string
	}{
		{NewMACD(12, 26, 9), "MACD(12, 26, 9)"},
		{NewBollinger(20, 2.5), "Bollinger(20, 2.5)"},
		{NewOBV(), "OBV"},
		{NewPPO(Exponential, 12, 26), "PPO(exponential, 12, 26)"},
		{NewPivotPoints(CamarillaPivots), "PivotPoints(camarilla)"},
		{On(PriceTypical, NewSMA(20)), "SMA(20) on typical"},
		{Chain(NewEMA(9), NewRSI(14)), "EMA(9) of RSI(14)"},
		{Combine(NewEMA(10), Minus, NewEMA(50)), "EMA(10) - EMA(50)"},
	} {
		if got := c.indicator.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestOperators uses parts that are numbers at once: SMA(1) is the input, Delay(1) the one before.
func TestOperators(t *testing.T) {
	for operator, want := range map[Operator]float64{Plus: 10, Minus: 6, Times: 16, Over: 4} {
		k := Combine(NewSMA(1), operator, NewDelay(1))
		k.Update(2)
		if got := k.Update(8); got != want {
			t.Errorf("8 %s 2 = %v, want %v", operator, got, want)
		}
	}
}

// TestCompositionSkips shows that inputs a part cannot use are counted by the whole.
func TestCompositionSkips(t *testing.T) {
	chain, sum := Chain(NewSMA(2), NewMomentum(1)), Combine(NewSMA(1), Plus, NewSMA(2))
	for _, x := range []float64{1, 2, 1e200, 4} {
		chain.Update(x)
		sum.Update(x)
	}
	if chain.Skipped() != 1 || sum.Skipped() != 1 {
		t.Errorf("skipped %d and %d, want 1 each", chain.Skipped(), sum.Skipped())
	}
	if chain.Value() != 1.5 { // changes 1 and 2
		t.Errorf("mean change is %v, want 1.5", chain.Value())
	}
	if sum.Value() != 7 { // 4 + (2 + 4)/2
		t.Errorf("sum is %v, want 7", sum.Value())
	}
}
