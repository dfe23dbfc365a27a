package indicator_test

import (
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

// BenchmarkUpdate is the cost of one update. A slowdown is paid once per indicator, instrument and bar of
// every backtest.
func BenchmarkUpdate(b *testing.B) {
	for _, i := range []Series{
		NewSMA(20), NewSMA(200), NewEMA(20), NewWMA(20), NewRSI(14), NewMACD(12, 26, 9), NewBollinger(20, 2),
		NewStdDev(200), NewHighest(50), NewLinReg(20), NewKAMA(10, 2, 30), NewMedian(50),
	} {
		b.Run(i.String(), func(b *testing.B) { benchmark(b, i, someHistory(1024).close) })
	}
	for _, i := range []Bars{
		NewATR(14), NewADX(14), NewStochastic(14, 3, 3), NewDonchian(20), NewParabolicSAR(0.02, 0.02, 0.2), NewVWAP(),
		NewCCI(20), NewSupertrend(10, 3),
	} {
		b.Run(i.String(), func(b *testing.B) { benchmark(b, i, someHistory(1024).bars) })
	}
}

func benchmark[In any](b *testing.B, i Fed[In], inputs []In) {
	b.ReportAllocs()
	k := 0
	for b.Loop() {
		i.Update(inputs[k&1023])
		k++
	}
}

// BenchmarkSMA is without the interface that BenchmarkUpdate goes through.
func BenchmarkSMA(b *testing.B) {
	i, inputs, k := NewSMA(20), someHistory(1024).close, 0
	b.ReportAllocs()
	for b.Loop() {
		i.Update(inputs[k&1023])
		k++
	}
}

// BenchmarkSave is the cost of saving what a strategy with a long average keeps.
func BenchmarkSave(b *testing.B) {
	i := NewSMA(200)
	var state []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if state, err = i.AppendBinary(state[:0]); err != nil {
			b.Fatal(err)
		}
	}
}
