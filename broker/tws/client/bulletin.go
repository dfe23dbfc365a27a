package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// NewsBulletins streams IB's bulletins, with today also the earlier ones of the day. There is one such stream at a
// time: a second call fails with [ErrBusy] while the first is open.
func (c *Conn) NewsBulletins(ctx context.Context, today bool) (*Stream[wire.NewsBulletin], error) {
	return subscribe(ctx, c, shared((*wire.NewsBulletin)(nil)),
		&wire.RequestNewsBulletins{All: today}, &wire.CancelNewsBulletins{}, copied[wire.NewsBulletin])
}
