// Package shorttext makes many short strings, such as the ids of orders, in common memory: one allocation serves some
// hundred of them, and the collector visits one object. A string that is kept keeps its block of 4 kB.
package shorttext

import "strings"

const blockSize = 4096

// Block is memory for strings to come. The zero value is ready.
type Block struct{ text strings.Builder }

// String is a string of these bytes.
func (b *Block) String(bytes []byte) string {
	if b.text.Cap()-b.text.Len() < len(bytes) {
		b.text.Reset() // the strings made so far keep the memory
		b.text.Grow(max(blockSize, len(bytes)))
	}
	start := b.text.Len()
	b.text.Write(bytes)
	return b.text.String()[start:]
}
