package indicator_test

import (
	"math"
	"strings"
	"testing"
	"time"

	. "github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
)

// What a market that does not move makes of the value of each indicator. The price cannot be
// represented exactly, so an indicator that divides rounding errors would be found out.
const flatPrice = 100.1

// These divide nothing by nothing, or wait for something that does not happen.
var undefinedWhenFlat = []string{
	"RSI", "RMI", "CutlerRSI", "CMO", "WilderCMO", "LaguerreRSI", "ConnorsRSI", "StochRSI",
	"EfficiencyRatio", "DerivativeOscillator", "TSI", "Stochastic", "StochasticMomentum", "PremierStochastic",
	"WilliamsR", "CCI", "UltimateOscillator", "WaveTrend", "RelativeVigor", "DeMarker", "BalanceOfPower",
	"InternalBarStrength", "ADX", "ADXR", "Vortex", "MassIndex", "Choppiness", "VerticalHorizontal", "Fractal",
	"ZigZag", "ChaikinVolatility", "RelativeVolatility", "MFI", "ZScore", "Correlation", "Beta",
	"Combined", "PreviousSession", "PivotPoints",
}

// These are the price.
var priceWhenFlat = []string{
	"SMA", "EMA", "Wilder", "WMA", "DEMA", "TEMA", "T3", "HMA", "TRIMA", "ZLEMA", "ALMA", "McGinley", "KAMA",
	"VIDYA", "FRAMA", "MAMA", "Laguerre", "SuperSmoother", "VWMA", "Delay", "HeikinAshi", "ParabolicSAR",
	"Supertrend", "Chandelier", "ChandeKroll", "Ichimoku", "Alligator", "Bollinger", "Keltner",
	"RaschkeKeltner", "Starc", "AccelerationBands", "Donchian", "Midprice", "Midpoint", "RollingVWAP", "VWAP",
	"Highest", "Lowest", "Quantile", "LinReg", "Priced",
}

// These are something else; what is named nowhere is 0.
var otherWhenFlat = map[string]float64{
	"ROCR": 1, "RelativeVolume": 1, "Sum": 5 * flatPrice, "Cumulative": 120 * flatPrice,
	"OBV": 10, // the first volume
	"NVI": 1000, "PVI": 1000,
	"Envelope": 1.03 * flatPrice, // its upper line
}

func TestFlatMarket(t *testing.T) {
	var h history
	for i := range 120 {
		h.add(market.Bar{
			End:  market.Time(i+1) * barLength,
			Open: flatPrice, High: flatPrice, Low: flatPrice, Close: flatPrice, Volume: 10,
		})
	}
	want := map[string]float64{}
	for _, name := range undefinedWhenFlat {
		want[name] = math.NaN()
	}
	for _, name := range priceWhenFlat {
		want[name] = flatPrice
	}
	for name, v := range otherWhenFlat {
		want[name] = v
	}
	for _, s := range subjects() {
		label := s.make().String()
		if strings.HasPrefix(label, "Extended") || s.name == "Combined" && strings.Contains(label, "-") {
			continue // it starts away from the price; a difference of averages
		}
		if s.name == "Chained" {
			continue // as the indicator it takes
		}
		got := s.trace(h)[0]
		if last := got[len(got)-1]; math.IsNaN(last) != math.IsNaN(want[s.name]) || math.Abs(last-want[s.name]) > 1e-9 {
			t.Errorf("%s: %v, want %v", label, last, want[s.name])
		}
	}
}

// TestFlatAfterMovement shows that movement that has left the window leaves nothing behind.
func TestFlatAfterMovement(t *testing.T) {
	cci, z, bands, cmo, correlation := NewCCI(20), NewZScore(20), NewBollinger(20, 2), NewCMO(20), NewCorrelation(20)
	vortex, flow, line := NewVortex(20), NewMFI(20), NewLinReg(20)
	for _, b := range someHistory(500).bars {
		b.High *= 1e6 // enough to ruin a running difference of sums
		cci.Update(b)
		vortex.Update(b)
		flow.Update(b)
		z.Update(b.High)
		line.Update(b.High)
		bands.Update(b.High)
		cmo.Update(b.High)
		correlation.Update(b.High, b.Low)
	}
	for range 21 {
		b := bar{Open: flatPrice, High: flatPrice, Low: flatPrice, Close: flatPrice, Volume: 10}
		cci.Update(b)
		vortex.Update(b)
		flow.Update(b)
		z.Update(flatPrice)
		line.Update(flatPrice)
		bands.Update(flatPrice)
		cmo.Update(flatPrice)
		correlation.Update(flatPrice, 1)
	}
	for _, i := range []Indicator{cci, z, cmo, correlation, vortex, flow} {
		if i.Ready() {
			t.Errorf("%s: %v, want undefined", i, i.Value())
		}
	}
	if line.Value() != flatPrice && math.Abs(line.Slope()) > 1e-9 || !math.IsNaN(line.R2()) {
		t.Errorf("line ends at %v, slope %v, R² %v", line.Value(), line.Slope(), line.R2())
	}
	if bands.Upper() != flatPrice || bands.Lower() != flatPrice {
		t.Errorf("bands from %v to %v, want %v", bands.Lower(), bands.Upper(), flatPrice)
	}
}

// TestStillRSI shows that an RSI without changes does not move, so that its stochastic is undefined
// rather than a ratio of rounding errors.
func TestStillRSI(t *testing.T) {
	rsi, stochastic := NewRSI(14), NewStochRSI(14, 14, 1, 1)
	for _, x := range someHistory(100).close {
		rsi.Update(x)
		stochastic.Update(x)
	}
	rsi.Update(flatPrice)
	stochastic.Update(flatPrice)
	first := rsi.Value()
	for range 20 {
		rsi.Update(flatPrice)
		stochastic.Update(flatPrice)
	}
	if rsi.Value() != first {
		t.Errorf("RSI moved from %v to %v", first, rsi.Value())
	}
	before := stochastic.K()
	stochastic.Update(flatPrice)
	if stochastic.K() != before {
		t.Errorf("%%K moved from %v to %v", before, stochastic.K())
	}
}

// TestNoVolume covers volume-weighted averages where nothing was traded.
func TestNoVolume(t *testing.T) {
	silent := bar{Open: 1, High: 2, Low: 1, Close: 2, Session: market.NewDate(2024, time.May, 1)}
	for _, i := range []Bars{
		NewVWAP(), NewVWMA(1), NewRollingVWAP(1), NewChaikinMoneyFlow(1), NewMarketFacilitation(),
	} {
		i.Update(silent)
		if i.Ready() {
			t.Errorf("%s: %v without volume", i, i.Value())
		}
		traded := silent
		traded.Volume = 5
		i.Update(traded)
		if !i.Ready() {
			t.Errorf("%s is not ready after a bar with volume", i)
		}
	}
}

// TestNotAboveZero covers logarithms of prices that have none, such as those of spreads.
func TestNotAboveZero(t *testing.T) {
	for _, prices := range [][2]float64{{-1, -2}, {1, 0}, {0, 1}, {-1, 1}} {
		r := NewLogReturn(1)
		r.Update(prices[0])
		if r.Update(prices[1]); r.Ready() {
			t.Errorf("log return from %v to %v is %v", prices[0], prices[1], r.Value())
		}
	}
	zero := NewROC(1)
	zero.Update(0)
	if zero.Update(5); zero.Ready() {
		t.Errorf("rate of change from 0 is %v", zero.Value())
	}
	m := NewMcGinley(2)
	m.Update(10)
	m.Update(10)
	if m.Update(0); m.Value() != 10 {
		t.Errorf("McGinley after a price of 0: %v, want 10", m.Value())
	}
	if m.Update(1); m.Value() != 1 {
		t.Errorf("McGinley after a fall from 10 to 1: %v, want no less than 1", m.Value())
	}
}
