package client

import (
	"context"
	"errors"
	"io"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// subscribe opens a stream. feed is given each message under the key; it copies what it needs, and answers
// false when the stream is over: because push did, or because the message was the last one.
func subscribe[T any](
	ctx context.Context, c *Conn, k key, r, cancel wire.Message, feed func(*Stream[T], wire.Message) bool,
) (*Stream[T], error) {
	return subscribeWithin(ctx, c, func() {}, k, r, cancel, feed)
}

// subscribeWithin is subscribe for streams that use a unit of a [Limit]. It gives the unit back when the stream has
// ended, and not before the gateway has been told so.
func subscribeWithin[T any](
	ctx context.Context, c *Conn, free func(), k key, r, cancel wire.Message, feed func(*Stream[T], wire.Message) bool,
) (*Stream[T], error) {
	return open(ctx, c, newStream[T](streamLimit, false), free, k, r, cancel, feed)
}

// open is subscribeWithin for a stream that is there.
func open[T any](
	ctx context.Context, c *Conn, s *Stream[T], free func(), k key, r, cancel wire.Message,
	feed func(*Stream[T], wire.Message) bool,
) (*Stream[T], error) {
	waiting := &call{
		request: r.Kind(), keys: []key{k}, stream: true,
		take: func(m wire.Message) bool {
			if feed(s, m) {
				return false
			}
			if errors.Is(s.Err(), ErrOverflow) {
				c.post(cancel)
			}
			return true
		},
		end: func(err error) {
			var ended *RequestError
			if errors.As(err, &ended) && ended.Code.Class == Reset {
				c.post(cancel) // the gateway revives a subscription only after a cancel
			}
			if err == nil {
				err = io.EOF
			}
			s.end(err)
			if err != ErrClosed { // otherwise onClose does
				free()
			}
		},
	}
	s.onClose = func() {
		mine := c.table.remove(waiting, ErrClosed)
		c.post(cancel)
		if mine {
			free()
		}
	}
	if err := c.table.add(waiting); err != nil {
		free()
		return nil, &CallError{r.Kind(), err}
	}
	if err := c.Send(ctx, r); err != nil {
		c.table.remove(waiting, err)
		return nil, err
	}
	return s, nil
}

// copied feeds a stream with the messages of type *T.
func copied[T any](s *Stream[T], m wire.Message) bool {
	if v, ok := any(m).(*T); ok {
		return s.push(*v)
	}
	return true
}

// RealTimeBars streams bars of five seconds, the only size there is. The RequestID of r is set. IB accepts 60 such
// requests in ten minutes; more wait for their turn. Each uses one of [MarketDataLines].
func (c *Conn) RealTimeBars(ctx context.Context, r wire.RequestRealTimeBars) (*Stream[wire.RealTimeBar], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	free, err := c.take(ctx, MarketDataLines, r.Kind())
	if err != nil {
		return nil, err
	}
	turn, err := c.turn(ctx, c.pacer.realTimeBars, departure{cost: 1}, r.Kind())
	if err != nil {
		free()
		return nil, err
	}
	s, err := subscribeWithin(ctx, c, free, request(id), &r, &wire.CancelRealTimeBars{RequestID: id}, copied[wire.RealTimeBar])
	turn.end(err == nil)
	return s, err
}

// PNL streams the profit and loss of an account, of one model or, when empty, of all. Since server version 127.
func (c *Conn) PNL(ctx context.Context, account, model string) (*Stream[wire.PNL], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestPNL{RequestID: id, Account: account, ModelCode: model}
	return subscribe(ctx, c, request(id), r, &wire.CancelPNL{RequestID: id}, copied[wire.PNL])
}

// PNLSingle streams the profit and loss of one position. An unknown contract id is answered with silence. Since
// server version 127.
func (c *Conn) PNLSingle(ctx context.Context, account, model string, conID int) (*Stream[wire.PNLSingle], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestPNLSingle{RequestID: id, Account: account, ModelCode: model, ConID: conID}
	return subscribe(ctx, c, request(id), r, &wire.CancelPNLSingle{RequestID: id}, copied[wire.PNLSingle])
}

// Scanner streams the whole result of a scan, again at each change. The RequestID of r is set. Ten can be open; more
// wait, see [Scanners].
func (c *Conn) Scanner(ctx context.Context, r wire.RequestScanner) (*Stream[wire.ScannerData], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	free, err := c.take(ctx, Scanners, r.Kind())
	if err != nil {
		return nil, err
	}
	return subscribeWithin(ctx, c, free, request(id), &r, &wire.CancelScanner{RequestID: id}, copied[wire.ScannerData])
}

// A DepthUpdate changes one row of a book. The market maker is empty where the gateway does not name it.
type DepthUpdate struct {
	wire.MarketDepthL2
	Reset bool // the book must be cleared, and nothing else

	// Other is what changes no row: [*wire.RerouteMarketDepth], or a [*wire.Error] that lets the stream go on, such as
	// "permissions are missing for some exchanges".
	Other wire.Message
}

// MarketDepth streams the changes of a book. The RequestID of r is set. It waits for one of [DepthLines].
func (c *Conn) MarketDepth(ctx context.Context, r wire.RequestMarketDepth) (*Stream[DepthUpdate], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	cancel := &wire.CancelMarketDepth{RequestID: id, SmartDepth: r.SmartDepth}
	free, err := c.take(ctx, DepthLines, r.Kind())
	if err != nil {
		return nil, err
	}
	return subscribeWithin(ctx, c, free, request(id), &r, cancel, func(s *Stream[DepthUpdate], m wire.Message) bool {
		switch m := m.(type) {
		case *wire.MarketDepthL2:
			return s.push(DepthUpdate{MarketDepthL2: *m})
		case *wire.MarketDepth:
			return s.push(DepthUpdate{MarketDepthL2: wire.MarketDepthL2{
				RequestID: m.RequestID, Position: m.Position,
				Operation: m.Operation, Side: m.Side, Price: m.Price, Size: m.Size,
			}})
		case *wire.Error:
			if m.Code == depthResetCode {
				return s.push(DepthUpdate{Reset: true})
			}
		}
		return s.push(DepthUpdate{Other: m})
	})
}
