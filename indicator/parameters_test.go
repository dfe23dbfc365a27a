package indicator_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	. "github.com/tidemark/tidemark/indicator"
)

// withPeriod gives n to every integer parameter of every constructor, one at a time.
func withPeriod(n int) []Indicator {
	kst := func(i int) *KST {
		p := [9]int{1, 2, 3, 4, 5, 6, 7, 8, 9}
		p[i] = n
		return NewKST([4]int(p[:4]), [4]int(p[4:8]), p[8])
	}
	return []Indicator{
		NewSMA(n), NewEMA(n), NewWilder(n), NewWMA(n), NewDEMA(n), NewTEMA(n), NewT3(n, 0.7), NewHMA(n),
		NewTRIMA(n), NewZLEMA(n), NewALMA(n, 6, 0.85), NewMcGinley(n), NewFRAMA(n), NewSuperSmoother(n),
		NewKAMA(n, 2, 30), NewKAMA(10, n, 30), NewKAMA(10, 2, n), NewVIDYA(n, 9), NewVIDYA(9, n), NewVWMA(n),
		NewMomentum(n), NewROC(n), NewROCR(n), NewLogReturn(n), NewDelay(n), NewRSI(n), NewCutlerRSI(n),
		NewRMI(n, 5), NewRMI(14, n), NewConnorsRSI(n, 2, 100), NewConnorsRSI(3, n, 100), NewConnorsRSI(3, 2, n),
		NewStochRSI(n, 14, 3, 3), NewStochRSI(14, n, 3, 3), NewStochRSI(14, 14, n, 3), NewStochRSI(14, 14, 3, n),
		NewCMO(n), NewWilderCMO(n), NewMACD(n, 26, 9), NewMACD(12, n, 9), NewMACD(12, 26, n),
		NewAPO(Simple, n, 26), NewAPO(Hull, 12, n), NewPPO(ZeroLag, n, 26), NewPPO(Weighted, 12, n),
		NewPMO(n, 20, 10), NewPMO(35, n, 10), NewPMO(35, 20, n), NewTRIX(n),
		NewTSI(n, 13, 7), NewTSI(25, n, 7), NewTSI(25, 13, n),
		kst(0), kst(1), kst(2), kst(3), kst(4), kst(5), kst(6), kst(7), kst(8),
		NewCoppock(n, 14, 10), NewCoppock(11, n, 10), NewCoppock(11, 14, n), NewDPO(n), NewDisparityIndex(n),
		NewSchaffTrendCycle(n, 23, 50), NewSchaffTrendCycle(10, n, 50), NewSchaffTrendCycle(10, 23, n),
		NewDerivativeOscillator(n, 5, 3, 9), NewDerivativeOscillator(14, n, 3, 9),
		NewDerivativeOscillator(14, 5, n, 9), NewDerivativeOscillator(14, 5, 3, n),
		NewEfficiencyRatio(n), NewPsychologicalLine(n),
		NewStochastic(n, 3, 3), NewStochastic(14, n, 3), NewStochastic(14, 3, n),
		NewStochasticMomentum(n, 25, 2, 12), NewStochasticMomentum(13, n, 2, 12),
		NewStochasticMomentum(13, 25, n, 12), NewStochasticMomentum(13, 25, 2, n),
		NewPremierStochastic(n, 5), NewPremierStochastic(8, n), NewWilliamsR(n), NewCCI(n),
		NewUltimateOscillator(n, 14, 28), NewUltimateOscillator(7, n, 28), NewUltimateOscillator(7, 14, n),
		NewAwesomeOscillator(n, 34), NewAwesomeOscillator(5, n),
		NewAcceleratorOscillator(n, 34, 5), NewAcceleratorOscillator(5, n, 5), NewAcceleratorOscillator(5, 34, n),
		NewFisherTransform(n), NewWaveTrend(n, 21, 4), NewWaveTrend(10, n, 4), NewWaveTrend(10, 21, n),
		NewRelativeVigor(n), NewDeMarker(n), NewElderRay(n), NewQStick(n),
		NewADX(n), NewADXR(n), NewAroon(n), NewVortex(n), NewMassIndex(n, 25), NewMassIndex(9, n),
		NewChoppiness(n), NewVerticalHorizontal(n), NewSupertrend(n, 3), NewChandelier(n, 3),
		NewChandeKroll(n, 1, 9), NewChandeKroll(10, 1, n), NewIchimoku(n, 26, 52, 26), NewIchimoku(9, n, 52, 26),
		NewIchimoku(9, 26, n, 26), NewIchimoku(9, 26, 52, n), NewFractal(n),
		NewBollinger(n, 2), NewEnvelope(n, 3), NewKeltner(n, 2), NewRaschkeKeltner(n, 10, 2),
		NewRaschkeKeltner(20, n, 2), NewStarc(n, 15, 2), NewStarc(6, n, 2), NewAccelerationBands(n, 4),
		NewDonchian(n), NewMidprice(n), NewMidpoint(n), NewSqueeze(n, 2, 1.5),
		NewATR(n), NewNATR(n), NewAverageRange(n), NewStdDev(n), NewSampleStdDev(n), NewVariance(n),
		NewSampleVariance(n), NewHistoricalVolatility(n), NewParkinson(n), NewGarmanKlass(n),
		NewRogersSatchell(n), NewYangZhang(n), NewChaikinVolatility(n, 10), NewChaikinVolatility(10, n),
		NewRelativeVolatility(n, 14), NewRelativeVolatility(10, n), NewUlcerIndex(n),
		NewChaikinOscillator(n, 10), NewChaikinOscillator(3, n), NewChaikinMoneyFlow(n), NewTwiggsMoneyFlow(n),
		NewMFI(n), NewForceIndex(n), NewEaseOfMovement(n, 1), NewKlinger(n, 55, 13), NewKlinger(34, n, 13),
		NewKlinger(34, 55, n), NewRelativeVolume(n), NewRollingVWAP(n), NewSum(n), NewHighest(n), NewLowest(n),
		NewZScore(n), NewMeanAbsoluteDeviation(n), NewQuantile(n, 0.5), NewMedian(n), NewPercentRank(n),
		NewLinReg(n), NewForecastOscillator(n), NewCenterOfGravity(n), NewCorrelation(n), NewCovariance(n),
		NewBeta(n), NewBreadth(n), NewMcClellan(n, 39), NewMcClellan(19, n),
		On(PriceClose, NewSMA(n)), Chain(NewSMA(n), NewRSI(14)), Chain(NewSMA(14), NewRSI(n)),
		Combine(NewSMA(n), Plus, NewSMA(5)), Combine(NewSMA(5), Plus, NewSMA(n)),
	}
}

// withNumber does so with the other numbers.
func withNumber(x float64) []Indicator {
	a, bad := Acceleration{Start: 0.02, Step: 0.02, Max: 0.2}, Acceleration{Start: x, Step: x, Max: x}
	return []Indicator{
		NewT3(5, x), NewALMA(9, x, 0.85), NewALMA(9, 6, x), NewLaguerre(x), NewLaguerreRSI(x), NewMAMA(x, 0.05),
		NewMAMA(0.5, x), NewBollinger(20, x), NewEnvelope(20, x), NewKeltner(20, x), NewRaschkeKeltner(20, 10, x),
		NewStarc(6, 15, x), NewAccelerationBands(20, x), NewSqueeze(20, x, 1.5), NewSqueeze(20, 2, x),
		NewSupertrend(10, x), NewChandelier(22, x), NewChandeKroll(10, x, 9), NewParabolicSAR(x, 0.02, 0.2),
		NewParabolicSAR(0.02, x, 0.2), NewParabolicSAR(0.02, 0.02, x),
		NewExtendedParabolicSAR(ParabolicOptions{OffsetOnReverse: x, Long: a, Short: a}),
		NewExtendedParabolicSAR(ParabolicOptions{Long: bad, Short: a}),
		NewExtendedParabolicSAR(ParabolicOptions{Long: a, Short: bad}),
		NewZigZag(x), NewSwingIndex(x), NewAccumulativeSwing(x), NewEaseOfMovement(14, x), NewQuantile(5, x),
	}
}

func TestWrongParameters(t *testing.T) {
	for _, n := range []int{0, -1, math.MinInt, MaxPeriod + 1, math.MaxInt} {
		for _, i := range withPeriod(n) {
			cannotWork(t, i, float64(n))
		}
	}
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		for _, i := range withNumber(x) {
			cannotWork(t, i, x)
		}
	}
	for _, i := range []Indicator{
		NewOpeningRange(0), NewOpeningRange(-time.Hour), NewOpeningRange(25 * time.Hour),
		NewAPO(Average(99), 3, 5), Average(99).New(5), NewPivotPoints(PivotKind(99)), On(Price(99), NewSMA(5)),
		Combine(NewSMA(5), Operator(99), NewSMA(5)),
	} {
		cannotWork(t, i, math.NaN())
	}
}

// cannotWork checks what a wrong parameter makes of an indicator: an explanation, and nothing else.
func cannotWork(t *testing.T, i Indicator, value float64) {
	t.Helper()
	var wrong *ParameterError
	switch {
	case !errors.As(i.Err(), &wrong):
		t.Errorf("%s: Err is %v, want a ParameterError", i, i.Err())
		return
	case !math.IsNaN(value) && wrong.Value != value:
		t.Errorf("%s: the error complains about %v, want %v", i, wrong.Value, value)
	}
	b := bar{Open: 1, High: 1, Low: 1, Close: 1}
	for range 3 {
		switch i := i.(type) {
		case Series:
			i.Update(1)
		case Bars:
			i.Update(b)
		case Pairs:
			i.Update(1, 2)
		}
	}
	if i.Ready() || !math.IsNaN(i.Value()) || i.Warmup() != 0 || i.Skipped() != 3 {
		t.Errorf("%s: Ready %v, Value %v, Warmup %d, Skipped %d", i, i.Ready(), i.Value(), i.Warmup(), i.Skipped())
	}
	if _, err := i.AppendBinary(nil); !errors.As(err, &wrong) {
		t.Errorf("%s: saving gives error %v", i, err)
	}
	if err := i.UnmarshalBinary(nil); !errors.As(err, &wrong) {
		t.Errorf("%s: restoring gives error %v", i, err)
	}
	i.Reset()
}

func TestLimits(t *testing.T) {
	for _, i := range []Indicator{
		NewSMA(1), NewSMA(MaxPeriod), NewHMA(2), NewADXR(2), NewFRAMA(2), NewLinReg(2), NewZLEMA(1), NewDPO(1),
		NewT3(1, 0), NewT3(1, 1), NewQuantile(1, 0), NewQuantile(1, 1), NewChoppiness(2), NewLaguerre(0),
	} {
		if err := i.Err(); err != nil {
			t.Error(err)
		}
	}
	for _, i := range []Indicator{NewFRAMA(7), NewHMA(1), NewChoppiness(1), NewCorrelation(1), NewLaguerre(1)} {
		if i.Err() == nil {
			t.Errorf("%s is out of bounds, but has no error", i)
		}
	}
}

func TestParameterErrorText(t *testing.T) {
	want := "indicator MACD: slow is 0, want 1 to 1048576"
	if got := NewMACD(12, 0, 9).Err().Error(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	both := NewMACD(0, 0, 9).Err().Error()
	if !strings.Contains(both, "fast is 0") || !strings.Contains(both, "slow is 0") {
		t.Errorf("%q does not name both parameters", both)
	}
}

// TestUnmade covers variables that no constructor made.
func TestUnmade(t *testing.T) {
	for _, i := range []Indicator{
		new(SMA), new(MACD), new(ATR), new(Breadth), new(Correlation), new(Chained[float64]), new(Combined[bar]),
		On(PriceClose, nil), Chain(nil, Series(NewRSI(14))), Chain(NewSMA(5), Series(nil)),
	} {
		if i.Err() == nil || i.Ready() || !math.IsNaN(i.Value()) {
			t.Errorf("%T: Err %v, Ready %v, Value %v", i, i.Err(), i.Ready(), i.Value())
		}
		switch i := i.(type) {
		case Series:
			i.Update(1)
		case Bars:
			i.Update(bar{})
		case Pairs:
			i.Update(1, 2)
		}
		if i.Ready() {
			t.Errorf("%T is ready", i)
		}
		i.Reset()
		if _, err := i.AppendBinary(nil); err == nil {
			t.Errorf("%T can be saved", i)
		}
		if err := i.UnmarshalBinary(nil); err == nil {
			t.Errorf("%T can be restored", i)
		}
	}
}
