package monitor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
)

// Orders are the working orders of a run, the last ones that ended, and those of others in its account.
type Orders struct {
	Ours    []order.Order   `json:"ours"`
	Ended   []order.Order   `json:"ended"`
	Foreign []broker.Report `json:"foreign,omitempty"`
}

// Client talks to the monitor of a running engine.
type Client struct {
	endpoint Endpoint
	http     http.Client
}

// Refusal is the engine's answer to a command that it does not carry out.
type Refusal struct {
	Reason string
	// NotReady says that the session does not know the truth at the broker: engine.ErrNotReady.
	NotReady bool
}

// Error is the engine's reason.
func (r *Refusal) Error() string { return r.Reason }

// NewClient is a client of an endpoint. The token goes there and nowhere else: no proxy, no redirection.
func NewClient(e Endpoint) *Client {
	return &Client{endpoint: e, http: http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       commandWithin + 5*time.Second,
	}}
}

// statusWithin bounds how long a status may take: the engine has it ready.
const statusWithin = 5 * time.Second

// Status is everything that the engine publishes. ErrNotRunning says that nobody listens there any more; an engine that
// hangs is an error after five seconds.
func (c *Client) Status(ctx context.Context) (*engine.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	var s engine.Status
	if err := c.call(ctx, http.MethodGet, "status", nil, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// Command carries out a command; a *Refusal is the engine's answer, any other error means that there was none.
func (c *Client) Command(ctx context.Context, command engine.Command) error {
	body, err := json.Marshal(command)
	if err != nil {
		return err
	}
	return c.call(ctx, http.MethodPost, nameOf(command), body, nil)
}

func (c *Client) call(ctx context.Context, method, path string, body []byte, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+c.endpoint.Address+"/api/"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+c.endpoint.Token)
	answer, err := c.http.Do(r)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return ErrNotRunning
	}
	if err != nil {
		return fmt.Errorf("ask the engine at %s: %w", c.endpoint.Address, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerLimit))
	if err != nil {
		return fmt.Errorf("ask the engine at %s: %w", c.endpoint.Address, err)
	}
	if answer.StatusCode != http.StatusOK {
		var no refusal
		if json.Unmarshal(text, &no) != nil || no.Error == "" {
			no.Error = answer.Status
		}
		if answer.StatusCode == http.StatusConflict {
			return &Refusal{no.Error, no.NotReady}
		}
		return fmt.Errorf("ask the engine at %s: %s", c.endpoint.Address, no.Error)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("understand the engine at %s: %w: use the program version that it runs", c.endpoint.Address, err)
	}
	return nil
}

// answerLimit bounds an answer, in bytes.
const answerLimit = 64 << 20
