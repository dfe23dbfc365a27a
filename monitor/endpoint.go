package monitor

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
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
	return os.Rename(f.Name(), path)
}

// ErrNotRunning is returned by ReadEndpoint when no engine has left an endpoint.
var ErrNotRunning = errors.New("no engine is running on this state file")

// ReadEndpoint reads what Write has written.
func ReadEndpoint(path string) (Endpoint, error) {
	var e Endpoint
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return e, ErrNotRunning
	}
	if err != nil {
		return e, fmt.Errorf("read endpoint: %w", err)
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return e, fmt.Errorf("read endpoint %s: %w: remove it if no engine is running", path, err)
	}
	return e, nil
}
