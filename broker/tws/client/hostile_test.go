package client_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestGarbage: a frame that contradicts its description, or is unknown, is skipped and counted; the rest of the
// conversation is not harmed.
func TestGarbage(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestCurrentTime](p)
			p.raw([]byte{0, 0, 0, 3, 0xff, 0xfe, 0})                    // no id at all
			p.raw([]byte{0, 0, 0, 8, '1', '9', '9', 0, 'x', 'y', 0, 0}) // unknown, or no number
			p.raw([]byte{0, 0, 0, 5, 0, 0, 0, 249, 0x80})               // a cut protobuf message, or no number
			p.send(&wire.CurrentTime{Time: 5})
		}()
		got, err := c.CurrentTime(t.Context())
		if err != nil || got.Unix() != 5 {
			t.Error(got, err)
		}
		if s := c.Stats(); s.Undecodable+s.Unknown != 3 {
			t.Errorf("%+v", s)
		}
	})
}

// TestH1ImpossibleFrame: the stream cannot be trusted after an impossible length, so the connection ends.
func TestH1ImpossibleFrame(t *testing.T) {
	for name, length := range map[string][]byte{
		"zero": {0, 0, 0, 0}, "negative": {0xff, 0xff, 0xff, 0xff}, "17 MiB": {1, 0x10, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, p := connect(t, 176, client.Options{})
				p.raw(length)
				<-c.Done()
				var frame *wire.FrameError
				if !errors.As(c.Err(), &frame) {
					t.Error(c.Err())
				}
			})
		})
	}
}

// TestHalfFrame: a peer that dies inside a frame is a peer that hung up.
func TestHalfFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		p.raw([]byte{0, 0, 0, 100, 0, 0})
		p.conn.Close()
		<-c.Done()
		if !errors.Is(c.Err(), client.ErrHungUp) {
			t.Error(c.Err())
		}
	})
}

// TestA3SilenceIsDeath: after Idle without a byte the gateway is asked for its time, and after Grace more the connection is
// dead (fault A3).
func TestA3SilenceIsDeath(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{Idle: 10 * time.Second, Grace: 5 * time.Second})
		start := time.Now()
		expect[*wire.RequestCurrentTime](p)
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("asked after %v", took)
		}
		p.send(&wire.CurrentTime{Time: 1}) // alive
		expect[*wire.RequestCurrentTime](p)
		<-c.Done()
		if took := time.Since(start); took != 25*time.Second || !errors.Is(c.Err(), client.ErrSilent) {
			t.Errorf("ended after %v: %v", took, c.Err())
		}
	})
}

// TestA4SlowIsAlive: any byte counts as life, also that of a frame that takes minutes (fault A4).
func TestA4SlowIsAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{Idle: 10 * time.Second, Grace: 5 * time.Second})
		go func() {
			for {
				if _, err := p.in.Next(); err != nil {
					return // the signs of life that are asked for stay unanswered
				}
			}
		}()
		frame, err := p.enc.Append(nil, &wire.NextValidID{OrderID: 99})
		p.check(err)
		for _, b := range frame {
			elapse(12 * time.Second)
			p.raw([]byte{b})
		}
		synctest.Wait()
		if id, err := c.NextOrderID(); id != 99 || err != nil || c.Err() != nil {
			t.Error(id, err, c.Err())
		}
		c.Close()
	})
}

// H1: a length that is noise promises more than ever comes. Everything that is sent afterwards counts as its bytes, so the
// connection ends after three minutes, though something comes all the time.
func TestH1PromisedTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{Idle: 10 * time.Second, Grace: 5 * time.Second})
		start := time.Now()
		p.raw([]byte{0, 0xC0, 0, 0, 'x'})
		var noise sync.WaitGroup
		noise.Go(func() {
			for {
				elapse(time.Second)
				if _, err := p.conn.Write([]byte{0, 0, 0, 2, '5', 0}); err != nil {
					return
				}
			}
		})
		<-c.Done()
		if took := time.Since(start); took != 3*time.Minute || !errors.Is(c.Err(), client.ErrOutOfStep) {
			t.Errorf("ended after %v: %v", took, c.Err())
		}
		p.conn.Close()
		noise.Wait()
	})
}

// TestSlowConsumer: a stream that nobody reads ends alone; the connection and the other streams go on.
func TestSlowConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 225, client.Options{})
		go func() {
			r := expect[*wire.RequestMarketData](p).RequestID
			for range 1<<16 + 10 {
				p.send(&wire.TickPrice{RequestID: r, Type: wire.TickBid, Price: 1})
			}
			expect[*wire.CancelMarketData](p)
			expect[*wire.RequestCurrentTime](p)
			p.send(&wire.CurrentTime{Time: 1})
		}()
		s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X")})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // all of it has arrived
		if _, err := c.CurrentTime(t.Context()); err != nil {
			t.Error(err)
		}
		read := 0
		for {
			if _, err = s.Next(t.Context()); err != nil {
				break
			}
			read++
		}
		if read != 1<<16 || !errors.Is(err, client.ErrOverflow) {
			t.Errorf("read %d, %v", read, err)
		}
	})
}

// brokenPipe is a connection whose writes fail from a moment on, while its reads hang as before.
type brokenPipe struct {
	net.Conn
	broken atomic.Bool
}

func (c *brokenPipe) Write(b []byte) (int, error) {
	if c.broken.Load() {
		return 0, syscall.EPIPE
	}
	return c.Conn.Write(b)
}

// TestA3AWriteErrorIsEnough: nothing comes and nothing ends, but a write fails: the connection is over at once, without
// waiting for a silence, and the message has not left (fault A3).
func TestA3AWriteErrorIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var near *brokenPipe
		dial := pipe(t, func(p *peer) { p.ready(176) })
		c, err := client.Dial(t.Context(), client.Options{Idle: time.Hour, Dialer: dialFunc(func(ctx context.Context) (net.Conn, error) {
			conn, err := dial(ctx)
			near = &brokenPipe{Conn: conn}
			return near, err
		})})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		near.broken.Store(true)
		from := time.Now()
		var unsent *client.SendError
		if err := c.Send(t.Context(), marketOrder(1)); !errors.As(err, &unsent) || !errors.Is(err, syscall.EPIPE) {
			t.Errorf("%v, want a SendError of a broken pipe", err)
		}
		<-c.Done()
		if took := time.Since(from); took > time.Minute {
			t.Errorf("the connection ended after %v", took)
		}
	})
}
