package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// An AccountUpdate is one value of an account, or, when Complete, the news that all values have come once.
type AccountUpdate struct {
	wire.AccountUpdateMulti
	Complete bool
}

// AccountUpdates streams the values of an account, and of one model unless it is empty: all of them, then those that
// change. With ledgerOnly it is the balances and the net liquidation value alone. Since server version 103.
func (c *Conn) AccountUpdates(
	ctx context.Context, account, model string, ledgerOnly bool,
) (*Stream[AccountUpdate], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestAccountUpdatesMulti{RequestID: id, Account: account, ModelCode: model, LedgerAndNLV: ledgerOnly}
	cancel := &wire.CancelAccountUpdatesMulti{RequestID: id}
	return subscribe(ctx, c, request(id), r, cancel, func(s *Stream[AccountUpdate], m wire.Message) bool {
		switch m := m.(type) {
		case *wire.AccountUpdateMulti:
			return s.push(AccountUpdate{AccountUpdateMulti: *m})
		case *wire.AccountUpdateMultiEnd:
			return s.push(AccountUpdate{Complete: true})
		}
		return true
	})
}

// A PositionUpdate is one position, 0 when it was closed, or, when Complete, the news that all have come once.
type PositionUpdate struct {
	wire.PositionMulti
	Complete bool
}

// PositionUpdates streams the positions of an account, and of one model unless it is empty: all of them, then those
// that change. Since server version 103.
func (c *Conn) PositionUpdates(ctx context.Context, account, model string) (*Stream[PositionUpdate], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestPositionsMulti{RequestID: id, Account: account, ModelCode: model}
	cancel := &wire.CancelPositionsMulti{RequestID: id}
	return subscribe(ctx, c, request(id), r, cancel, func(s *Stream[PositionUpdate], m wire.Message) bool {
		switch m := m.(type) {
		case *wire.PositionMulti:
			return s.push(PositionUpdate{PositionMulti: *m})
		case *wire.PositionMultiEnd:
			return s.push(PositionUpdate{Complete: true})
		}
		return true
	})
}
