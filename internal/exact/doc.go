// Package exact does the arithmetic of money on 64-bit integers where it can. A [Number] is as exact as the
// decimal.Decimal that it stands for: what does not fit into 64 bits is computed in decimals. Ledgers and limits add up
// in numbers and show decimals.
package exact
