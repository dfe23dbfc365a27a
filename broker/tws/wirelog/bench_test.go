package wirelog_test

import (
	"io"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// BenchmarkFrame is what a log costs the connection for each tick, the disk apart: it must stay far below the 20 µs
// that 50,000 ticks a second leave.
func BenchmarkFrame(b *testing.B) {
	for name, redaction := range map[string]wirelog.Redaction{"redacted": {}, "plain": {KeepAccounts: true, KeepNames: true}} {
		b.Run(name, func(b *testing.B) {
			r, err := wirelog.New(io.Discard, wirelog.Options{MaxBytes: 1 << 50, Redaction: redaction})
			if err != nil {
				b.Fatal(err)
			}
			r.Session(225, 0)
			tick := payload(b, &wire.TickPrice{RequestID: 1, Type: wire.TickBid, Price: 182.5, Size: wire.Some(3.0)}, 225)
			b.ReportAllocs()
			for b.Loop() {
				r.Frame(false, tick)
			}
		})
	}
}
