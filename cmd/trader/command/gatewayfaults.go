package command

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

func readFaults(path string) (*fault.Script, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usageError{fmt.Errorf("--faults: %w", err)}
	}
	defer file.Close()
	script, err := fault.Read(file, path)
	if err != nil {
		return nil, usageError{err}
	}
	return &script, nil
}

// controlHandler is the port of faults; nil when none is wanted. It is for this machine alone, and asks for a token.
func (f *gatewayFlags) controlHandler(g *gateway.Gateway) (http.Handler, error) {
	if f.control == "" {
		return nil, nil
	}
	host, _, err := net.SplitHostPort(f.control)
	if err != nil {
		return nil, usageError{fmt.Errorf("--control: %w: want an address such as 127.0.0.1:4081", err)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usageError{fmt.Errorf("--control %s: whoever reaches it rules the gateway: want 127.0.0.1, ::1 or localhost", f.control)}
	}
	if f.tokenFile == "" {
		return nil, usageError{errors.New("--control needs --token-file: a file with a secret of your own, which requests must bring")}
	}
	text, err := os.ReadFile(f.tokenFile)
	if err != nil {
		return nil, usageError{fmt.Errorf("--token-file: %w", err)}
	}
	token := string(bytes.TrimSpace(text))
	if token == "" {
		return nil, usageError{fmt.Errorf("--token-file %s is empty: write a secret into it", f.tokenFile)}
	}
	return g.Control(token), nil
}
