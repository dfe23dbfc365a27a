//go:build e2e && linux

package live

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tidemark/tidemark/broker/tws/client"
)

// roomFor lets a process write so many bytes to files and no more; what it has written counts. It needs no privileges, and
// fails writes as a full disk does, with EFBIG for ENOSPC.
func (p *process) roomFor(t *testing.T, bytes uint64) {
	t.Helper()
	var limit unix.Rlimit
	if err := unix.Prlimit(p.Process.Pid, unix.RLIMIT_FSIZE, nil, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = min(bytes, limit.Max)
	if err := unix.Prlimit(p.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		t.Fatal(err)
	}
}

// journaled adds a recording to a configuration. It breaks off with the first full disk, and the run goes on without it.
func journaled(t *testing.T, path, folder string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("max_starts: 10000"), []byte("max_starts: 10000, journal: "+folder), 1)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// until hears lines to the one that is wanted.
func (p *process) until(t *testing.T, line string) {
	t.Helper()
	for p.hear(t) != line {
	}
}

// TestDiskFull fills the disk of an engine that trades, again and again. While nothing can be stored no order leaves; when
// there is room again it goes on, and its books are the gateway's. At the end it is killed with a full disk.
func TestDiskFull(t *testing.T) {
	for _, sync := range []string{"always", "batch"} {
		t.Run(sync, func(t *testing.T) {
			dir, chance := t.TempDir(), rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
			g := launch(t, "gateway", filepath.Join(dir, "gateway.db"), "127.0.0.1:0")
			addr := g.hear(t)
			path := writeConfig(t, dir, addr, sync, 0)
			journaled(t, path, filepath.Join(dir, "journal"))
			e := launch(t, "engine", path)
			e.until(t, "ready")
			watcher, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: 98})
			if err != nil {
				t.Fatal(err)
			}
			defer watcher.Close()
			const rounds = 8
			for range rounds {
				<-time.After(time.Duration(chance.IntN(700)) * time.Millisecond)
				e.roomFor(t, 0)
				e.until(t, "degraded")
				<-time.After(200 * time.Millisecond) // what had left has arrived
				before := orders(t, watcher)
				<-time.After(time.Second)
				if n := orders(t, watcher) - before; n != 0 {
					t.Errorf("%d orders were sent while nothing could be stored", n)
				}
				e.roomFor(t, 1<<40)
				e.until(t, "ready")
			}
			<-time.After(time.Second)
			e.roomFor(t, 0)
			e.until(t, "degraded")
			e.kill()
			finish(t, dir, addr, sync)
		})
	}
}

// orders counts what the engine has sent, by what the gateway knows.
func orders(t *testing.T, c *client.Conn) int {
	t.Helper()
	open, err := c.AllOpenOrders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done, err := c.CompletedOrders(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int64]bool{}
	for _, o := range open {
		seen[o.Order.PermID] = true
	}
	for _, o := range done {
		seen[o.Order.PermID] = true
	}
	return len(seen)
}
