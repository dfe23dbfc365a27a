package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// counts are the figures of a gateway since it was started. The loop owns them.
type counts struct {
	requests    [kinds]uint64 // by message id
	answers     [kinds]uint64
	bytesOut    uint64
	undecodable uint64
	refused     uint64 // connections that were told why
	crowdedOut  uint64 // handshakes that made room for others
	keptBack    uint64 // ticks that were not sent to clients that do not read
}

// sessionCounts are the figures of one client.
type sessionCounts struct {
	received, sent, keptBack uint64
}

// kinds bounds the message ids that are counted one by one; beyond are unknown ones, counted together as 0.
const kinds = 256

func (c *counts) asked(k wire.Kind) { c.requests[slot(k)]++ }

func (c *counts) answered(k wire.Kind, bytes int) {
	c.answers[slot(k)]++
	c.bytesOut += uint64(bytes)
}

func slot(k wire.Kind) int {
	if id := k.ID(); id < kinds {
		return id
	}
	return 0
}
