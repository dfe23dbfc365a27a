// Package indicator computes technical indicators one update at a time. An update takes the same short
// time however long the history is, and allocates no memory.
//
//	fast := indicator.NewEMA(12)
//	...
//	fast.Update(bar.Close)
//	if fast.Ready() && fast.Value() > limit {
//
// Indicators of one number have Update(x float64) ([Series]), those of bars Update(b market.Bar)
// ([Bars]), those of two numbers observed together Update(x, y float64) ([Pairs]). Update returns the
// new Value. Indicators with several outputs have a method for each, such as [MACD.Signal] or
// [Bollinger.Upper], which is NaN until that output exists; their Value is the main one, once all exist.
//
// Every type's comment has its formula, source, seed and warm-up. In formulas x₁ is the x before, xₙ
// that of n updates before, and an average starts with the mean of its first n inputs (seed).
//
// # Not ready is no zero
//
// Value is NaN until the warm-up is over, and Ready says whether it is a number. The same holds later
// where a formula has no result: a position within a range that is empty, a percentage of zero. Such a
// moment makes the indicator not ready until its next update gives a number. Types say what happens in
// between; what feeds an average is left out of it.
//
// # Wrong parameters
//
// Constructors never fail. A parameter out of bounds (a period below 1 or above [MaxPeriod]) makes an
// indicator that is never ready, ignores what it is fed, and says why in Err. Err is a [ParameterError]
// or wraps several.
//
// # Unusable inputs
//
// An input that is NaN, infinite, or 1e100 and more in size is skipped, as if it had not come, and
// counted in Skipped. A bar with such a price or volume is skipped whole, as is a pair with one. An
// indicator of an indicator may therefore be updated before the inner one is ready. ([Cross] skips too,
// but ends a crossing.)
//
// # Composition
//
// [On] feeds a price of bars to an indicator of numbers, [Chain] the values of one indicator to another,
// and [Combine] does arithmetic on two:
//
//	indicator.On(indicator.PriceTypical, indicator.NewSMA(20))
//	indicator.Chain(indicator.NewEMA(9), indicator.NewRSI(14))
//	indicator.Combine(indicator.NewEMA(10), indicator.Minus, indicator.NewEMA(50))
//
// # State
//
// AppendBinary, MarshalBinary and UnmarshalBinary save and restore an indicator without its history;
// what follows is the same to the last bit. MarshalText and UnmarshalText do so as text, which also
// makes an indicator a string in JSON. A state fits an indicator of the same name and parameters only;
// anything else is [ErrState].
//
// # Cost
//
// An update takes constant time, for sliding sums, deviations and extremes on average over a window. It
// grows with the period for [ALMA], [CCI], [MeanAbsoluteDeviation] and [Fractal] (additions over the
// window) and for [Quantile], [PercentRank] and [ConnorsRSI] (moving part of a sorted window). Sliding
// sums never subtract, so they neither drift nor remember an outlier that has left the window.
//
// An indicator belongs to one goroutine, and must not be copied. Equal inputs give equal values to the
// last bit; between processors that fuse multiplication and addition and those that do not, the last
// bits may differ.
//
// # Overview
//
// Averages: [SMA], [EMA], [Wilder], [WMA], [DEMA], [TEMA], [T3], [HMA], [TRIMA], [ZLEMA], [ALMA],
// [McGinley], [KAMA], [VIDYA], [FRAMA], [MAMA], [Laguerre], [SuperSmoother], [VWMA]. [Average] names some
// of them for parameters.
//
// Momentum of one number: [Momentum], [ROC], [ROCR], [LogReturn], [Delay], [RSI], [CutlerRSI], [RMI],
// [LaguerreRSI], [ConnorsRSI], [StochRSI], [CMO], [WilderCMO], [MACD], [APO], [PPO], [PMO], [TRIX],
// [TSI], [KST], [Coppock], [DPO], [DisparityIndex], [SchaffTrendCycle], [DerivativeOscillator],
// [EfficiencyRatio], [PsychologicalLine].
//
// Momentum of bars: [Stochastic], [StochasticMomentum], [PremierStochastic], [WilliamsR], [CCI],
// [UltimateOscillator], [AwesomeOscillator], [AcceleratorOscillator], [FisherTransform], [WaveTrend],
// [RelativeVigor], [DeMarker], [ElderRay], [QStick], [BalanceOfPower], [InternalBarStrength].
//
// Trend: [ADX], [ADXR], [Aroon], [Vortex], [MassIndex], [Choppiness], [VerticalHorizontal],
// [ParabolicSAR], [Supertrend], [Chandelier], [ChandeKroll], [Ichimoku], [Alligator], [Fractal],
// [ZigZag], [SwingIndex], [AccumulativeSwing], [HeikinAshi].
//
// Bands and channels: [Bollinger], [Envelope], [Keltner], [RaschkeKeltner], [Starc],
// [AccelerationBands], [Donchian], [Midprice], [Midpoint], [Squeeze].
//
// Volatility: [TrueRange], [ATR], [NATR], [AverageRange], [StdDev], [Variance], [HistoricalVolatility],
// [Parkinson], [GarmanKlass], [RogersSatchell], [YangZhang], [ChaikinVolatility], [RelativeVolatility],
// [UlcerIndex].
//
// Volume: [OBV], [AccumulationDistribution], [ChaikinOscillator], [ChaikinMoneyFlow],
// [TwiggsMoneyFlow], [MFI], [ForceIndex], [EaseOfMovement], [PVT], [NVI], [PVI], [Klinger],
// [RelativeVolume], [MarketFacilitation], [WilliamsAD], [RollingVWAP].
//
// Sessions: [VWAP], [OpeningRange], [PreviousSession], [PivotPoints].
//
// Statistics: [Sum], [Cumulative], [Highest], [Lowest], [ZScore], [MeanAbsoluteDeviation], [Quantile],
// [PercentRank], [LinReg], [ForecastOscillator], [CenterOfGravity], [Correlation], [Covariance], [Beta].
//
// Many instruments: [Breadth], [McClellan].
//
// Composition and crossings: [Priced], [Chained], [Combined], [Cross].
//
// Candle patterns live in indicator/pattern, the suite that all indicators pass in
// indicator/indicatortest. Orders, decisions, files and clocks never live here.
package indicator
