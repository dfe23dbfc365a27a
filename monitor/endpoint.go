package monitor

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// tokenLength is how many characters a token has at least: 128 bits in base 32.
const tokenLength = 26

// Endpoint is where a running engine can be reached, and with which token.
type Endpoint struct {
	Address string `json:"address"` // host:port
	Token   string `json:"token"`
	PID     int    `json:"pid"`
}

// NewToken makes a token that nobody can guess.
func NewToken() string { return rand.Text() }

// EndpointPath is the file of an engine's endpoint, beside its state file.
func EndpointPath(state string) string { return state + ".endpoint" }

// Write puts an endpoint into a file that only its owner can read. The file appears whole.
func (e Endpoint) Write(path string) (err error) {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".endpoint-*") // made with 0600
	if err != nil {
		return fmt.Errorf("write endpoint: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write endpoint %s: %w", path, err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write endpoint: %w", err)
	}
	return nil
}

// ErrNotRunning is returned when no engine has left an endpoint, and by a Client when nobody listens at it.
var ErrNotRunning = errors.New("no engine is running on this state file")

// endpointLimit bounds the file of an endpoint, in bytes.
const endpointLimit = 4 << 10

// ReadEndpoint reads what Write has written. An engine that was killed leaves its endpoint behind; the client finds out.
func ReadEndpoint(path string) (Endpoint, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Endpoint{}, ErrNotRunning
	}
	if err != nil {
		return Endpoint{}, fmt.Errorf("read endpoint: %w", err)
	}
	defer f.Close()
	var e Endpoint
	err = json.NewDecoder(io.LimitReader(f, endpointLimit)).Decode(&e)
	if err == nil && (e.Address == "" || e.Token == "") {
		err = errors.New("the address or the token is missing")
	}
	if err != nil {
		return Endpoint{}, fmt.Errorf("read endpoint %s: %w: remove it if no engine is running", path, err)
	}
	return e, nil
}
