// Command emit is our side of the comparison: it reads cases as lines of JSON and answers each with a line that
// holds the frame our codec writes for it.
//
// A case names the message and the server version, and gives the fields under their Go names:
//
//	{"kind":"CancelMarketData","version":176,"message":{"RequestID":9},"theirs":"00000006320032003900"}
//
// "theirs" is optional: the frame another client wrote for the same case, which is read and written again.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

const (
	longestLine = 1 << 20 // the longest generated cases have some ten thousand bytes
	lengthBytes = 4       // before every frame
)

type testCase struct {
	Kind    string
	Version int
	Message json.RawMessage
	Theirs  string
}

type result struct {
	Frame   string `json:"frame,omitempty"`   // hexadecimal, with the length
	Feature string `json:"feature,omitempty"` // refused: the server is too old for this
	Error   string `json:"error,omitempty"`   // refused for another reason
	Again   string `json:"again,omitempty"`   // their frame, read and written again
	Unread  string `json:"unread,omitempty"`  // why their frame could not be read, or written again
	Left    int    `json:"left,omitempty"`    // fields of their frame that were not read
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "emit:", err)
		os.Exit(1)
	}
}

func run() error {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, longestLine)
	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	for n := 1; in.Scan(); n++ {
		r, err := answer(in.Bytes())
		if err != nil {
			return fmt.Errorf("case %d: %w: %s", n, err, in.Bytes())
		}
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// answer writes one case. Its error means that the case itself is wrong.
func answer(line []byte) (result, error) {
	var c testCase
	if err := json.Unmarshal(line, &c); err != nil {
		return result{}, err
	}
	sample, ok := messages[c.Kind]
	if !ok {
		return result{}, errors.New("no such message")
	}
	m := reflect.New(reflect.TypeOf(sample).Elem()).Interface().(wire.Message)
	fields := json.NewDecoder(bytes.NewReader(c.Message))
	fields.DisallowUnknownFields()
	if err := fields.Decode(m); err != nil {
		return result{}, err
	}
	client := m.Kind().FromClient()
	frame, err := wire.NewEncoder(client, c.Version).Append(nil, m)
	r := result{Frame: hex.EncodeToString(frame)}
	var tooOld *wire.VersionError
	switch {
	case errors.As(err, &tooOld):
		r.Feature = tooOld.Feature
	case err != nil:
		r.Error = err.Error()
	}
	if c.Theirs != "" {
		r.reread(client, c)
	}
	return r, nil
}

// reread reads their frame and writes what it says.
func (r *result) reread(client bool, c testCase) {
	again, left, err := rewritten(client, c)
	r.Again, r.Left = hex.EncodeToString(again), left
	if err != nil {
		r.Unread = err.Error()
	}
}

func rewritten(client bool, c testCase) (frame []byte, left int, err error) {
	theirs, err := hex.DecodeString(c.Theirs)
	if err != nil {
		return nil, 0, err
	}
	if len(theirs) < lengthBytes {
		return nil, 0, errors.New("no length")
	}
	d := wire.NewDecoder(client, c.Version)
	m, err := d.Decode(theirs[lengthBytes:])
	if err != nil {
		return nil, 0, err
	}
	frame, err = wire.NewEncoder(client, c.Version).Append(nil, m)
	return frame, d.Leftover().Fields, err
}
