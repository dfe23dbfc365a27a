package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// ImpliedVolatility returns what the gateway computes from an option's price. The RequestID of r is set.
func (c *Conn) ImpliedVolatility(
	ctx context.Context, r wire.CalculateImpliedVolatility,
) (*wire.TickOptionComputation, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return one[*wire.TickOptionComputation](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelCalculateImpliedVolatility{RequestID: id},
		opens:   true,
	})
}

// OptionPrice returns what the gateway computes from an option's volatility. The RequestID of r is set.
func (c *Conn) OptionPrice(ctx context.Context, r wire.CalculateOptionPrice) (*wire.TickOptionComputation, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return one[*wire.TickOptionComputation](ctx, c, question{
		request: &r,
		keys:    []key{request(id)},
		cancel:  &wire.CancelCalculateOptionPrice{RequestID: id},
		opens:   true,
	})
}
