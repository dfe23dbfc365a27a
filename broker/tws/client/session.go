package client

import (
	"context"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// CurrentTime returns the gateway's clock, in UTC and whole seconds.
func (c *Conn) CurrentTime(ctx context.Context) (time.Time, error) {
	m, err := one[*wire.CurrentTime](ctx, c, question{
		request: &wire.RequestCurrentTime{},
		keys:    []key{shared((*wire.CurrentTime)(nil))},
	})
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(m.Time, 0).UTC(), nil
}

// UserInfo returns the white-branding id of the login, empty for none. Since server version 167.
func (c *Conn) UserInfo(ctx context.Context) (string, error) {
	id, err := c.ids.next()
	if err != nil {
		return "", err
	}
	m, err := one[*wire.UserInfo](ctx, c, question{
		request: &wire.RequestUserInfo{RequestID: id},
		keys:    []key{request(id)},
	})
	if err != nil {
		return "", err
	}
	return m.WhiteBrandingID, nil
}

// SetMarketDataType says how fresh the data of later subscriptions may be. It counts for the whole connection,
// and live data is delivered whenever the login has it.
func (c *Conn) SetMarketDataType(ctx context.Context, t wire.MarketDataType) error {
	return c.Send(ctx, &wire.RequestMarketDataType{Type: t})
}
