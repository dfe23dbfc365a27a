package wire

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestReaderCutsFrames(t *testing.T) {
	var stream []byte
	payloads := []string{"9\x001\x001\x00", strings.Repeat("x", 5000), "y", strings.Repeat("z", 100_000)}
	for _, p := range payloads {
		stream = append(stream, frame(p)...)
	}
	sources := map[string]func(io.Reader) io.Reader{
		"at once": func(r io.Reader) io.Reader { return r },
		"bytes":   iotest.OneByteReader,
		"halves":  iotest.HalfReader,
		"eof":     iotest.DataErrReader,
	}
	for name, wrap := range sources {
		r := NewReader(wrap(bytes.NewReader(stream)), 0)
		for i, want := range payloads {
			got, err := r.Next()
			if err != nil || string(got) != want {
				t.Fatalf("%s: frame %d: %d bytes, %v", name, i, len(got), err)
			}
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: at the end: %v", name, err)
		}
	}
}

func TestH1ReaderRefusesLengths(t *testing.T) {
	for _, c := range []struct {
		prefix string
		limit  int
		length uint32
	}{
		{"\x00\x00\x00\x00", 0, 0},
		{"\x80\x00\x00\x00", 0, 1 << 31}, // negative
		{"\xff\xff\xff\xff", 0, 1<<32 - 1},
		{"\x01\x00\x00\x00", 0, MaxFrame + 1},
		{"\x00\x00\x00\x0b", 10, 11},
	} {
		r := NewReader(strings.NewReader(c.prefix+"more"), c.limit)
		for range 2 { // the error stays
			var bad *FrameError
			if _, err := r.Next(); !errors.As(err, &bad) || bad.Length != c.length {
				t.Errorf("%q: %v", c.prefix, err)
			}
		}
	}
}

func TestReaderTruncated(t *testing.T) {
	whole := frame("123456")
	for n := 1; n < len(whole); n++ {
		_, err := NewReader(bytes.NewReader(whole[:n]), 0).Next()
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

// TestReaderSurvivesDeadline: a timeout in the middle of a frame loses nothing.
func TestReaderSurvivesDeadline(t *testing.T) {
	r := NewReader(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(frame("abc")))), 0)
	if _, err := r.Next(); !errors.Is(err, iotest.ErrTimeout) {
		t.Fatalf("first: %v", err)
	}
	if got, err := r.Next(); err != nil || string(got) != "abc" {
		t.Fatalf("second: %q, %v", got, err)
	}
}

// TestReaderLengthCostsNothing: a peer that announces much and sends little must not make us allocate much.
func TestReaderLengthCostsNothing(t *testing.T) {
	r := NewReader(strings.NewReader("\x00\xff\xff\xfftiny"), 0)
	if _, err := r.Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	if len(r.buf) > 2*readChunk {
		t.Errorf("buffer of %d bytes for four", len(r.buf))
	}
}

func TestReaderReusesBuffer(t *testing.T) {
	stream := bytes.Repeat(frame("1\x006\x001\x001\x00182.5\x00300\x001\x00"), 10_000)
	src := bytes.NewReader(stream)
	r := NewReader(src, 0)
	allocs := testing.AllocsPerRun(9000, func() {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations per frame", allocs)
	}
}

func TestH7ReaderStuckSource(t *testing.T) {
	stuck := readerFunc(func([]byte) (int, error) { return 0, nil })
	if _, err := NewReader(stuck, 0).Next(); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("stuck: %v", err)
	}
	liar := readerFunc(func(p []byte) (int, error) { return len(p) + 1, nil })
	if _, err := NewReader(liar, 0).Next(); err == nil {
		t.Error("a source that lies about its count is believed")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestH1ReaderAnySplit checks that how a stream arrives does not matter.
func TestH1ReaderAnySplit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		payloads := rapid.SliceOfN(rapid.StringN(1, -1, 9000), 1, 5).Draw(rt, "payloads")
		var stream []byte
		for _, p := range payloads {
			stream = append(stream, frame(p)...)
		}
		r := NewReader(readerFunc(func(p []byte) (int, error) {
			if len(stream) == 0 {
				return 0, io.EOF
			}
			n := min(len(p), len(stream), rapid.IntRange(1, 5000).Draw(rt, "n"))
			copy(p, stream[:n])
			stream = stream[n:]
			return n, nil
		}), 0)
		for _, want := range payloads {
			if got, err := r.Next(); err != nil || string(got) != want {
				rt.Fatalf("got %d bytes, %v, want %d", len(got), err, len(want))
			}
		}
	})
}
