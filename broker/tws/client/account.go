package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Positions returns the positions of all accounts, one row for each account and contract. The protocol carries
// changes in the same message: of several rows for one contract the last counts.
func (c *Conn) Positions(ctx context.Context) ([]*wire.Position, error) {
	rows, err := all[*wire.Position, *wire.PositionEnd](ctx, c, question{
		request: &wire.RequestPositions{},
		keys:    []key{shared((*wire.Position)(nil))},
		cancel:  &wire.CancelPositions{},
		opens:   true,
	})
	type place struct {
		account string
		conID   int
	}
	return lastOf(rows, func(p *wire.Position) place { return place{p.Account, p.Contract.ConID} }), err
}

// AccountSummary returns the values of tags, separated by commas, for a group of accounts, "All" for every
// account. "$LEDGER:ALL" stands for the balances in each currency. Two can be answered at a time; more wait, see
// [AccountSummaries].
func (c *Conn) AccountSummary(ctx context.Context, group, tags string) ([]*wire.AccountSummary, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	free, err := c.take(ctx, AccountSummaries, (*wire.RequestAccountSummary)(nil).Kind())
	if err != nil {
		return nil, err
	}
	defer free()
	return all[*wire.AccountSummary, *wire.AccountSummaryEnd](ctx, c, question{
		request: &wire.RequestAccountSummary{RequestID: id, Group: group, Tags: tags},
		keys:    []key{request(id)},
		cancel:  &wire.CancelAccountSummary{RequestID: id},
		opens:   true,
	})
}

// lastOf keeps the last row of each identity, at the place of the first.
func lastOf[R any, ID comparable](rows []R, identity func(R) ID) []R {
	at := make(map[ID]int, len(rows))
	kept := rows[:0]
	for _, r := range rows {
		id := identity(r)
		if i, ok := at[id]; ok {
			kept[i] = r
			continue
		}
		at[id] = len(kept)
		kept = append(kept, r)
	}
	return kept
}
