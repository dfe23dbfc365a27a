package client_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestLiar: a gateway that answers every call with every message there is, in any order, with the request's id and with
// others, most fields missing, some twice and some garbled, neither stops the connection nor costs a unit of a limit.
func TestLiar(t *testing.T) {
	for seed := range uint64(20) {
		synctest.Test(t, func(t *testing.T) { lie(t, rand.New(rand.NewPCG(seed, 0))) })
	}
}

func lie(t *testing.T, chance *rand.Rand) {
	c, p := connect(t, wire.MaxVersion, client.Options{ClientID: 0, Rate: 10_000})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			payload, err := p.in.Next()
			if err != nil {
				return
			}
			if id, number := protobufID(payload); number == (&wire.RequestCurrentTime{}).Kind().ID() {
				p.send(&wire.CurrentTime{Time: 5})
			} else {
				for _, frame := range lies(chance, id) {
					if _, err := p.conn.Write(frame); err != nil {
						return
					}
				}
			}
		}
	}()
	for _, call := range append(append(commands(c), openings(c)...), unanswered(c)...) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		call(ctx)
		cancel()
		elapse(11 * time.Second)
		if c.Err() != nil {
			t.Fatal(c.Err())
		}
	}
	elapse(10 * time.Minute)
	if now, err := c.CurrentTime(t.Context()); err != nil || now.Unix() != 5 {
		t.Error(now, err)
	}
	s := c.Stats()
	for l, use := range s.Limits {
		if use.Used+use.Waiting != 0 {
			t.Errorf("%v: %+v", client.Limit(l), use)
		}
	}
	for l, lane := range s.Lanes {
		if lane.Queued != 0 {
			t.Errorf("%v: %+v", client.Lane(l), lane)
		}
	}
	if s.Received < 1000 {
		t.Errorf("only %d messages were understood", s.Received)
	}
	c.Close()
	p.conn.Close()
	<-ended
}

// protobufID returns what a request's first field says, which is its id if it has one, and the request's number.
func protobufID(payload []byte) (id uint64, number int) {
	number = int(binary.BigEndian.Uint32(payload)) - 200
	if body := payload[4:]; len(body) > 1 && body[0] == 1<<3 {
		id, _ = binary.Uvarint(body[1:])
	}
	return id, number
}

// lies are frames of every answer of the protocol, most of which say no more than a request id.
func lies(chance *rand.Rand, id uint64) [][]byte {
	var frames [][]byte
	for _, k := range wire.Kinds() {
		if k.FromClient() || !k.Proto(wire.MaxVersion) || k == (*wire.NextValidID)(nil).Kind() {
			continue
		}
		for range 1 + chance.IntN(2) {
			about := id
			if chance.IntN(4) == 0 {
				about += uint64(chance.IntN(3)) - 1
			}
			body := binary.AppendUvarint([]byte{1 << 3}, about)
			if k == (*wire.Error)(nil).Kind() {
				code := []uint64{0, 100, 162, 200, 317, 354, 1100, 1102, 2104, 10197, 99999}[chance.IntN(11)]
				body = binary.AppendUvarint(append(body, 3<<3), code)
			}
			for range chance.IntN(3) { // more fields, of any number and type, or a torn one
				body = append(body, byte(chance.IntN(20)<<3|chance.IntN(6)), byte(chance.IntN(4)), byte(chance.IntN(256)))
			}
			frame := binary.BigEndian.AppendUint32(nil, uint32(4+len(body)))
			frame = binary.BigEndian.AppendUint32(frame, uint32(k.ID()+200))
			frames = append(frames, append(frame, body...))
		}
	}
	chance.Shuffle(len(frames), func(i, j int) { frames[i], frames[j] = frames[j], frames[i] })
	return frames
}
