package gateway

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A link is a client's socket with its reader and writer goroutines.
type link struct {
	conn   net.Conn
	number int // of the connection, from 1
	opened time.Time
	out    *outbox

	version int // agreed on, 0 before; set by the reader before its first arrival

	// The reader's.
	rate   int // requests a second it reads, 0 for any number
	limit  int // requests a second that are not refused, 0 for any number
	second time.Time
	seen   int // requests read in that second

	closing sync.Once
	done    chan struct{} // closed when the link is to end
	ended   sync.WaitGroup

	mu   sync.Mutex    // guards what follows
	deaf chan struct{} // not nil while the reader must not read; closed to let it go on

	// The loop's.
	session *session // nil before START_API and after the end
	evicted bool     // closed to make room for others
	greeted bool     // it has said which versions it speaks
	ending  bool     // what still arrives is not heard

	treatment fault.Treatment // what it meets in its handshake, if treated
	treated   bool
}

// An arrival is what a reader hands to the loop.
type arrival struct {
	link *link
	what any // wire.Hello, wire.Message, undecodable or gone
}

type (
	// undecodable is a frame that contradicts the description of its message.
	undecodable struct{ err error }
	// gone is the end of a link, with its reason.
	gone struct{ err error }
)

// Bounds of a request, in bytes: an advisor's XML is the longest there is, the others are far below the usual limit.
const (
	requestLimit = 1 << 20
	usualLimit   = 64 << 10
)

var errLong = fmt.Errorf("a request may have %d bytes, and an advisor's XML %d", usualLimit, requestLimit)

// close ends the link; its goroutines end soon after.
func (l *link) close() {
	l.closing.Do(func() {
		close(l.done)
		_ = l.conn.Close() // there is nobody to tell
	})
}

// start begins the goroutines. handshake is how long the client may take to open the conversation.
func (l *link) start(inbox chan<- arrival, o *Options) {
	l.ended.Go(func() {
		l.out.drain(l.conn, l.done)
		l.close()
	})
	l.ended.Go(func() {
		err := l.read(inbox, o)
		l.close()
		inbox <- arrival{l, gone{err}}
	})
}

// read hands over everything that arrives until the socket ends.
func (l *link) read(inbox chan<- arrival, o *Options) error {
	frames := wire.NewReader(l.conn, requestLimit)
	if err := l.conn.SetReadDeadline(time.Now().Add(o.Handshake)); err != nil {
		return err
	}
	if err := frames.Prefix(); err != nil {
		return handshakeError(err)
	}
	payload, err := frames.Next()
	if err != nil {
		return handshakeError(err)
	}
	hello, err := wire.ParseHello(payload)
	if err != nil {
		return err
	}
	if l.version, err = hello.Choose(o.MinVersion, o.MaxVersion); err != nil {
		return err
	}
	switch {
	case o.Rate < 0:
	case o.RejectFast && !strings.Contains(hello.Options, "+PACEAPI"):
		l.limit = o.Rate
	default:
		l.rate = o.Rate
	}
	inbox <- arrival{l, hello}
	return l.requests(inbox, frames)
}

func (l *link) requests(inbox chan<- arrival, frames *wire.Reader) error {
	d := wire.NewDecoder(true, l.version)
	for started := false; ; {
		l.listen()
		l.slowDown()
		payload, err := frames.Next()
		if err != nil {
			if !started {
				err = handshakeError(err)
			}
			return err
		}
		m, err := d.Decode(payload)
		if _, advisor := m.(*wire.ReplaceFA); len(payload) > usualLimit && !advisor {
			err = fmt.Errorf("%d bytes: %w", len(payload), errLong)
		}
		if err != nil {
			inbox <- arrival{l, undecodable{err}}
			continue
		}
		if _, ok := m.(*wire.StartAPI); ok && !started {
			started = true
			if err := l.conn.SetReadDeadline(time.Time{}); err != nil {
				return err
			}
		}
		inbox <- arrival{l, m}
	}
}

func handshakeError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("the client did not finish the handshake in time: %w", err)
	}
	return err
}

// slowDown waits for the next second when enough has been read in this one.
func (l *link) slowDown() {
	if l.rate == 0 {
		return
	}
	now := time.Now()
	if now.Sub(l.second) >= time.Second {
		l.second, l.seen = now, 0
	}
	if l.seen++; l.seen <= l.rate {
		return
	}
	timer := time.NewTimer(l.second.Add(time.Second).Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.done:
	}
	l.second, l.seen = time.Now(), 1
}

// listen waits while the link is deaf.
func (l *link) listen() {
	l.mu.Lock()
	wait := l.deaf
	l.mu.Unlock()
	if wait == nil {
		return
	}
	select {
	case <-wait:
	case <-l.done:
	}
}

// deafen makes the reader stop after the frame it waits for; false lets it go on.
func (l *link) deafen(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case on && l.deaf == nil:
		l.deaf = make(chan struct{})
	case !on && l.deaf != nil:
		close(l.deaf)
		l.deaf = nil
	}
}
