package client

import (
	"context"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Send sends any message and returns when the socket has it. It waits for its turn: see [Options].Rate and [Lane].
// A [*wire.VersionError] or [*wire.EncodeError] says that the message cannot be written at all. Every other error
// is a [*SendError].
//
// What has no call of its own is sent this way: the messages by which a vendor's program proves what it is
// ([wire.VerifyRequest] and the three beside it), which need a contract with IB.
//
// Requests sent this way must bring their own request ids, outside those this package uses (1500000000 and
// above); their answers are visible in [Options].Tap alone.
func (c *Conn) Send(ctx context.Context, m wire.Message) error {
	sent := make(chan error, 1)
	p, err := c.enqueue(m, func(err error) { sent <- err })
	if err != nil {
		return err
	}
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		if c.queue.drop(p) {
			return &SendError{Kind: p.kind, Err: ctx.Err()}
		}
		return <-sent // it is being written, which takes writeTimeout at most
	}
}

// post sends without waiting. What it sends is not worth an error: cancels of data and signs of life.
func (c *Conn) post(m wire.Message) {
	if m == nil || c.welcome.Version < m.Kind().MinVersion() {
		return
	}
	if _, err := c.enqueue(m, func(error) {}); err != nil {
		c.log.Debug().Err(err).Msg("not sent")
	}
}

func (c *Conn) enqueue(m wire.Message, told func(error)) (*parcel, error) {
	p, err := c.parcel(m, told)
	if err != nil {
		return nil, err
	}
	return p, c.queue.put(p)
}

func (c *Conn) parcel(m wire.Message, told func(error)) (*parcel, error) {
	c.encoding.Lock()
	frame, err := c.encoder.Append(make([]byte, 0, usualFrame), m)
	c.encoding.Unlock()
	if err != nil {
		return nil, err
	}
	return &parcel{kind: m.Kind(), lane: laneOf(m), frame: frame, put: time.Now(), told: told}, nil
}

// usualFrame has room for most messages.
const usualFrame = 512

// write is the writer goroutine.
func (c *Conn) write() {
	for {
		select {
		case <-c.queue.wake:
		case <-c.stop:
			return
		}
		for {
			// Wait first and choose then, so that a cancel overtakes what came before it.
			p, wait, err := c.writeNext()
			if p == nil && wait == 0 {
				break
			}
			if err != nil {
				c.fail(hungUp(err))
				p.told(&SendError{Kind: p.kind, MaybeSent: p.begun, Err: c.Err()})
				return
			}
			if p != nil {
				p.told(nil)
			}
			if !c.pause(wait) {
				return
			}
		}
	}
}

// writeNext writes the most urgent parcel, unless the pace wants a wait before the next one. No parcel and no wait say
// that there is none.
func (c *Conn) writeNext() (p *parcel, wait time.Duration, err error) {
	c.pen.mu.Lock()
	defer c.pen.mu.Unlock()
	if p = c.pen.begun; p != nil {
		c.pen.begun = nil
		return p, 0, c.writeFrame(p)
	}
	if c.queue.empty() {
		return nil, 0, nil
	}
	now := time.Now()
	if c.tooFast.Swap(false) {
		c.pen.pace.punish(now)
	}
	if wait = c.pen.pace.wait(now); wait > 0 {
		return nil, wait, nil
	}
	if p = c.queue.take(now); p == nil {
		return nil, 0, nil // dropped meanwhile
	}
	c.pen.pace.spend(now)
	return p, 0, c.writeFrame(p)
}

// pause waits; false says that the connection is to end.
func (c *Conn) pause(d time.Duration) bool {
	if d <= 0 {
		select {
		case <-c.stop:
			return false
		default:
			return true
		}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.stop:
		return false
	}
}

// writeFrame writes a parcel. The pen has no deadline between two of them.
func (c *Conn) writeFrame(p *parcel) error {
	if err := c.net.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if c.opts.Tap != nil {
		c.opts.Tap.Frame(true, p.frame[frameLength:])
	}
	n, err := c.net.Write(p.frame)
	c.bytesOut.Add(uint64(n))
	p.begun = p.begun || n > 0
	if err != nil {
		return err
	}
	_ = c.net.SetWriteDeadline(time.Time{}) // fails on a closed socket alone, which the next write finds
	return nil
}

// writeTimeout is how long the socket may refuse bytes.
const writeTimeout = 10 * time.Second

// frameLength is the size of the length that precedes a frame's payload.
const frameLength = 4
