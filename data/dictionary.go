package data

import "math"

// dictionaryValues is the number of values in a dictionary of dictionaryBytes.
const dictionaryValues = dictionaryBytes / 8

// tooManyForDictionary reports whether a column of a row group has so many different values that its
// dictionary would reach its limit. The library could find that out as it writes, but it lists the two
// encodings of a column that changes midway in an order of chance, and equal rows must make equal files.
func tooManyForDictionary(values []float64) bool {
	const bits = 14
	var seen [1 << bits]uint64 // a hash table, half full at most
	different := 0
	for _, value := range values {
		key := math.Float64bits(value) + 1 // 0 is a free slot
		at := key * 0x9E3779B97F4A7C15 >> (64 - bits)
		for seen[at] != 0 && seen[at] != key {
			at = (at + 1) % (1 << bits)
		}
		if seen[at] == 0 {
			seen[at] = key
			if different++; different == dictionaryValues {
				return true
			}
		}
	}
	return false
}
