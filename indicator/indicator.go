package indicator

import (
	"encoding"

	"github.com/tidemark/tidemark/market"
)

// Indicator is what every indicator can be asked, whatever it is fed with.
type Indicator interface {
	// Value is the main output, NaN while the indicator is not ready.
	Value() float64
	// Ready reports that Value is a number.
	Ready() bool
	// Warmup is the number of updates until ready: on data for which the formula has a value, the
	// indicator is ready after exactly that many. It is 0 when Err is not nil.
	Warmup() int
	// Skipped counts the updates that were ignored because an input was not a usable number.
	Skipped() int
	// Reset forgets all updates.
	Reset()
	// Err says why the indicator can never be ready: a parameter out of bounds. Else it is nil.
	Err() error
	// String is the name with its parameters, such as "MACD(12, 26, 9)".
	String() string

	// AppendBinary and UnmarshalBinary save and restore the state; see the package comment.
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// Fed is an indicator that is updated with values of one type. Update returns the new Value.
type Fed[In any] interface {
	Indicator
	Update(In) float64
}

// Series is an indicator of one number a time: a price, a volume, another indicator's value.
type Series = Fed[float64]

// Bars is an indicator of bars.
type Bars = Fed[market.Bar]

// Pairs is an indicator of two numbers observed together, such as the returns of two instruments.
type Pairs interface {
	Indicator
	Update(x, y float64) float64
}
