package store

import "encoding/binary"

// Table is one kind of live record.
type Table uint8

const (
	// Orders are orders of strategies by id: the intent before it is sent, and what became of it.
	Orders Table = iota
	// Bookings are fills, late fees and adjustments by their number.
	Bookings
	// Ledgers are the books of strategies by name.
	Ledgers
	// External are orders that are not ours, by the broker's id.
	External
	// Counters are figures of the run by name: of risk, of the day, of starts.
	Counters
	// Halts are the halts by number, lifted ones too.
	Halts

	numTables = iota
)

var tables = [numTables][]byte{
	[]byte("orders"), []byte("bookings"), []byte("ledgers"), []byte("external"), []byte("counters"), []byte("halts"),
}

var (
	bucketQuarantine = []byte("quarantine")
	bucketReserved   = []byte("reserved")
)

// String is the name of the bucket.
func (t Table) String() string {
	if int(t) < len(tables) {
		return string(tables[t])
	}
	return "unknown"
}

// NumberKey is the key of a number; a cursor walks such keys in the order of the numbers.
func NumberKey(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }
