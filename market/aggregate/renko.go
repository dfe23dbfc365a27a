package aggregate

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// maxBricks is the most bricks that one input may complete. A longer jump is taken for a change of
// the instrument's price level (or bad data), and the ladder starts anew where it ends.
const maxBricks = 1000

// ladder is the state of a renko chart. Levels are whole multiples of the height.
type ladder struct {
	height float64
	// The last brick lies between the levels low and high; they are equal before the first brick.
	low, high float64
	placed    bool
	// volume has been traded since the last brick.
	volume float64
}

// brick feeds one price to a renko chart. A brick goes on from the last one, in its direction, when
// the price reaches the next level, and turns when the price passes the whole last brick and one more.
// All bricks of one input end at its time; the first has the volume since the brick before.
func (b *Builder) brick(t market.Time, price, volume, spread float64) {
	if t > b.limit || t <= b.floor {
		var ok bool
		if t, ok = b.enter(t); !ok {
			return
		}
	}
	l := &b.bricks
	l.volume += volume
	level := price / l.height
	slack := rounding * math.Abs(level)
	up, down := math.Floor(level+slack), math.Ceil(level-slack)
	if !l.placed || up-l.high > maxBricks || l.low-down > maxBricks {
		if l.placed {
			b.jumps++
		}
		l.low, l.high, l.placed = math.Round(level), math.Round(level), true
		return
	}
	b.bar.Spread = spread
	for range int(max(up-l.high, 0)) {
		b.addBrick(t, l.high, l.high+1)
	}
	for range int(max(l.low-down, 0)) {
		b.addBrick(t, l.low, l.low-1)
	}
}

// addBrick gives out a brick from one level to the next.
func (b *Builder) addBrick(t market.Time, from, to float64) {
	l := &b.bricks
	l.low, l.high = min(from, to), max(from, to)
	b.bar.Open, b.bar.Close = from*l.height, to*l.height
	b.bar.Low, b.bar.High = l.low*l.height, l.high*l.height
	b.bar.Volume, l.volume = l.volume, 0
	b.complete(t)
	b.bar.Start, b.floor = t, t-1
}
