package wirelog

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Record is one frame of a log, or the beginning of a session.
type Record struct {
	Time       time.Time // UTC, when it was recorded
	Version    int       // the session's server version
	ClientID   int
	Begins     bool // the session begins here; there is no frame
	FromClient bool

	Payload  []byte // the frame without its length, possibly redacted
	Withheld int    // how long the payload was that redaction left out, 0 when it is there

	// Message is the frame decoded. It is nil when Begins or Withheld, and when Err, a [*wire.DecodeError], says why
	// it could not be.
	Message wire.Message
	Err     error
}

// A Reader reads a log from the start.
type Reader struct {
	scan     *scanner
	record   Record
	decoders [2]*wire.Decoder // of what the gateway says, of what the client says
}

// NewReader reads the log in src.
func NewReader(src io.Reader) *Reader { return &Reader{scan: newScanner(src)} }

// Next returns the next record. It and all in it are valid until the following call. At the end it returns [io.EOF],
// also when the last record is torn, see [Reader.Torn]; otherwise [ErrNotALog], a [*DamageError] or an error of the
// source.
func (r *Reader) Next() (*Record, error) {
	k, at, body, err := r.scan.next()
	if err != nil {
		return nil, err
	}
	rec := &r.record
	*rec = Record{Time: at, Version: rec.Version, ClientID: rec.ClientID}
	if k == session {
		rec.Begins = true
		return rec, r.begin(body)
	}
	if r.decoders[0] == nil {
		return nil, r.scan.damaged("a frame before the first session")
	}
	rec.FromClient = k.fromClient()
	if k.withheld() {
		rec.Withheld = int(binary.BigEndian.Uint32(body))
		return rec, nil
	}
	rec.Payload = body
	rec.Message, rec.Err = r.decoders[index(rec.FromClient)].Decode(body)
	return rec, nil
}

// begin makes decoders for a session.
func (r *Reader) begin(body []byte) error {
	rec := &r.record
	rec.Version = int(binary.BigEndian.Uint32(body))
	rec.ClientID = int(binary.BigEndian.Uint32(body[4:]))
	if err := wire.Supported(rec.Version); err != nil {
		return fmt.Errorf("wirelog: %w", err)
	}
	r.decoders = [2]*wire.Decoder{wire.NewDecoder(false, rec.Version), wire.NewDecoder(true, rec.Version)}
	return nil
}

// Torn returns, once Next has returned [io.EOF], how many bytes of an unfinished record end the log.
func (r *Reader) Torn() int64 { return r.scan.torn }

// index of a direction.
func index(fromClient bool) int {
	if fromClient {
		return 1
	}
	return 0
}
