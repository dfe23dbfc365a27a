package client

import (
	"context"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// NewsProviders returns the providers the login may read. Since server version 115.
func (c *Conn) NewsProviders(ctx context.Context) ([]wire.NewsProvider, error) {
	m, err := one[*wire.NewsProviders](ctx, c, question{
		request: &wire.RequestNewsProviders{},
		keys:    []key{shared((*wire.NewsProviders)(nil))},
	})
	if err != nil {
		return nil, err
	}
	return m.Providers, nil
}

// News streams the headlines about a contract as they come, of the given providers or, without any, of all that the
// login may read. The contract of one provider's whole feed has the security type NEWS, the symbol "BRFG:BRFG_ALL" and
// the exchange "BRFG". It waits for one of [MarketDataLines].
func (c *Conn) News(ctx context.Context, k wire.Contract, providers ...string) (*Stream[wire.TickNews], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r := &wire.RequestMarketData{RequestID: id, Contract: k, GenericTicks: "mdoff,292"}
	if len(providers) > 0 {
		r.GenericTicks += ":" + strings.Join(providers, "+")
	}
	free, err := c.take(ctx, MarketDataLines, r.Kind())
	if err != nil {
		return nil, err
	}
	return subscribeWithin(ctx, c, free, request(id), r, &wire.CancelMarketData{RequestID: id}, copied[wire.TickNews])
}

// NewsArticle returns an article. The RequestID of r is set. Since server version 116.
func (c *Conn) NewsArticle(ctx context.Context, r wire.RequestNewsArticle) (*wire.NewsArticle, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return one[*wire.NewsArticle](ctx, c, question{request: &r, keys: []key{request(id)}})
}

// HistoricalNews returns headlines, and whether there are more. The RequestID of r is set. Since server version
// 117.
func (c *Conn) HistoricalNews(
	ctx context.Context, r wire.RequestHistoricalNews,
) (headlines []*wire.HistoricalNews, more bool, err error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, false, err
	}
	r.RequestID = id
	err = c.ask(ctx, question{
		request: &r,
		keys:    []key{request(id)},
		take: func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.HistoricalNews:
				headlines = append(headlines, m)
			case *wire.HistoricalNewsEnd:
				more = m.HasMore
				return true
			}
			return false
		},
	})
	if err != nil {
		return nil, false, err
	}
	return headlines, more, nil
}
