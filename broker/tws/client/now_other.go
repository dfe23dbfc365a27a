//go:build !unix

package client

// writeNow takes nothing: the writer does all the writing here.
func writeNow(uintptr, []byte) int { return 0 }
