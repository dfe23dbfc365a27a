package data

import (
	"fmt"
	"math"
)

// fault is what is wrong with the first row that is no observation, and the row's index: a value that is
// not a finite number, or a bar that ends before it starts. Other programs write NaN where a value is missing.
func (l *layout) fault(c *columns) (row int, err error) {
	row = len(l.order(c))
	if len(l.times) == 2 {
		for i, start := range c.times[0] {
			if end := c.times[1][i]; start > end {
				row, err = i, fmt.Errorf("it starts at %s, after its end at %s", start, end)
				break
			}
		}
	}
	for i, name := range l.values {
		if c.values[i] == nil {
			continue
		}
		for k, value := range c.values[i][:row] {
			if !finite(value) {
				row, err = k, fmt.Errorf("its %s is %v, not a finite number", name, value)
				break
			}
		}
	}
	return row, err
}

// finite looks at the exponent, all ones in NaN and the infinities.
func finite(value float64) bool {
	const exponent = 0x7FF << 52
	return math.Float64bits(value)&exponent != exponent
}
