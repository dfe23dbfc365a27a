package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// Server versions this package speaks.
const (
	MinVersion = 100
	MaxVersion = 225
)

// apiPrefix opens the conversation of every client since version 100, unframed.
const apiPrefix = "API\x00"

// A HandshakeError is a handshake that is not one, or that leaves no common version.
type HandshakeError struct {
	Value  string // what arrived, shortened
	Reason string
}

func (e *HandshakeError) Error() string {
	return fmt.Sprintf("wire: handshake %q: %s", e.Value, e.Reason)
}

// Hello is the first thing a client says: the versions it speaks and connect options such as "+PACEAPI".
type Hello struct {
	Min, Max int
	Options  string
}

// Append writes the API prefix and the version frame.
func (h Hello) Append(dst []byte) []byte {
	dst = append(dst, apiPrefix...)
	mark := len(dst)
	dst = append(dst, 0, 0, 0, 0, 'v')
	dst = strconv.AppendInt(dst, int64(h.Min), 10)
	if h.Max != h.Min {
		dst = append(dst, '.', '.')
		dst = strconv.AppendInt(dst, int64(h.Max), 10)
	}
	if h.Options != "" {
		dst = append(append(dst, ' '), h.Options...)
	}
	return seal(dst, mark)
}

// ParseHello reads the version frame that follows the prefix (see [Reader.Prefix]).
func ParseHello(payload []byte) (Hello, error) {
	text := string(payload[:min(len(payload), 256)])
	versions, options, _ := strings.Cut(text, " ")
	rest, ok := strings.CutPrefix(versions, "v")
	low, high, ranged := strings.Cut(rest, "..")
	if !ranged {
		high = low
	}
	h := Hello{Options: options}
	var err1, err2 error
	h.Min, err1 = strconv.Atoi(low)
	h.Max, err2 = strconv.Atoi(high)
	if !ok || err1 != nil || err2 != nil || h.Min <= 0 || h.Max < h.Min {
		return Hello{}, &HandshakeError{shorten(payload), "expected vMIN..MAX"}
	}
	return h, nil
}

// Choose returns the highest version both ends speak, as a server that speaks low to high answers.
func (h Hello) Choose(low, high int) (int, error) {
	v := min(h.Max, high)
	if v < h.Min || v < low {
		said := fmt.Sprintf("v%d..%d", h.Min, h.Max)
		return 0, &HandshakeError{said, fmt.Sprintf("no common version: we speak %d to %d", low, high)}
	}
	return v, nil
}

// Welcome is the server's answer to [Hello].
type Welcome struct {
	Version  int    // the negotiated server version
	Time     string // local time of the host, "YYYYMMDD HH:MM:SS ZONE"; the zone is free text in any encoding
	Redirect string // host[:port] to connect to instead; Version is meaningless then
}

// Append writes the answer as a frame.
func (w Welcome) Append(dst []byte) []byte {
	mark := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	version, second := w.Version, w.Time
	if w.Redirect != "" {
		version, second = -1, w.Redirect
	}
	dst = append(strconv.AppendInt(dst, int64(version), 10), 0)
	dst = append(append(dst, second...), 0)
	return seal(dst, mark)
}

// ParseWelcome reads the server's answer. It does not judge the version: see [Supported].
func ParseWelcome(payload []byte) (Welcome, error) {
	first, rest, ok1 := bytes.Cut(payload, []byte{0})
	second, after, ok2 := bytes.Cut(rest, []byte{0})
	if !ok1 || !ok2 || len(after) != 0 {
		return Welcome{}, &HandshakeError{shorten(payload), "expected a version and a time"}
	}
	if string(first) == "-1" {
		if len(second) == 0 {
			return Welcome{}, &HandshakeError{shorten(payload), "the redirection names no host"}
		}
		return Welcome{Redirect: string(second)}, nil
	}
	v, err := strconv.Atoi(string(first))
	if err != nil || v <= 0 {
		return Welcome{}, &HandshakeError{shorten(payload), "the server version is not a positive number"}
	}
	return Welcome{Version: v, Time: string(second)}, nil
}

// Supported returns a [*HandshakeError] when this package does not speak version.
func Supported(version int) error {
	if version < MinVersion || version > MaxVersion {
		return &HandshakeError{strconv.Itoa(version), fmt.Sprintf("server version outside %d to %d", MinVersion, MaxVersion)}
	}
	return nil
}

// seal writes the length of the frame whose prefix starts at mark.
func seal(dst []byte, mark int) []byte {
	binary.BigEndian.PutUint32(dst[mark:], uint32(len(dst)-mark-lengthBytes))
	return dst
}

// shorten keeps an error message readable, and small whatever the peer sent.
func shorten(b []byte) string {
	const most = 64
	if len(b) > most {
		return string(b[:most]) + "..."
	}
	return string(b)
}
