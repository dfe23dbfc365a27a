package client_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestTap: what the tap is shown can be decoded again, in both directions.
func TestTap(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		var mu sync.Mutex
		var seen []wire.Kind
		received, sent := wire.NewDecoder(false, version), wire.NewDecoder(true, version)
		c, p := connect(t, version, client.Options{Tap: client.TapFunc(func(out bool, payload []byte) {
			mu.Lock()
			defer mu.Unlock()
			d := received
			if out {
				d = sent
			}
			m, err := d.Decode(bytes.Clone(payload))
			if err != nil {
				t.Error(err)
				return
			}
			seen = append(seen, m.Kind())
		})})
		go func() {
			expect[*wire.RequestCurrentTime](p)
			p.send(&wire.CurrentTime{Time: 1})
		}()
		if _, err := c.CurrentTime(t.Context()); err != nil {
			t.Error(err)
		}
		c.Close()
		got := map[wire.Kind]int{}
		for _, k := range seen {
			got[k]++
		}
		for _, m := range []wire.Message{
			&wire.StartAPI{}, &wire.ManagedAccounts{}, &wire.NextValidID{}, &wire.RequestCurrentTime{}, &wire.CurrentTime{},
		} {
			if got[m.Kind()] != 1 {
				t.Errorf("%v was shown %d times", m.Kind(), got[m.Kind()])
			}
		}
	})
}
