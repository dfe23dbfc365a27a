package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Portfolio streams the values of an account and its positions with their market value: [*wire.AccountValue],
// [*wire.PortfolioValue] and [*wire.AccountUpdateTime]; a [*wire.AccountDownloadEnd] says that all have come once. Then
// come those that change, positions at once, the rest every three minutes. An advisor's "F1234567A" stands for all of
// its accounts.
//
// There is one such stream at a time: a second call fails with [ErrBusy] while the first is open. For more accounts
// see [Conn.AccountUpdates] and [Conn.PositionUpdates], which have no market values.
func (c *Conn) Portfolio(ctx context.Context, account string) (*Stream[wire.Message], error) {
	return subscribe(ctx, c, shared((*wire.AccountValue)(nil)),
		&wire.RequestAccountUpdates{Subscribe: true, Account: account}, &wire.RequestAccountUpdates{Account: account},
		func(s *Stream[wire.Message], m wire.Message) bool { return s.push(m) })
}
