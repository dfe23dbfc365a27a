package client

import (
	"context"
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// ContractDetails returns every contract that matches k, bonds included. None is a [*RequestError] with code 200.
func (c *Conn) ContractDetails(ctx context.Context, k wire.Contract) ([]*wire.ContractDetails, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	var rows []*wire.ContractDetails
	err = c.ask(ctx, question{
		request: &wire.RequestContractDetails{RequestID: id, Contract: k},
		keys:    []key{request(id)},
		cancel:  &wire.CancelContractDetails{RequestID: id},
		take: func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.ContractDetails:
				rows = append(rows, m)
			case *wire.BondDetails:
				rows = append(rows, (*wire.ContractDetails)(m))
			case *wire.ContractDetailsEnd:
				return true
			}
			return false
		},
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// An AmbiguousError is a contract description that several contracts match.
type AmbiguousError struct {
	Contract   wire.Contract
	Candidates []*wire.ContractDetails
}

func (e *AmbiguousError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "client: %s %s is ambiguous, give the contract id of one of:", e.Contract.Symbol, e.Contract.SecType)
	const most = 10
	for i, d := range e.Candidates {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(e.Candidates)-most)
			break
		}
		k := &d.Contract
		fmt.Fprintf(&b, "\n  %d: %s %s on %s (%s) in %s", k.ConID, k.LocalSymbol, k.LastTradeDateOrContractMonth,
			k.Exchange, k.PrimaryExchange, k.Currency)
	}
	return b.String()
}

// Resolve returns the one contract that k means, complete with its contract id. When several match it returns an
// [*AmbiguousError].
func (c *Conn) Resolve(ctx context.Context, k wire.Contract) (*wire.ContractDetails, error) {
	rows, err := c.ContractDetails(ctx, k)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, fmt.Errorf("client: %s %s: no contract matches", k.Symbol, k.SecType)
	case len(rows) > 1:
		return nil, &AmbiguousError{k, rows}
	}
	return rows[0], nil
}

// MatchingSymbols returns at most 16 contracts whose symbol or name begins with pattern. The gateway answers one
// such question a second, so more wait for their turn. Since server version 108.
func (c *Conn) MatchingSymbols(ctx context.Context, pattern string) ([]wire.SymbolSample, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestMatchingSymbols{RequestID: id, Pattern: pattern}
	turn, err := c.turn(ctx, c.pacer.searches, departure{cost: 1}, r.Kind())
	if err != nil {
		return nil, err
	}
	defer turn.end(false)
	m, err := one[*wire.SymbolSamples](ctx, c, question{request: r, keys: []key{request(id)}, turn: turn})
	if err != nil {
		return nil, err
	}
	return m.Samples, nil
}

// OptionParameters returns, for each exchange, trading class and multiplier, all expirations and all strikes of
// the options on an underlying; not every combination exists. The RequestID of r is set. Since server version
// 104.
func (c *Conn) OptionParameters(ctx context.Context, r wire.RequestSecDefOptParams) ([]*wire.SecDefOptParams, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return all[*wire.SecDefOptParams, *wire.SecDefOptParamsEnd](ctx, c, question{request: &r, keys: []key{request(id)}})
}

// MarketRule returns the price increments of a rule that [wire.Details] names, from the lowest price on. Since
// server version 126.
func (c *Conn) MarketRule(ctx context.Context, id int) ([]wire.PriceIncrement, error) {
	m, err := one[*wire.MarketRule](ctx, c, question{
		request: &wire.RequestMarketRule{ID: id},
		keys:    []key{rule(id)},
	})
	if err != nil {
		return nil, err
	}
	return m.Increments, nil
}
