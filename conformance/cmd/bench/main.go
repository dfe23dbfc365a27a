// Command bench measures our codec: it writes the frames that every client is to decode into a folder, one file for each
// message and server version, decodes them itself, and prints how many it manages in a second of processor time.
//
//	ours TickPrice 176 14000000
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

const (
	frames = 1000                   // different ones of each message
	rounds = 5                      // the best counts
	atMost = 300 * time.Millisecond // of processor time a round
)

// versions are one with text and one with protobuf.
var versions = []int{176, 225}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: bench FOLDER")
		os.Exit(2)
	}
	runtime.GOMAXPROCS(1)
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, version := range versions {
		for _, sample := range samples {
			stream, err := write(version, sample)
			if err != nil {
				return err
			}
			name := sample(0).Kind().String()
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d", name, version)), stream, 0o644); err != nil {
				return err
			}
			rate, err := best(func() (int, error) { return decode(version, stream) })
			if err != nil {
				return err
			}
			fmt.Println("ours", name, version, int(rate))
		}
		e, m, buf := wire.NewEncoder(true, version), order(), make([]byte, 0, 4096)
		rate, err := best(func() (int, error) {
			for i := range frames {
				m.OrderID = i + 1
				if _, err := e.Append(buf, m); err != nil {
					return 0, err
				}
			}
			return frames, nil
		})
		if err != nil {
			return err
		}
		fmt.Println("ours", "placeOrder", version, int(rate))
	}
	return nil
}

// write returns the stream of a message.
func write(version int, sample func(i int) wire.Message) (stream []byte, err error) {
	e := wire.NewEncoder(false, version)
	for i := range frames {
		if stream, err = e.Append(stream, sample(i)); err != nil {
			return nil, err
		}
	}
	return stream, nil
}

// decode reads a stream, framing included, and counts its messages.
func decode(version int, stream []byte) (n int, err error) {
	r, d := wire.NewReader(bytes.NewReader(stream), 0), wire.NewDecoder(false, version)
	for {
		payload, err := r.Next()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if _, err := d.Decode(payload); err != nil {
			return n, err
		}
		n++
	}
}

// best returns the highest rate of several rounds, in messages a second of processor time.
func best(work func() (int, error)) (rate float64, err error) {
	for range rounds {
		done, start := 0, processor()
		for processor()-start < atMost {
			n, err := work()
			if err != nil {
				return 0, err
			}
			done += n
		}
		rate = max(rate, float64(done)/(processor()-start).Seconds())
	}
	return rate, nil
}

// processor is the time this process has spent on processors.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
