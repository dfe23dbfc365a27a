package client

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Conn is a connection that is ready. Its methods may be called from any goroutine.
type Conn struct {
	opts     Options
	log      zerolog.Logger
	net      net.Conn
	life     *lifeline    // the reader's, after the handshake
	frames   *wire.Reader // reads from life
	welcome  wire.Welcome
	accounts []string // set before ready is closed

	ids     *ids
	queue   *queue
	pen     pen
	tooFast atomic.Bool // the gateway complained about the rate
	table   *table
	notices *Stream[Notice]
	orders  *Stream[wire.Message]

	definitions definitions

	slots      *[limits]slots
	pacer      *Pacer
	paced      atomic.Int64  // nanoseconds
	violations atomic.Uint64 // of IB's pace for history
	bars       flights[[]wire.Bar]

	encoding sync.Mutex // guards encoder
	encoder  *wire.Encoder

	ready chan struct{} // closed when accounts and the next valid id are known

	ending  sync.Once
	cause   error          // why the connection ended, set before stop is closed
	stop    chan struct{}  // closed when it is to end
	writing sync.WaitGroup // the writer
	done    chan struct{}  // closed when all has ended

	received, bytesIn, bytesOut, undecodable, unknown, unclaimed atomic.Uint64
}

const noticeLimit = 1024

func newConn(nc net.Conn, o Options) *Conn {
	c := &Conn{
		opts: o, log: o.Log, net: nc,
		ids: newIDs(o.FirstOrderID), queue: newQueue(), table: newTable(),
		notices: newStream[Notice](noticeLimit, true),
		orders:  newStream[wire.Message](streamLimit, false),
		slots:   newSlots(o.Lines),
		pacer:   o.Pacer,

		ready: make(chan struct{}), stop: make(chan struct{}), done: make(chan struct{}),
	}
	c.life = &lifeline{Conn: nc, bytes: &c.bytesIn}
	c.frames = wire.NewReader(c.life, 0)
	return c
}

// Version returns the server version both ends agreed on.
func (c *Conn) Version() int { return c.welcome.Version }

// ConnectedAt returns the gateway's words for its local time at the connect, "YYYYMMDD HH:MM:SS ZONE". The zone
// is free text in any encoding.
func (c *Conn) ConnectedAt() string { return c.welcome.Time }

// ClientID returns the id this connection has at the gateway.
func (c *Conn) ClientID() int { return c.opts.ClientID }

// Accounts returns the accounts the login manages.
func (c *Conn) Accounts() []string { return append([]string(nil), c.accounts...) }

// Notices is the one stream of all that ended nothing: the state of the link to IB and of the data farms, warnings
// about requests and orders. When 1024 are unread the oldest are lost, see [Stats].
func (c *Conn) Notices() *Stream[Notice] { return c.notices }

// NextOrderID reserves an order id, above every one this connection has heard of.
func (c *Conn) NextOrderID() (int, error) { return c.ids.orders(1) }

// NextOrderIDs reserves n consecutive order ids, as parents and their children need, and returns the first.
func (c *Conn) NextOrderIDs(n int) (int, error) { return c.ids.orders(n) }

// Done is closed when the connection has ended, everything that waited has failed and its goroutines are gone.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err returns why the connection ended, nil while it has not: [ErrClosed] after Close, [ErrHungUp] when the
// gateway closed it, [ErrSilent], [ErrOutOfStep], a [*wire.FrameError], or the socket's error.
func (c *Conn) Err() error {
	select {
	case <-c.stop:
		return c.cause
	default:
		return nil
	}
}

// Close ends the connection and waits for its goroutines. Orders stay alive at the gateway.
func (c *Conn) Close() error {
	c.fail(ErrClosed)
	<-c.done
	return nil
}

// fail makes the connection end. The first reason counts.
func (c *Conn) fail(reason error) {
	c.ending.Do(func() {
		c.cause = reason
		close(c.stop)
		if err := c.net.Close(); err != nil {
			c.log.Debug().Err(err).Msg("close socket")
		}
	})
}

// start begins the two goroutines.
func (c *Conn) start() {
	c.encoder = wire.NewEncoder(true, c.welcome.Version)
	c.pen.pace = newBucket(c.opts.Rate)
	c.pen.hold(c.net, c.opts.Tap != nil)
	if c.opts.Tap != nil {
		c.opts.Tap.Session(c.welcome.Version, c.opts.ClientID)
	}
	c.writing.Go(c.write)
	go c.read()
}

// tearDown fails everything that waits; the reader does it last.
func (c *Conn) tearDown() {
	c.writing.Wait()
	reason := fmt.Errorf("client: the connection to %s has ended: %w", c.opts.Addr, c.cause)
	c.unfinished(reason)
	c.queue.close(reason)
	c.table.close(reason)
	c.orders.end(reason)
	c.notices.end(reason)
	c.log.Info().Err(c.cause).Str("addr", c.opts.Addr).Msg("connection ended")
	close(c.done)
}

// unfinished tells what became of a message of which the socket took only a part.
func (c *Conn) unfinished(reason error) {
	c.pen.mu.Lock()
	p := c.pen.begun
	c.pen.begun = nil
	c.pen.mu.Unlock()
	if p != nil {
		p.told(&SendError{Kind: p.kind, MaybeSent: true, Err: reason})
	}
}

// A lifeline is the socket as a source of bytes, any of which is a sign of life.
type lifeline struct {
	net.Conn
	bytes    *atomic.Uint64
	patience time.Duration // how long a Read may wait; not positive for as long as it likes
	until    time.Time     // when the frame that is being read must be whole; zero before its first bytes
}

// frameTime is how long the bytes of one frame may take to come. A length that is noise would else swallow, for hours,
// everything that is sent after it, each byte of which looks like life.
const frameTime = 3 * time.Minute

func (l *lifeline) Read(p []byte) (int, error) {
	if l.patience > 0 {
		deadline := time.Now().Add(l.patience)
		if !l.until.IsZero() && l.until.Before(deadline) {
			deadline = l.until
		}
		if err := l.SetReadDeadline(deadline); err != nil {
			return 0, err
		}
	}
	n, err := l.Conn.Read(p)
	l.bytes.Add(uint64(n))
	if n > 0 && l.until.IsZero() {
		l.until = time.Now().Add(frameTime)
	}
	return n, err
}

// stuck tells that a frame has not become whole in its time.
func (l *lifeline) stuck() bool { return !l.until.IsZero() && !time.Now().Before(l.until) }

// splitAccounts reads a list that may end with a comma.
func splitAccounts(list string) []string {
	var accounts []string
	for account := range strings.SplitSeq(list, ",") {
		if account = strings.TrimSpace(account); account != "" {
			accounts = append(accounts, account)
		}
	}
	return accounts
}
