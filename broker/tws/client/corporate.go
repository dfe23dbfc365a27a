package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// WSHMetaData returns the document of the event types and filters of Wall Street Horizon, as JSON. It must be asked
// for before any event. Since server version 161.
func (c *Conn) WSHMetaData(ctx context.Context) (string, error) {
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	m, err := one[*wire.WSHMetaData](ctx, c, question{
		request: &wire.RequestWSHMetaData{RequestID: id},
		keys:    []key{request(id)},
		cancel:  &wire.CancelWSHMetaData{RequestID: id},
	})
	if err != nil {
		return "", err
	}
	return m.JSON, nil
}

// WSHEvents returns corporate events, as JSON. The RequestID of r is set. The gateway answers one such question at a
// time. Since server version 161.
func (c *Conn) WSHEvents(ctx context.Context, r wire.RequestWSHEventData) (string, error) {
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	r.RequestID = id
	m, err := one[*wire.WSHEventData](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelWSHEventData{RequestID: id},
	})
	if err != nil {
		return "", err
	}
	return m.JSON, nil
}

// FundamentalData returns a report as XML. The RequestID of r is set. The message exists as text only.
func (c *Conn) FundamentalData(ctx context.Context, r wire.RequestFundamentalData) (string, error) {
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	r.RequestID = id
	m, err := one[*wire.FundamentalData](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelFundamentalData{RequestID: id},
	})
	if err != nil {
		return "", err
	}
	return m.XML, nil
}
