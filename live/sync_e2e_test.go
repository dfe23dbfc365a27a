//go:build e2e && linux

package live

import (
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/tidemark/tidemark/broker/tws/client"
)

// An engine of these tests has a disk that fails from the moment on in which it gets the signal: everything that it asks
// to be made durable ends in an input/output error. The kernel does it, by a filter that needs no privileges and that
// nothing can take away again.
func init() {
	if os.Getenv(roleVariable) != "engine" {
		return
	}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGUSR1)
	go func() {
		<-told
		if err := failSync(); err != nil {
			panic(err)
		}
	}()
}

// failSync makes fsync and fdatasync of this process fail with EIO.
func failSync() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	const (
		number = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		answer = unix.BPF_RET | unix.BPF_K
	)
	filter := []unix.SockFilter{
		{Code: number}, // of the system call
		{Code: equal, K: unix.SYS_FDATASYNC, Jt: 2},
		{Code: equal, K: unix.SYS_FSYNC, Jt: 1},
		{Code: answer, K: unix.SECCOMP_RET_ALLOW},
		{Code: answer, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EIO)},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	const everyThread = unix.SECCOMP_FILTER_FLAG_TSYNC
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, everyThread, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(filter)
	if errno != 0 {
		return errno
	}
	return nil
}

// TestDiskFails lets the disk of an engine fail while it trades. What it cannot make durable it does not send; killed and
// started on a disk that works, its books are the gateway's.
func TestDiskFails(t *testing.T) {
	for _, sync := range []string{"always", "batch"} {
		t.Run(sync, func(t *testing.T) {
			dir := t.TempDir()
			g := launch(t, "gateway", filepath.Join(dir, "gateway.db"), "127.0.0.1:0")
			addr := g.hear(t)
			watcher, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: 98})
			if err != nil {
				t.Fatal(err)
			}
			defer watcher.Close()
			for range 5 {
				e := launch(t, "engine", writeConfig(t, dir, addr, sync, 0))
				e.until(t, "ready")
				<-time.After(500 * time.Millisecond)
				if err := e.Process.Signal(syscall.SIGUSR1); err != nil {
					t.Fatal(err)
				}
				e.until(t, "degraded")
				<-time.After(200 * time.Millisecond) // what had left has arrived
				before := orders(t, watcher)
				<-time.After(time.Second)
				if n := orders(t, watcher) - before; n != 0 {
					t.Errorf("%d orders were sent while nothing could be stored", n)
				}
				e.kill()
			}
			finish(t, dir, addr, sync)
		})
	}
}
