package fault

import (
	"encoding/binary"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Writing is how an answer is written.
type Writing struct {
	Message any    // a wire.Message, or a *wire.Welcome
	Stream  []byte // instead of it, without a frame
	Frame   []byte // instead of it, in a frame
	Cut     int    // bytes that are missing at its end
	Add     []byte // bytes more at its end
	Version int    // as at this version, when not 0

	raws []change
}

// Append writes it for a connection of a server version and returns the longer slice.
func (w *Writing) Append(dst []byte, version int) ([]byte, error) {
	if w.Stream != nil {
		return append(dst, w.Stream...), nil
	}
	if w.Version != 0 {
		version = w.Version
	}
	frame, err := w.frame(version)
	if err != nil {
		return dst, err
	}
	frame = append(frame[:max(lengthBytes, len(frame)-w.Cut)], w.Add...)
	return append(dst, seal(frame)...), nil
}

const lengthBytes = 4

// seal puts the length of a frame right.
func seal(frame []byte) []byte {
	binary.BigEndian.PutUint32(frame, uint32(len(frame)-lengthBytes))
	return frame
}

func (w *Writing) frame(version int) ([]byte, error) {
	if w.Frame != nil {
		return append(make([]byte, lengthBytes), w.Frame...), nil
	}
	if len(w.raws) == 0 {
		return encode(w.Message, version)
	}
	return spoil(w.Message, w.raws, version)
}

func encode(message any, version int) ([]byte, error) {
	switch m := message.(type) {
	case *wire.Welcome:
		return m.Append(nil), nil
	case wire.Message:
		return wire.NewEncoder(false, version).Append(nil, m)
	}
	return nil, fmt.Errorf("fault: %T is no message", message)
}
