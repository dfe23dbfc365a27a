package indicator

import (
	"fmt"
	"strings"
)

// Average is a kind of moving average, for parameters that let a user choose one.
type Average uint8

const (
	Simple            Average = iota // SMA
	Exponential                      // EMA
	Wilders                          // Wilder
	Weighted                         // WMA
	DoubleExponential                // DEMA
	TripleExponential                // TEMA
	Triangular                       // TRIMA
	Hull                             // HMA
	ZeroLag                          // ZLEMA
	averages                         // their number
)

var averageNames = [averages]string{
	"simple", "exponential", "wilder", "weighted",
	"double-exponential", "triple-exponential", "triangular", "hull", "zero-lag",
}

// New makes a moving average of this kind. For a kind that does not exist it makes one with an Err.
func (a Average) New(period int) Series {
	switch a {
	case Simple:
		return NewSMA(period)
	case Exponential:
		return NewEMA(period)
	case Wilders:
		return NewWilder(period)
	case Weighted:
		return NewWMA(period)
	case DoubleExponential:
		return NewDEMA(period)
	case TripleExponential:
		return NewTEMA(period)
	case Triangular:
		return NewTRIMA(period)
	case Hull:
		return NewHMA(period)
	case ZeroLag:
		return NewZLEMA(period)
	}
	s := &SMA{window: newTotal(1)}
	s.start(s, 1, named("Average").average(a))
	return s
}

// String is the kind's name, such as "double-exponential".
func (a Average) String() string {
	if a < averages {
		return averageNames[a]
	}
	return fmt.Sprintf("average %d", uint8(a))
}

// MarshalText writes the form of String.
func (a Average) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the form of String.
func (a *Average) UnmarshalText(text []byte) error {
	for i, name := range averageNames {
		if string(text) == name {
			*a = Average(i)
			return nil
		}
	}
	return fmt.Errorf("moving average %q: want one of %s", text, strings.Join(averageNames[:], ", "))
}

// average adds a kind to an indicator's parameters.
func (p *parameters) average(kind Average) *parameters {
	p.number("kind of average", float64(kind), 0, float64(averages-1))
	p.values[len(p.values)-1] = kind.String()
	return p
}
