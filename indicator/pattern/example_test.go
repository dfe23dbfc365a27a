package pattern_test

import (
	"fmt"

	"github.com/tidemark/tidemark/indicator/pattern"
	"github.com/tidemark/tidemark/market"
)

// quiet feeds twenty equal candles: body 1, range 2, shadows 0.5 and 0.5. After them a body is long
// above 1, a doji up to 0.2 (a tenth of the range), and a shadow very short below 0.2.
func quiet(update func(market.Bar)) {
	for range 20 {
		update(bar(100, 101.5, 99.5, 101))
	}
}

func bar(open, high, low, close float64) market.Bar {
	return market.Bar{Open: open, High: high, Low: low, Close: close}
}

func Example() {
	hammer, err := pattern.New(pattern.Hammer)
	if err != nil {
		fmt.Println(err)
		return
	}
	quiet(func(b market.Bar) { hammer.Update(b) })

	// Sold down to 97, bought back to the high of the day, around the prior low of 99.5.
	fmt.Println(hammer.Kind(), hammer.Update(bar(99.2, 99.3, 97, 99.3)), hammer.Ready())
	// Output: hammer 100 true
}

func Example_doji() {
	p, _ := pattern.New(pattern.Doji)
	quiet(func(b market.Bar) { p.Update(b) })

	fmt.Println(p.Update(bar(100, 101, 99, 100.1)), p.Update(bar(100, 101, 99, 100.3)))
	// Output: 100 0
}

func Example_engulfing() {
	p, _ := pattern.New(pattern.Engulfing)
	quiet(func(b market.Bar) { p.Update(b) })

	fmt.Println("inside: ", p.Update(bar(100.8, 101.5, 99.5, 100.2)))
	fmt.Println("covers: ", p.Update(bar(100.1, 101.5, 99.5, 100.9)))
	fmt.Println("one end:", p.Update(bar(100.9, 101.5, 98.5, 99)))
	// Output:
	// inside:  0
	// covers:  100
	// one end: -80
}

func Example_morningStar() {
	p, _ := pattern.New(pattern.MorningStar)
	quiet(func(b market.Bar) { p.Update(b) })

	p.Update(bar(100, 100.1, 96.9, 97))              // a long black body
	p.Update(bar(96.5, 96.8, 96, 96.4))              // a short one that gaps down
	fmt.Println(p.Update(bar(96.6, 99.1, 96.5, 99))) // a white one that wins back two thirds of the first
	// Output: 100
}

func Example_threeBlackCrows() {
	p, _ := pattern.New(pattern.ThreeBlackCrows)
	quiet(func(b market.Bar) { p.Update(b) }) // the last of them is the white candle that comes first

	p.Update(bar(101, 101.3, 98.9, 99)) // each black candle opens in the body before
	p.Update(bar(100, 100.3, 97.9, 98)) // and closes lower, less than 0.2 above its low
	fmt.Println(p.Update(bar(99, 99.3, 96.9, 97)))
	// Output: -100
}

// A hikkake is reported twice: when the inside bar breaks the wrong way, and when the price comes back.
func Example_hikkake() {
	p, _ := pattern.New(pattern.Hikkake)
	quiet(func(b market.Bar) { p.Update(b) })

	fmt.Println("inside bar:  ", p.Update(bar(100.2, 101.2, 99.8, 100.8)))
	fmt.Println("breaks down: ", p.Update(bar(100.1, 100.9, 99.2, 99.6)))
	fmt.Println("hesitates:   ", p.Update(bar(99.7, 101.0, 99.0, 100.4)))
	fmt.Println("closes above:", p.Update(bar(100.5, 101.8, 100.3, 101.6)))
	// Output:
	// inside bar:   0
	// breaks down:  100
	// hesitates:    0
	// closes above: 200
}

func ExampleNewPenetrating() {
	p, _ := pattern.NewPenetrating(pattern.MorningStar, 0.7)
	quiet(func(b market.Bar) { p.Update(b) })

	p.Update(bar(100, 100.1, 96.9, 97))
	p.Update(bar(96.5, 96.8, 96, 96.4))
	fmt.Println(p.Update(bar(96.6, 99.1, 96.5, 99))) // two thirds are less than 0.7
	// Output: 0
}

func ExampleScanner() {
	scanner, err := pattern.NewScanner(pattern.All()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	quiet(scanner.Update)

	scanner.Update(bar(99.2, 99.3, 97, 99.3))
	for kind, signal := range scanner.Hits {
		fmt.Println(kind, signal)
	}
	// The body of 0.1 is also a doji, with open and close at the high of the bar.

	// Output:
	// doji 100
	// dragonfly-doji 100
	// hammer 100
	// long-legged-doji 100
	// takuri 100
}

func ExamplePattern_AppendBinary() {
	before, _ := pattern.New(pattern.Hammer)
	quiet(func(b market.Bar) { before.Update(b) })
	state, _ := before.AppendBinary(nil)

	after, _ := pattern.New(pattern.Hammer)
	if err := after.UnmarshalBinary(state); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(after.Ready(), after.Update(bar(99.2, 99.3, 97, 99.3)))
	// Output: true 100
}

func ExampleParse() {
	for _, name := range []string{"three-black-crows", "CDLMORNINGSTAR"} {
		kind, err := pattern.Parse(name)
		fmt.Println(kind, kind.TALib(), kind.Candles(), kind.Warmup(), err)
	}
	// Output:
	// three-black-crows CDL3BLACKCROWS 4 14 <nil>
	// morning-star CDLMORNINGSTAR 3 13 <nil>
}
