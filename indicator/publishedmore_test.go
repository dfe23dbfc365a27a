package indicator_test

import (
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

// TestMorePublishedValues compares columns that the pack's index does not list. Where a definition
// leaves the seed open, the comparison starts when it has faded. A file that the pack lacks is skipped.
func TestMorePublishedValues(t *testing.T) {
	wide := Acceleration{Start: 0.02, Step: 0.01, Max: 0.3}
	narrow := Acceleration{Start: 0.03, Step: 0.02, Max: 0.4}
	for _, c := range []struct {
		published
		subject column
	}{
		{published{File: "spy_sarext.txt", Column: "SAREXT", FirstRow: 1, Values: 5848, Tolerance: 1e-9},
			signed(NewParabolicSAR(0.02, 0.02, 0.2))},
		{published{File: "spy_sarext.txt", Column: "SAREXT_PARAM1", FirstRow: 1, Values: 5848, Tolerance: 1e-9},
			signed(NewExtendedParabolicSAR(ParabolicOptions{Long: wide, Short: narrow}))},
		{published{File: "spy_sarext.txt", Column: "SAREXT_PARAM2", FirstRow: 1, Values: 5848, Tolerance: 1e-9},
			signed(NewExtendedParabolicSAR(ParabolicOptions{First: 100, Long: wide, Short: narrow}))},
		{published{File: "spy_sarext.txt", Column: "SAREXT_PARAM3", FirstRow: 1, Values: 5848, Tolerance: 1e-9},
			signed(NewExtendedParabolicSAR(ParabolicOptions{First: -95, Long: wide, Short: narrow}))},
		{published{File: "spy_sarext.txt", Column: "SAREXT_PARAM4", FirstRow: 1, Values: 5848, Tolerance: 1e-9},
			signed(NewExtendedParabolicSAR(ParabolicOptions{First: 100, OffsetOnReverse: 0.02, Long: wide, Short: narrow}))},
		{published{File: "spy_bollinger_bands.txt", Column: "%B", FirstRow: 19, Values: 481, Tolerance: 1e-4},
			ofClose(NewBollinger(20, 2), (*Bollinger).PercentB)},
		{published{File: "spy_bollinger_bands.txt", Column: "BandWidth", FirstRow: 19, Values: 481, Tolerance: 1e-3},
			ofClose(NewBollinger(20, 2), (*Bollinger).BandWidth)},
		{published{File: "spy_with_keltner.csv", Column: "Keltner Channels 20 Bottom", FirstRow: 19, Values: 482, Tolerance: 1e-3},
			ofBars(NewKeltner(20, 1.5), (*Keltner).Lower)},
		{published{File: "spy_with_indicators.txt", Column: "RSI 14", FirstRow: 14, Values: 486, Tolerance: 1e-3},
			closes(NewCutlerRSI(14))()},
		{published{File: "spy_with_adx.txt", Column: "TR", FirstRow: 1, Values: 503, Tolerance: 0.006},
			bars(NewTrueRange())()},

		{published{File: "dwac_supertrend.txt", Column: "Super", FirstRow: 9, Values: 69, Tolerance: 1e-6},
			bars(NewSupertrend(10, 3))()},
		{published{File: "frama.txt", Column: "Filt", FirstRow: 15, Values: 2486, Tolerance: 0.0051},
			bars(NewFRAMA(16))()},
		{published{File: "spy_stc.txt", Column: "STC", FirstRow: 120, Values: 244, Tolerance: 1e-6},
			closes(NewSchaffTrendCycle(10, 23, 50))()},
		{published{File: "spy_with_ChandeKrollStop.csv", Column: "short_stop", FirstRow: 8, Values: 492, Tolerance: 1e-6},
			ofBars(NewChandeKroll(5, 2, 3), (*ChandeKroll).Short)},
		{published{File: "spy_with_ChandeKrollStop.csv", Column: "long_stop", FirstRow: 8, Values: 492, Tolerance: 1e-6},
			ofBars(NewChandeKroll(5, 2, 3), (*ChandeKroll).Long)},
		{published{File: "spy_si.csv", Column: "SI", FirstRow: 1, Values: 7101, Tolerance: 1e-6}, bars(NewSwingIndex(8))()},
		{published{File: "spy_asi.csv", Column: "ASI", FirstRow: 1, Values: 7101, Tolerance: 1e-5}, bars(NewAccumulativeSwing(8))()},
		{published{File: "spy_do.csv", Column: "DO", FirstRow: 30, Values: 6296, Tolerance: 1e-6},
			closes(NewDerivativeOscillator(14, 5, 3, 9))()},
		{published{File: "spy_with_kvo.csv", Column: "KVO5_10", FirstRow: 11, Values: 489, Tolerance: 1e-9, IsRelative: true},
			ofBars(NewKlinger(5, 10, 13), (*Klinger).Line)},
		{published{File: "spy_rvi.txt", Column: "RVI", FirstRow: 13, Values: 366, Tolerance: 1e-9},
			ofBars(NewRelativeVigor(10), (*RelativeVigor).Line)},
		{published{File: "spy_rvi.txt", Column: "RVI_S", FirstRow: 16, Values: 362, Tolerance: 1e-9},
			ofBars(NewRelativeVigor(10), (*RelativeVigor).Signal)},
		{published{File: "eurusd60_dem.txt", Column: "DeM", FirstRow: 14, Values: 3714, Tolerance: 1e-9}, bars(NewDeMarker(14))()},
		{published{File: "spy_emv.txt", Column: "EMV", FirstRow: 1, Values: 29, Tolerance: 1e-8},
			bars(NewEaseOfMovement(1, 10_000))()},
		{published{File: "spy_pso.csv", Column: "pso", FirstRow: 20, Values: 482, Tolerance: 1e-9},
			bars(NewPremierStochastic(8, 5))()},
		{published{File: "spy_mama.csv", Column: "mama", FirstRow: 100, Values: 499, Tolerance: 1e-6, IsRelative: true},
			bars(On(PriceMedian, NewMAMA(0.5, 0.05)))()},
		{published{File: "spx_lwma.csv", Column: "LWMA", FirstRow: 5, Values: 17, Tolerance: 1e-3}, closes(NewWMA(6))()},
	} {
		t.Run(c.File+": "+c.Column, func(t *testing.T) { compareColumn(t, c.published, c.subject) })
	}
}

// signed is a parabolic stop as TA-Lib's extended one gives it: negative for short trades.
func signed(p *ParabolicSAR) column {
	return ofBars(p, func(p *ParabolicSAR) float64 {
		if p.Long() {
			return p.Value()
		}
		return -p.Value()
	})
}
