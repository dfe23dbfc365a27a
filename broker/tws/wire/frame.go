package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// MaxFrame is the longest payload the protocol allows, in bytes.
const MaxFrame = 0xFFFFFF

const (
	lengthBytes  = 4
	readChunk    = 4096
	keepAtMost   = 1 << 20 // a larger buffer is given back once its frame is consumed
	prefixLength = len(apiPrefix)
)

// A FrameError is a length prefix that no peer may send. The stream cannot be trusted after it: close the
// connection.
type FrameError struct {
	Length uint32 // as read, big endian; a negative int32 shows as a huge number
	Limit  int
}

func (e *FrameError) Error() string {
	if e.Length == 0 {
		return "wire: frame of length 0; the stream is out of step, reconnect"
	}
	return fmt.Sprintf("wire: frame of %d bytes, limit %d; the stream is out of step, reconnect", e.Length, e.Limit)
}

// Reader cuts a byte stream into frames. Its buffer is reused: a frame is valid until the next call.
type Reader struct {
	src        io.Reader
	limit      int
	buf        []byte
	start, end int // unread bytes are buf[start:end]
	err        error
}

// NewReader reads frames from src. A limit of zero or less, or above [MaxFrame], means MaxFrame.
func NewReader(src io.Reader, limit int) *Reader {
	if limit <= 0 || limit > MaxFrame {
		limit = MaxFrame
	}
	return &Reader{src: src, limit: limit, buf: make([]byte, readChunk)}
}

// Next returns the payload of the next frame. It returns [io.EOF] when the stream ends between frames,
// [io.ErrUnexpectedEOF] when it ends inside one, a [*FrameError] for an impossible length, and the
// source's error otherwise. After a FrameError every call returns it again; after any other error a
// call continues where the stream stopped, so a read deadline may pass in the middle of a frame.
func (r *Reader) Next() ([]byte, error) {
	if r.err != nil {
		return nil, r.err
	}
	if err := r.need(lengthBytes); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(r.buf[r.start:])
	if n == 0 || n > uint32(r.limit) {
		r.err = &FrameError{Length: n, Limit: r.limit}
		return nil, r.err
	}
	if err := r.need(lengthBytes + int(n)); err != nil {
		return nil, err
	}
	payload := r.buf[r.start+lengthBytes : r.start+lengthBytes+int(n)]
	r.start += lengthBytes + int(n)
	return payload, nil
}

// Prefix consumes the unframed bytes that open a client's conversation. A [*HandshakeError] says the peer
// is not an API client of version 100 or later.
func (r *Reader) Prefix() error {
	if err := r.need(prefixLength); err != nil {
		return err
	}
	if got := string(r.buf[r.start : r.start+prefixLength]); got != apiPrefix {
		return &HandshakeError{Value: got, Reason: "expected the prefix API and a zero byte"}
	}
	r.start += prefixLength
	return nil
}

// need makes at least n unread bytes available.
func (r *Reader) need(n int) error {
	for r.end-r.start < n {
		r.room(n)
		got, err := r.src.Read(r.buf[r.end:])
		if got < 0 || got > len(r.buf)-r.end {
			return errors.New("wire: source returned an impossible byte count")
		}
		r.end += got
		if r.end-r.start >= n {
			return nil
		}
		switch {
		case errors.Is(err, io.EOF) && r.end > r.start:
			return fmt.Errorf("wire: %d of %d bytes of a frame: %w", r.end-r.start, n, io.ErrUnexpectedEOF)
		case err != nil:
			return err
		case got == 0:
			return fmt.Errorf("wire: read frame: %w", io.ErrNoProgress)
		}
	}
	return nil
}

// room leaves space to read into, doubling only after the peer has really sent what fits already: a
// length alone costs no memory.
func (r *Reader) room(n int) {
	if r.start == r.end {
		r.start, r.end = 0, 0
		if len(r.buf) > keepAtMost && n <= readChunk {
			r.buf = make([]byte, readChunk)
		}
	}
	if r.start > 0 && r.start+n > len(r.buf) {
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	if r.end == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
}
