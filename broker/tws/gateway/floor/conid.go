package floor

import "hash/fnv"

// Made-up contract ids are numbers from madeUpFrom up to, not including, madeUpTo. IB's own were all below a
// billion when this was written. A made-up id is a hash of the contract's name, so that it is the same in
// every run; of two names with one hash the later listed takes the next free number.
const (
	madeUpFrom = 1_600_000_000
	madeUpTo   = 2_100_000_000
)

// MadeUp reports whether a contract id is one that this package made up.
func MadeUp(conID int) bool { return conID >= madeUpFrom && conID < madeUpTo }

// conID makes up the id of a contract.
func (b *builder) conID(name string) int {
	h := fnv.New64a()
	h.Write([]byte(name))
	id := madeUpFrom + int(h.Sum64()%(madeUpTo-madeUpFrom))
	for b.floor.byConID[id] != nil {
		if id++; id == madeUpTo {
			id = madeUpFrom
		}
	}
	return id
}
