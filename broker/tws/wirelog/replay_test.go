package wirelog_test

import (
	"bytes"
	"context"
	"net"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// gateway is the other end of a pipe, in a script.
type gateway func(net.Conn)

func (g gateway) DialContext(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	go g(far)
	return near, nil
}

// TestReplay: a client's log alone is enough to decode its whole conversation, requests before their answers.
func TestReplay(t *testing.T) {
	for _, version := range []int{176, 203, 225} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			rec, err := wirelog.New(&log, wirelog.Options{})
			if err != nil {
				t.Fatal(err)
			}
			c, err := client.Dial(t.Context(), client.Options{ClientID: 7, Tap: rec, Idle: -1, Dialer: gateway(func(conn net.Conn) {
				serve(t, conn, version)
			})})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := c.CurrentTime(t.Context()); err != nil {
					t.Error(err)
				}
			}
			c.Close()
			if err := rec.Close(); err != nil {
				t.Error(err)
			}
			var got []string
			for _, m := range messages(t, log.Bytes()) {
				got = append(got, m.Kind().String())
			}
			want := []string{"StartAPI", "ManagedAccounts", "NextValidID", "RequestCurrentTime", "CurrentTime",
				"RequestCurrentTime", "CurrentTime"}
			if !slices.Equal(got, want) {
				t.Errorf("%d: %v", version, got)
			}
			first, err := wirelog.NewReader(&log).Next()
			if err != nil || !first.Begins || first.Version != version || first.ClientID != 7 {
				t.Errorf("%+v, %v", first, err)
			}
		})
	}
}

// serve plays a gateway that knows the time.
func serve(t *testing.T, conn net.Conn, version int) {
	in, enc := wire.NewReader(conn, 0), wire.NewEncoder(false, version)
	say := func(messages ...wire.Message) {
		for _, m := range messages {
			frame, err := enc.Append(nil, m)
			if err != nil {
				t.Error(err)
			}
			conn.Write(frame)
		}
	}
	if err := in.Prefix(); err != nil {
		t.Error(err)
	}
	for i := 0; ; i++ {
		if _, err := in.Next(); err != nil {
			return
		}
		switch i {
		case 0:
			conn.Write(wire.Welcome{Version: version, Time: "20261120 16:00:00 EST"}.Append(nil))
		case 1:
			say(&wire.ManagedAccounts{Accounts: "DU1234567"}, &wire.NextValidID{OrderID: 17})
		default:
			say(&wire.CurrentTime{Time: int64(i)})
		}
	}
}
