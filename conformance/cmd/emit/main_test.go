package main

import "testing"

func TestAnswer(t *testing.T) {
	for _, c := range []struct {
		line string
		want result
	}{
		// 2 (cancelMktData), version 2, request 9: the frame of the official client.
		{`{"kind":"CancelMarketData","version":176,"message":{"RequestID":9},"theirs":"00000006320032003900"}`,
			result{Frame: "00000006320032003900", Again: "00000006320032003900"}},
		{`{"kind":"RequestUserInfo","version":166,"message":{}}`, result{Feature: "RequestUserInfo"}},
	} {
		got, err := answer([]byte(c.line))
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", c.line, got, err, c.want)
		}
	}
	for _, line := range []string{`{`, `{"kind":"NoSuch"}`, `{"kind":"CancelMarketData","message":{"NoSuch":1}}`} {
		if got, err := answer([]byte(line)); err == nil {
			t.Errorf("%s: %+v, want an error", line, got)
		}
	}
}

// TestMessages checks that every message answers to its own name.
func TestMessages(t *testing.T) {
	for name, m := range messages {
		if got := m.Kind().String(); got != name {
			t.Errorf("%s is called %s", name, got)
		}
	}
}
