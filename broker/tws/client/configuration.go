package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Config returns the settings of TWS. Since server version 219.
func (c *Conn) Config(ctx context.Context) (*wire.Config, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	return one[*wire.Config](ctx, c, question{request: &wire.RequestConfig{RequestID: id}, keys: []key{request(id)}})
}

// UpdateConfig changes settings of TWS. The RequestID of r is set. Since server version 221.
func (c *Conn) UpdateConfig(ctx context.Context, r wire.UpdateConfig) (*wire.UpdateConfigResult, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return one[*wire.UpdateConfigResult](ctx, c, question{request: &r, keys: []key{request(id)}})
}

// FA returns a part of an advisor's configuration as XML.
func (c *Conn) FA(ctx context.Context, part wire.FADataType) (string, error) {
	m, err := one[*wire.ReceiveFA](ctx, c, question{
		request: &wire.RequestFA{Type: part},
		keys:    []key{shared((*wire.ReceiveFA)(nil))},
	})
	if err != nil {
		return "", err
	}
	return m.XML, nil
}

// ReplaceFA replaces a part of an advisor's configuration by a complete document, and returns what the gateway says
// of it. Since server version 157: older ones do not confirm.
func (c *Conn) ReplaceFA(ctx context.Context, part wire.FADataType, xml string) (string, error) {
	if c.Version() < 157 {
		return "", &wire.VersionError{Feature: "confirmed ReplaceFA", Need: 157, Have: c.Version()}
	}
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	m, err := one[*wire.ReplaceFAEnd](ctx, c, question{
		request: &wire.ReplaceFA{RequestID: id, Type: part, XML: xml},
		keys:    []key{request(id)},
	})
	if err != nil {
		return "", err
	}
	return m.Text, nil
}
