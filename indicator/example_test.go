package indicator_test

import (
	"fmt"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
)

func Example() {
	fast, slow, cross := indicator.NewSMA(2), indicator.NewSMA(4), indicator.NewCross()
	for i, price := range []float64{10, 9, 8, 7, 8, 10, 12, 11, 8, 6} {
		cross.Update(fast.Update(price), slow.Update(price))
		switch {
		case cross.Over():
			fmt.Println(i, "buy at", price)
		case cross.Under():
			fmt.Println(i, "sell at", price)
		}
	}
	// Fast and slow after 3: 7.5 8.5, after 5: 9 8.25, after 8: 9.5 10.25.
	// Output:
	// 5 buy at 10
	// 8 sell at 8
}

func ExampleSMA() {
	sma := indicator.NewSMA(3)
	for _, x := range []float64{1, 2, 6, 10} {
		fmt.Println(sma.Update(x), sma.Ready())
	}
	// (1 + 2 + 6)/3, (2 + 6 + 10)/3
	// Output:
	// NaN false
	// NaN false
	// 3 true
	// 6 true
}

func ExampleEMA() {
	ema := indicator.NewEMA(3) // α = 2/(3 + 1)
	for _, x := range []float64{1, 2, 6, 7, 1} {
		fmt.Println(ema.Update(x))
	}
	// Seed (1 + 2 + 6)/3, then 3 + (7 − 3)/2 and 5 + (1 − 5)/2.
	// Output:
	// NaN
	// NaN
	// 3
	// 5
	// 3
}

func ExampleWMA() {
	wma := indicator.NewWMA(3)
	for _, x := range []float64{1, 2, 6, 4} {
		fmt.Println(wma.Update(x))
	}
	// (1×1 + 2×2 + 3×6)/6 = 23/6, (1×2 + 2×6 + 3×4)/6 = 26/6
	// Output:
	// NaN
	// NaN
	// 3.8333333333333335
	// 4.333333333333333
}

func ExampleRSI() {
	rsi := indicator.NewRSI(2)
	for _, x := range []float64{10, 12, 11, 12, 9} {
		fmt.Println(rsi.Update(x))
	}
	// Changes +2 −1 +1 −3. Seed: up 2/2, down 1/2. Then up (1 + 1)/2, down 0.5/2; up 1/2, down (0.25 + 3)/2.
	// 100×1/1.5, 100×1/1.25, 100×0.5/2.125
	// Output:
	// NaN
	// NaN
	// 66.66666666666666
	// 80
	// 23.52941176470588
}

func ExampleMACD() {
	macd := indicator.NewMACD(1, 3, 2)
	for _, x := range []float64{2, 4, 6, 10, 4} {
		macd.Update(x)
		fmt.Println(macd.Line(), macd.Signal(), macd.Histogram())
	}
	// EMA(1) is the input. EMA(3): 4, 7, 5.5. The signal starts with (2 + 3)/2, then 2.5 + (−1.5 − 2.5)×2/3.
	// Output:
	// NaN NaN NaN
	// NaN NaN NaN
	// 2 NaN NaN
	// 3 2.5 0.5
	// -1.5 -0.16666666666666652 -1.3333333333333335
}

func ExampleBollinger() {
	bands := indicator.NewBollinger(4, 2)
	for _, x := range []float64{1, 3, 5, 7} {
		bands.Update(x)
	}
	// Mean 4; squared deviations 9 + 1 + 1 + 9, so the deviation is √(20/4) = √5.
	fmt.Printf("%.4f %.4f %.4f\n", bands.Lower(), bands.Middle(), bands.Upper())
	fmt.Printf("%.4f\n", bands.PercentB())
	// Output:
	// -0.4721 4.0000 8.4721
	// 0.8354
}

func ExampleATR() {
	atr := indicator.NewATR(2)
	for _, b := range []market.Bar{
		{High: 12, Low: 10, Close: 11}, // true range 12 − 10
		{High: 15, Low: 13, Close: 14}, // 15 − 11, from the close before
		{High: 14, Low: 9, Close: 10},  // 14 − 9
	} {
		fmt.Println(atr.Update(b))
	}
	// Seed (2 + 4)/2, then 3 + (5 − 3)/2.
	// Output:
	// NaN
	// 3
	// 4
}

func ExampleStochastic() {
	fast := indicator.NewStochastic(3, 1, 2)
	for _, b := range []market.Bar{
		{High: 10, Low: 6, Close: 8},
		{High: 12, Low: 8, Close: 11},
		{High: 14, Low: 10, Close: 12}, // range 6 to 14: 100×6/8
		{High: 13, Low: 9, Close: 11},  // range 8 to 14: 100×3/6
	} {
		fast.Update(b)
		fmt.Println(fast.K(), fast.D())
	}
	// Output:
	// NaN NaN
	// NaN NaN
	// 75 NaN
	// 50 62.5
}

func ExampleADX() {
	adx := indicator.NewADX(2)
	for _, b := range []market.Bar{
		{High: 10, Low: 8, Close: 9},
		{High: 12, Low: 9, Close: 11},  // +DM 2, TR 3
		{High: 13, Low: 11, Close: 12}, // +DM 1, TR 2
		{High: 12, Low: 8, Close: 9},   // −DM 3, TR 4
	} {
		adx.Update(b)
	}
	// Averages after three movements: +DM (1.5 + 0)/2, −DM (0 + 3)/2, TR (2.5 + 4)/2.
	// DX was 100×1.5/1.5 = 100 and is 100×0.75/2.25; ADX starts with their mean.
	fmt.Printf("%.2f %.2f %.2f %.2f\n", adx.Plus(), adx.Minus(), adx.DX(), adx.Value())
	// Output: 23.08 46.15 33.33 66.67
}

func ExampleLinReg() {
	line := indicator.NewLinReg(4)
	for _, x := range []float64{1, 4, 5, 10} {
		line.Update(x)
	}
	// i − ī is −1.5 −0.5 0.5 1.5: slope (−1.5 − 2 + 2.5 + 15)/5 = 2.8, mean 5.
	// Left of the squares, 16 + 1 + 0 + 25, are 0.2² + 0.4² + 1.4² + 0.8² = 2.8.
	fmt.Printf("%.1f %.1f %.1f %.1f\n", line.Intercept(), line.Slope(), line.Value(), line.Forecast())
	fmt.Printf("%.4f\n", line.R2())
	// Output:
	// 0.8 2.8 9.2 12.0
	// 0.9333
}

func ExampleVWAP() {
	vwap := indicator.NewVWAP()
	for _, b := range []market.Bar{
		{Session: 20240506, High: 11, Low: 9, Close: 10, Volume: 100},
		{Session: 20240506, High: 14, Low: 12, Close: 13, Volume: 200},
		{Session: 20240507, High: 21, Low: 19, Close: 20, Volume: 50}, // a new session
	} {
		fmt.Println(vwap.Update(b))
	}
	// 10, (10×100 + 13×200)/300, 20
	// Output:
	// 10
	// 12
	// 20
}

func ExampleChain() {
	smoothRSI := indicator.Chain(indicator.NewSMA(2), indicator.NewRSI(2))
	for _, x := range []float64{10, 12, 11, 12} {
		smoothRSI.Update(x)
	}
	// The RSI values of ExampleRSI: (66.67 + 80)/2
	fmt.Printf("%s %.2f\n", smoothRSI, smoothRSI.Value())
	// Output: SMA(2) of RSI(2) 73.33
}

func ExampleOn() {
	typical := indicator.On(indicator.PriceTypical, indicator.NewSMA(2))
	typical.Update(market.Bar{High: 12, Low: 9, Close: 9})  // 10
	typical.Update(market.Bar{High: 15, Low: 9, Close: 12}) // 12
	fmt.Println(typical, typical.Value())
	// Output: SMA(2) on typical 11
}

func ExampleCombine() {
	spread := indicator.Combine(indicator.NewSMA(1), indicator.Minus, indicator.NewSMA(3))
	for _, x := range []float64{1, 2, 6} {
		spread.Update(x)
	}
	fmt.Println(spread, spread.Value()) // 6 − (1 + 2 + 6)/3
	// Output: SMA(1) - SMA(3) 3
}

func ExampleSMA_UnmarshalBinary() {
	before := indicator.NewSMA(3)
	before.Update(1)
	before.Update(2)
	state, err := before.MarshalBinary()
	if err != nil {
		fmt.Println(err)
	}

	after := indicator.NewSMA(3) // in the next run of the program
	if err := after.UnmarshalBinary(state); err != nil {
		fmt.Println(err)
	}
	fmt.Println(after.Update(6))
	// Output: 3
}

func ExampleParameterError() {
	fmt.Println(indicator.NewSMA(0).Err())
	// Output: indicator SMA: period is 0, want 1 to 1048576
}
