package indicator

import (
	"errors"
	"math"

	"github.com/tidemark/tidemark/market"
)

// inputLimit bounds usable inputs, so that no sum of products of inputs can overflow.
const inputLimit = 1e100

var errUnmade = errors.New("indicator was not made by its constructor: use the New function of its type")

// keeper lists the fields of an indicator's state to a codec, always the same in the same order.
type keeper interface{ state(c *codec) }

// core is embedded by every indicator. It checks and counts inputs, holds the value, and saves,
// restores and resets the state that self describes.
type core struct {
	self   keeper
	label  string
	warmup int
	err    error
	// limit is inputLimit, or 0 in an indicator that cannot work: then no input passes.
	limit float64

	taken, skipped int
	value          float64
	ready          bool
}

// start is the last step of a constructor. Warmup is meaningless when a parameter is wrong.
func (k *core) start(self keeper, warmup int, p *parameters) {
	k.self, k.label, k.err = self, p.label(), p.err
	if k.err == nil {
		k.warmup, k.limit = warmup, inputLimit
	}
	k.Reset()
}

// accept counts an input as taken, or as skipped when it is NaN, infinite or beyond the limit.
func (k *core) accept(x float64) bool { return k.count(k.usable(x)) }

func (k *core) acceptPair(x, y float64) bool { return k.count(k.usable(x) && k.usable(y)) }

func (k *core) acceptBar(b *market.Bar) bool {
	return k.count(k.usable(b.Open) && k.usable(b.High) && k.usable(b.Low) && k.usable(b.Close) && k.usable(b.Volume))
}

func (k *core) usable(x float64) bool { return x > -k.limit && x < k.limit }

func (k *core) count(taken bool) bool {
	if taken {
		k.taken++
	} else {
		k.skipped++
	}
	return taken
}

// set makes v the value when the warm-up is over and v is finite, and returns what Value will.
func (k *core) set(v float64) float64 {
	k.ready = k.taken >= k.warmup && v-v == 0
	if !k.ready {
		return math.NaN()
	}
	k.value = v
	return v
}

// Value is the main output, NaN while the indicator is not ready.
func (k *core) Value() float64 { return k.whenReady(k.value) }

// whenReady is another output that shares the warm-up of the value.
func (k *core) whenReady(x float64) float64 {
	if !k.ready {
		return math.NaN()
	}
	return x
}

// Ready reports that Value is a number.
func (k *core) Ready() bool { return k.ready }

// Warmup is the number of updates until ready; see Indicator.
func (k *core) Warmup() int { return k.warmup }

// Skipped counts the updates that were ignored because an input was not a usable number.
func (k *core) Skipped() int { return k.skipped }

// String is the name with its parameters.
func (k *core) String() string { return k.label }

// Err says why the indicator can never be ready, nil if it can.
func (k *core) Err() error {
	if k.self == nil {
		return errUnmade
	}
	return k.err
}

// Reset forgets all updates.
func (k *core) Reset() {
	if k.self != nil {
		k.visit(&codec{mode: clearing})
	}
}

// visit lists the state of the core and then that of the indicator around it.
func (k *core) visit(c *codec) {
	c.count(&k.taken)
	c.count(&k.skipped)
	c.number(&k.value)
	c.flag(&k.ready)
	k.self.state(c)
}
