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

// CurrentTimeInMillis is [Conn.CurrentTime] to the millisecond. Since server version 197.
func (c *Conn) CurrentTimeInMillis(ctx context.Context) (time.Time, error) {
	m, err := one[*wire.CurrentTimeInMillis](ctx, c, question{
		request: &wire.RequestCurrentTimeInMillis{},
		keys:    []key{shared((*wire.CurrentTimeInMillis)(nil))},
	})
	if err != nil {
		return time.Time{}, err
	}
	return time.UnixMilli(m.Time).UTC(), nil
}

// ManagedAccounts asks again for the accounts that [Conn.Accounts] returns as they were at the connect.
func (c *Conn) ManagedAccounts(ctx context.Context) ([]string, error) {
	m, err := one[*wire.ManagedAccounts](ctx, c, question{
		request: &wire.RequestManagedAccounts{},
		keys:    []key{shared((*wire.ManagedAccounts)(nil))},
	})
	if err != nil {
		return nil, err
	}
	return splitAccounts(m.Accounts), nil
}

// NextValidID asks the gateway for the next order id it would accept. It reserves none; the ids that
// [Conn.NextOrderID] hands out are at or above it from now on.
func (c *Conn) NextValidID(ctx context.Context) (int, error) {
	m, err := one[*wire.NextValidID](ctx, c, question{
		request: &wire.RequestIDs{Count: 1},
		keys:    []key{shared((*wire.NextValidID)(nil))},
	})
	if err != nil {
		return 0, err
	}
	return m.OrderID, nil
}

// SetServerLogLevel says how much the gateway writes into its own log about this connection.
func (c *Conn) SetServerLogLevel(ctx context.Context, level wire.LogLevel) error {
	return c.Send(ctx, &wire.SetServerLogLevel{Level: level})
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
