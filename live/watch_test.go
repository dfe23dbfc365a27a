package live

import (
	"net"
	"testing"
)

// A monitor that other computers reach is worth a warning.
func TestLoopback(t *testing.T) {
	for text, want := range map[string]bool{
		"127.0.0.1:4090": true, "127.0.0.2:1": true, "[::1]:4090": true, "0.0.0.0:4090": false, "[::]:4090": false, "192.168.1.7:4090": false,
		"[2001:db8::1]:80": false,
	} {
		a, err := net.ResolveTCPAddr("tcp", text)
		if err != nil {
			t.Fatal(err)
		}
		if loopback(a) != want {
			t.Errorf("%s: loopback %v, want %v", text, !want, want)
		}
	}
}
