package wirelog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// ErrFull says that a log that cannot rotate has reached its limit.
var ErrFull = errors.New("wirelog: the log is full")

// A Recorder writes a log. Its methods may be called from any goroutine. After the first failure it records nothing
// more, and [Recorder.Err] and [Recorder.Close] return it: a log that cannot be written does not stop trading.
type Recorder struct {
	o Options

	mu      sync.Mutex // guards what follows
	out     io.Writer
	file    *file // what out is, nil for a foreign writer
	size    int64
	session []byte // the present session's body, nil before the first
	redact  *redactor
	buf     []byte
	err     error
}

// New records to w, up to MaxBytes. Each record is one Write. The error is that of invalid options.
func New(w io.Writer, o Options) (*Recorder, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	return &Recorder{o: o.withDefaults(), out: w}, nil
}

// Session begins a session; frames before the first one are not recorded.
func (r *Recorder) Session(version, clientID int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.session = sessionBody(version, clientID)
	if r.o.Redaction.none() {
		r.redact = nil
	} else {
		r.redact = r.redact.at(version, r.o.Redaction)
	}
	if r.size > 0 { // otherwise it comes with the first frame
		r.write(session, time.Now(), r.session)
	}
}

// Frame records the payload of a frame, as a client shows it to its Tap.
func (r *Recorder) Frame(fromClient bool, payload []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.session == nil || len(payload) == 0 {
		return
	}
	now, withheld := time.Now(), false
	if r.redact != nil {
		shown, ok := r.redact.frame(fromClient, payload)
		if withheld = !ok; withheld {
			shown = binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
		}
		payload = shown
	}
	r.write(frameKind(fromClient, withheld), now, payload)
}

// write appends a record, after what must precede it in its file.
func (r *Recorder) write(k kind, at time.Time, body []byte) {
	if r.err != nil {
		return
	}
	need := int64(prefixBytes + headBytes + len(body))
	if r.size > r.fresh() && r.size+need > r.o.MaxBytes {
		if r.file == nil {
			r.err = ErrFull
			return
		}
		if r.err = r.file.rotate(r.o.Rotated); r.err != nil {
			return
		}
		r.out, r.size = r.file, 0
	}
	r.buf = r.buf[:0]
	if r.size == 0 {
		r.buf = append(r.buf, magic...)
		if k != session {
			r.buf = appendRecord(r.buf, session, at, r.session)
		}
	}
	r.buf = appendRecord(r.buf, k, at, body)
	n, err := r.out.Write(r.buf)
	r.size += int64(n)
	if err != nil {
		r.err = fmt.Errorf("wirelog: record: %w", err)
	}
	if cap(r.buf) > minBytes {
		r.buf = nil
	}
}

// fresh is the size of a log without a frame.
func (r *Recorder) fresh() int64 {
	return int64(len(magic) + prefixBytes + headBytes + len(r.session))
}

// Err returns why nothing is recorded any more, nil while it is.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Close ends the recording and returns the first failure, if any. A writer given to [New] stays open.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.err
	if r.file != nil {
		err = errors.Join(err, r.file.Close())
		r.file = nil
	}
	r.out = nil
	if r.err == nil {
		r.err = errClosed
	}
	return err
}

var errClosed = errors.New("wirelog: closed")
