package wire

import (
	"bytes"
	"errors"
	"testing"
)

func TestHello(t *testing.T) {
	for _, c := range []struct {
		h    Hello
		wire string
	}{
		{Hello{Min: 100, Max: 225}, "API\x00\x00\x00\x00\x09v100..225"},
		{Hello{Min: 157, Max: 178, Options: "+PACEAPI"}, "API\x00\x00\x00\x00\x12v157..178 +PACEAPI"},
		{Hello{Min: 176, Max: 176}, "API\x00\x00\x00\x00\x04v176"},
	} {
		if got := c.h.Append(nil); string(got) != c.wire {
			t.Errorf("%+v: %q", c.h, got)
		}
		r := NewReader(bytes.NewReader([]byte(c.wire)), 0)
		if err := r.Prefix(); err != nil {
			t.Fatal(err)
		}
		payload, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseHello(payload); err != nil || got != c.h {
			t.Errorf("%q: %+v, %v", payload, got, err)
		}
	}
}

func TestHelloRefused(t *testing.T) {
	var bad *HandshakeError
	for _, s := range []string{"", "v", "100..225", "v100..", "v..225", "v225..100", "v-1", "v0", "vx..y", "v99999999999999999999"} {
		if h, err := ParseHello([]byte(s)); !errors.As(err, &bad) {
			t.Errorf("%q: %+v, %v", s, h, err)
		}
	}
	if err := NewReader(bytes.NewReader([]byte("GET / HTTP/1.1")), 0).Prefix(); !errors.As(err, &bad) {
		t.Errorf("prefix: %v", err)
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct{ cmin, cmax, smin, smax, want int }{
		{100, 225, 100, 225, 225},
		{100, 177, 100, 225, 177},
		{157, 178, 100, 176, 176},
		{213, 225, 100, 200, 0},
		{100, 150, 151, 225, 0},
	} {
		got, err := Hello{Min: c.cmin, Max: c.cmax}.Choose(c.smin, c.smax)
		if got != c.want || (err == nil) != (c.want != 0) {
			t.Errorf("%+v: %d, %v", c, got, err)
		}
	}
}

func TestWelcome(t *testing.T) {
	for _, c := range []struct {
		w    Welcome
		wire string
	}{
		{Welcome{Version: 173, Time: "20230405 22:20:39 China Standard Time"},
			"\x00\x00\x00\x2a173\x0020230405 22:20:39 China Standard Time\x00"},
		{Welcome{Version: 176, Time: "20230405 22:20:39 \xd6\xd0"}, "\x00\x00\x00\x19176\x0020230405 22:20:39 \xd6\xd0\x00"},
		{Welcome{Redirect: "host:4001"}, "\x00\x00\x00\x0d-1\x00host:4001\x00"},
	} {
		if got := c.w.Append(nil); string(got) != c.wire {
			t.Errorf("%+v: %q", c.w, got)
		}
		if got, err := ParseWelcome([]byte(c.wire)[lengthBytes:]); err != nil || got != c.w {
			t.Errorf("%q: %+v, %v", c.wire, got, err)
		}
	}
	var bad *HandshakeError
	for _, s := range []string{"", "173", "173\x00time", "x\x00time\x00", "173\x00time\x00more\x00", "-2\x00x\x00"} {
		if w, err := ParseWelcome([]byte(s)); !errors.As(err, &bad) {
			t.Errorf("%q: %+v, %v", s, w, err)
		}
	}
	if Supported(99) == nil || Supported(226) == nil || Supported(100) != nil || Supported(225) != nil {
		t.Error("Supported is wrong at an edge")
	}
}
