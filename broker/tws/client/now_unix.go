//go:build unix

package client

import "syscall"

// writeNow returns how many bytes a socket takes without waiting.
func writeNow(fd uintptr, frame []byte) int {
	n, err := syscall.Write(int(fd), frame)
	if err != nil {
		return 0
	}
	return n
}
