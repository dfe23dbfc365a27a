package sim

import "sort"

// A shelf is one kind of resting order of an instrument. The keys of a shelf are prices, negated where
// orders wait for lower prices, so that everywhere the lowest key is reached first, and is reached when
// the market's reach is at least the key.
type shelf uint8

const (
	buyLimits  shelf = iota // key -limit, reached by the lowest ask
	sellLimits              // key limit, reached by the highest bid
	buyStops                // key stop, reached by the highest ask
	sellStops               // key -stop, reached by the lowest bid

	shelves = 4
)

// price turns a key, or a reach, of the shelf back into a price.
func (k shelf) price(key float64) float64 {
	if k == buyLimits || k == sellStops {
		return -key
	}
	return key
}

// ladder is the orders of a shelf by key, and by age where keys are equal.
type ladder []rung

type rung struct {
	key   float64
	order *working
}

func (l *ladder) insert(key float64, w *working) {
	rungs := *l
	i := sort.Search(len(rungs), func(i int) bool { return rungs[i].key > key })
	rungs = append(rungs, rung{})
	copy(rungs[i+1:], rungs[i:])
	rungs[i] = rung{key, w}
	*l = rungs
}

func (l *ladder) remove(key float64, w *working) {
	rungs := *l
	i := sort.Search(len(rungs), func(i int) bool { return rungs[i].key >= key })
	for ; i < len(rungs); i++ {
		if rungs[i].order == w {
			copy(rungs[i:], rungs[i+1:])
			rungs[len(rungs)-1] = rung{}
			*l = rungs[:len(rungs)-1]
			return
		}
	}
}

// reached reports whether any order of the ladder is.
func (l ladder) reached(reach float64) bool { return len(l) > 0 && l[0].key <= reach }
