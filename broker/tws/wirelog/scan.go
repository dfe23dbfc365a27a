package wirelog

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// ErrNotALog says that a file does not begin as a wire log does.
var ErrNotALog = errors.New("wirelog: not a wire log, or one of a later version")

// A DamageError is a record in the middle of a log that is not as it was written. What comes after it cannot be
// trusted; what came before it can.
type DamageError struct {
	Offset int64 // of the record
	Reason string
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("wirelog: damaged record at byte %d: %s; all before it was read", e.Offset, e.Reason)
}

// scanner cuts a log into records.
type scanner struct {
	src  *bufio.Reader
	good int64 // bytes of whole records, the magic included
	torn int64 // bytes after them
	body bytes.Buffer
	err  error
}

func newScanner(src io.Reader) *scanner { return &scanner{src: bufio.NewReader(src)} }

// next returns a record whose body is valid until the following call. It returns [io.EOF] at the end, torn or not.
func (s *scanner) next() (kind, time.Time, []byte, error) {
	if s.err == nil && s.good == 0 {
		s.err = s.open()
	}
	if s.err != nil {
		return 0, time.Time{}, nil, s.err
	}
	k, at, body, err := s.record()
	s.err = err
	return k, at, body, err
}

// open reads the magic.
func (s *scanner) open() error {
	var head [len(magic)]byte
	n, err := io.ReadFull(s.src, head[:])
	switch {
	case string(head[:n]) != magic[:n]:
		return ErrNotALog
	case err != nil:
		return s.tear(n, err)
	}
	s.good = int64(n)
	return nil
}

func (s *scanner) record() (kind, time.Time, []byte, error) {
	var head [prefixBytes]byte
	if n, err := io.ReadFull(s.src, head[:]); err != nil {
		return 0, time.Time{}, nil, s.tear(n, err)
	}
	if head == [prefixBytes]byte{} { // a file system that grew the file before it wrote to it
		return 0, time.Time{}, nil, s.zeros()
	}
	length := binary.BigEndian.Uint32(head[:])
	if length < headBytes || length > maxRecord {
		return 0, time.Time{}, nil, s.damaged(fmt.Sprintf("length %d, want %d to %d", length, headBytes, maxRecord))
	}
	s.body.Reset()
	n, err := io.CopyN(&s.body, s.src, int64(length)) // grows with what is there, not with what length claims
	if err != nil {
		return 0, time.Time{}, nil, s.tear(prefixBytes+int(n), err)
	}
	content := s.body.Bytes()
	if crc32.Checksum(content, castagnoli) != binary.BigEndian.Uint32(head[4:]) {
		if _, err := s.src.Peek(1); err == io.EOF {
			return 0, time.Time{}, nil, s.tear(prefixBytes+len(content), err)
		}
		return 0, time.Time{}, nil, s.damaged("wrong checksum")
	}
	k := kind(content[0])
	body := content[headBytes:]
	if k < session || k > withheldFromGateway || k == session && len(body) != 8 || k.withheld() && len(body) != 4 {
		return 0, time.Time{}, nil, s.damaged(fmt.Sprintf("kind %d with %d bytes", k, len(body)))
	}
	s.good += prefixBytes + int64(length)
	return k, time.Unix(0, int64(binary.BigEndian.Uint64(content[1:]))).UTC(), body, nil
}

// tear ends the log within a record that was never finished.
func (s *scanner) tear(n int, err error) error {
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("wirelog: read: %w", err)
	}
	s.torn = int64(n)
	return io.EOF
}

// zeros accepts a tail of zeros.
func (s *scanner) zeros() error {
	for n := prefixBytes; ; n++ {
		switch b, err := s.src.ReadByte(); {
		case err != nil:
			return s.tear(n, err)
		case b != 0:
			return s.damaged("zeros")
		}
	}
}

func (s *scanner) damaged(reason string) error { return &DamageError{s.good, reason} }
