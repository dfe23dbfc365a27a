package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// ScannerParameters returns the document of everything scanners can do, some two megabytes of XML.
func (c *Conn) ScannerParameters(ctx context.Context) (string, error) {
	m, err := one[*wire.ScannerParameters](ctx, c, question{
		request: &wire.RequestScannerParameters{},
		keys:    []key{shared((*wire.ScannerParameters)(nil))},
	})
	if err != nil {
		return "", err
	}
	return m.XML, nil
}

// DepthExchanges returns the exchanges that offer market depth. Since server version 112.
func (c *Conn) DepthExchanges(ctx context.Context) ([]wire.DepthExchange, error) {
	m, err := one[*wire.MarketDepthExchanges](ctx, c, question{
		request: &wire.RequestMarketDepthExchanges{},
		keys:    []key{shared((*wire.MarketDepthExchanges)(nil))},
	})
	if err != nil {
		return nil, err
	}
	return m.Exchanges, nil
}

// SmartComponents returns what the exchange letters of smart quotes mean, for the BBOExchange of a
// [*wire.TickRequestParams]. Since server version 114.
func (c *Conn) SmartComponents(ctx context.Context, bboExchange string) ([]wire.SmartComponent, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	m, err := one[*wire.SmartComponents](ctx, c, question{
		request: &wire.RequestSmartComponents{RequestID: id, BBOExchange: bboExchange},
		keys:    []key{request(id)},
	})
	if err != nil {
		return nil, err
	}
	return m.Components, nil
}

// SoftDollarTiers returns the tiers an order may name. Since server version 106.
func (c *Conn) SoftDollarTiers(ctx context.Context) ([]wire.SoftDollarTier, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	m, err := one[*wire.SoftDollarTiers](ctx, c, question{
		request: &wire.RequestSoftDollarTiers{RequestID: id},
		keys:    []key{request(id)},
	})
	if err != nil {
		return nil, err
	}
	return m.Tiers, nil
}

// FamilyCodes returns the family code of each account. Since server version 107.
func (c *Conn) FamilyCodes(ctx context.Context) ([]wire.FamilyCode, error) {
	m, err := one[*wire.FamilyCodes](ctx, c, question{
		request: &wire.RequestFamilyCodes{},
		keys:    []key{shared((*wire.FamilyCodes)(nil))},
	})
	if err != nil {
		return nil, err
	}
	return m.Codes, nil
}
