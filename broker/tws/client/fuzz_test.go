package client_test

import (
	"errors"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// FuzzGateway: whatever a gateway says after the start, the connection ends when the gateway hangs up, at the latest,
// and says why.
func FuzzGateway(f *testing.F) {
	for _, version := range versions {
		enc := wire.NewEncoder(false, version)
		for _, m := range []wire.Message{
			&wire.Error{RequestID: 1_500_000_000, Code: 200, Message: "no"},
			&wire.Error{RequestID: 17, Code: 201}, &wire.Error{RequestID: -1, Code: 1300, Message: "port 4002"},
			&wire.TickPrice{RequestID: 1_500_000_000, Type: wire.TickBid, Price: 1},
			&wire.NextValidID{OrderID: 2_000_000_000}, &wire.OpenOrdersEnd{}, &wire.PositionEnd{},
			&wire.ContractDetailsEnd{RequestID: 1_500_000_000},
		} {
			frame, err := enc.Append(nil, m)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(version, frame)
		}
	}
	f.Add(176, []byte{0, 0, 0, 0})
	f.Add(225, []byte{0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, version int, bytes []byte) {
		version = wire.MinVersion + (version%126+126)%126
		c, p := connect(t, version, client.Options{})
		ticks := make(chan *client.Stream[client.Tick], 1)
		go func() {
			s, _ := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X")})
			ticks <- s
		}()
		p.next()
		p.conn.Write(bytes) // fails when the client has had enough
		p.conn.Close()
		<-c.Done()
		if c.Err() == nil || errors.Is(c.Err(), client.ErrClosed) {
			t.Errorf("ended with %v", c.Err())
		}
		if s := <-ticks; s != nil && s.Err() == nil {
			t.Error("the stream outlived its connection")
		}
	})
}
